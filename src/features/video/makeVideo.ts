import * as vscode from 'vscode';
import type { ImageError } from '../../core/errors';
import type { Destination } from '../../core/files/store';
import type { AvailableVideoModel, VideoServiceState } from '../../core/models/service';
import { slugFrom } from '../../core/names/slug';
import type { RecipeInput } from '../../core/recipes/recipe';
import { err, ok, type Result } from '../../core/result';
import { s3UriOf } from '../../core/video/bucket';
import { durationChoices, type VideoModelDescriptor } from '../../core/video/descriptor';
import type { VideoAgain } from '../../core/video/jobs/request';
import { decodeBase64 } from '../../core/models/base64';
import type { InputImage } from '../../core/tasks/task';
import type { VideoSize, VideoTask } from '../../core/video/task';
import type { VideoLoss } from '../../core/video/switching';
import type { RememberedVideo } from '../../platform/choiceMemory';
import { imageUri } from '../../platform/imageUri';
import { localDay } from '../../platform/localDay';
import { readPromptSources } from '../../platform/promptSources';
import { pick } from '../../platform/quickPick';
import { targetFolder } from '../../platform/targetFolder';
import type { BucketSetup } from './bucketSetup';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { firstDraft, priceOfDraft, withModel, type Frame, type VideoDraft, type WantedVideo } from './draft';
import { fittedTask, frameOf, readFrame } from './frames';
import { nearestRatio } from './framing';
import { lossesText } from './lossTexts';
import { showVideoPick, type VideoChoice } from './mainPick';
import { originOf } from './origin';
import { currentVideoService, placeOf } from './place';
import {
  askForVideoPrompt,
  chooseImage,
  isResolution,
  pickCamera,
  pickEndFrame,
  pickFraming,
  pickLength,
  pickVideoModel,
  pickVideoSeed,
  pickVideoSize,
  type Pricing,
} from './subPicks';

const { t } = vscode.l10n;

/** To look at the bucket, and to read and fit the pictures. */
const PREPARE_LIMIT_MS = 60_000;

/** Losses that change what is made, not only how much of it. */
const serious: readonly VideoLoss['kind'][] = [
  'noStoryboard',
  'tooManyShots',
  'noAutomaticShots',
  'noEndFrame',
  'noLoop',
  'noSeed',
];

/** What of an earlier film is kept beside its draft. */
interface Earlier {
  readonly label?: string;
  readonly inputs?: readonly RecipeInput[];
  readonly destination?: Destination;
  /** The first thing to change. */
  readonly startsWith?: VideoChoice;
}

