import type { JsonObject } from '../json';
import type { Result } from '../result';
import type { OptionValues, SizeChoice } from '../tasks/task';

/** The version this code writes. A reader accepts any with the same first number. */
export const RECIPE_SCHEMA_VERSION = '1.0';

/** One making of the picture. Equal bytes made twice have two runs. */
export interface RecipeRun {
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly provider: 'bedrock' | 'offline';
  readonly region: string;
  /** Estimated, in USD; 0 offline. */
  readonly priceUsd: number;
  readonly durationMs: number;
  readonly extensionVersion: string;
  /** Where the file was put, relative to the workspace folder, with `/`. */
  readonly path?: string;
}

/**
 * What the user chose, in words that every model's adapter understands. The request says the same in one model's own
 * words; this is what *Generate Again* starts from, also with another model.
 */
export interface RecipeSettings {
  readonly size?: SizeChoice;
  /** Images asked of the one request that made this image; a model that takes a number may need it to repeat the image. */
  readonly count: number;
  readonly options: OptionValues;
  /** The choices of an edit beside those: words for the area, margins, colors, structure; in our own words. */
  readonly task?: JsonObject;
}

/** A file that went into the making: never its bytes. */
export interface RecipeInput {
  readonly role: 'image' | 'mask' | 'style' | 'garment';
  /** Lower-case hex of the user's own file; of a mask as it lies in `.easel/masks`. */
  readonly sha256: string;
  /** Relative to the workspace folder, with `/`, when the image was made. */
  readonly path?: string;
}

/** How a model's answer was brought back into the original. */
export interface RecipeEdit {
  /** What of the original was sent, in its pixels; beyond its border where it was padded. */
  readonly area: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  readonly sentWidth: number;
  readonly sentHeight: number;
  readonly featherPx?: number;
  /** Of the model's raw answer, which stays in the extension's storage; absent where the file is the answer itself. */
  readonly answer?: string;
  /** Pixels outside mask and feather that were checked to equal the original's. */
  readonly outsidePixels?: number;
}

/** The same image in another format or at another width, beside it. */
export interface RecipeCopy {
  /** Lower-case hex of the copy's bytes. */
  readonly sha256: string;
  /** Relative to the workspace folder, with `/`, when it was written. */
  readonly path: string;
  readonly type: 'png' | 'jpeg' | 'webp' | 'avif';
  readonly width: number;
  readonly height: number;
}

/** What a model has said of the finished image. */
export interface RecipeJudgement {
  /** ISO 8601, UTC. */
  readonly judgedAt: string;
  readonly model: { readonly id: string; readonly name: string };
  /** From 1 to 10. */
  readonly overall: number;
  /** Each from 1 to 10, by criterion; what could not be judged is absent. */
  readonly scores: Readonly<Record<string, number>>;
  readonly explanation: string;
  readonly suggestions: readonly string[];
  /** How many images were compared, this one among them. */
  readonly comparedWith: number;
}

/**
 * How an image was made: enough to make it again. Published as `media/schemas/recipe.schema.json`.
 * Holds no account number, ARN, bucket name or base64.
 */
export interface Recipe {
  readonly schemaVersion: string;
  /** Lower-case hex of the file's bytes; also the recipe's file name. */
  readonly sha256: string;
  readonly task: string;
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly model: { readonly id: string; readonly name: string; readonly invokedAs: string };
  /** The seed really used for this image; 0 is a seed. */
  readonly seed?: number;
  readonly image: {
    readonly type: 'png' | 'jpeg' | 'webp' | 'gif';
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
  };
  /** The request as sent; images in it stand as `{ "sha256": …, "path": … }`. */
  readonly request: JsonObject;
  /**
   * Which of the request's images this is, from 0. Where one request makes several, the service does not say how their
   * seeds derive from the request's; `seed` is then the request's, and seed and index together name the image.
   */
  readonly index: number;
  /** What the image was made from, its parent first; absent for images made from words alone. */
  readonly inputs?: readonly RecipeInput[];
  readonly edit?: RecipeEdit;
  /** Absent in recipes that other tools wrote. */
  readonly settings?: RecipeSettings;
  /** Key of the cell of a prompt file that this image was made for. */
  readonly cell?: string;
  /** That prompt file, relative to the workspace folder, with `/`, when the image was made. It may have moved since. */
  readonly promptFile?: string;
  readonly copies?: readonly RecipeCopy[];
  readonly runs: readonly RecipeRun[];
  /** Absent until a model was asked. */
  readonly judgements?: readonly RecipeJudgement[];
}

/** Keeps recipes by the hash of the picture's bytes, in the folder's `.easel/recipes`, or in the extension's storage. */
export interface RecipeStore {
  /**
   * Writes a recipe, or adds its run where one with the same hash exists; fields we do not know survive.
   *
   * @param folder the workspace folder's URI, or undefined for the extension's storage
   */
  write(folder: string | undefined, recipe: Recipe): Promise<Result<void>>;
  /** Puts a mask beside the recipes, by its hash, where it is not there yet. */
  writeMask(folder: string | undefined, sha256: string, png: Uint8Array): Promise<Result<void>>;
  /** @returns the recipe, or undefined when there is none or it is not readable as one. */
  read(folder: string | undefined, sha256: string): Promise<Recipe | undefined>;
}
