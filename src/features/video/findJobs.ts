import * as vscode from 'vscode';
import { slugFrom } from '../../core/names/slug';
import { ok, type Result } from '../../core/result';
import type { Invocation } from '../../core/video/jobs/ports';
import { showJobsCommand } from '../../platform/ids';
import { localDay } from '../../platform/localDay';
import { targetFolder } from '../../platform/targetFolder';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { currentVideoService, placeOf } from './place';

const { t } = vscode.l10n;

/** A list may have many pages. */
const LIMIT_MS = 60_000;

/** *Find Video Jobs in This Account*: what other machines have started, to be fetched to this one. */
export class FindJobs {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;

  constructor(deps: VideoDependencies, engine: VideoEngine) {
    this.#deps = deps;
    this.#engine = engine;
  }

  async run(): Promise<Result<void>> {
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok();
    if (!state.ok) return state;
    const place = placeOf(state.value, this.#deps.settings);
    const { jobs } = this.#engine;
    const found = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: t('Looking for video jobs in {0}…', place.region),
        cancellable: true,
      },
      (_progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return jobs.listElsewhere(place, AbortSignal.any([abort.signal, AbortSignal.timeout(LIMIT_MS)]));
      },
    );
    if (!found.ok) return found;
    if (found.value.length === 0) {
      this.#deps.reporter.tell({
        severity: 'info',
        text: t('No other video jobs were found in {0}. AWS lists them for a limited time.', place.region),
        actions: [],
      });
      return ok();
    }
    const chosen = await this.#choose(found.value);
    if (chosen.length === 0) return ok();
    const folder = await targetFolder(undefined);
    for (const invocation of chosen) {
      const brought = jobs.bringHome(place, invocation, {
        ...(folder
          ? {
              destination: {
                folder: folder.toString(),
                template: this.#deps.settings.resource(folder).videoTemplate,
                values: {
                  slug: slugFrom(`video ${shortId(invocation)}`),
                  task: 'video',
                  model: slugFrom(this.#modelName(invocation)),
                  seed: '',
                  date: localDay(new Date(invocation.submittedAt)),
                  n: '',
                },
              },
            }
          : {}),
        workspace: this.#deps.workspace(),
      });
      if (!brought.ok) return brought;
    }
    await vscode.commands.executeCommand(showJobsCommand);
    return ok();
  }

  async #choose(invocations: readonly Invocation[]): Promise<readonly Invocation[]> {
    const { format } = this.#deps.words;
    const rows = invocations.map((invocation) => ({
      label: `${statusIcon(invocation)} ${this.#modelName(invocation)}`,
      description: `${format.date(invocation.submittedAt)}, ${format.time(invocation.submittedAt)} · ${shortId(invocation)}`,
      detail: invocation.failureMessage ?? invocation.outputUri,
      invocation,
    }));
    const picked = await vscode.window.showQuickPick(rows, {
      title: t('Find Video Jobs in This Account'),
      placeHolder: t('Choose what to fetch to this computer; nothing is charged again'),
      canPickMany: true,
      matchOnDetail: true,
    });
    return (picked ?? []).map(({ invocation }) => invocation);
  }

  #modelName({ modelId }: Invocation): string {
    return this.#engine.registry.find(modelId)?.name ?? modelId;
  }
}

function statusIcon({ status }: Invocation): string {
  switch (status) {
    case 'inProgress':
      return '$(loading~spin)';
    case 'completed':
      return '$(pass)';
    case 'failed':
      return '$(error)';
  }
}

function shortId({ arn }: Invocation): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
