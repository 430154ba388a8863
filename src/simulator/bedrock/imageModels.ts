import { encodeImage } from '../drawing/encode';
import type { FileFormat } from '../pictures/decode';
import type { Picture } from '../pictures/picture';
import { novaCanvas, titanImageV1, titanImageV2 } from './amazonImages';
import { stableDiffusion35, stableImageCore, stableImageUltra } from './stabilityImages';
import { stabilityServices } from './stabilityServices';

/** What a request asks for, once it was found to be right. */
export interface ImageOrder {
  readonly count: number;
  /** Of the first image; each further one has the next. */
  readonly seed: number;
  readonly format: FileFormat;
  /** @param seed of this image; the same seed makes the same pixels */
  make(seed: number, modelName: string): Picture;
  /** The area that was changed, in the service's own black and white, where the request wants it back. */
  readonly mask?: Picture;
}

/** How one model's requests are read and its answers written. */
export interface ModelHandler {
  /** @throws Refusal as the service would refuse */
  read(body: unknown): Promise<ImageOrder>;
  /**
   * @param images base64, those that were not held back
   * @param mask base64, where the order has one
   */
  answer(images: readonly string[], order: ImageOrder, heldBack: number, mask?: string): unknown;
}

/** A new model is one line here and one file for its family. */
const handlers: Readonly<Record<string, ModelHandler>> = {
  'amazon.nova-canvas-v1:0': novaCanvas,
  'amazon.titan-image-generator-v1': titanImageV1,
  'amazon.titan-image-generator-v2:0': titanImageV2,
  'stability.stable-image-core-v1:1': stableImageCore,
  'stability.stable-image-ultra-v1:1': stableImageUltra,
  'stability.sd3-5-large-v1:0': stableDiffusion35,
  ...stabilityServices,
};

export function handlerFor(modelId: string): ModelHandler | undefined {
  return handlers[modelId];
}

/** Makes what was ordered; images of one request differ by their place in it. */
export async function fillOrder(
  order: ImageOrder,
  modelName: string,
): Promise<{ readonly images: readonly Buffer[]; readonly mask?: Buffer }> {
  const images: Buffer[] = [];
  for (let index = 0; index < order.count; index++) {
    images.push(await encodeImage(order.make(order.seed + index, modelName), order.format));
  }
  return order.mask ? { images, mask: await encodeImage(order.mask, 'png') } : { images };
}