/** From the words or a picture to a job: everything that is decided before the money. */
export class MakeVideo {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup) {
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
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
    const wanted = await this.#wantedOf(again);
    if (!wanted.ok) return wanted;
    return this.start(wanted.value, {
      label: again.label,
      inputs: again.inputs,
      ...(again.destination ? { destination: again.destination } : {}),
      ...(isToEdit ? { startsWith: 'prompt' } : {}),
    });
  }

  async start(wanted: WantedVideo, earlier: Earlier = {}): Promise<Result<void>> {
    const trusted = checkTrust();
    if (!trusted.ok) return trusted;
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok();
    if (!state.ok) return state;
    const draft = await this.#firstDraft(wanted, state.value);
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

  /** @returns undefined when the user leaves the question what takes a model's place */
  async #firstDraft(wanted: WantedVideo, state: VideoServiceState): Promise<Result<VideoDraft> | undefined> {
    const { settings } = this.#deps;
    const remembered = this.#deps.choices.readVideo();
    const preferred = settings.resource(undefined).preferredModels[wanted.kind];
    const demandedId = wanted.modelId ?? preferred;
    const able = state.models.filter(({ model }) => model.tasks.includes(wanted.kind));
    const entry =
      demandedId === undefined
        ? bestOf(able, remembered?.modelId)
        : (state.models.find(({ model }) => model.id === demandedId) ?? bestOf(able, undefined));
    if (!entry) return err({ kind: 'unknownModel', modelId: demandedId ?? '' });
    const { model } = entry;
    const isRemembered = remembered?.modelId === model.id;
    const draft = firstDraft(wanted, model, {
      ...(isRemembered && durationChoices(model, wanted.kind).includes(remembered.durationSeconds)
        ? { durationSeconds: remembered.durationSeconds }
        : {}),
      ...sizeFor(wanted, model, isRemembered ? remembered : undefined),
    });
    return this.#usable(draft, entry, state);
  }

  /** The draft itself, or what the user takes in place of a model that has ended. */
  async #usable(
    draft: VideoDraft,
    { model, state: availability }: AvailableVideoModel,
    state: VideoServiceState,
  ): Promise<Result<VideoDraft> | undefined> {
    switch (availability.kind) {
      case 'ready':
      case 'endingSoon':
      case 'needsAccess':
        return ok(draft);
      case 'elsewhere':
        return err({
          kind: 'modelNotInRegion',
          modelId: model.id,
          region: state.region,
          regions: availability.regions,
        });
      case 'ended':
        return this.#offerSuccessor(draft, model, availability, state);
    }
  }

  async #offerSuccessor(
    draft: VideoDraft,
    model: VideoModelDescriptor,
    { endsOn, successorId }: { readonly endsOn?: string; readonly successorId?: string },
    state: VideoServiceState,
  ): Promise<Result<VideoDraft> | undefined> {
    const successor = state.models.find((entry) => entry.model.id === successorId);
    const ended: ImageError = {
      kind: 'modelEnded',
      modelId: model.id,
      ...(endsOn === undefined ? {} : { endedOn: endsOn }),
    };
    if (!successor || successor.state.kind === 'ended') return err(ended);
    const { words, settings } = this.#deps;
    const switched = withModel(draft, model, successor.model, settings.window().prices);
    const picked = await pick<'use'>({
      title:
        endsOn === undefined
          ? t('{0} has ended', model.name)
          : t('{0} ended on {1}', model.name, words.format.date(endsOn)),
      rows: [
        {
          label: t('Use {0}', successor.model.name),
          detail: lossesText(switched.losses, words),
          value: 'use',
        },
      ],
    });
    if (picked.kind !== 'picked') return undefined;
    return this.#usable(switched.draft, successor, state);
  }

  async #chooseAndSend(
    wanted: WantedVideo,
    first: VideoDraft,
    state: VideoServiceState,
    earlier: Earlier,
  ): Promise<Result<void>> {
    const draft = await this.#choose(first, state, earlier.startsWith);
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

  /** The Quick Pick and its sub-picks, until Enter spends or Esc ends it. */
  async #choose(
    first: VideoDraft,
    state: VideoServiceState,
    startsWith: VideoChoice | undefined,
  ): Promise<VideoDraft | undefined> {
    const { settings, words, choices } = this.#deps;
    const pricing: Pricing = { provider: state.provider, own: settings.window().prices };
    let draft: VideoDraft | undefined = first;
    let next = startsWith;
    while (draft) {
      const entry = state.models.find(({ model }) => model.id === draft?.modelId);
      if (!entry) return undefined;
      const { model } = entry;
      const { perCallAskUsd } = settings.window().budget;
      const priceUsd = priceOfDraft(draft, model, state.provider, pricing.own);
      const place = placeOf(state, settings);
      const address = this.#bucket.configured(place);
      const choice: VideoChoice | undefined =
        next ??
        (await showVideoPick(words, {
          draft,
          model,
          region: state.region,
          provider: state.provider,
          priceUsd,
          isCostly: perCallAskUsd !== null && priceUsd !== undefined && priceUsd > perCallAskUsd,
          s3Uri: address && s3UriOf(address),
        }));
      next = undefined;
      switch (choice) {
        case undefined:
          return undefined;
        case 'make':
          return draft;
        case 'prompt': {
          const prompt = await askForVideoPrompt(draft.prompt);
          if (prompt !== undefined) draft = { ...draft, prompt };
          break;
        }
        case 'camera':
          draft = await pickCamera(draft);
          break;
        case 'model':
          draft = await this.#changeModel(draft, model, state, pricing);
          break;
        case 'length':
          draft = await pickLength(draft, model, pricing, words);
          break;
        case 'size':
          draft = await pickVideoSize(draft, model, pricing, words);
          break;
        case 'frame':
          draft = await pickFraming(draft, model);
          break;
        case 'end':
          draft = await this.#changeEnd(draft);
          break;
        case 'loop':
          draft = { ...draft, loop: !draft.loop };
          break;
        case 'seed':
          draft = await pickVideoSeed(draft, model);
          break;
        case 'bucket': {
          if (state.provider === 'offline') break;
          const set = await this.#bucket.setUp();
          if (!set.ok) this.#deps.reporter.report(set.error);
          break;
        }
      }
      if (draft) choices.writeVideo(remembered(draft));
    }
    return undefined;
  }

  async #changeModel(
    draft: VideoDraft,
    from: VideoModelDescriptor,
    state: VideoServiceState,
    pricing: Pricing,
  ): Promise<VideoDraft | undefined> {
    const picked = await pickVideoModel(draft, state.models, pricing, this.#deps.words);
    if (picked === undefined) return undefined;
    if (picked === 'back' || picked.model.id === draft.modelId) return draft;
    if (picked.state.kind === 'elsewhere') {
      this.#deps.reporter.report({
        kind: 'modelNotInRegion',
        modelId: picked.model.id,
        region: state.region,
        regions: picked.state.regions,
      });
      return undefined;
    }
    const successorId = picked.state.kind === 'ended' ? picked.state.successorId : undefined;
    const to =
      picked.state.kind === 'ended'
        ? state.models.find(({ model }) => model.id === successorId)?.model
        : picked.model;
    if (!to || to.id === draft.modelId) return draft;
    const { draft: switched, losses } = withModel(draft, from, to, pricing.own);
    // A shorter film or another size is seen in the rows; what is lost altogether is said.
    const grave = losses.filter(({ kind }) => serious.includes(kind));
    const { losses: _all, ...plain } = switched;
    return grave.length > 0 ? { ...plain, losses: grave } : plain;
  }

  async #changeEnd(draft: VideoDraft): Promise<VideoDraft | undefined> {
    const picked = await pickEndFrame(draft.end?.name);
    if (picked === undefined) return undefined;
    if (picked === 'back') return draft;
    const { end: _before, ...rest } = draft;
    if (picked === 'none') return rest;
    const frame = await readFrame(picked, await this.#engine.pixels());
    if (frame.ok) return { ...rest, end: frame.value };
    this.#deps.reporter.report(frame.error);
    return draft;
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
    const destination = earlier.destination ?? (await this.#destination(draft, model));
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
          label: earlier.label ?? destination.values.slug,
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

  async #destination(draft: VideoDraft, model: VideoModelDescriptor): Promise<Destination | undefined> {
    const folder = await targetFolder(vscode.window.activeTextEditor?.document);
    if (!folder) return undefined;
    const named = draft.prompt.trim() === '' ? (draft.shots[0]?.text ?? '') : draft.prompt;
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

  /** An earlier film's request as a wish; its pictures are those that were sent. */
  async #wantedOf({ modelId, task, origin }: VideoAgain): Promise<Result<WantedVideo>> {
    const frames = new Map<InputImage, Frame>();
    for (const image of imagesOf(task)) {
      const bytes = decodeBase64(image.base64);
      if (!bytes) return err({ kind: 'notReadable', name: image.path ?? '', reason: 'gone' });
      const name = image.path?.slice(image.path.lastIndexOf('/') + 1) ?? t('the image');
      const frame = await frameOf(
        bytes,
        { name, ...(image.path === undefined ? {} : { path: image.path }), fitted: image },
        await this.#engine.pixels(),
      );
      if (!frame.ok) return frame;
      frames.set(image, frame.value);
    }
    const frame = (image: InputImage | undefined): Frame | undefined => image && frames.get(image);
    const start = task.kind === 'imageToVideo' ? frame(task.start) : undefined;
    const end = task.kind === 'imageToVideo' ? frame(task.end) : undefined;
    const { kind, prompt, durationSeconds, size, loop, seed } = task;
    const takesSeed = this.#engine.registry.find(modelId)?.seed !== undefined;
    return ok({
      kind,
      prompt,
      modelId,
      durationSeconds,
      size,
      ...(loop === undefined ? {} : { loop }),
      ...(takesSeed ? { seed } : {}),
      ...(start ? { start } : {}),
      ...(end ? { end } : {}),
      ...(task.kind === 'multiShotManual'
        ? {
            shots: task.shots.map(({ text, image }) => {
              const shown = frame(image);
              return { text, ...(shown ? { frame: shown } : {}) };
            }),
          }
        : {}),
      ...(origin ? { origin } : {}),
    });
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

/** What was used last where it can still be called; else ready before ending soon, in the order of the table. */
function bestOf(
  able: readonly AvailableVideoModel[],
  rememberedId: string | undefined,
): AvailableVideoModel | undefined {
  const usable = (entry: AvailableVideoModel): boolean =>
    entry.state.kind !== 'ended' && entry.state.kind !== 'elsewhere';
  return (
    able.find((entry) => entry.model.id === rememberedId && usable(entry)) ??
    able.find(({ state, model }) => state.kind === 'ready' && model.lifecycle.status !== 'legacy') ??
    able.find(({ state }) => state.kind === 'ready') ??
    able.find(usable) ??
    able.find(({ state }) => state.kind === 'elsewhere') ??
    able[0]
  );
}

/** The picture's own shape, where the model can follow it; else what was used last. */
function sizeFor(
  wanted: WantedVideo,
  { sizes }: VideoModelDescriptor,
  last: RememberedVideo | undefined,
): { readonly size?: VideoSize } {
  if (sizes.kind === 'fixed') return {};
  const resolution = isResolution(last?.resolution) ? last.resolution : sizes.default.resolution;
  const own = wanted.start && nearestRatio(wanted.start, sizes.ratios);
  const ratio = own ?? last?.ratio ?? sizes.default.ratio;
  return sizes.ratios.includes(ratio) ? { size: { kind: 'ratio', ratio, resolution } } : {};
}

function remembered({ modelId, durationSeconds, size }: VideoDraft): RememberedVideo {
  return {
    modelId,
    durationSeconds,
    ...(size.kind === 'ratio' ? { ratio: size.ratio, resolution: size.resolution } : {}),
  };
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

function imagesOf(task: VideoTask): readonly InputImage[] {
  switch (task.kind) {
    case 'imageToVideo':
      return [task.start, task.end].filter((image) => image !== undefined);
    case 'multiShotManual':
      return task.shots.flatMap(({ image }) => image ?? []);
    default:
      return [];
  }
}
