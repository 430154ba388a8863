import type * as vscode from 'vscode';
import type { NewFiles } from '../../../core/files/newFiles';
import type { ModelService } from '../../../core/models/service';
import type { ProductWriter } from '../../../core/promptFiles/products/productWriter';
import type { VisionService } from '../../../core/vision/models/availability';

/** Everything that only *Expand Prompt with Claude* needs; built when it runs first. */
export interface ExpandEngine {
  readonly writer: Pick<ProductWriter, 'estimate' | 'write'>;
  readonly files: NewFiles;
  readonly service: Pick<ModelService, 'isConnected'>;
  readonly vision: VisionService;
  /** Keeps the last choices. */
  readonly memory: vscode.Memento;
  /** URI of the workspace, or empty. */
  readonly workspace: () => string;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
}
