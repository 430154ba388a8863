import { createH264MP4Encoder } from 'h264-mp4-encoder';
import { drawn } from '../pictures/generate';
import type { Picture, Size } from '../pictures/picture';
import { covering } from '../pictures/resize';
import { cameraFor } from './camera';
import { fade, frameOf, look } from './frame';
import { stampFor } from './stamp';
import { readTrack, writeMp4 } from './mp4';

/** One shot, as the thread that makes films is asked for it. */
export interface ShotRequest extends Size {
  readonly fps: number;
  readonly seconds: number;
  readonly prompt: string;
  readonly seed: number;
  readonly modelName: string;
  readonly isLoop: boolean;
  readonly start?: Picture;
  readonly end?: Picture;
}

/** The encoder's fastest; a higher one would cost five times as much and look the same on drawings. */
const SPEED = 10;
const QUALITY = 28;

/** Draws, moves and encodes one shot: a whole MP4 file. The same request gives the same bytes. */
export async function encodeShot(request: ShotRequest): Promise<Buffer> {
  const { width, height, fps } = request;
  const encoder = await createH264MP4Encoder();
  try {
    encoder.width = width;
    encoder.height = height;
    encoder.frameRate = fps;
    encoder.speed = SPEED;
    encoder.quantizationParameter = QUALITY;
    encoder.groupOfPictures = fps;
    encoder.initialize();
    for (const frame of frames(request)) encoder.addFrameYuv(frame);
    encoder.finalize();
    const file = Buffer.from(encoder.FS.readFile(encoder.outputFilename));
    // The encoders share one file system.
    encoder.FS.unlink(encoder.outputFilename);
    return writeMp4(readTrack(file, fps));
  } finally {
    encoder.delete();
  }
}

/** Each frame is gone with the next. */
function* frames(request: ShotRequest): Generator<Uint8Array> {
  const { width, height, fps, seconds, prompt, seed, isLoop, start, end } = request;
  const size = { width, height };
  const first = frameOf(start ? covering(start, size) : drawnFor(request));
  const last = end && frameOf(covering(end, size));
  const camera = cameraFor(prompt, seed, isLoop || last !== undefined, start === undefined);
  const frame = new Uint8Array(first.bytes.length);
  const other = new Uint8Array(first.bytes.length);
  const stamp = stampFor(size);
  const count = seconds * fps;
  for (let index = 0; index < count; index++) {
    // A loop's last frame is the one before its first.
    const share = index / (isLoop ? count : count - 1);
    const view = camera(share);
    look(first, view, frame);
    if (last) {
      look(last, view, other);
      fade(frame, other, smoothly((share - 0.3) / 0.4));
    }
    stamp(frame);
    yield frame;
  }
}

function drawnFor({ prompt, seed, modelName, width, height }: ShotRequest): Picture {
  return drawn({ prompt, seed, modelName, style: '', isUnmarked: true }, { width, height });
}

function smoothly(share: number): number {
  const held = Math.min(1, Math.max(0, share));
  return held * held * (3 - 2 * held);
}
