/** Most file systems take 255 bytes; the rest is for a number and an extension. */
const MAX_SEGMENT_BYTES = 200;

/**
 * Device names of Windows; reserved in any folder, with any extension.
 *
 * @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions
 */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)/i;

/** Separators and what Windows refuses, what cannot be seen, line ends, and halves of a surrogate pair. */
const unsafe = /[<>:"|?*\\/\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One name that every system takes; a value can never add a folder. */
export function safeSegment(text: string): string {
  const clean = cutToBytes(text.replace(unsafe, '-').normalize('NFC'), MAX_SEGMENT_BYTES)
    .replace(/^\s+/, '')
    .replace(/[\s.]+$/, '');
  // What was only dots and spaces would be the folder itself or the one above.
  const named = clean === '' ? 'image' : clean;
  return reserved.test(named) ? `_${named}` : named;
}

function cutToBytes(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}
