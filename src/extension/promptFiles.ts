import type { Clock } from '../core/clock';
import type { Disposable } from '../core/disposable';
import type { ModelRegistry } from '../core/models/registry';
import type { RecipeStore } from '../core/recipes/recipe';
import type { PromptFileDependencies } from '../features/promptFiles/ports';
import { registerPromptFiles } from '../features/promptFiles/register';

/** What of the extension prompt files are built from. */
export interface PromptFileParts extends Pick<PromptFileDependencies, 'settings' | 'reporter' | 'words'> {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly recipes: () => Promise<RecipeStore>;
}

/** Wires prompt files; what they need is loaded when the first of them is open. */
export function createPromptFiles({ registry, clock, ...parts }: PromptFileParts): Disposable {
  return registerPromptFiles(
    async () => {
      const [{ factsOfTable }, { videoModels }] = await Promise.all([
        import('../core/promptFiles/modelFacts'),
        import('../core/video/catalogue'),
      ]);
      return { ...parts, models: async () => factsOfTable(registry, videoModels, clock.now()) };
    },
    (error) => parts.reporter.report(error),
  );
}
