import { render } from 'preact';
import { connectToHost } from '../shared/hostClient';
import { vscodeApi } from '../shared/vscodeApi';
import '../shared/base.css';
import '../shared/button.css';
import './heatmap.css';
import { Heatmap, type HeatmapHost } from './heatmap';

const host: HeatmapHost = connectToHost(vscodeApi(), window);
const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
root.id = 'app';

render(<Heatmap host={host} />, root);
