import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { areasFor, optionsFor, promptUse } from '../../../core/models/abilities';
import type { ImageError } from '../../../core/errors';
import type { GenerateOutcome, GenerateRequest } from '../../../core/generate/run';
import { unpackMask } from '../../../core/mask/runs';
import type { AvailableModel } from '../../../core/models/availability';
import { ableModels } from '../../../core/models/choosing';
import type { ServiceState } from '../../../core/models/service';
import { err, ok, type Result } from '../../../core/result';
import { applyChange } from '../../../core/studio/change';
import { maskFacts } from '../../../core/studio/maskFacts';
import { draftShape, planOf, type StudioPlan } from '../../../core/studio/plan';
import { newSession, type SessionImage, type StudioSession } from '../../../core/studio/session';
import type { TaskKind } from '../../../core/tasks/task';
import { nameOf } from '../../../platform/documentLink';
import { withGenerateProgress } from '../../../platform/generateProgress';
import { askToSpend } from '../../../platform/picks/askToSpend';
import { aboutOrUnknown, folderPart } from '../../../platform/picks/labels';
import { pickModel } from '../../../platform/picks/modelPick';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { ControlView } from '../../../protocol/view';
import { destinationOf } from '../destination';
import type { ChosenImages } from '../explorer';
import type { EditDependencies } from '../ports';
import { maskFor } from '../maskInput';
import { openFile } from '../sources';
import { extraControls, moreControls, type FormFacts } from '../studio/form';
import { promptPlaceholder, taskVerb } from '../taskWords';
import { askForControl, controlSummary } from './controlPicks';

const { t } = vscode.l10n;

type Step =
  | { readonly kind: 'run' }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'model' }
  | { readonly kind: 'number' }
  | { readonly kind: 'control'; readonly control: ControlView }
  | { readonly kind: 'more' }
  | { readonly kind: 'studio' };

/** Everything that was chosen for one or more images. */
interface Draft {
  readonly session: StudioSession;
  readonly mask: Uint8Array | undefined;
  readonly images: readonly SessionImage[];
  readonly uris: readonly vscode.Uri[];
}

/** An edit from a menu, with settings from a Quick Pick: results are saved at once. */
export class QuickEdit {
  readonly #deps: EditDependencies;
  readonly #openStudio: (draft: Draft) => Promise<void>;

