import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSimulator } from './server';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    state: { type: 'string' },
    lifecycle: { type: 'string', default: 'real' },
    region: { type: 'string', default: 'us-west-2' },
    'video-seconds': { type: 'string', default: '20' },
    'film-side': { type: 'string' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`Not a port: ${values.port}`);
if (values.lifecycle !== 'real' && values.lifecycle !== 'active') {
  throw new Error(`--lifecycle takes real or active, not ${values.lifecycle}`);
}
const videoSeconds = positive('video-seconds', values['video-seconds']);

const simulator = await startSimulator({
  port,
  lifecycle: values.lifecycle,
  region: values.region,
  videoSeconds,
  filmProgram: fileURLToPath(new URL('./filmWorker.js', import.meta.url)),
  ...(values['film-side'] === undefined ? {} : { maxFilmSidePx: positive('film-side', values['film-side']) }),
  ...(values.state === undefined ? {} : { stateDir: values.state }),
});
const { url, region, accountId, accessKeyId, secretAccessKey, bearerKey } = simulator;
process.stdout.write(
  `${JSON.stringify({ url, region, accountId, accessKeyId, secretAccessKey, bearerKey })}\n`,
);
for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.once(event, () => void simulator.close().then(() => process.exit(0)));
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not ${text}`);
  return value;
}
