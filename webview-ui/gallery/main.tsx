import { render } from 'preact';
import type { GalleryEvents, GalleryMethods } from '../../src/protocol/gallery';
import { connectToHost } from '../shared/hostClient';
import { vscodeApi } from '../shared/vscodeApi';
import '../shared/base.css';
import '../shared/button.css';
import './gallery.css';
import { Gallery } from './gallery';
import { readKept } from './kept';

const api = vscodeApi();
const host = connectToHost<{ [K in keyof GalleryMethods]: GalleryMethods[K] }, GalleryEvents>(api, window);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';

render(<Gallery host={host} kept={readKept(api.getState())} keep={(kept) => api.setState(kept)} />, root);
