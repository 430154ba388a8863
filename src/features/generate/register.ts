import type { Disposable } from '../../core/disposable';
import { DisposableStore } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { registerCommand } from '../../platform/commands';
import { registerGenerateAction } from './codeAction';
import type { GenerateImages } from './generateImages';
import type { RecipeCommands } from './recipeCommands';

/** Commands and code actions around making images from words. */
export function registerGenerate(
  generate: GenerateImages,
  recipes: RecipeCommands,
  report: (error: ImageError) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(registerCommand('easel.generateFromSelection', report, () => generate.fromSelection()));
  store.add(registerCommand('easel.generateAgain', report, (image) => recipes.generateAgain(image)));
  store.add(registerCommand('easel.showRecipe', report, (image) => recipes.showRecipe(image)));
  store.add(registerGenerateAction());
  return store;
}
