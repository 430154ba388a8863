/** Node 24 and browsers decode base64 natively; Node 22 does not. */
interface WithFromBase64 {
  fromBase64?(text: string): Uint8Array;
}

/**
 * The bytes that a service wrote as base64, standard alphabet.
 *
 * @returns undefined when the text is no base64
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const native = (Uint8Array as WithFromBase64).fromBase64;
    if (native) return native.call(Uint8Array, text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    // Both throw for text that is no base64, and for nothing else.
    return undefined;
  }
}
