import type { OpenPicture, Pixels } from '../pixels/port';
import { err, ok, type Result } from '../result';
import { inside, planFit, type FitPart } from './fitPlan';
import { MAX_IMAGE_BYTES, MAX_IMAGES, MAX_REQUEST_IMAGE_BYTES, USUAL_SIDE_PX } from './models/limits';
import type { SentImage } from './ports';

/** A picture that somebody wants looked at. */
export interface SourceImage {
  /** The file's name, as the user sees it and as the model is told. */
  readonly name: string;
  /** Of the bytes, lower-case hex, where it is known: fitted copies are remembered by it. */
  readonly key?: string;
  /** In pixels, where they are known: for better estimates. */
  readonly width?: number;
  readonly height?: number;
  /** The whole file. */
  read(signal: AbortSignal): Promise<Result<Uint8Array>>;
}

/** A picture as it is sent: the whole first, then its parts where fine text matters. */
export interface FittedSource {
  readonly name: string;
  readonly parts: readonly (SentImage & { readonly place?: FitPart['place'] })[];
  readonly sent: SentSummary;
}

/** What was sent of a picture, for the line that says so; metadata is never among it. */
export interface SentSummary {
  readonly name: string;
  /** Of the whole picture as sent. */
  readonly width: number;
  readonly height: number;
  /** Images that were sent of it. */
  readonly parts: number;
  /** Of all its parts. */
  readonly bytes: number;
  /** Of the file's picture. */
  readonly originalWidth: number;
  readonly originalHeight: number;
}

export interface FitWish {
  readonly fineText: boolean;
}

/** How many fitted pictures are remembered: those of one conversation. */
const MAX_KEPT = 40;

/** What transparent pictures are laid on: light, or dark where the picture itself is light. */
const LIGHT = '#ffffff';
const DARK = '#404040';

/** Each step has two thirds of the pixels of the one before. */
const SHRINK = 0.82;
const MAX_SHRINKS = 12;

/** Makes pictures fit for sending: format, size, length; written anew, so without EXIF, GPS and all other metadata. */
export class ImageFitter {
  readonly #pixels: () => Promise<Pixels>;
  readonly #kept = new Map<string, FittedSource>();

  /** @param pixels asked for at the first picture */
  constructor(pixels: () => Promise<Pixels>) {
    this.#pixels = pixels;
  }

  /**
   * @returns in the order of the images; `tooManyImages` beyond 20, `notReadable` for what is no picture, naming it
   */
  async fit(
    images: readonly SourceImage[],
    wish: FitWish,
    signal: AbortSignal,
  ): Promise<Result<readonly FittedSource[]>> {
    if (images.length > MAX_IMAGES) {
      return err({ kind: 'tooManyImages', count: images.length, maxCount: MAX_IMAGES });
    }
    const fitted: FittedSource[] = [];
    const mostParts = Math.floor(MAX_IMAGES / Math.max(1, images.length));
    const mostBytes = Math.floor(MAX_REQUEST_IMAGE_BYTES / Math.max(1, images.length));
    for (const image of images) {
      const one = await this.#fitOne(image, wish, mostParts, mostBytes, signal);
      if (!one.ok) return one;
      fitted.push(one.value);
    }
    return ok(fitted);
  }

  async #fitOne(
    image: SourceImage,
    wish: FitWish,
    mostParts: number,
    mostBytes: number,
    signal: AbortSignal,
  ): Promise<Result<FittedSource>> {
    const key = image.key && `${image.key} ${wish.fineText ? mostParts : 1} ${mostBytes}`;
    const kept = key ? this.#kept.get(key) : undefined;
    if (kept) return ok({ ...kept, name: image.name, sent: { ...kept.sent, name: image.name } });
    if (signal.aborted) return err({ kind: 'cancelled' });
    const bytes = await image.read(signal);
    if (!bytes.ok) return bytes;
    const pixels = await this.#pixels();
    const options = { name: image.name, svgSidePx: USUAL_SIDE_PX };
    const opened = await pixels.open(bytes.value, options, signal);
    if (!opened.ok) return opened;
    try {
      const fitted = await fitPicture(opened.value, image.name, wish, mostParts, mostBytes, signal);
      if (fitted.ok && key) this.#keep(key, fitted.value);
      return fitted;
    } finally {
      opened.value.close();
    }
  }

  #keep(key: string, fitted: FittedSource): void {
    this.#kept.set(key, fitted);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

async function fitPicture(
  picture: OpenPicture,
  name: string,
  wish: FitWish,
  mostParts: number,
  mostBytes: number,
  signal: AbortSignal,
): Promise<Result<FittedSource>> {
  const { width, height } = picture.facts;
  const flattenOn = picture.facts.hasAlpha ? await backgroundFor(picture, signal) : undefined;
  const plan = planFit({ width, height }, wish, mostParts);
  const bytesEach = Math.min(MAX_IMAGE_BYTES, Math.floor(mostBytes / plan.length));
  const parts: FittedSource['parts'][number][] = [];
  for (const part of plan) {
    const sent = await fitPart(picture, part, flattenOn, bytesEach, signal);
    if (!sent.ok) return sent;
    parts.push({ ...sent.value, ...(part.place ? { place: part.place } : {}) });
  }
  const [whole] = parts;
  return ok({
    name,
    parts,
    sent: {
      name,
      width: whole?.width ?? 0,
      height: whole?.height ?? 0,
      parts: parts.length,
      bytes: parts.reduce((total, part) => total + part.bytes.length, 0),
      originalWidth: width,
      originalHeight: height,
    },
  });
}

/** As PNG where the picture has no loss and the file stays short; else as JPEG; smaller until it fits. */
async function fitPart(
  picture: OpenPicture,
  part: FitPart,
  flattenOn: string | undefined,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Result<SentImage>> {
  const { area } = part;
  const common = { ...(area ? { area } : {}), ...(flattenOn === undefined ? {} : { flattenOn }) };
  let size = { width: part.width, height: part.height };
  let isPng = !picture.facts.isLossy;
  for (let shrinks = 0; ;) {
    const format = isPng ? 'png' : 'jpeg';
    const fitted = await picture.fit({ ...common, ...size, format }, signal);
    if (!fitted.ok) return fitted;
    if (fitted.value.bytes.length <= maxBytes) return ok(fitted.value);
    if (isPng) isPng = false;
    else if (++shrinks > MAX_SHRINKS) return ok(fitted.value);
    else size = inside(size, Math.max(1, Math.floor(Math.max(size.width, size.height) * SHRINK)));
  }
}

/** Models see transparency as black or white, nobody says which; a white drawing on white would be nothing. */
async function backgroundFor(picture: OpenPicture, signal: AbortSignal): Promise<string> {
  const small = await picture.pixels(64, signal);
  if (!small.ok) return LIGHT;
  const { data } = small.value;
  let weight = 0;
  let light = 0;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    weight += alpha;
    light += alpha * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
  }
  return weight > 0 && light / weight > 200 ? DARK : LIGHT;
}
