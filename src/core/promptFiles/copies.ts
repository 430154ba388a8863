import { copyFormats, type CopyFormat, type CopyOrder } from '../pixels/port';
import { itemsOf, type PromptFile } from './promptFile';

/** What a file asks for beside each image, by `output.formats` and `output.widths`. */
export interface CopyWish {
  readonly formats: readonly CopyFormat[];
  /** In pixels. */
  readonly widths: readonly number[];
}

/** @returns undefined for a file that wants no copies */
export function copyWishOf(file: Pick<PromptFile, 'fields'>): CopyWish | undefined {
  const wanted = new Set(itemsOf(file, 'output.formats', 'text').map(({ value }) => value));
  const formats = copyFormats.filter((format) => wanted.has(format));
  const widths = [...new Set(itemsOf(file, 'output.widths', 'number').map(({ value }) => value))];
  return formats.length + widths.length === 0
    ? undefined
    : { formats, widths: widths.toSorted((one, other) => other - one) };
}

/**
 * The copies of one image: each format at the image's own size, and each width in each format. Without formats, widths are
 * in the image's own. None is the image itself, and none is larger.
 */
export function copiesOf(
  { formats, widths }: CopyWish,
  image: { readonly type: string; readonly width: number },
): readonly CopyOrder[] {
  const own = copyFormats.find((format) => format === image.type) ?? 'png';
  return [
    ...formats.filter((format) => format !== image.type).map((format) => ({ format })),
    ...widths
      .filter((width) => width < image.width)
      .flatMap((width) => (formats.length === 0 ? [own] : formats).map((format) => ({ format, width }))),
  ];
}

const extensions: Readonly<Record<CopyFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
};

/**
 * `docs/kite-800.webp` beside `docs/kite.png`.
 *
 * @param number from 1; where a name is taken, the next one
 */
export function copyPath(image: string, { format, width }: CopyOrder, number: number): string {
  const slash = image.lastIndexOf('/') + 1;
  const dot = image.lastIndexOf('.');
  const stem = dot > slash ? image.slice(0, dot) : image;
  const size = width === undefined ? '' : `-${width}`;
  return `${stem}${size}${number === 1 ? '' : `-${number}`}.${extensions[format]}`;
}
