import { render } from 'preact';
import '../shared/base.css';

render(<h1>Gallery</h1>, document.body);
