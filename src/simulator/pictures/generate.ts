import { drawImage } from '../drawing/draw';
import type { Picture, Size } from './picture';
import { resized, withinPixels } from './resize';

/** The words and numbers that a picture is drawn from. */
export interface Brush {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly style: string;
  readonly seed: number;
  readonly modelName: string;
  /** For a picture that is marked later. */
  readonly isUnmarked?: boolean;
}

/** Models draw about a megapixel and enlarge it; so a large picture costs no more than its enlargement. */
const MOST_DRAWN_PIXELS = 1_600_000;

/** @param size of any number of pixels */
export function drawn(brush: Brush, size: Size): Picture {
  return resized(drawImage({ ...brush, ...withinPixels(size, MOST_DRAWN_PIXELS) }), size);
}

/** What the prompt names, set into what is already there; a prompt without a thing makes a picture of its own. */
export function drawnInto(brush: Brush, setting: Picture): Picture {
  const size = withinPixels(setting, MOST_DRAWN_PIXELS);
  return resized(drawImage({ ...brush, ...size, setting: resized(setting, size).rgb }), setting);
}
