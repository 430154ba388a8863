import { render } from 'preact';
import { connectToHost } from '../shared/hostClient';
import { vscodeApi } from '../shared/vscodeApi';
import '../shared/base.css';
import '../shared/button.css';
import './film.css';
import { Film, type FilmHost } from './film';

const host: FilmHost = connectToHost(vscodeApi(), window);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';

render(<Film host={host} />, root);
