import * as vscode from 'vscode';
import type { Destination } from '../../core/files/store';
import type { VideoServiceState } from '../../core/models/service';
import { slugFrom } from '../../core/names/slug';
import type { RecipeInput } from '../../core/recipes/recipe';
import { err, ok, type Result } from '../../core/result';
import { s3UriOf } from '../../core/video/bucket';
import type { VideoModelDescriptor } from '../../core/video/descriptor';
import type { VideoAgain } from '../../core/video/jobs/request';
import { imageUri } from '../../platform/imageUri';
import { localDay } from '../../platform/localDay';
import { readPromptSources } from '../../platform/promptSources';
import { targetFolder } from '../../platform/targetFolder';
import type { BucketSetup } from './bucketSetup';
import { ChooseVideo } from './chooseVideo';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { priceOfDraft, type VideoDraft, type WantedVideo } from '../../core/video/draft';
import { firstUsableDraft } from './firstUsableDraft';
import { fittedTask, readFrame } from './frames';
import type { VideoChoice } from './mainPick';
import { originOf } from './origin';
import { currentVideoService, placeOf } from './place';
import { askForVideoPrompt, chooseImage } from './subPicks';
import { wantedAgain } from './wantedAgain';

const { t } = vscode.l10n;

/** To look at the bucket, and to read and fit the pictures. */
const PREPARE_LIMIT_MS = 60_000;

/** What of an earlier film is kept beside its draft. */
interface Earlier {
  readonly label?: string;
  readonly inputs?: readonly RecipeInput[];
  readonly destination?: Destination;
  /** URI of a file in the workspace folder that the film goes to. */
  readonly home?: string;
  /** The first thing to change. */
  readonly startsWith?: VideoChoice;
}

