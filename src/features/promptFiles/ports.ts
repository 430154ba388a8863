import type { ModelFacts } from '../../core/promptFiles/modelFacts';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';
import type { RecipeStore } from '../../core/recipes/recipe';

/** What prompt files need of the rest of Easel. */
export interface PromptFileDependencies {
  readonly settings: Settings;
  readonly reporter: Pick<Reporter, 'report' | 'tell'>;
  readonly words: Words;
  /** The models as the table knows them. Asks nobody, so that opening a file sends nothing. */
  models(): Promise<Pick<ModelFacts, 'images' | 'videos'>>;
  readonly recipes: () => Promise<Pick<RecipeStore, 'read'>>;
}
