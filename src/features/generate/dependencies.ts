import type * as vscode from 'vscode';
import type { S3Uploads } from '../../core/files/upload';
import type { Log } from '../../core/log';
import type { ModelRegistry } from '../../core/models/registry';
import type { ModelService } from '../../core/models/service';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { FamilyMemory } from '../../platform/picks/wantedModel';
import type { Format } from '../../platform/format';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { ChoiceMemory, GenerateEngine } from './ports';

/** What *Generate Image from Selection* is built from. */
export interface GenerateDependencies {
  readonly service: ModelService;
  readonly registry: Pick<ModelRegistry, 'resolve'>;
  readonly engine: GenerateEngine;
  readonly uploads: S3Uploads;
  readonly settings: Settings;
  readonly format: Format;
  readonly reporter: Reporter;
  readonly choices: ChoiceMemory & FamilyMemory;
  readonly search: () => Promise<WorkspaceSearch>;
  readonly log: Log;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
  /** A new image with everything the Studio has. */
  readonly openStudio: (prompt: string) => Promise<void>;
  readonly recoverTo: (inboxIds: readonly string[], folder: vscode.Uri) => Promise<void>;
}
