import { sniffImage } from '../../../core/images/sniff';
import type { Pixels } from '../../../core/pixels/port';

/** Longest side that a page gets as it is. */
const MAX_SHOWN_PX = 4096;

/** What a page shows of a result: the result itself where it is not too big for that. */
export async function previewOf(
  bytes: Uint8Array,
  pixels: Pixels,
): Promise<{ readonly extension: string; readonly bytes: Uint8Array }> {
  const found = sniffImage(bytes);
  const extension = found?.type === 'jpeg' ? 'jpg' : (found?.type ?? 'png');
  if (!found || Math.max(found.width, found.height) <= MAX_SHOWN_PX) return { extension, bytes };
  const opened = await pixels.open(bytes);
  if (!opened.ok) return { extension, bytes };
  try {
    const preview = await opened.value.preview(MAX_SHOWN_PX);
    return preview.ok ? { extension: 'png', bytes: preview.value } : { extension, bytes };
  } finally {
    opened.value.close();
  }
}
