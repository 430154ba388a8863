import { render } from 'preact';
import '../../../webview-ui/shared/base.css';

render(<h1>Canvas</h1>, document.body);
