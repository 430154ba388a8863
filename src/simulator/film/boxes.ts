/** A box of an MP4 file: four bytes of length, four letters, content. */
export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** @returns undefined where the bytes are no boxes, such as those of a file that was cut off */
export function readBoxes(bytes: Buffer): readonly Box[] | undefined {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (length < 8 || at + length > bytes.length) return undefined;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + 8, at + length),
    });
    at += length;
  }
  return boxes;
}

/** @returns the content of the box that a path such as `moov/trak/mdia` leads to */
export function findBox(bytes: Buffer, path: string): Buffer | undefined {
  let content: Buffer | undefined = bytes;
  for (const type of path.split('/')) {
    content = content && readBoxes(content)?.find((box) => box.type === type)?.content;
  }
  return content;
}

export function box(type: string, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, content) => sum + content.length, 8);
  return Buffer.concat([uint32(length), Buffer.from(type, 'latin1'), ...contents]);
}

/** A box with a version and flags. */
export function fullBox(type: string, flags: number, ...contents: readonly Uint8Array[]): Buffer {
  return box(type, uint32(flags), ...contents);
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
