import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { Blobs } from '../../core/files/blobs';
import type { Log } from '../../core/log';
import type { ModelService } from '../../core/models/service';
import type { RecipeStore } from '../../core/recipes/recipe';
import type { Asker } from '../../core/vision/ask/asker';
import type { ConversationStore } from '../../core/vision/ask/store';
import type { AltTextWriter } from '../../core/vision/alt/writer';
import type { Describer } from '../../core/vision/describer';
import type { Judge } from '../../core/vision/judge/judge';
import type { VisionService } from '../../core/vision/models/availability';
import type { ImageQuestions } from '../../core/vision/questions/question';
import type { AskTab } from '../../platform/askTab';
import type { Format } from '../../platform/format';
import type { LastTextEditor } from '../../platform/lastTextEditor';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** What looking at images needs from outside. */
export interface DescribeDependencies {
  readonly service: Pick<ModelService, 'isConnected'>;
  readonly vision: VisionService;
  readonly describer: Describer;
  readonly asker: Asker;
  readonly altWriter: AltTextWriter;
  readonly judge: Judge;
  readonly questions: ImageQuestions;
  readonly conversations: ConversationStore;
  readonly recipes: RecipeStore;
  /** Images of the Studio that are no files. */
  readonly blobs: Blobs;
  readonly settings: Settings;
  readonly format: Format;
  readonly words: Words;
  readonly reporter: Reporter;
  readonly lastTextEditor: LastTextEditor;
  /** Keeps the last choices. */
  readonly memory: vscode.Memento;
  readonly clock: Clock;
  readonly log: Log;
  /** URI of the workspace, or empty. */
  readonly workspace: () => string;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
  /** The tab of the Studio that is about these images; a new one where none is. */
  readonly openTab: (images: readonly vscode.Uri[]) => Promise<AskTab>;
}
