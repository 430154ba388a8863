import type * as vscode from 'vscode';
import type { AwsBackends } from '../aws/backends';
import { AwsVisionService } from '../aws/converseService';
import type { Clock } from '../core/clock';
import type { Log } from '../core/log';
import type { ModelService } from '../core/models/service';
import type { Ledger } from '../core/money/ledger';
import { ProductWriter } from '../core/promptFiles/products/productWriter';
import { VisionCaller } from '../core/vision/caller';
import { visionModels } from '../core/vision/models/catalogue';
import type { ExpandEngine } from '../features/promptFiles/expandPrompt/ports';
import type { SharedDatabase } from '../storage/database';
import { SqliteLimiter } from '../storage/limiter';
import { LocalNewFiles } from '../storage/newFiles';

/** What *Expand Prompt with Claude* is built from. */
export interface ExpandSurroundings {
  readonly database: SharedDatabase;
  readonly backends: AwsBackends;
  readonly ledger: Ledger;
  readonly service: Pick<ModelService, 'isConnected'>;
  readonly memory: vscode.Memento;
  readonly workspace: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly askHowToMakeImages: () => Promise<boolean>;
}

/** Texts come by the same way as what is said of images: one budget, one limiter, one set of books. */
export function createExpandEngine(surroundings: ExpandSurroundings): ExpandEngine {
  const { database, backends, ledger, clock, log, service, memory, workspace, askHowToMakeImages } =
    surroundings;
  const caller = new VisionCaller({
    converser: backends,
    ledger,
    limiter: new SqliteLimiter(database, clock),
    clock,
    random: Math.random,
    proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
    log,
  });
  return {
    writer: new ProductWriter(caller),
    files: new LocalNewFiles(),
    service,
    vision: new AwsVisionService(backends, visionModels, clock),
    memory,
    workspace,
    askHowToMakeImages,
  };
}
