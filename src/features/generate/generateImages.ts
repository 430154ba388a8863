import * as vscode from 'vscode';
import { fitDraft, type GenerateDraft } from '../../core/generate/draft';
import type { GenerateOutcome } from '../../core/generate/run';
import type { AvailableModel } from '../../core/models/availability';
import type { ModelDescriptor } from '../../core/models/descriptor';
import { estimate, priceOf } from '../../core/models/price';
import type { ServiceState } from '../../core/models/service';
import { err, ok, type Result } from '../../core/result';
import type { ImageError } from '../../core/errors';
import type { ActionHandlers } from '../../platform/messages';
import { askToSpend } from '../../platform/picks/askToSpend';
import { nameOf, writeLinks, type LinkOutcome, type LinkTarget } from '../../platform/documentLink';
import { targetFolder } from '../../platform/targetFolder';
import { showMainPick } from './mainPick';
import { pickModel } from '../../platform/picks/modelPick';
import { cancelledMessage, successMessage } from './outcomeMessage';
import type { ChoiceMemory } from './ports';
import { withGenerateProgress } from '../../platform/generateProgress';
import { readPromptSources, type Sources } from '../../platform/promptSources';
import { askForPrompt } from './askForPrompt';
import { chooseAnother } from './chooseAnother';
import { requestsOf, type Decision } from './decision';
import type { GenerateDependencies } from './dependencies';
import { GenerateRepairs } from './repairs';
import { pickMore } from '../../platform/picks/moreOptions';
import { folderPart } from '../../platform/picks/labels';
import { showSimilar, similarImages } from './similarImages';
import { pickNumber, pickSize } from './subPicks';
import { best, withWantedModel } from '../../platform/picks/wantedModel';

/** *Generate Image from Selection*, from the prompt to the link in the document. */
export class GenerateImages {
  readonly #deps: GenerateDependencies;
  readonly #repairs: GenerateRepairs;

