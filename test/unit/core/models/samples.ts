import assert from 'node:assert/strict';
import type { ImageError } from '../../../../src/core/errors';
import type { ModelDescriptor } from '../../../../src/core/models/descriptor';
import { createAdapters } from '../../../../src/core/models/adapters';
import { createRegistry } from '../../../../src/core/models/known';
import type { Result } from '../../../../src/core/result';
import type { SizeChoice, TextToImageTask } from '../../../../src/core/tasks/task';

export const ids = {
  novaCanvas: 'amazon.nova-canvas-v1:0',
  titanV1: 'amazon.titan-image-generator-v1',
  titanV2: 'amazon.titan-image-generator-v2:0',
  stableImageCore: 'stability.stable-image-core-v1:1',
  stableImageUltra: 'stability.stable-image-ultra-v1:1',
  stableDiffusion35: 'stability.sd3-5-large-v1:0',
  inpaint: 'stability.stable-image-inpaint-v1:0',
  searchReplace: 'stability.stable-image-search-replace-v1:0',
  eraseObject: 'stability.stable-image-erase-object-v1:0',
  searchRecolor: 'stability.stable-image-search-recolor-v1:0',
  removeBackground: 'stability.stable-image-remove-background-v1:0',
  outpaint: 'stability.stable-outpaint-v1:0',
  styleGuide: 'stability.stable-image-style-guide-v1:0',
  styleTransfer: 'stability.stable-style-transfer-v1:0',
  controlStructure: 'stability.stable-image-control-structure-v1:0',
  controlSketch: 'stability.stable-image-control-sketch-v1:0',
  fastUpscale: 'stability.stable-fast-upscale-v1:0',
  conservativeUpscale: 'stability.stable-conservative-upscale-v1:0',
  creativeUpscale: 'stability.stable-creative-upscale-v1:0',
} as const;

export const registry = createRegistry();
export const adapters = createAdapters();

/** A model of the table. */
export function model(name: keyof typeof ids): ModelDescriptor {
  const found = registry.find(ids[name]);
  assert.ok(found, `${ids[name]} is not in the table`);
  return found;
}

export function task(changes: Partial<TextToImageTask> = {}): TextToImageTask {
  return {
    kind: 'textToImage',
    prompt: 'a lighthouse at dusk',
    seed: 7,
    count: 1,
    options: {},
    ...changes,
  };
}

export function pixels(width: number, height: number): SizeChoice {
  return { kind: 'pixels', width, height };
}

export function ratio(text: string): SizeChoice {
  return { kind: 'aspectRatio', ratio: text };
}

export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, `refused: ${JSON.stringify(result)}`);
  return result.value;
}

export function errorOf(result: Result<unknown>): ImageError {
  assert.ok(!result.ok, `accepted: ${JSON.stringify(result)}`);
  return result.error;
}

/** Numbers in [0, 1) that look random and are the same in every run: Mulberry32. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
