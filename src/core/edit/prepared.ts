import type { JsonObject } from '../json';
import type { RecipeInput } from '../recipes/recipe';
import type { TaskInput } from '../tasks/task';
import type { FinishOrder } from './finish';
import type { Fitting } from './fit';

/** An edit whose pictures are fitted and encoded: all that is left is to send it. */
export interface PreparedEdit {
  readonly input: TaskInput;
  /** Absent where the answer is the result, byte for byte. */
  readonly finish?: FinishOrder;
  /** What the recipe says of the files that went in. */
  readonly inputs: readonly RecipeInput[];
  /** Of the first image; absent where no image is sent. */
  readonly fitting?: Fitting;
  /** What the user chose beside options, in our own words, so that the recipe can start it again. */
  readonly settings: JsonObject;
}
