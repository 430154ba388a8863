import type { Destination, InboxEntry } from '../../core/files/store';
import type {
  GenerateBudget,
  GenerateOutcome,
  GenerateProgress,
  GenerateRequest,
  SavedImage,
} from '../../core/generate/run';
import type { RememberedChoices } from '../../core/generate/draft';
import type { Recipe } from '../../core/recipes/recipe';
import type { Result } from '../../core/result';

/** The engine, as this feature uses it. */
export interface GenerateEngine {
  /** One result for each request, in order. */
  generateAll(
    requests: readonly GenerateRequest[],
    budget: GenerateBudget,
    onProgress: (progress: GenerateProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly Result<GenerateOutcome>[]>;
  /** Finishes what the inbox holds, at its own destination or another. */
  recover(entry: InboxEntry, destination?: Destination): Promise<Result<SavedImage>>;
}

/** Last choices, kept between windows; no prompts. */
export interface ChoiceMemory {
  read(): RememberedChoices | undefined;
  write(choices: RememberedChoices): void;
  /** The seed of the image made last. */
  lastSeed(): number | undefined;
  writeLastSeed(seed: number): void;
}

/** Recipes by the picture's bytes. */
export interface RecipeReader {
  read(folder: string | undefined, sha256: string): Promise<Recipe | undefined>;
}
