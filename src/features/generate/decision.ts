import type * as vscode from 'vscode';
import type { GenerateDraft } from '../../core/generate/draft';
import type { GenerateRequest } from '../../core/generate/run';
import type { AvailableModel } from '../../core/models/availability';
import { priceOf } from '../../core/models/price';
import type { ServiceState } from '../../core/models/service';
import { slugFrom } from '../../core/names/slug';
import { localDay } from '../../platform/localDay';
import type { Sources } from '../../platform/promptSources';
import type { Settings } from '../../platform/settings';

/** A request that is decided: where each prompt came from, and all that was chosen. */
export interface Decision {
  readonly sources: Sources;
  readonly draft: GenerateDraft;
  readonly state: ServiceState;
  readonly entry: AvailableModel;
  readonly folder: vscode.Uri | undefined;
}

/** @returns what is sent for each prompt of a decision */
export function requestsOf(
  { draft, entry, state, folder, sources }: Decision,
  settings: Settings,
): GenerateRequest[] {
  const { imageTemplate: template, s3Upload } = settings.resource(folder);
  const pricePerImageUsd =
    state.provider === 'offline' ? 0 : priceOf(entry.model, settings.window().prices, draft);
  return draft.prompts.map((prompt) => ({
    prompt,
    model: entry.model,
    invokeAs: entry.invokeAs,
    region: state.region,
    provider: state.provider,
    count: draft.count,
    options: draft.options,
    pricePerImageUsd,
    ...(s3Upload === undefined ? {} : { s3Upload }),
    workspace: (folder ?? sources.from?.document.uri)?.toString() ?? '',
    ...(draft.size ? { size: draft.size } : {}),
    ...(draft.negativePrompt === undefined ? {} : { negativePrompt: draft.negativePrompt }),
    ...(draft.seed === undefined ? {} : { seed: draft.seed }),
    ...(folder
      ? {
          destination: {
            folder: folder.toString(),
            template,
            values: {
              slug: slugFrom(prompt),
              task: 'textToImage',
              model: slugFrom(entry.model.name),
              seed: '',
              date: localDay(new Date()),
              n: '',
            },
          },
        }
      : {}),
  }));
}
