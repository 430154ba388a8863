/** Enough for a film that nobody has pressed play on, a tenth of what PNG takes. */
const QUALITY = 0.85;

/**
 * What a film shows now, for its poster.
 *
 * @returns base64 of a JPEG; undefined where the browser does not hand it out
 */
export async function firstPicture(video: HTMLVideoElement): Promise<string | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = videoWidth;
  canvas.height = videoHeight;
  try {
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return blob ? await base64Of(blob) : undefined;
  } catch {
    // A film of another origin may be seen and not read.
    return undefined;
  }
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