/** From the words or a picture to a job: everything that is decided before the money. */
export class MakeVideo {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;
  readonly #choosing: ChooseVideo;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup) {
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
    this.#choosing = new ChooseVideo(deps, engine, bucket);
  }

  /** *Make Video from Selection*: one film of the first selection, paragraph, comment or string. */
  async fromSelection(): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const editor = vscode.window.activeTextEditor;
    const sources = await readPromptSources(editor, () => askForVideoPrompt(''));
    const [source] = sources?.prompts ?? [];
    if (!source) return ok();
    const origin = editor && source.range ? originOf(editor.document, source.range) : undefined;
    return this.start({
      kind: 'textToVideo',
      prompt: source.prompt,
      ...(origin ? { origin } : {}),
    });
  }

  /** *Animate Image*: what the menu passed, else the image in the active preview, else one that the user chooses. */
  async animate(image: unknown, images: unknown): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const selected = Array.isArray(images) ? images.filter((each) => each instanceof vscode.Uri) : [];
    const start = imageUri(image) ?? selected[0] ?? (await chooseImage(t('Animate Image')));
    if (!start) return ok();
    const frame = await readFrame(start, await this.#engine.pixels());
    if (!frame.ok) return frame;
    // Two images chosen together are the film's beginning and its end.
    const other =
      selected.length === 2 ? selected.find((uri) => uri.toString() !== start.toString()) : undefined;
    const end = other && (await readFrame(other, await this.#engine.pixels()));
    if (end && !end.ok) return end;
    const prompt = await askForMotion();
    if (prompt === undefined) return ok();
    return this.start({
      kind: 'imageToVideo',
      prompt,
      start: frame.value,
      ...(end ? { end: end.value } : {}),
    });
  }

  /** *Make Again*, *Next Seed* and *Edit and Retry*. */
  async again(again: VideoAgain, isToEdit: boolean): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const wanted = await wantedAgain(again, this.#engine);
    if (!wanted.ok) return wanted;
    return this.start(wanted.value, {
      label: again.label,
      inputs: again.inputs,
      ...(again.destination ? { destination: again.destination } : {}),
      ...(isToEdit ? { startsWith: 'prompt' } : {}),
    });
  }

  /**
   * A film that was arranged and confirmed elsewhere.
   *
   * @param home URI of a file in the workspace folder that the film goes to
   */
  async startDraft(draft: VideoDraft, home: string | undefined): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return err({ kind: 'cancelled' });
    if (!state.ok) return state;
    return this.#send({ kind: draft.kind, prompt: draft.prompt }, draft, state.value, {
      ...(home === undefined ? {} : { home }),
    });
  }

  async start(wanted: WantedVideo, earlier: Earlier = {}): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok();
    if (!state.ok) return state;
    const draft = await firstUsableDraft(wanted, state.value, this.#deps);
    if (!draft) return ok();
    if (!draft.ok) {
      this.#deps.reporter.report(draft.error, { retry: () => this.#again(wanted, earlier) });
      return ok();
    }
    return this.#chooseAndSend(wanted, draft.value, state.value, earlier);
  }

  async #again(wanted: WantedVideo, earlier: Earlier): Promise<void> {
    const done = await this.start(wanted, earlier);
    if (!done.ok) this.#deps.reporter.report(done.error);
  }

  async #chooseAndSend(
    wanted: WantedVideo,
    first: VideoDraft,
    state: VideoServiceState,
    earlier: Earlier,
  ): Promise<Result<void>> {
    const draft = await this.#choosing.run(first, state, earlier.startsWith);
    if (!draft) return ok();
    const sent = await this.#send(wanted, draft, state, earlier);
    if (sent.ok) return sent;
    // What was chosen is kept for whatever mends it.
    this.#deps.reporter.report(sent.error, {
      retry: () => this.#resume(wanted, draft, state, earlier),
      changeRequest: () => this.#resume(wanted, draft, state, earlier),
      setUpVideoBucket: async () => {
        const set = await this.#bucket.setUp();
        if (!set.ok) this.#deps.reporter.report(set.error);
        else if (set.value) await this.#resume(wanted, draft, state, earlier);
      },
      copyPolicy: () =>
        this.#bucket.copyPolicy(
          this.#bucket.configured(placeOf(state, this.#deps.settings)),
          state.region,
          draft.modelId,
        ),
    });
    return ok();
  }

  async #resume(
    wanted: WantedVideo,
    draft: VideoDraft,
    state: VideoServiceState,
    earlier: Earlier,
  ): Promise<void> {
    const done = await this.#chooseAndSend(wanted, draft, state, earlier);
    if (!done.ok) this.#deps.reporter.report(done.error);
  }

  async #send(
    wanted: WantedVideo,
    draft: VideoDraft,
    state: VideoServiceState,
    earlier: Earlier,
  ): Promise<Result<void>> {
    const { settings, workspace } = this.#deps;
    const { jobs } = this.#engine;
    const model = this.#engine.registry.find(draft.modelId);
    if (!model) return err({ kind: 'unknownModel', modelId: draft.modelId });
    const place = placeOf(state, settings);
    const destination = earlier.destination ?? (await this.#destination(draft, model, earlier));
    if (!destination) return err({ kind: 'noFolder' });
    const seed = draft.seed ?? randomSeed(model);
    const signal = AbortSignal.timeout(PREPARE_LIMIT_MS);
    const { prices, budget } = settings.window();
    const started = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Preparing the video…') },
      async () => {
        const address = await this.#bucket.checked(place, model.id, signal);
        if (!address.ok) return address;
        const task = await fittedTask(draft, model, seed, this.#engine.pixels);
        if (!task.ok) return task;
        return jobs.start({
          model,
          task: task.value,
          place,
          s3Uri: s3UriOf(address.value),
          label: destination.values.slug,
          inputs: earlier.inputs ?? inputsOf(draft),
          destination,
          workspace: workspace(),
          ...(wanted.origin ? { origin: wanted.origin } : {}),
          priceUsd: priceOfDraft(draft, model, state.provider, prices),
          budget,
        });
      },
    );
    return started.ok ? ok() : started;
  }

  async #destination(
    draft: VideoDraft,
    model: VideoModelDescriptor,
    { label, home }: Pick<Earlier, 'label' | 'home'>,
  ): Promise<Destination | undefined> {
    const own = home === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(home));
    const folder = own?.uri ?? (await targetFolder(vscode.window.activeTextEditor?.document));
    if (!folder) return undefined;
    // An image that moves keeps its name; only words have none.
    const named =
      label ?? draft.start?.name.replace(/\.\w+$/, '') ?? (draft.prompt || (draft.shots[0]?.text ?? ''));
    return {
      folder: folder.toString(),
      template: this.#deps.settings.resource(folder).videoTemplate,
      values: {
        slug: slugFrom(named),
        task: draft.kind,
        model: slugFrom(model.name),
        seed: '',
        date: localDay(new Date()),
        n: '',
      },
    };
  }
}

function checkTrust(): Result<void> {
  return vscode.workspace.isTrusted ? ok() : err({ kind: 'untrustedWorkspace' });
}

/** How the image moves; empty leaves it to the model. */
async function askForMotion(): Promise<string | undefined> {
  const prompt = await vscode.window.showInputBox({
    title: t('Describe what moves'),
    placeHolder: t('The kite rises and turns in the wind, slow dolly in'),
    ignoreFocusOut: true,
  });
  return prompt === undefined ? undefined : prompt.trim();
}

function randomSeed({ seed }: VideoModelDescriptor): number {
  return seed ? Math.floor(seed.min + Math.random() * (seed.max - seed.min + 1)) : 0;
}

function inputsOf({ start, end, shots }: VideoDraft): readonly RecipeInput[] {
  return [start, end, ...shots.map(({ frame }) => frame)].flatMap((frame) =>
    frame
      ? [
          {
            role: 'image' as const,
            sha256: frame.fitted?.sha256 ?? frame.sha256,
            ...(frame.path === undefined ? {} : { path: frame.path }),
          },
        ]
      : [],
  );
}
