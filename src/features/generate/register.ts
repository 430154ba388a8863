import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { ok } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import { registerGenerateAction } from './codeAction';
import type { GenerateImages } from './generateImages';
import type { RecipeCommands } from './recipeCommands';
import type { Recovery } from './recovery';

/** What the commands need; built when the first of them runs. */
export interface Making {
  readonly images: GenerateImages;
  readonly recipes: RecipeCommands;
  readonly recovery: Recovery;
}

/** Long enough for the window to have come to rest: nothing of the recovery belongs into the start. */
const AFTER_START_MS = 3000;

/** Commands and code actions around making images from words, and the recovery of what a crash left behind. */
export function registerGenerate(
  making: () => Promise<Making>,
  report: (error: ImageError) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(
    registerCommand('easel.generateFromSelection', report, async (prompt) => {
      const { images } = await making();
      return typeof prompt === 'string' && prompt.trim() !== ''
        ? images.start({ prompts: [{ prompt: prompt.trim() }] }, { count: 1 })
        : images.fromSelection();
    }),
  );
  store.add(
    registerCommand('easel.generateAgain', report, async (image) =>
      (await making()).recipes.generateAgain(image),
    ),
  );
  store.add(
    registerCommand('easel.showRecipe', report, async (image) => (await making()).recipes.showRecipe(image)),
  );
  store.add(
    registerCommand('easel.runPrompt', report, async (image, prompt) =>
      typeof prompt === 'string' && prompt.trim() !== ''
        ? (await making()).recipes.runPrompt(image, prompt.trim())
        : ok(),
    ),
  );
  store.add(registerGenerateAction());
  const timer = setTimeout(() => {
    making()
      .then(({ recovery }) => recovery.recoverOrphans())
      .catch((cause: unknown) => {
        report({ kind: 'unexpected', cause });
      });
  }, AFTER_START_MS);
  store.add({
    dispose: () => {
      clearTimeout(timer);
    },
  });
  return store;
}
