/** @returns the bytes as Latin letters; fewer where the view ends */
export function asciiAt(view: DataView, at: number, length: number): string {
  let text = '';
  for (let index = at; index < at + length && index < view.byteLength; index++) {
    text += String.fromCharCode(view.getUint8(index));
  }
  return text;
}
