import { sizesFor } from '../models/abilities';
import { sizeChoices, takesSize } from '../models/choices';
import type { ModelDescriptor } from '../models/descriptor';
import type { SizeChoice, TaskKind } from '../tasks/task';
import type { VideoModelDescriptor } from '../video/descriptor';
import type { VideoResolution, VideoSize } from '../video/task';

/** `16:9` or `1024x1024`, as the front matter writes them. */
export function sizeText(size: SizeChoice): string {
  return size.kind === 'aspectRatio' ? size.ratio : `${size.width}x${size.height}`;
}

/**
 * A written size in the model's own words: pixels become a ratio and a ratio pixels where the model has exactly that, so
 * that one file can compare models of both kinds.
 *
 * @returns undefined where the model makes no such image, or the size follows from the input
 */
export function imageSize(text: string, model: ModelDescriptor, task: TaskKind): SizeChoice | undefined {
  const limits = sizesFor(model, task);
  const written = parseSize(text);
  if (!written || limits.kind === 'ofInput') return undefined;
  if (takesSize(written, limits)) return written;
  if (written.kind === 'pixels') {
    const ratio: SizeChoice = { kind: 'aspectRatio', ratio: ratioOf(written.width, written.height) };
    return takesSize(ratio, limits) ? ratio : undefined;
  }
  return sizeChoices(limits).find(({ name }) => name === written.ratio)?.size;
}

/** Every size of the model, as it would be written; those that a range suggests. */
export function imageSizes(model: ModelDescriptor, task: TaskKind): readonly string[] {
  return sizeChoices(sizesFor(model, task)).map(({ size }) => sizeText(size));
}

/** The size of the model whose shape is closest. */
export function nearestSize(text: string, sizes: readonly string[]): string | undefined {
  const wanted = shapeOf(text);
  if (wanted === undefined) return undefined;
  const far = (size: string): number => Math.abs(Math.log((shapeOf(size) ?? 1) / wanted));
  return sizes.toSorted((a, b) => far(a) - far(b))[0];
}

export function videoSize(
  text: string | undefined,
  resolution: VideoResolution | undefined,
  { sizes }: VideoModelDescriptor,
): VideoSize | undefined {
  if (sizes.kind === 'fixed') {
    const { width, height } = sizes;
    const isThis = text === undefined || text === `${width}x${height}` || text === ratioOf(width, height);
    return isThis ? { kind: 'pixels', width, height } : undefined;
  }
  const ratio = text ?? sizes.default.ratio;
  const wanted = resolution ?? sizes.default.resolution;
  return sizes.ratios.includes(ratio) && sizes.resolutions.includes(wanted)
    ? { kind: 'ratio', ratio, resolution: wanted }
    : undefined;
}

export function videoSizes({ sizes }: VideoModelDescriptor): readonly string[] {
  return sizes.kind === 'fixed' ? [`${sizes.width}x${sizes.height}`] : sizes.ratios;
}

function parseSize(text: string): SizeChoice | undefined {
  const found = /^(\d+)([x:])(\d+)$/.exec(text);
  if (!found) return undefined;
  const [, width, sign, height] = found;
  return sign === ':'
    ? { kind: 'aspectRatio', ratio: text }
    : { kind: 'pixels', width: Number(width), height: Number(height) };
}

function ratioOf(width: number, height: number): string {
  let [a, b] = [width, height];
  while (b > 0) [a, b] = [b, a % b];
  return `${width / a}:${height / a}`;
}

function shapeOf(text: string): number | undefined {
  const [width = 0, height = 0] = text.split(/[x:]/).map(Number);
  return width > 0 && height > 0 ? width / height : undefined;
}