  constructor(deps: EditDependencies, openStudio: (image: vscode.Uri, task: TaskKind) => Promise<void>) {
    this.#deps = deps;
    this.#openStudio = async ({ uris, session }) => {
      const [first] = uris;
      if (first && session.taskChoice !== 'automatic') await openStudio(first, session.taskChoice);
    };
  }

  /** @returns `noFolder` and the like; what the user leaves is no failure */
  async run(task: TaskKind, { images: uris, mask }: ChosenImages): Promise<Result<void>> {
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    const [first] = uris;
    if (!first) return err({ kind: 'notReadable', name: t('selection'), reason: 'no image' });
    const { service, askHowToMakeImages } = this.#deps;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return ok();
    const read = await this.#read(uris);
    if (!read.ok) return read;
    const state = await service.current(AbortSignal.timeout(15_000));
    if (!state.ok) return state;
    const [image] = read.value;
    const packed = image && mask ? await this.#readMask(image, mask) : ok(undefined);
    if (!packed.ok) return packed;
    // Who leaves the question which color is meant wants no edit without the mask.
    if (mask && !packed.value) return ok();
    const draft: Draft = {
      session: {
        ...newSession(randomUUID()),
        ...(image ? { image } : {}),
        taskChoice: task,
        // Nothing is painted here: words, unless a mask came with the image.
        area: packed.value ? 'mask' : 'words',
      },
      mask: packed.value,
      images: read.value,
      uris,
    };
    return this.#choose(draft, state.value);
  }

  async #read(uris: readonly vscode.Uri[]): Promise<Result<readonly SessionImage[]>> {
    const images: SessionImage[] = [];
    for (const uri of uris) {
      const opened = await openFile(uri, this.#deps);
      if (!opened.ok) return opened;
      images.push(opened.value.image);
    }
    return ok(images);
  }

  async #readMask(image: SessionImage, uri: vscode.Uri): Promise<Result<Uint8Array | undefined>> {
    try {
      const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
      return await maskFor(image, bytes, nameOf(uri), this.#deps.pixels);
    } catch {
      return err({ kind: 'notReadable', name: nameOf(uri), reason: 'gone' });
    }
  }

  async #choose(first: Draft, state: ServiceState): Promise<Result<void>> {
    let draft = first;
    for (;;) {
      const plan = this.#plan(draft, state);
      const step = await this.#ask(draft, plan, state);
      switch (step?.kind) {
        case undefined:
          return ok();
        case 'run': {
          const { perCallAskUsd } = this.#deps.settings.window().budget;
          const priceUsd = this.#priceOf(draft, plan);
          if (perCallAskUsd !== null && priceUsd !== undefined && priceUsd > perCallAskUsd) {
            const answer = await askToSpend(this.#deps.format, priceUsd);
            if (answer === 'leave') return ok();
            if (answer === 'change') continue;
          }
          return this.#send(draft, plan, state);
        }
        case 'studio':
          await this.#openStudio(draft);
          return ok();
        case 'prompt': {
          const prompt = await vscode.window.showInputBox({
            title: t('Prompt'),
            value: draft.session.prompt,
            placeHolder: promptPlaceholder(plan.task),
          });
          if (prompt !== undefined) draft = this.#changed(draft, plan, 'prompt', prompt.trim());
          continue;
        }
        case 'number':
          draft = await this.#pickNumber(draft, plan);
          continue;
        case 'model':
          draft = await this.#pickModel(draft, plan, state);
          continue;
        case 'control':
          draft = await this.#askControl(draft, plan, step.control);
          continue;
        case 'more':
          draft = await this.#more(draft, plan, state);
      }
    }
  }

  #plan({ session, mask }: Draft, service: ServiceState): StudioPlan {
    const { settings } = this.#deps;
    const uri = session.image?.uri;
    return planOf(session, {
      service,
      mask: maskFacts(mask, session.image),
      prices: settings.window().prices,
      preferred: settings.resource(uri === undefined ? undefined : vscode.Uri.parse(uri)).preferredModels,
    });
  }

  #form(plan: StudioPlan, state: ServiceState): FormFacts {
    const { settings, format } = this.#deps;
    return {
      task: plan.task,
      model: plan.entry?.model,
      models: state.models,
      // Here one call edits them all.
      areas: { count: 0, onceUsd: undefined },
      isOffline: state.provider === 'offline',
      prices: settings.window().prices,
      format,
      imageUrls: {},
    };
  }

  /** Of everything that would be sent. */
  #priceOf({ images }: Draft, { priceUsd }: StudioPlan): number | undefined {
    return priceUsd === undefined ? undefined : priceUsd * images.length;
  }

  async #ask(draft: Draft, plan: StudioPlan, state: ServiceState): Promise<Step | undefined> {
    const { format } = this.#deps;
    const { session, images } = draft;
    const { task, entry, problem } = plan;
    const controls = extraControls(session, this.#form(plan, state));
    const rows: (Row<Step> | Separator)[] = [];
    const names =
      images.length === 1 ? (images[0]?.name ?? '') : t('{0} images', format.number(images.length));
    const missing = this.#missing(plan, controls, canPaintInstead(draft, plan, state));
    rows.push(
      missing
        ? { label: `$(warning) ${missing.label}`, detail: names, value: missing.step, alwaysShow: true }
        : {
            label: `$(sparkle) ${taskVerb(task)}`,
            description: [
              entry?.model.name,
              state.provider === 'offline' ? t('offline') : state.region,
              ...(plan.fitting ? [t('sends {0} x {1}', plan.fitting.width, plan.fitting.height)] : []),
            ]
              .filter(Boolean)
              .join(' · '),
            detail: [names, session.prompt].filter(Boolean).join(' · '),
            value: { kind: 'run' },
            alwaysShow: true,
          },
      separator(t('change')),
    );
    if (entry && promptUse(entry.model, task) !== 'none') {
      rows.push({
        label: t('Prompt'),
        description: session.prompt === '' ? t('none') : session.prompt,
        value: { kind: 'prompt' },
      });
    }
    rows.push(
      ...controls.map((control): Row<Step> => ({
        label: control.label,
        description: controlSummary(control),
        value: { kind: 'control', control },
      })),
      { label: t('Model'), description: entry?.model.name ?? t('none'), value: { kind: 'model' } },
      { label: t('Number'), description: format.number(plan.count), value: { kind: 'number' } },
      { label: t('More…'), value: { kind: 'more' } },
    );
    if (images.length === 1) {
      rows.push(separator(t('or')), {
        label: t('Open in Studio'),
        description: t('paint a mask, compare, accept'),
        value: { kind: 'studio' },
      });
    }
    const choice = await pick<Step>({
      title: `${taskVerb(task)} · ${aboutOrUnknown(format, this.#priceOf(draft, plan))}`,
      placeholder: problem
        ? t('Choose what is missing')
        : t('Press Enter to start, or choose what to change'),
      rows,
      active: (step) => step === (missing?.step ?? undefined) || step.kind === 'run',
    });
    return choice.kind === 'picked' ? choice.value : undefined;
  }

  /** What stands in the way, and the row that mends it. */
  #missing(
    { problem, entry }: StudioPlan,
    controls: readonly ControlView[],
    canPaint: boolean,
  ): { readonly label: string; readonly step: Step } | undefined {
    const control = (id: string): Step => {
      const found = controls.find((each) => each.id === id);
      return found ? { kind: 'control', control: found } : { kind: 'studio' };
    };
    if (!isCallable(entry)) {
      if (canPaint) return { label: t('Paint the area in the Studio'), step: { kind: 'studio' } };
      if (entry) return { label: t('Choose a model that can be called here'), step: { kind: 'model' } };
    }
    switch (problem?.kind) {
      case undefined:
        return undefined;
      case 'noModel':
        return { label: t('No model does it this way'), step: { kind: 'model' } };
      case 'image':
      case 'mask':
        return { label: t('Paint the mask in the Studio'), step: { kind: 'studio' } };
      case 'prompt':
        return { label: t('Say what the image should show'), step: { kind: 'prompt' } };
      case 'promptTooLong':
        return {
          label: t('The prompt has {0} characters; this model takes {1}', problem.length, problem.maxLength),
          step: { kind: 'prompt' },
        };
      case 'words':
        return { label: t('Name the object or area in words'), step: control('words') };
      case 'style':
        return { label: t('Choose a style image'), step: control('style') };
      case 'garment':
        return { label: t('Choose a garment image'), step: control('garment') };
      case 'colors':
        return { label: t('Add a color'), step: control('colors') };
      case 'margins':
        return { label: t('Say how far to extend'), step: control('margins') };
    }
  }

  #changed(
    draft: Draft,
    { entry, task }: StudioPlan,
    id: string,
    value: Parameters<typeof applyChange>[2],
  ): Draft {
    const options = entry ? optionsFor(entry.model, task) : [];
    return { ...draft, session: applyChange(draft.session, id, value, options, () => 1) };
  }

  async #askControl(draft: Draft, plan: StudioPlan, control: ControlView): Promise<Draft> {
    if (control.kind === 'image') return this.#chooseImage(draft, control);
    const change = await askForControl(control);
    return change ? this.#changed(draft, plan, change.id, change.value) : draft;
  }

  async #chooseImage(draft: Draft, { id, label }: ControlView): Promise<Draft> {
    const [uri] = (await vscode.window.showOpenDialog({ title: label, canSelectMany: false })) ?? [];
    if (!uri) return draft;
    const opened = await openFile(uri, this.#deps);
    if (!opened.ok) {
      this.#deps.reporter.report(opened.error);
      return draft;
    }
    return { ...draft, session: { ...draft.session, [id]: opened.value.image } };
  }

  async #more(draft: Draft, plan: StudioPlan, state: ServiceState): Promise<Draft> {
    const controls = moreControls(draft.session, this.#form(plan, state));
    const picked = await pick<ControlView>({
      title: t('More'),
      withBack: true,
      rows: controls.map((control) => ({
        label: control.label,
        description: controlSummary(control),
        ...(control.help === undefined ? {} : { detail: control.help }),
        value: control,
      })),
    });
    return picked.kind === 'picked' ? this.#askControl(draft, plan, picked.value) : draft;
  }

  async #pickNumber(draft: Draft, plan: StudioPlan): Promise<Draft> {
    const picked = await pick({
      title: t('Number of Images'),
      withBack: true,
      rows: Array.from({ length: 10 }, (_, index) => ({ label: String(index + 1), value: index + 1 })),
      active: (count) => count === draft.session.count,
    });
    return picked.kind === 'picked' ? this.#changed(draft, plan, 'count', picked.value) : draft;
  }

  async #pickModel(draft: Draft, plan: StudioPlan, state: ServiceState): Promise<Draft> {
    const { format, settings } = this.#deps;
    const picked = await pickModel(
      format,
      ableModels(state.models, plan.wish),
      plan.task,
      plan.entry?.model.id ?? '',
      { provider: state.provider, own: settings.window().prices },
    );
    if (picked === undefined || picked === 'back') return draft;
    const models = { ...draft.session.models, [plan.task]: picked.modelId };
    return { ...draft, session: { ...draft.session, models } };
  }

  async #send(draft: Draft, plan: StudioPlan, state: ServiceState): Promise<Result<void>> {
    const { engine, settings, reporter } = this.#deps;
    const { entry } = plan;
    if (!entry) return err({ kind: 'noModelForTask', task: plan.task, region: state.region });
    const { model } = entry;
    const folder = settings.resource(draft.uris[0]).editTemplate;
    const work = await withGenerateProgress(
      {
        modelName: model.name,
        region: state.region,
        provider: state.provider,
        usualSeconds: model.usualSeconds,
        folderName: folderPart(folder),
      },
      async (onProgress, signal) => {
        const requests = await this.#requests(draft, state, signal);
        if (!requests.ok) return requests;
        const results = await engine.generateAll(
          requests.value,
          settings.window().budget,
          onProgress,
          signal,
        );
        return ok({ results, wasCancelled: signal.aborted });
      },
    );
    if (!work.ok) return work.error.kind === 'cancelled' ? ok() : work;
    this.#tell(plan, state, work.value.results, work.value.wasCancelled);
    const said = new Set<ImageError['kind']>();
    for (const result of work.value.results) {
      for (const error of result.ok ? result.value.errors : [result.error]) {
        if (error.kind === 'cancelled' || said.has(error.kind)) continue;
        said.add(error.kind);
        reporter.report(
          error,
          { retry: () => this.#send(draft, plan, state), changeRequest: () => this.#choose(draft, state) },
          plan.priceUsd === undefined ? {} : { priceUsd: plan.priceUsd },
        );
      }
    }
    return ok();
  }

  async #requests(
    draft: Draft,
    state: ServiceState,
    signal: AbortSignal,
  ): Promise<Result<readonly GenerateRequest[]>> {
    const { preparer, settings } = this.#deps;
    const mask = draft.mask && unpackMask(draft.mask);
    const requests: GenerateRequest[] = [];
    for (const image of draft.images) {
      const session = { ...draft.session, image };
      const plan = this.#plan({ ...draft, session }, state);
      const { entry, task } = plan;
      if (!entry) return err({ kind: 'noModelForTask', task, region: state.region });
      const prepared = await preparer.prepare(
        { ...draftShape(session, task, entry), ...(mask ? { mask } : {}) },
        signal,
      );
      if (!prepared.ok) return prepared;
      const destination = await destinationOf(
        {
          task,
          prompt: session.prompt,
          modelName: entry.model.name,
          imageName: image.name,
          ...(image.uri === undefined ? {} : { home: image.uri }),
        },
        settings,
      );
      if (!destination) return err({ kind: 'noFolder' });
      const { s3Upload } = settings.resource(vscode.Uri.parse(destination.folder));
      requests.push({
        prompt: session.prompt,
        ...(session.negativePrompt === '' ? {} : { negativePrompt: session.negativePrompt }),
        model: entry.model,
        invokeAs: entry.invokeAs,
        region: state.region,
        provider: state.provider,
        ...(plan.size ? { size: plan.size } : {}),
        count: plan.count,
        ...(session.seed === undefined ? {} : { seed: session.seed }),
        options: plan.options,
        destination,
        workspace: destination.folder,
        pricePerImageUsd: plan.pricePerImageUsd,
        ...(s3Upload === undefined ? {} : { s3Upload }),
        edit: prepared.value,
      });
    }
    return ok(requests);
  }

  #tell(
    plan: StudioPlan,
    state: ServiceState,
    results: readonly Result<GenerateOutcome>[],
    wasCancelled: boolean,
  ): void {
    const { format, reporter } = this.#deps;
    const outcomes = results.flatMap((result) => (result.ok ? [result.value] : []));
    const images = outcomes.flatMap((outcome) => outcome.images);
    const spentUsd = outcomes.reduce((sum, outcome) => sum + outcome.spentUsd, 0);
    const price = state.provider === 'offline' ? t('free, offline preview') : format.about(spentUsd);
    const [first] = images;
    if (!first) return;
    const { outsidePixels } = first.recipe.edit ?? {};
    const saved = wasCancelled
      ? t('Cancelled. {0} had arrived and were saved ({1}).', format.number(images.length), price)
      : images.length === 1
        ? t('Saved {0} ({1}).', first.file.relativePath, price)
        : t(
            'Saved {0} images to {1} ({2}).',
            format.number(images.length),
            folderPart(first.file.relativePath),
            price,
          );
    const said = [
      saved,
      outsidePixels === undefined || images.length > 1
        ? undefined
        : t('All {0} pixels outside the mask equal the original.', format.number(outsidePixels)),
      plan.isAreaChosenByModel ? t('The model chose the area.') : undefined,
    ];
    const file = vscode.Uri.parse(first.file.uri);
    reporter.tell(
      {
        severity: 'info',
        text: said.filter((part) => part !== undefined).join(' '),
        actions: ['showImage', ...(state.provider === 'offline' ? (['connectToAws'] as const) : [])],
      },
      {
        showImage: () => vscode.commands.executeCommand('vscode.open', file),
      },
    );
  }
}

function isCallable(entry: AvailableModel | undefined): boolean {
  return entry !== undefined && entry.state.kind !== 'ended' && entry.state.kind !== 'elsewhere';
}

/** Nobody can be told in words, but somebody by a mask, which is painted in the Studio. */
function canPaintInstead(
  { session, images }: Draft,
  { task }: StudioPlan,
  { models }: ServiceState,
): boolean {
  return (
    images.length === 1 &&
    session.area === 'words' &&
    ableModels(models, { task, area: 'mask' }).some(
      (each) => areasFor(each.model, task).length > 0 && isCallable(each),
    )
  );
}
