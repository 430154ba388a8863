/** An MP4 that is whole to whoever reads its boxes; `words` make it unlike others. */
export function sampleMp4(
  words: string,
  { bytes = 10_000, width = 960, height = 540, seconds = 5, indexFirst = true } = {},
): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  view.setUint32(12, 600);
  view.setUint32(16, seconds * 600);
  const track = new Uint8Array(84);
  const trackView = new DataView(track.buffer);
  trackView.setUint32(76, width << 16);
  trackView.setUint32(80, height << 16);
  const type = box('ftyp', new TextEncoder().encode('isom\0\0\0\0'));
  const index = box('moov', joined([box('mvhd', header), box('trak', box('tkhd', track))]));
  const rest = bytes - type.length - index.length - 8;
  const pictures = new Uint8Array(rest);
  const text = new TextEncoder().encode(words);
  for (let offset = 0; offset < rest; offset++) pictures[offset] = text[offset % text.length] ?? 0;
  const film = box('mdat', pictures);
  return joined(indexFirst ? [type, index, film] : [type, film, index]);
}

export function box(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + content.length);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  return bytes;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
