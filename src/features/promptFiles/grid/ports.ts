import type * as vscode from 'vscode';
import type { FolderFiles, ThumbnailStore } from '../../../core/gallery/ports';
import type { Log } from '../../../core/log';
import type { RecipeStore } from '../../../core/recipes/recipe';
import type { LookAtImages } from '../../../platform/lookAtImages';
import type { Reporter } from '../../../platform/reporter';
import type { Analyses } from '../analysis';
import type { PromptFileDependencies } from '../ports';
import type { RunEngine } from '../run/ports';

/** Everything that only grids need; built when the first one is opened. */
export interface GridPorts {
  readonly extensionUri: vscode.Uri;
  readonly thumbnailsFolder: vscode.Uri;
  readonly thumbnails: ThumbnailStore;
  readonly files: FolderFiles;
  readonly recipes: Pick<RecipeStore, 'read'>;
  readonly looker: () => Promise<Pick<LookAtImages, 'judge'>>;
  readonly log: Log;
}

export interface GridDependencies extends GridPorts {
  readonly settings: PromptFileDependencies['settings'];
  readonly words: PromptFileDependencies['words'];
  readonly format: PromptFileDependencies['format'];
  readonly clock: PromptFileDependencies['clock'];
  readonly reporter: Pick<Reporter, 'report' | 'tell' | 'inPlace'>;
  readonly engine: RunEngine;
  readonly analyses: Analyses;
  /** Tells which prompt file has changed, or something that it reads. */
  readonly onDidLook: vscode.Event<vscode.Uri>;
}
