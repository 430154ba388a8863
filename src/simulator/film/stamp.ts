import { Canvas } from '../drawing/canvas';
import { drawMark } from '../drawing/mark';
import type { Size } from '../pictures/picture';
import { frameOf } from './frame';

/** The mark of the drawings, which stays in its corner while the camera moves: puts it on a frame, in place. */
export function stampFor({ width, height }: Size): (frame: Uint8Array) => void {
  const canvas = new Canvas(width, height);
  drawMark(canvas);
  const first = canvas.rgb.findIndex((value) => value > 0);
  if (first < 0) return () => undefined;
  const { bytes } = frameOf(canvas);
  const pixels = Array.from({ length: width * height }, (_, at) => at).filter(
    (at) => canvas.rgb[at * 3] !== 0,
  );
  const columns = pixels.map((at) => at % width);
  const box = {
    left: columns.reduce((least, column) => Math.min(least, column), width),
    right: columns.reduce((most, column) => Math.max(most, column), 0) + 1,
    top: Math.floor(first / 3 / width),
    bottom: Math.floor((pixels.at(-1) ?? 0) / width) + 1,
  };
  const area = width * height;
  const planes = [
    { at: 0, across: width, share: 1 },
    { at: area, across: width / 2, share: 2 },
    { at: area * 1.25, across: width / 2, share: 2 },
  ];
  const rows = planes.flatMap(({ at, across, share }) => {
    const [left, right] = [Math.floor(box.left / share), Math.ceil(box.right / share)];
    const [top, bottom] = [Math.floor(box.top / share), Math.ceil(box.bottom / share)];
    return Array.from({ length: bottom - top }, (_, row) => {
      const start = at + (top + row) * across + left;
      return { start, bytes: bytes.slice(start, start + right - left) };
    });
  });
  return (frame) => {
    for (const row of rows) frame.set(row.bytes, row.start);
  };
}
