import type { Disposable } from '../disposable';
import type { Mask } from '../mask/mask';
import type { Result } from '../result';

/** What can be opened. HEIC and BMP cannot: sharp's WebAssembly build reads neither. */
export type PictureType = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'tiff' | 'svg';

/** What may be done to a picture when it is opened, beyond decoding it; the user is told. */
export const pictureNotes = [
  'turnedUpright',
  'convertedToSrgb',
  'reducedTo8Bit',
  'fromCmyk',
  'firstFrameOnly',
  'renderedFromSvg',
] as const;

export type PictureNote = (typeof pictureNotes)[number];

export interface PictureFacts {
  readonly type: PictureType;
  /** In pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Some pixel is not opaque. */
  readonly hasAlpha: boolean;
  /** Written again in its own format, every pixel may change. */
  readonly isLossy: boolean;
  /** Length of the file. */
  readonly bytes: number;
  readonly notes: readonly PictureNote[];
}

/** In pixels of the picture, whole numbers; may reach beyond the picture (negative left or top): padding. */
export interface CropRectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far the canvas grows on each side, in pixels of the picture. */
export interface CanvasGrowth {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface FitOrder {
  /** The whole picture where it is not given. */
  readonly area?: CropRectangle;
  /** Size of what is sent; the area is scaled to exactly this. */
  readonly width: number;
  readonly height: number;
  readonly format: 'png' | 'jpeg';
  /** `#rrggbb` for transparent pixels and padding. Without it a PNG stays transparent, a JPEG gets white. */
  readonly flattenOn?: string;
  /** What stands beyond the picture: `flattenOn`, or the picture's border continued. Default `color`. */
  readonly padWith?: 'color' | 'edge';
}

export interface FittedImage {
  readonly bytes: Uint8Array;
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

export interface MaskOrder {
  /** Any size of the picture's aspect ratio; 255 = edit. */
  readonly mask: Mask;
  /** In pixels of the picture; the whole picture where it is not given. */
  readonly area?: CropRectangle;
  readonly width: number;
  readonly height: number;
  /** Which color says "edit" to the model. */
  readonly edit: 'white' | 'black';
  /** `two`: pure black and white. */
  readonly levels: 'two' | 'all';
  /** The mask's value beyond the picture, before `edit` is applied: 255 = edit. Default 0. */
  readonly outside?: 0 | 255;
}

export interface CompositeOrder {
  /** Any size of the picture's aspect ratio, scaled to the picture; 255 = edit. */
  readonly mask: Mask;
  /** What of the picture the answer shows; the answer is scaled to it. May reach beyond the picture. */
  readonly area: CropRectangle;
  /** The model's image, encoded. */
  readonly answer: Uint8Array;
  /** How far the blend reaches beyond the mask, in pixels of the picture. */
  readonly featherPx: number;
  /** Bring the answer's color to the original's at the mask's border. */
  readonly matchColor: boolean;
  /** The canvas grows; the new area counts as mask. `area` stays in coordinates of the picture as it was. */
  readonly extend?: CanvasGrowth;
}

export interface Composite {
  /** PNG without EXIF. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Pixels beyond mask and feather: each was checked, in the file as written, and equals the original's. */
  readonly outsidePixels: number;
  readonly changedPixels: number;
}

/** Eight bits each of red, green, blue, alpha; rows without padding. */
export interface RgbaPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A picture that is held open for several operations. */
export interface OpenPicture {
  readonly id: number;
  readonly facts: PictureFacts;
  /** An area of the picture, cut out, padded, scaled and encoded. Never has metadata. */
  fit(order: FitOrder, signal?: AbortSignal): Promise<Result<FittedImage>>;
  /** @returns a PNG of one gray channel, which lies over the fitted image of the same area and size */
  mask(order: MaskOrder, signal?: AbortSignal): Promise<Result<Uint8Array>>;
  /** @returns `outsideMaskChanged` where a pixel outside the mask and its feather is not the original's */
  composite(order: CompositeOrder, signal?: AbortSignal): Promise<Result<Composite>>;
  /** The answer's transparency, scaled, on this picture's own colors; `outsidePixels` counts what stayed opaque. */
  cutOut(answer: Uint8Array, signal?: AbortSignal): Promise<Result<Composite>>;
  /** @returns a PNG for display, not enlarged: without loss, so that it can be compared with results */
  preview(maxSidePx: number, signal?: AbortSignal): Promise<Result<Uint8Array>>;
  /** Pixels at most `maxSidePx` long on either side, not enlarged. */
  pixels(maxSidePx: number, signal?: AbortSignal): Promise<Result<RgbaPixels>>;
  /** Gives the memory back; what is asked later is `notReadable`. */
  close(): void;
}

export interface OpenOptions {
  /** Longer side in pixels at which an SVG is drawn; its own size, or 1024, where it is not given. */
  readonly svgSidePx?: number;
  /** What `notReadable` calls the picture. */
  readonly name?: string;
}

/** A mask as it stands in a file: nobody knows yet which color means "edit". */
export interface ReadMask {
  /** Brightness, 0 to 255, on black where the file is transparent. */
  readonly gray: Mask;
  /** Where the file has transparency that says something: 255 = opaque. */
  readonly alpha: Mask | undefined;
}

export interface Difference {
  /** PNG: black where equal, else the difference of each channel times the gain. */
  readonly bytes: Uint8Array;
  /** Counted at the size of the first picture, before the gain. */
  readonly changedPixels: number;
}

/** File types that a copy can have. */
export const copyFormats = ['png', 'jpeg', 'webp', 'avif'] as const;
export type CopyFormat = (typeof copyFormats)[number];

/** A whole picture for a page or an app. */
export interface CopyOrder {
  readonly format: CopyFormat;
  /** In pixels; the height follows. Its own where it is not given; never enlarged. */
  readonly width?: number;
}

/** Without metadata: what the picture's own file says of its making is not said of a changed one. */
export interface PictureCopy {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** How large a picture may be for a model that only looks at it. */
export interface ShrinkOrder {
  readonly maxSidePx: number;
  /** Inclusive. */
  readonly maxPixels: number;
}

/** A JPEG without metadata; transparent parts lie on a ground that the picture stands out from. */
export interface ShrunkPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Of the file, upright. */
  readonly original: { readonly type: PictureType; readonly width: number; readonly height: number };
}

/**
 * All work on pixels, done in a thread of its own. Bytes passed in stay the caller's, who leaves them as they are until
 * the answer has come; bytes that come back are the caller's alone. A picture that cannot be read is `notReadable`; an aborted signal is `cancelled`.
 */
export interface Pixels extends Disposable {
  open(bytes: Uint8Array, options?: OpenOptions, signal?: AbortSignal): Promise<Result<OpenPicture>>;
  /** @returns a WebP that fits in a square of `sidePx`, upright, without metadata, not enlarged */
  thumbnail(bytes: Uint8Array, sidePx: number, signal?: AbortSignal): Promise<Result<Uint8Array>>;
  /** @param quality 1 to 100, of JPEG and WebP */
  convert(
    bytes: Uint8Array,
    to: 'jpeg' | 'png' | 'webp',
    quality?: number,
    signal?: AbortSignal,
  ): Promise<Result<Uint8Array>>;
  /** Lets what somebody waits for go first. */
  copy(bytes: Uint8Array, order: CopyOrder, signal?: AbortSignal): Promise<Result<PictureCopy>>;
  /** The second picture is scaled to the first where sizes differ. */
  difference(
    one: Uint8Array,
    other: Uint8Array,
    gain: 1 | 4 | 16,
    signal?: AbortSignal,
  ): Promise<Result<Difference>>;
  readMask(bytes: Uint8Array, signal?: AbortSignal): Promise<Result<ReadMask>>;
  /** @returns a PNG of one gray channel, white = edit */
  writeMask(mask: Mask, signal?: AbortSignal): Promise<Result<Uint8Array>>;
}

/** Beside `Pixels`, for work on many pictures that nobody looks at. The same holds for bytes and failures. */
export interface PictureShrinker {
  /** The picture at the size of the order or smaller, never enlarged. Lets everything else go first. */
  shrink(bytes: Uint8Array, order: ShrinkOrder, signal?: AbortSignal): Promise<Result<ShrunkPicture>>;
}
