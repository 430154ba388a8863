import { refused } from '../../models/refused';
import { err, ok, type Result } from '../../result';
import type { EmbeddingInput } from './adapter';
import type { EmbeddingModel } from './descriptor';
import { textLength } from './textLength';

/** What every family checks before it writes a request; nothing is cut in silence. */
export function checkInput(
  { content }: EmbeddingInput,
  model: EmbeddingModel,
  dimensions: number,
): Result<void> {
  if (!model.dimensions.includes(dimensions)) {
    return err(refused('dimensions', `it must be one of ${model.dimensions.join(', ')}`));
  }
  if (content.kind === 'text') {
    if (content.text.trim() === '') return err(refused('text', 'it must not be empty'));
    const length = textLength(content.text, model.text.unit);
    const { maxLength } = model.text;
    return length <= maxLength ? ok() : err({ kind: 'promptTooLong', length, maxLength, modelId: model.id });
  }
  const { format, base64 } = content.image;
  if (!model.image.formats.includes(format)) {
    return err(refused('image', `it must be one of ${model.image.formats.join(', ')}`));
  }
  const bytes = Math.floor((base64.length * 3) / 4);
  return base64.length > 0 && bytes <= model.image.maxBytes
    ? ok()
    : err(refused('image', 'one request cannot carry that many bytes'));
}

/** A vector that can be compared with others; a vector of zeros has no direction. */
export function checkVector(values: readonly number[], dimensions: number): Result<Float32Array> {
  const vector = Float32Array.from(values);
  const isUsable =
    vector.length === dimensions && vector.every((value) => Number.isFinite(value)) && vector.some(Boolean);
  return isUsable ? ok(vector) : err({ kind: 'badAnswer' });
}
