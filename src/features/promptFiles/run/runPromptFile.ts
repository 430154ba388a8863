import * as vscode from 'vscode';
import type { ServiceState, VideoServiceState } from '../../../core/models/service';
import { copyWishOf } from '../../../core/promptFiles/copies';
import { isVideoTask } from '../../../core/promptFiles/fields';
import type { RunPorts } from '../../../core/promptFiles/runs/ports';
import { planOf, knownCells, type RunPlan } from '../../../core/promptFiles/runs/plan';
import { RunQueue, type RunSnapshot } from '../../../core/promptFiles/runs/queue';
import {
  RUN_SCHEMA_VERSION,
  runId,
  type MadeImage,
  type RunRecord,
} from '../../../core/promptFiles/runs/record';
import { err, ok, type Result } from '../../../core/result';
import type { PromptVideos } from '../../../core/video/promptVideos';
import { nameOf } from '../../../platform/documentLink';
import { folderReader } from '../../../platform/folderReader';
import { askToSpend } from '../../../platform/picks/askToSpend';
import { openInFolder } from '../../../platform/openInFolder';
import { signalFrom } from '../../../platform/cancellation';
import type { Analyses, Analysis, PromptPlace } from '../analysis';
import { showGalleryCommand, showJobsCommand } from '../../../platform/ids';
import { activePromptFile } from '../activePromptFile';
import type { PromptFileDependencies } from '../ports';
import { cellsOfFile, type FileCell } from './cellsOfFile';
import { confirmRun } from './confirm';
import type { RunEngine } from './ports';
import { sha256Of } from './prepareEdit';
import { copiesFor, runPorts } from './runPorts';
import { copiesMessage, failuresOf, outcomeMessage } from './runText';
import { makeVideosLabel, startedMessage } from './videoText';

const { t } = vscode.l10n;

/** Other seeds are looked for this often; who has made more images of one file has had enough of them. */
const MOST_ROUNDS = 100;

/** How long the service is asked which models there are. */
const ASK_MS = 15_000;

/** What a run is made of, before anything is sent. */
interface Prepared {
  readonly analysis: Analysis;
  readonly place: PromptPlace;
  readonly state: ServiceState;
  readonly cells: readonly FileCell[];
  readonly ports: RunPorts;
  readonly videos: VideoScene | undefined;
}

/** What a file that asks for videos needs more. */
interface VideoScene {
  readonly engine: PromptVideos;
  readonly models: VideoServiceState['models'];
}

/** *Run Prompt File*: number, prompts and price first, then every image that was not made before. */
export class RunPromptFile {
  readonly #deps: PromptFileDependencies;
  readonly #analyses: Analyses;
  readonly #engine: RunEngine;
  readonly #running = new Set<string>();

  constructor(deps: PromptFileDependencies, analyses: Analyses, engine: RunEngine) {
    this.#deps = deps;
    this.#analyses = analyses;
    this.#engine = engine;
  }

  /** @param argument URI of the file; without it, the one in the active editor */
  async run(argument: unknown): Promise<Result<void>> {
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    const document = await activePromptFile(argument);
    if (!document) return ok();
    const analysis = await this.#analyses.of(document);
    const refusal = refusalOf(analysis);
    if (refusal !== undefined) {
      this.#deps.reporter.tell({ severity: 'warning', text: refusal, actions: [] });
      return ok();
    }
    const key = document.uri.toString();
    if (this.#running.has(key)) {
      const text = t('{0} is running already.', nameOf(document.uri));
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
      return ok();
    }
    this.#running.add(key);
    try {
      return await this.#start(analysis);
    } finally {
      this.#running.delete(key);
    }
  }

