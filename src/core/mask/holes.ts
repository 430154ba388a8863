import { Extent, type Mask, type Rectangle } from './mask';

/**
 * Raises every pixel to the level that water would stand at if it could only run off over the border of the picture, from
 * side to side and not over corners. Levels are filled from below, each along whole runs of a row.
 *
 * @returns the changed rectangle
 */
export function fillBasins(mask: Mask): Rectangle | undefined {
  const { data, width, height } = mask;
  const extent = new Extent();
  const isDone = new Uint8Array(data.length);
  // What is first reached from a lower level waits until its own is filled.
  const waiting = Array.from({ length: 256 }, () => new PixelStack());

  function reach(at: number, level: number): void {
    if (isDone[at] === 0) waiting[Math.max(level, data[at] ?? 0)]?.push(at);
  }

  for (let x = 0; x < width; x++) {
    reach(x, 0);
    reach((height - 1) * width + x, 0);
  }
  for (let y = 1; y < height - 1; y++) {
    reach(y * width, 0);
    reach(y * width + width - 1, 0);
  }
  for (let level = 0; level < 255; level++) {
    const stack = waiting[level];
    for (let at = stack?.pop() ?? -1; at !== -1; at = stack?.pop() ?? -1) {
      if (isDone[at] !== 0) continue;
      const row = Math.floor(at / width);
      const rowStart = row * width;
      const rowEnd = rowStart + width;
      let start = at;
      while (start > rowStart && isDone[start - 1] === 0 && (data[start - 1] ?? 0) <= level) start--;
      let end = at + 1;
      while (end < rowEnd && isDone[end] === 0 && (data[end] ?? 0) <= level) end++;
      if (start > rowStart) reach(start - 1, level);
      if (end < rowEnd) reach(end, level);
      isDone.fill(1, start, end);
      raise(data, start, end, level, row, rowStart, extent);
      if (row > 0) reachRow(start - width, end - width, level);
      if (row + 1 < height) reachRow(start + width, end + width, level);
    }
  }
  for (let row = 0; row < height; row++) {
    for (let at = row * width; at < (row + 1) * width; at++) {
      if (isDone[at] !== 0 || data[at] === 255) continue;
      data[at] = 255;
      extent.addRow(row, at - row * width, at - row * width);
    }
  }
  return extent.rectangle();

  /** Of pixels that will be filled together, one is enough. */
  function reachRow(start: number, end: number, level: number): void {
    let wasOpen = false;
    for (let at = start; at < end; at++) {
      const isOpen = isDone[at] === 0 && (data[at] ?? 0) <= level;
      if (isOpen ? !wasOpen : isDone[at] === 0) reach(at, level);
      wasOpen = isOpen;
    }
  }
}

function raise(
  data: Uint8Array,
  start: number,
  end: number,
  level: number,
  row: number,
  rowStart: number,
  extent: Extent,
): void {
  if (level === 0) return;
  for (let at = start; at < end; at++) {
    if (data[at] === level) continue;
    data[at] = level;
    extent.addRow(row, at - rowStart, at - rowStart);
  }
}

class PixelStack {
  private items = new Int32Array(16);
  private size = 0;

  push(pixel: number): void {
    if (this.size === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.size++] = pixel;
  }

  pop(): number | undefined {
    return this.size === 0 ? undefined : this.items[--this.size];
  }
}
