import { createHash } from 'node:crypto';

/** What an MP4 file says of itself, read apart from the code that writes it. */
export interface FilmFacts {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  readonly fps: number;
  /** A hash of each picture's bytes, found by the file's own offsets. */
  readonly samples: readonly string[];
  /** The numbers, from 1, of the pictures that can be seeked to. */
  readonly keys: readonly number[];
  /** The size that the decoder is told, which the file's headers only repeat. */
  readonly codedSize: readonly [width: number, height: number];
  /** The order of the boxes at the top. */
  readonly boxes: readonly string[];
}

/** @see https://www.w3.org/TR/mse-byte-stream-format-isobmff/ */
export function filmFacts(file: Buffer): FilmFacts {
  const at = (name: string): number => {
    const index = file.indexOf(name, 0, 'latin1');
    if (index < 0) throw new Error(`No box ${name}`);
    return index + 4;
  };
  const [mvhd, avcC] = [at('mvhd'), at('avcC')];
  const table = file.indexOf('stsd');
  const entry = file.indexOf('avc1', table, 'latin1') + 4;
  const [stts, stss, stsz, stco] = [at('stts'), at('stss'), at('stsz'), at('stco')];
  const list = (start: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => file.readUInt32BE(start + index * 4));
  const sizes = list(stsz + 12, file.readUInt32BE(stsz + 8));
  let offset = file.readUInt32BE(stco + 8);
  const samples = sizes.map((size) => {
    const sample = file.subarray(offset, offset + size);
    offset += size;
    return createHash('sha1').update(sample).digest('hex');
  });
  const sps = file.subarray(avcC + 8, avcC + 8 + file.readUInt16BE(avcC + 6));
  const scale = file.readUInt32BE(mvhd + 12);
  return {
    width: file.readUInt16BE(entry + 24),
    height: file.readUInt16BE(entry + 26),
    seconds: file.readUInt32BE(mvhd + 16) / scale,
    fps: scale / file.readUInt32BE(stts + 12),
    samples,
    keys: list(stss + 8, file.readUInt32BE(stss + 4)),
    codedSize: sizeInSps(sps),
    boxes: topBoxes(file),
  };
}

function topBoxes(file: Buffer): readonly string[] {
  const names: string[] = [];
  for (let at = 0; at < file.length; at += file.readUInt32BE(at)) {
    names.push(file.toString('latin1', at + 4, at + 8));
  }
  return names;
}

/** Baseline profile: https://www.itu.int/rec/T-REC-H.264, 7.3.2.1.1 */
function sizeInSps(sps: Buffer): readonly [number, number] {
  let bit = 32;
  const read = (): number => ((sps[bit >> 3] ?? 0) >> (7 - (bit++ & 7))) & 1;
  const golomb = (): number => {
    let zeros = 0;
    while (read() === 0) zeros++;
    let value = 1;
    for (let index = 0; index < zeros; index++) value = value * 2 + read();
    return value - 1;
  };
  golomb(); // The set's id.
  golomb(); // The length of frame numbers.
  const order = golomb();
  if (order === 0) golomb();
  golomb(); // Reference frames.
  read();
  const [columns, rows] = [golomb() + 1, golomb() + 1];
  read(); // Frames, not fields.
  read();
  const crop = read() === 1 ? [golomb(), golomb(), golomb(), golomb()] : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  return [columns * 16 - (left + right) * 2, rows * 16 - (top + bottom) * 2];
}
