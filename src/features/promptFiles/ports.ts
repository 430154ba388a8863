import type { Clock } from '../../core/clock';
import type { ModelFacts } from '../../core/promptFiles/modelFacts';
import type { RecipeStore } from '../../core/recipes/recipe';
import type { Reporter } from '../../platform/reporter';
import type { Format } from '../../platform/format';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';
import type { ExpandEngine } from './expandPrompt/ports';
import type { GridPorts } from './grid/ports';
import type { RunEngine } from './run/ports';

/** What prompt files need of the rest of Easel. */
export interface PromptFileDependencies {
  readonly settings: Settings;
  readonly reporter: Pick<Reporter, 'report' | 'tell' | 'inPlace'>;
  readonly words: Words;
  readonly format: Format;
  readonly clock: Clock;
  /** The models as the table knows them. Asks nobody, so that opening a file sends nothing. */
  models(): Promise<Pick<ModelFacts, 'images' | 'videos'>>;
  /** Built when the first file is run. */
  readonly engine: () => Promise<RunEngine>;
  /** Built when the first list is expanded. */
  readonly expanding: () => Promise<ExpandEngine>;
  /** Built when the first grid is opened. */
  readonly grid: () => Promise<GridPorts>;
  readonly recipes: () => Promise<Pick<RecipeStore, 'read'>>;
}