  constructor(deps: GenerateDependencies) {
    this.#deps = deps;
    this.#repairs = new GenerateRepairs(deps, {
      start: (sources, wanted) => this.start(sources, wanted),
      send: (decision) => this.#send(decision),
    });
  }

  async fromSelection(): Promise<Result<void>> {
    const trusted = this.#checkTrust();
    if (!trusted.ok) return trusted;
    const sources = await readPromptSources(vscode.window.activeTextEditor, () => askForPrompt(''));
    return sources ? this.start(sources) : ok();
  }

  /** @param wanted choices to start from, instead of the remembered ones */
  async start(sources: Sources, wanted: Partial<GenerateDraft> = {}): Promise<Result<void>> {
    const trusted = this.#checkTrust();
    if (!trusted.ok) return trusted;
    if (!(await this.#deps.service.isConnected()) && !(await this.#deps.askHowToMakeImages())) return ok();
    const state = await this.#serviceState();
    if (!state.ok) return state;
    const model = await this.#firstModel(sources, state.value, wanted);
    if (!model) return ok();
    if (!model.ok) {
      // The prompt and the choices are kept for whatever mends it.
      this.#deps.reporter.report(
        model.error,
        this.#repairs.before(sources, wanted, state.value, model.error),
      );
      return ok();
    }
    const draft = this.#firstDraft(sources, model.value.entry, wanted);
    return this.#chooseAndSend(sources, draft, model.value.state);
  }

  #checkTrust(): Result<void> {
    return vscode.workspace.isTrusted ? ok() : err({ kind: 'untrustedWorkspace' });
  }

  async #serviceState(): Promise<Result<ServiceState>> {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () =>
      this.#deps.service.current(AbortSignal.timeout(15_000)),
    );
  }

  /** What a recipe or a setting names is a demand, and fails aloud; what was used last is only a habit. */
  async #firstModel(
    sources: Sources,
    state: ServiceState,
    wanted: Partial<GenerateDraft>,
  ): ReturnType<typeof withWantedModel> {
    const { choices, settings, registry } = this.#deps;
    const preferred = settings.resource(sources.from?.document.uri).preferredModels['textToImage'];
    const remembered = choices.read()?.modelId;
    const demanded = wanted.modelId ?? preferred;
    return demanded === undefined
      ? best(state, 'textToImage', remembered)
      : withWantedModel(state, 'textToImage', demanded, registry, choices);
  }

  #firstDraft(sources: Sources, entry: AvailableModel, wanted: Partial<GenerateDraft>): GenerateDraft {
    return fitDraft(
      {
        count: 1,
        options: {},
        ...this.#deps.choices.read(),
        ...wanted,
        prompts: sources.prompts.map(({ prompt }) => prompt),
        modelId: entry.model.id,
      },
      entry.model,
    );
  }

  async #chooseAndSend(sources: Sources, first: GenerateDraft, state: ServiceState): Promise<Result<void>> {
    const draft = await this.#choose(first, state);
    if (!draft) return ok();
    const entry = this.#entryOf(draft, state);
    if (!entry) return err({ kind: 'unknownModel', modelId: draft.modelId });
    const folder = await targetFolder(sources.from?.document);
    if (!folder) return err({ kind: 'noFolder' });
    return this.#send({ sources, draft, state, entry, folder });
  }

  /** The Quick Pick and its sub-picks, until Enter spends or Esc ends it; choices are kept either way. */
  async #choose(first: GenerateDraft, state: ServiceState): Promise<GenerateDraft | undefined> {
    const { format, choices, settings } = this.#deps;
    const { prices } = settings.window();
    let draft: GenerateDraft | undefined = first;
    while (draft) {
      const entry = this.#entryOf(draft, state);
      if (!entry) return undefined;
      const { model } = entry;
      const isOffline = state.provider === 'offline';
      const priceUsd = isOffline ? 0 : this.#priceOf(draft, entry);
      const prompt = draft.prompts[0] ?? '';
      const choice = await showMainPick(
        format,
        {
          draft,
          model,
          region: state.region,
          provider: state.provider,
          isGuessed: entry.isGuessed,
          priceUsd,
          pricePerImageUsd: isOffline ? 0 : priceOf(model, prices, draft),
        },
        (signal) => similarImages(prompt, this.#deps.search, this.#deps.log, signal),
      );
      switch (choice) {
        case undefined:
          return undefined;
        case 'generate': {
          const { perCallAskUsd } = settings.window().budget;
          if (perCallAskUsd === null || priceUsd === undefined || priceUsd <= perCallAskUsd) return draft;
          const answer = await askToSpend(format, priceUsd);
          if (answer === 'spend') return draft;
          if (answer === 'leave') return undefined;
          continue;
        }
        case 'prompt': {
          const changed = await askForPrompt(prompt);
          if (changed !== undefined) draft = { ...draft, prompts: [changed, ...draft.prompts.slice(1)] };
          continue;
        }
        case 'model': {
          const picked = await pickModel(format, state.models, 'textToImage', draft.modelId, {
            provider: state.provider,
            own: prices,
          });
          if (picked === undefined) return undefined;
          if (picked !== 'back') draft = this.#withModel(draft, picked.modelId, state);
          break;
        }
        case 'studio':
          await this.#deps.openStudio(prompt);
          return undefined;
        case 'similar':
          await showSimilar(prompt);
          return undefined;
        case 'size':
          draft = await pickSize(draft, model);
          break;
        case 'number':
          draft = await pickNumber(format, draft);
          break;
        case 'more':
          draft = await this.#pickMore(draft, model);
          break;
      }
      if (draft) choices.write(remember(draft));
    }
    return undefined;
  }

  async #pickMore(draft: GenerateDraft, model: ModelDescriptor): Promise<GenerateDraft | undefined> {
    const picked = await pickMore(draft, model, 'textToImage', this.#deps.choices.lastSeed());
    if (picked !== 'reset') return picked;
    const { negativePrompt: _negativePrompt, seed: _seed, size: _size, ...rest } = draft;
    return fitDraft({ ...rest, options: {}, count: 1 }, model);
  }

  async #send(decision: Decision): Promise<Result<void>> {
    const { engine, settings, choices } = this.#deps;
    const { draft, entry, state, folder, sources } = decision;
    choices.write(remember(draft));
    const { budget } = settings.window();
    const resource = settings.resource(folder);
    let wasCancelled = false;
    const results = await withGenerateProgress(
      {
        modelName: entry.model.name,
        region: state.region,
        provider: state.provider,
        usualSeconds: entry.model.usualSeconds,
        folderName: folderPart(resource.imageTemplate),
      },
      async (onProgress, signal) => {
        const done = await engine.generateAll(requestsOf(decision, settings), budget, onProgress, signal);
        wasCancelled = signal.aborted;
        return done;
      },
    );
    const outcomes = results.map((result) => (result.ok ? result.value : undefined));
    const images = outcomes.flatMap((outcome) => outcome?.images ?? []);
    const lastSeed = images.at(-1)?.recipe.seed;
    if (lastSeed !== undefined) choices.writeLastSeed(lastSeed);

    const targets = linkTargets(sources, outcomes);
    const link: LinkOutcome = sources.from
      ? await writeLinks(sources.from, targets, resource.placement)
      : { kind: 'none' };
    this.#tellSuccess(decision, outcomes, link, wasCancelled);
    this.#reportFailures(decision, results, wasCancelled);
    return ok();
  }

  #tellSuccess(
    { draft, state, folder, sources }: Decision,
    outcomes: readonly (GenerateOutcome | undefined)[],
    link: LinkOutcome,
    wasCancelled: boolean,
  ): void {
    const { format, reporter, settings } = this.#deps;
    const images = outcomes.flatMap((outcome) => outcome?.images ?? []);
    const sum = (pickNumberOf: (outcome: GenerateOutcome) => number): number =>
      outcomes.reduce((total, outcome) => total + (outcome ? pickNumberOf(outcome) : 0), 0);
    const spentUsd = sum((outcome) => outcome.spentUsd);
    const mayBeCharged = outcomes.some((outcome) => outcome?.mayBeCharged);
    const message =
      successMessage(format, {
        fileNames: images.map(({ file }) => nameOf(vscode.Uri.parse(file.uri))),
        askedFor: draft.count * draft.prompts.length,
        heldBack: sum((outcome) => outcome.heldBack),
        folderName: folderPart(settings.resource(folder).imageTemplate),
        link,
        spentUsd,
        provider: state.provider,
        wasCancelled,
        mayBeCharged,
      }) ?? (wasCancelled ? cancelledMessage(format, mayBeCharged, spentUsd) : undefined);
    if (!message) return;
    const document = sources.from?.document;
    const handlers: ActionHandlers = {
      showImage: () =>
        images[0] && vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(images[0].file.uri)),
      editInStudio: () =>
        images[0] &&
        vscode.commands.executeCommand('easel.editInStudio', vscode.Uri.parse(images[0].file.uri)),
      showInGallery: () => vscode.commands.executeCommand('easel.gallery.focus'),
      ...(document && images.length > 1 ? { chooseAnother: () => chooseAnother(document, images) } : {}),
      ...(document ? { goToDocument: () => vscode.window.showTextDocument(document) } : {}),
    };
    reporter.tell(message, handlers, document ? { goToDocument: nameOf(document.uri) } : {});
  }

  /** One message for each kind of failure, however many requests met it. */
  #reportFailures(
    decision: Decision,
    results: readonly Result<GenerateOutcome>[],
    wasCancelled: boolean,
  ): void {
    const errors = results.flatMap((result) => (result.ok ? result.value.errors : [result.error]));
    const inboxIds = results.flatMap((result) => (result.ok ? result.value.inboxIds : []));
    const images = results.flatMap((result) => (result.ok ? result.value.images : []));
    const said = new Set<ImageError['kind']>();
    for (const error of errors) {
      const isTold = error.kind === 'cancelled' || (wasCancelled && error.kind === 'connectionLost');
      const isPartOfSuccess =
        error.kind === 'contentFiltered' &&
        results.some((result) => result.ok && result.value.images.length > 0);
      if (isTold || isPartOfSuccess || said.has(error.kind)) continue;
      said.add(error.kind);
      const priceUsd = this.#priceOf(decision.draft, decision.entry);
      this.#deps.reporter.report(
        error,
        {
          ...this.#repairs.after(decision, error, inboxIds),
          ...this.#repairs.upload(decision, error, images),
        },
        priceUsd === undefined ? {} : { priceUsd },
      );
    }
  }

  #entryOf(draft: GenerateDraft, state: ServiceState): AvailableModel | undefined {
    return state.models.find(({ model }) => model.id === draft.modelId);
  }

  #withModel(draft: GenerateDraft, modelId: string, state: ServiceState): GenerateDraft {
    const entry = state.models.find(({ model }) => model.id === modelId);
    return entry ? fitDraft({ ...draft, modelId }, entry.model) : draft;
  }

  #priceOf(draft: GenerateDraft, { model }: AvailableModel): number | undefined {
    const each = estimate(model, draft, this.#deps.settings.window().prices);
    return each === undefined ? undefined : each * draft.prompts.length;
  }
}

function remember({ modelId, size, count, options }: GenerateDraft): Parameters<ChoiceMemory['write']>[0] {
  return { modelId, count, options, ...(size ? { size } : {}) };
}

/** The first image of each prompt that came from a document. */
function linkTargets(sources: Sources, outcomes: readonly (GenerateOutcome | undefined)[]): LinkTarget[] {
  return sources.prompts.flatMap(({ range }, index) => {
    const image = outcomes[index]?.images[0];
    if (!range || !image) return [];
    const { width, height } = image.recipe.image;
    return [{ file: vscode.Uri.parse(image.file.uri), width, height, prompt: image.recipe.prompt, range }];
  });
}
