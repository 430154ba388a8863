import type { CopyFormat, CopyOrder, PictureCopy } from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import { readHeader, upright } from './decode';
import { notReadable } from './pictures';
import { ownBytes } from './transfer';

type Pipeline = ReturnType<typeof upright>;

/** What people take for pages: no loss that is seen, in a quarter of the bytes. */
const JPEG = { quality: 85, mozjpeg: true } as const;
const WEBP = { quality: 82 } as const;
/** More effort takes many seconds in WebAssembly for a few hundredths of the bytes. */
const AVIF = { quality: 60, effort: 2 } as const;

/** The whole picture in another format or at another width. Decodes at the wanted size where the format can. */
export async function copyPicture(
  bytes: Uint8Array,
  { format, width }: CopyOrder,
): Promise<Result<PictureCopy>> {
  const header = await readHeader(bytes, undefined);
  if (!header.ok) return err(notReadable(header.error));
  try {
    const picture = upright(bytes, header.value);
    const sized = width === undefined ? picture : picture.resize({ width, withoutEnlargement: true });
    const { data, info } = await encoded(sized, format).toBuffer({ resolveWithObject: true });
    return ok({ bytes: ownBytes(data), width: info.width, height: info.height });
  } catch {
    return err(notReadable({ reason: 'the file is damaged or incomplete' }));
  }
}

function encoded(picture: Pipeline, format: CopyFormat): Pipeline {
  switch (format) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg(JPEG);
    case 'webp':
      return picture.webp(WEBP);
    case 'avif':
      return picture.avif(AVIF);
  }
}
