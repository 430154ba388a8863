import type { ImageError } from '../errors';
import { sniffImage } from '../images/sniff';
import type { DecodedAnswer, ModelAdapter } from '../models/adapter';
import type { Recipe } from '../recipes/recipe';
import { err, ok, type Result } from '../result';

/** An image of an answer, known by its own bytes. */
export interface ReadImage {
  readonly bytes: Uint8Array;
  readonly type: Recipe['image']['type'];
  readonly width: number;
  readonly height: number;
  /** What the service says it used. */
  readonly seed?: number;
  /** Place in the answer, from 0. */
  readonly index: number;
}

export interface ReadAnswer {
  readonly images: readonly ReadImage[];
  /** How many came that are no image, or only a part of one. */
  readonly broken: number;
  readonly heldBack: DecodedAnswer['heldBack'];
}

/**
 * From raw bytes to images. Each stage distrusts the one before: JSON may be cut short, images may be something else.
 *
 * @param askedFor images the request asked for
 * @returns `badAnswer` when nothing in it is understood; `contentFiltered` with its count when all was held back
 */
export function readAnswer(bytes: Uint8Array, adapter: ModelAdapter, askedFor: number): Result<ReadAnswer> {
  const body = parseJson(bytes);
  if (!body.ok) return body;
  const decoded = adapter.decode(body.value, askedFor);
  if (!decoded.ok) return err(withCount(decoded.error, askedFor));
  const { images: encoded, heldBack, unreadable } = decoded.value;
  if (encoded.length === 0) {
    const [first] = heldBack;
    if (!first) return err({ kind: 'badAnswer' });
    return err({ kind: 'contentFiltered', stage: first.stage, count: askedFor });
  }
  const images: ReadImage[] = [];
  for (const [index, { bytes: imageBytes, seed }] of encoded.entries()) {
    const found = sniffImage(imageBytes);
    if (!found?.isComplete) continue;
    const { type, width, height } = found;
    images.push({ bytes: imageBytes, type, width, height, index, ...(seed === undefined ? {} : { seed }) });
  }
  return ok({ images, broken: encoded.length - images.length + unreadable, heldBack });
}

/** The refusal itself does not say how many images it kept: it kept all. */
export function withCount(error: ImageError, askedFor: number): ImageError {
  return error.kind === 'contentFiltered' && error.count === 0 ? { ...error, count: askedFor } : error;
}

function parseJson(bytes: Uint8Array): Result<unknown> {
  try {
    return ok(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // What is wrong with it says nothing that the kept answer does not say better.
    return err({ kind: 'badAnswer' });
  }
}
