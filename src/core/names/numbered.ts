/**
 * The name to try next: `kite.png`, `kite-2.png`, `kite-3.png`.
 *
 * @param number from 1
 * @param extension without the dot
 */
export function numberedName(name: string, number: number, extension: string): string {
  return number === 1 ? `${name}.${extension}` : `${name}-${number}.${extension}`;
}
