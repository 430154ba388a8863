/** Newer engines decode base64 natively; those of Node 24 and before do not. */
interface WithFromBase64 {
  fromBase64?(text: string): Uint8Array;
}

/**
 * The bytes that a service wrote as base64, standard alphabet with padding. Spaces and line breaks between are skipped.
 *
 * What the platform's decoders let pass is checked first: without its padding a text may have been cut short.
 *
 * @returns bytes that the caller owns; undefined when the text is no base64, or only a part of one
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const dense = /[\t\n\f\r ]/.test(text) ? text.replace(/[\t\n\f\r ]+/g, '') : text;
  if (dense.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(dense)) return undefined;
  const padding = dense.indexOf('=');
  if (padding !== -1 && !(padding === dense.length - 1 || dense.slice(padding) === '==')) return undefined;
  const engine = Uint8Array as WithFromBase64;
  if (engine.fromBase64) return engine.fromBase64(dense);
  const binary = atob(dense);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Newer engines encode natively too. */
interface WithToBase64 {
  toBase64?(): string;
}

/** How many bytes become characters at once: more would not fit on the stack. */
const CHUNK_BYTES = 0x8000;

/** @returns plain base64 with padding, as every image model of Amazon and Stability takes it */
export function encodeBase64(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & WithToBase64;
  if (native.toBase64) return native.toBase64();
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return btoa(parts.join(''));
}