  async #start(analysis: Analysis): Promise<Result<void>> {
    const { service, askHowToMakeImages } = this.#engine;
    const { place } = analysis;
    if (!place || place.folder.scheme !== 'file') return err({ kind: 'noFolder' });
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return ok();
    const prepared = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Looking what was made before…') },
      async () => {
        const state = await service.current(AbortSignal.timeout(ASK_MS));
        if (!state.ok) return state;
        const videos = isVideoTask(analysis.file.task) ? await this.#videos() : ok(undefined);
        return videos.ok ? this.#prepare(analysis, place, state.value, videos.value, 0) : videos;
      },
    );
    if (!prepared.ok) return prepared;
    return this.#confirmAndMake(prepared.value);
  }

  async #videos(): Promise<Result<VideoScene>> {
    const engine = await this.#engine.videos();
    const state = await engine.current(AbortSignal.timeout(ASK_MS));
    return state.ok ? ok({ engine, models: state.value.models }) : state;
  }

  async #prepare(
    analysis: Analysis,
    place: PromptPlace,
    state: ServiceState,
    videos: VideoScene | undefined,
    round: number,
  ): Promise<Result<Prepared>> {
    const { settings } = this.#deps;
    const { file, expansion, models, document } = analysis;
    const reader = folderReader(place.folder);
    const cells = await cellsOfFile(file, expansion, {
      path: place.path,
      models: { ...models, images: state.models, ...(videos ? { videos: videos.models } : {}) },
      adapters: this.#engine.adapters,
      inputs: { sha256: (path) => sha256Of(reader, path) },
      provider: state.provider,
      prices: settings.window().prices,
      random: Math.random,
      round,
    });
    if (!cells.ok) return cells;
    const ports = runPorts(this.#engine, this.#deps, {
      folder: place.folder,
      document: document.uri,
      state,
      cells: cells.value,
      reader,
      videos: videos?.engine,
      copies: copyWishOf(file),
    });
    return ok({ analysis, place, state, cells: cells.value, ports, videos });
  }

  async #confirmAndMake(first: Prepared): Promise<Result<void>> {
    const { settings, words, format } = this.#deps;
    const { perCallAskUsd, perCallRefuseUsd } = settings.window().budget;
    const { state, analysis } = first;
    const videos = first.videos?.engine;
    const queue = this.#queueOf(first);
    const plan = await queue.prepare();
    if (!plan.ok) return plan;
    const others = plan.value.imagesToGo === 0 ? await this.#others(first) : undefined;
    const copies = await this.#missingCopies(first, queue.snapshot);
    const choice = await confirmRun(
      {
        name: nameOf(analysis.document.uri),
        items: queue.snapshot.items,
        plan: plan.value,
        ...(others ? { others: others.plan } : {}),
        missingCopies: copies.count,
        region: state.region,
        isOffline: state.provider === 'offline',
        ...(videos ? { video: { s3Uri: videos.configuredBucket(videos.placeOf(state)) } } : {}),
      },
      words,
    );
    if (choice === undefined) return ok();
    if (choice.kind === 'copies') return this.#writeCopies(first, copies.images);
    if (choice.kind === 'bucket') {
      const set = await videos?.setUpBucket();
      return set?.ok === false ? set : set?.value === true ? this.#confirmAndMake(first) : ok();
    }
    if (choice.kind === 'open') {
      await openInFolder(first.place.folder, choice.image);
      return ok();
    }
    if (choice.kind === 'show') {
      await show(queue.snapshot, first.place.folder, videos ? showJobsCommand : showGalleryCommand);
      return ok();
    }
    const chosen =
      choice.kind === 'others' && others
        ? { prepared: others.prepared, queue: others.queue }
        : { prepared: first, queue };
    if (choice.kind === 'repeat') {
      const doubtful = queue.snapshot.items.filter((item) => item.state.kind === 'inDoubt');
      queue.repeat(doubtful.map((item) => item.key));
    }
    const { priceUsd } = chosen.queue.snapshot.plan;
    if (perCallRefuseUsd !== null && priceUsd !== undefined && priceUsd > perCallRefuseUsd) {
      return err({ kind: 'callTooExpensive', priceUsd, limitUsd: perCallRefuseUsd });
    }
    if (perCallAskUsd !== null && priceUsd !== undefined && priceUsd > perCallAskUsd) {
      // What could be changed first is the file itself, which is in the editor.
      const label = videos && makeVideosLabel(chosen.queue.snapshot.plan, words);
      if ((await askToSpend(format, priceUsd, label)) !== 'spend') return ok();
    }
    return this.#make(chosen.prepared, chosen.queue);
  }

  /** Copies that the file asks for since its images were made, or that were lost. */
  async #missingCopies(
    { analysis, place }: Prepared,
    { items }: RunSnapshot,
  ): Promise<{ readonly images: readonly MadeImage[]; readonly count: number }> {
    const wish = copyWishOf(analysis.file);
    const images = items.flatMap(({ state }) => (state.kind === 'made' ? state.made.images : []));
    if (!wish || isVideoTask(analysis.file.task)) return { images, count: 0 };
    const copies = copiesFor(this.#engine, wish, place.folder, folderReader(place.folder));
    return { images, count: await copies.missing(images) };
  }

  async #writeCopies({ analysis, place }: Prepared, images: readonly MadeImage[]): Promise<Result<void>> {
    const { reporter, words } = this.#deps;
    const wish = copyWishOf(analysis.file);
    if (!wish) return ok();
    const copies = copiesFor(this.#engine, wish, place.folder, folderReader(place.folder));
    const title = nameOf(analysis.document.uri);
    const written = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title },
      async (notification, token) => {
        const cancellation = signalFrom(token);
        let count = 0;
        try {
          for (const image of images) {
            if (cancellation.signal.aborted) break;
            const each = await copies.write(image, cancellation.signal);
            if (!each.ok && each.error.kind !== 'cancelled') return each;
            count += each.ok ? each.value : 0;
            notification.report({ message: t('{0} copies written…', words.format.number(count)) });
          }
          return ok(count);
        } finally {
          cancellation.dispose();
        }
      },
    );
    if (!written.ok) return written;
    if (written.value > 0) {
      reporter.tell({ severity: 'info', text: copiesMessage(title, written.value, words), actions: [] });
    }
    return ok();
  }

  #queueOf({ analysis, place, state, cells, ports }: Prepared): RunQueue {
    const now = this.#deps.clock.now();
    const record: RunRecord = {
      schemaVersion: RUN_SCHEMA_VERSION,
      id: runId(now, this.#engine.runSuffix()),
      file: place.path,
      kind: 'run',
      provider: state.provider,
      startedAt: new Date(now).toISOString(),
      status: 'paused',
      source: analysis.file.text,
      cells: [],
    };
    return new RunQueue(record, cells, ports);
  }

  /** The next seeds that nobody has tried; undefined where all seeds are given. */
  async #others(
    first: Prepared,
  ): Promise<{ readonly prepared: Prepared; readonly queue: RunQueue; readonly plan: RunPlan } | undefined> {
    const keysOf = ({ cells }: Prepared): readonly string[] => cells.map(({ cell }) => cell.key);
    const same = new Set(keysOf(first));
    for (let round = 1; round <= MOST_ROUNDS; round++) {
      const prepared = await this.#prepare(first.analysis, first.place, first.state, first.videos, round);
      if (!prepared.ok || keysOf(prepared.value).every((key) => same.has(key))) return undefined;
      const known = await knownCells(keysOf(prepared.value), first.state.provider, prepared.value.ports);
      if (!known.ok) return undefined;
      const plan = planOf(
        prepared.value.cells.map(({ cell }) => cell),
        known.value,
      );
      if (plan.imagesToGo === 0) continue;
      const queue = this.#queueOf(prepared.value);
      await queue.prepare();
      return { prepared: prepared.value, queue, plan };
    }
    return undefined;
  }

  async #make(prepared: Prepared, queue: RunQueue): Promise<Result<void>> {
    const { words } = this.#deps;
    const { document } = prepared.analysis;
    const name = nameOf(document.uri);
    const worked = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: name },
      async (notification, token) => {
        const cancellation = signalFrom(token);
        cancellation.signal.addEventListener('abort', () => queue.cancel(), { once: true });
        const total = queue.snapshot.plan.toGo;
        let shown = 0;
        const show = (snapshot: RunSnapshot): void => {
          const done = total - snapshot.plan.toGo;
          notification.report({
            message: t('{0} of {1} made…', words.format.number(done), words.format.number(total)),
            increment: total > 0 ? ((done - shown) / total) * 100 : 0,
          });
          shown = done;
        };
        show(queue.snapshot);
        const listener = queue.onDidChange(show);
        try {
          return await queue.start();
        } finally {
          listener.dispose();
          cancellation.dispose();
        }
      },
    );
    if (!worked.ok) return worked;
    this.#tell(prepared, queue);
    return ok();
  }

  #tell({ analysis, place, state, videos }: Prepared, queue: RunQueue): void {
    const { reporter, words } = this.#deps;
    const { snapshot } = queue;
    const { document } = analysis;
    const again = (): void => {
      void this.run(document.uri).then(
        (result) => {
          if (!result.ok) reporter.report(result.error);
        },
        (cause: unknown) => reporter.report({ kind: 'unexpected', cause }),
      );
    };
    const isOffline = state.provider === 'offline';
    const wordsFor = videos ? startedMessage : outcomeMessage;
    const message = wordsFor(nameOf(document.uri), snapshot, isOffline, words);
    if (message) {
      reporter.tell(message, {
        retry: again,
        showImage: () => showNew(snapshot, place.folder),
        showInGallery: () => vscode.commands.executeCommand(showGalleryCommand),
        showJobs: () => vscode.commands.executeCommand(showJobsCommand),
      });
    }
    // What was made before the failure is kept, so that trying again pays only for the rest.
    for (const error of failuresOf(snapshot)) reporter.report(error, { retry: again });
  }
}

/** One result in its editor, several, or one that is still being made, in the view of all. */
async function show({ items }: RunSnapshot, folder: vscode.Uri, all: string): Promise<void> {
  const [first, ...others] = items.flatMap(({ state }) =>
    state.kind === 'made' ? state.made.images.flatMap((image) => image.path ?? []) : [],
  );
  if (first !== undefined && others.length === 0) await openInFolder(folder, first);
  else await vscode.commands.executeCommand(all);
}

/** The first image that this run itself has made. */
async function showNew({ items }: RunSnapshot, folder: vscode.Uri): Promise<void> {
  const [path] = items.flatMap(({ state }) =>
    state.kind === 'made' && !state.wasMadeBefore
      ? state.made.images.flatMap((image) => image.path ?? [])
      : [],
  );
  if (path !== undefined) await openInFolder(folder, path);
}

/** Why a file is not run as it stands. */
function refusalOf({ document, problems }: Analysis): string | undefined {
  const name = nameOf(document.uri);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return undefined;
  return errors === 1
    ? t('{0} has an error, which is underlined. Nothing was sent.', name)
    : t('{0} has {1} errors, which are underlined. Nothing was sent.', name, errors);
}
