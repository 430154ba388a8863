/** How large the copy is, which may be smaller than the image where the page has a smaller one. */
export interface CopiedSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Puts an image on the clipboard. Only a page can: extensions have a clipboard of text alone. It takes a PNG, so other
 * types are converted.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/API/Clipboard/write
 * @returns undefined where the browser or the system refuses
 */
export async function copyImage(url: string): Promise<CopiedSize | undefined> {
  let size: CopiedSize | undefined;
  const png = pngOf(url).then((found) => {
    size = found.size;
    return found.png;
  });
  try {
    // The promise, not the bytes: the click that allows to write counts only for a moment.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return size;
  } catch {
    // It may fail before it has looked at the image.
    await png.catch(() => undefined);
    return undefined;
  }
}

async function pngOf(url: string): Promise<{ readonly png: Blob; readonly size: CopiedSize }> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The image cannot be loaded: ${response.status}`);
  const blob = await response.blob();
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  try {
    if (blob.type === 'image/png') return { png: blob, size: { width, height } };
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return { png: await canvas.convertToBlob({ type: 'image/png' }), size: { width, height } };
  } finally {
    bitmap.close();
  }
}
