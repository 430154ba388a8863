import type * as vscode from 'vscode';
import type { RecipeJudgement } from '../core/recipes/recipe';
import type { Result } from '../core/result';
import type { JudgementView } from '../protocol/ask';
import type { ShownPicture } from './askTab';

/** A result that may be judged. */
export interface JudgedImage {
  /** As the user is told of it. */
  readonly name: string;
  /** Of a result that is no file yet; a file's stands in its recipe. */
  readonly made?: { readonly prompt: string; readonly negativePrompt?: string | undefined };
  /** Its verdict goes into its recipe, where it has one. */
  readonly file?: vscode.Uri;
  readonly read: () => Promise<Result<Uint8Array>>;
}

export interface JudgedImages {
  readonly view: JudgementView;
  /** In the order of the images. */
  readonly judgements: readonly RecipeJudgement[];
  /** Index of the best. */
  readonly best: number;
  /** Empty where there is nothing to better. */
  readonly improvedPrompt: string;
  readonly summary: string;
  /** Undefined where the model's price is not known. */
  readonly usd: number | undefined;
}

/** What the Studio asks of a model that looks at images, beside its tab. */
export interface LookAtImages {
  /** @returns what a suggestion usually costs, in USD; 0 offline, undefined where nobody knows */
  wordsPriceUsd(picture: ShownPicture): Promise<number | undefined>;
  /**
   * Words for an area of the picture.
   *
   * @param wish what the user wants to change; empty: the main subject
   * @returns undefined where the picture does not show it, or the user left a question
   */
  suggestWords(
    picture: ShownPicture,
    wish: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly words: string | undefined; readonly usd: number | undefined } | undefined>>;
  /**
   * Compares images, and writes the verdicts into the recipes that are kept.
   *
   * @param runLabel of the button that runs the better prompt; absent where it cannot be run
   * @returns undefined where the user left a question
   */
  judge(
    images: readonly JudgedImage[],
    runLabel: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<JudgedImages | undefined>>;
}
