import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { outFolder, repositoryFolder } from '../host/paths';
import { runOrThrow } from '../host/run';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { summarize, type Bench } from './measure';

const WIDTH = 6000;
const HEIGHT = 4000;
const RUNS = 5;

/**
 * A masked edit in a photograph of 24 megapixels: an answer of 1152 x 960 for 2400 x 2000 pixels of it, with color match
 * and feather. Each sample is a process of its own, idle with sharp loaded and warmed up on a small picture.
 *
 * `composite_24mp_ms` and `composite_24mp_peak_mb` go from decoded pixels (the answer still encoded, the mask as the
 * Studio's proxy has it) to checked pixels; `composite_24mp_file_ms` goes from the JPEG to the PNG, which is decoded and
 * checked once more. Memory is the most that the process ever had, above idle, and counts the decoded photograph.
 */
export const composite: Bench = {
  names: [
    'composite_24mp_ms',
    'composite_24mp_peak_mb',
    'composite_24mp_file_ms',
    'composite_24mp_file_peak_mb',
  ],
  run: async () => {
    const folder = await temporaryFolder('bench');
    try {
      const photo = join(folder, 'photo.jpg');
      const answer = join(folder, 'answer.png');
      await writeFile(photo, await photograph(WIDTH, HEIGHT).jpeg({ quality: 92 }).toBuffer());
      await writeFile(answer, await photograph(1152, 960).png().toBuffer());
      const pixels = await samples('pixels', photo, answer);
      const file = await samples('file', photo, answer);
      return {
        composite_24mp_ms: summarize(
          pixels.map(({ ms }) => ms),
          'ms',
        ),
        composite_24mp_peak_mb: summarize(
          pixels.map(({ peakMb }) => peakMb),
          'MB',
        ),
        composite_24mp_file_ms: summarize(
          file.map(({ ms }) => ms),
          'ms',
        ),
        composite_24mp_file_peak_mb: summarize(
          file.map(({ peakMb }) => peakMb),
          'MB',
        ),
      };
    } finally {
      await removeFolder(folder);
    }
  },
};

interface Sample {
  readonly ms: number;
  readonly peakMb: number;
}

async function samples(stage: 'pixels' | 'file', photo: string, answer: string): Promise<readonly Sample[]> {
  const found: Sample[] = [];
  for (let run = 0; run < RUNS; run++) {
    const program = join(outFolder, 'test', 'bench', 'compositeHost.js');
    const output = await runOrThrow(process.execPath, [program, stage, photo, answer], {
      cwd: repositoryFolder,
    });
    found.push(JSON.parse(output) as Sample);
  }
  return found;
}

/** Slopes, shapes and the noise of a sensor, so that it compresses as a photograph does. */
function photograph(width: number, height: number): Sharp {
  const data = new Uint8Array(width * height * 3);
  let state = 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const light = 120 + 60 * Math.sin(x / 97 + y / 301) + 40 * Math.cos(y / 61 - x / 211);
      for (let channel = 0; channel < 3; channel++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        data[at++] = light + channel * 12 + (state >>> 28);
      }
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}
