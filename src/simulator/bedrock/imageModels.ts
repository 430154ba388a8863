import { drawImage } from '../drawing/draw';
import { encodeImage } from '../drawing/encode';
import { novaCanvas, titanImage } from './amazonImages';
import { stableDiffusion35, stableImageCore, stableImageUltra } from './stabilityImages';

/** What a request asks to be drawn, once it was found to be right. */
export interface ImageOrder {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly style: string;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly seed: number;
  readonly format: 'png' | 'jpeg' | 'webp';
}

/** How one model's requests are read and its answers written. */
export interface ModelHandler {
  /** @throws Refusal as the service would refuse */
  read(body: unknown): ImageOrder;
  /** @param images base64, those that were not held back */
  answer(images: readonly string[], order: ImageOrder, heldBack: number): unknown;
}

/** A new model is one line here and one file for its family. */
const handlers: Readonly<Record<string, ModelHandler>> = {
  'amazon.nova-canvas-v1:0': novaCanvas,
  'amazon.titan-image-generator-v1': titanImage,
  'amazon.titan-image-generator-v2:0': titanImage,
  'stability.stable-image-core-v1:1': stableImageCore,
  'stability.stable-image-ultra-v1:1': stableImageUltra,
  'stability.sd3-5-large-v1:0': stableDiffusion35,
};

export function handlerFor(modelId: string): ModelHandler | undefined {
  return handlers[modelId];
}

/** Draws what was ordered; images of one request differ by their place in it. */
export async function drawOrder(order: ImageOrder, modelName: string): Promise<readonly Buffer[]> {
  const images: Buffer[] = [];
  for (let index = 0; index < order.count; index++) {
    const drawn = drawImage({
      prompt: order.prompt,
      ...(order.negativePrompt === undefined ? {} : { negativePrompt: order.negativePrompt }),
      style: order.style,
      seed: order.seed + index,
      modelName,
      width: order.width,
      height: order.height,
    });
    images.push(await encodeImage(drawn, order.format));
  }
  return images;
}
