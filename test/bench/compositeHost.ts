// Started by composite.ts, once per sample, so that each begins with fresh memory:
// `node compositeHost.js <pixels|file> <photo> <answer>`. Prints one JSON object.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { fillEllipse } from '../../src/core/mask/shapes';
import { createMask } from '../../src/core/mask/mask';
import type { CompositeOrder } from '../../src/core/pixels/port';
import { compositeFile, compositePixels } from '../../src/pixels/composite';
import { decode, readHeader, type DecodedPicture } from '../../src/pixels/decode';
import { freeUnusedPictures } from '../../src/pixels/memory';

const KB_PER_MB = 1000;
const BYTES_PER_MB = 1_000_000;

const [, , stage, photoPath = '', answerPath = ''] = process.argv;
const photo = new Uint8Array(await readFile(photoPath));
const answer = new Uint8Array(await readFile(answerPath));

// As the worker sets it.
sharp.cache(false);
sharp.concurrency(Math.min(2, availableParallelism()));
await warmUp();
await freeUnusedPictures(Infinity);

const order = editOf(6000, 4000, answer);
const idleBytes = process.memoryUsage().rss;
let startedAt = performance.now();
const original = await open(photo);
if (stage === 'pixels') startedAt = performance.now();
const result =
  stage === 'pixels' ? await compositePixels(original, order) : await compositeFile(original, order);
const ms = performance.now() - startedAt;
if (!result.ok) throw new Error(`The composite failed: ${JSON.stringify(result.error)}`);
const peakMb = process.resourceUsage().maxRSS / KB_PER_MB - idleBytes / BYTES_PER_MB;
process.stdout.write(`${JSON.stringify({ ms, peakMb })}\n`);

/** The same work on a small picture: code compiled, WebAssembly loaded, its threads started. */
async function warmUp(): Promise<void> {
  const small = await sharp(photo).resize(600, 400).png().toBuffer();
  for (let run = 0; run < 3; run++) {
    const done = await compositeFile(await open(small), editOf(600, 400, answer));
    if (!done.ok) throw new Error('The warm-up failed');
  }
}

async function open(bytes: Uint8Array): Promise<DecodedPicture> {
  const header = await readHeader(bytes);
  const decoded = header.ok ? await decode(bytes, header.value) : header;
  if (!decoded.ok) throw new Error(decoded.error.reason);
  return decoded.value;
}

/** An ellipse a quarter as wide as the picture, painted on the Studio's proxy, with some context around it. */
function editOf(width: number, height: number, bytes: Uint8Array): CompositeOrder {
  const proxy = Math.min(1, 4096 / width);
  const mask = createMask(Math.round(width * proxy), Math.round(height * proxy));
  fillEllipse(
    mask,
    {
      left: mask.width * 0.4,
      top: mask.height * 0.35,
      width: mask.width * 0.25,
      height: mask.height * 0.3,
    },
    255,
  );
  return {
    mask,
    area: {
      left: Math.round(width * 0.325),
      top: Math.round(height * 0.25),
      width: Math.round(width * 0.4),
      height: Math.round(height * 0.5),
    },
    answer: bytes,
    featherPx: Math.round(width / 250),
    matchColor: true,
  };
}
