import type { Mask } from '../core/mask/mask';
import type {
  Composite,
  CompositeOrder,
  CopyOrder,
  Difference,
  FitOrder,
  FittedImage,
  MaskOrder,
  PictureCopy,
  PictureFacts,
  ReadMask,
  RgbaPixels,
  ShrinkOrder,
  ShrunkPicture,
} from '../core/pixels/port';
import type { Result } from '../core/result';

/** What the worker does, each with its parameters and its result. */
export interface Operations {
  open: { params: { readonly picture: PictureSource }; result: PictureFacts };
  close: { params: { readonly id: number }; result: undefined };
  fit: { params: { readonly picture: PictureSource; readonly order: FitOrder }; result: FittedImage };
  mask: { params: { readonly picture: PictureSource; readonly order: MaskOrder }; result: Uint8Array };
  composite: {
    params: { readonly picture: PictureSource; readonly order: CompositeOrder };
    result: Composite;
  };
  cutOut: { params: { readonly picture: PictureSource; readonly answer: Uint8Array }; result: Composite };
  preview: { params: { readonly picture: PictureSource; readonly maxSidePx: number }; result: Uint8Array };
  pixels: { params: { readonly picture: PictureSource; readonly maxSidePx: number }; result: RgbaPixels };
  thumbnail: { params: { readonly bytes: Uint8Array; readonly sidePx: number }; result: Uint8Array };
  shrink: { params: { readonly bytes: Uint8Array; readonly order: ShrinkOrder }; result: ShrunkPicture };
  convert: {
    params: {
      readonly bytes: Uint8Array;
      readonly to: 'jpeg' | 'png' | 'webp';
      readonly quality: number | undefined;
    };
    result: Uint8Array;
  };
  copy: { params: { readonly bytes: Uint8Array; readonly order: CopyOrder }; result: PictureCopy };
  difference: {
    params: { readonly one: Uint8Array; readonly other: Uint8Array; readonly gain: number };
    result: Difference;
  };
  readMask: { params: { readonly bytes: Uint8Array }; result: ReadMask };
  writeMask: { params: { readonly mask: Mask }; result: Uint8Array };
}

export type OperationName = keyof Operations;

/** A picture that is open, with all that a worker needs that has not seen it yet. */
export interface PictureSource {
  /** Chosen by the host, never used again. */
  readonly id: number;
  /** In shared memory: both threads have it, and a message carries only a reference. */
  readonly bytes: Uint8Array;
  readonly svgSidePx: number | undefined;
  readonly name: string;
}

/** One operation at a time; the answer belongs to the last request. */
export interface WorkerRequest<Name extends OperationName = OperationName> {
  readonly name: Name;
  readonly params: Operations[Name]['params'];
}

export type WorkerReply = Result<unknown>;
