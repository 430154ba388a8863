import type { ImageError } from '../errors';
import type { Warning } from '../models/adapter';
import { err, ok, type Result } from '../result';
import { mergeErrors } from './failures';
import type { KeptImage } from './keeper';
import { roundUsd } from './plan';
import type { GenerateOutcome, SavedImage } from './run';

/** Gathers what the calls of one prompt bring, as it comes. */
export class Tally {
  readonly #isPaid: boolean;
  readonly #images: { readonly number: number; readonly image: SavedImage }[] = [];
  readonly #inboxIds: string[] = [];
  readonly #errors: ImageError[] = [];
  #heldBack = 0;
  #spentUsd = 0;
  #mayBeCharged = false;

  constructor(isPaid: boolean) {
    this.#isPaid = isPaid;
  }

  /** @param number the image's place in the batch */
  keep(number: number, { saved, inboxId, error }: KeptImage): void {
    if (saved) this.#images.push({ number, image: saved });
    if (inboxId !== undefined) this.#inboxIds.push(inboxId);
    if (error) this.fail(error);
  }

  fail(error: ImageError): void {
    this.#errors.push(error);
    if (error.kind === 'contentFiltered') this.#heldBack += error.count;
  }

  spend(amountUsd: number, isCertain: boolean): void {
    this.#spentUsd += amountUsd;
    this.#mayBeCharged ||= !isCertain && this.#isPaid;
  }

  /** An error where one failure is all there is to tell; else an outcome, also when it holds no image. */
  result(warnings: readonly Warning[]): Result<GenerateOutcome> {
    const errors = mergeErrors(this.#errors);
    const [first] = errors;
    const hasYield = this.#images.length > 0 || this.#inboxIds.length > 0 || this.#heldBack > 0;
    if (first && errors.length === 1 && !hasYield && this.#spentUsd === 0 && !this.#mayBeCharged) {
      return err(first);
    }
    return ok({
      images: this.#images.toSorted((one, other) => one.number - other.number).map(({ image }) => image),
      inboxIds: this.#inboxIds,
      heldBack: this.#heldBack,
      errors,
      warnings,
      spentUsd: roundUsd(this.#spentUsd),
      mayBeCharged: this.#mayBeCharged,
    });
  }
}
