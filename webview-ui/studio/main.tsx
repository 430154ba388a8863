import { render } from 'preact';
import '../shared/base.css';

render(<h1>Studio</h1>, document.body);
