import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { optionsFor } from '../../../core/models/abilities';
import { Emitter } from '../../../core/emitter';
import type { ImageError } from '../../../core/errors';
import type { InboxEntry } from '../../../core/files/store';
import type { WaitingImage } from '../../../core/generate/run';
import { unpackMask } from '../../../core/mask/runs';
import { successorFor } from '../../../core/models/abilities';
import type { ServiceState } from '../../../core/models/service';
import type { RecipeInput } from '../../../core/recipes/recipe';
import { ok, type Result } from '../../../core/result';
import { applyChange, resetOptions, type ChangedValue } from '../../../core/studio/change';
import { inImage } from '../../../core/mask/inImage';
import { maskFacts, noMask } from '../../../core/studio/maskFacts';
import { planOf, type MaskFacts, type StudioPlan } from '../../../core/studio/plan';
import {
  proxySize,
  type SessionCandidate,
  type SessionImage,
  type StudioSession,
} from '../../../core/studio/session';
import type { TaskKind } from '../../../core/tasks/task';
import { askToSpend } from '../../../platform/picks/askToSpend';
import type { ActionHandlers } from '../../../platform/messages';
import type { MaskSummary, StudioSnapshot } from '../../../protocol/studio';
import type { NoticeView } from '../../../protocol/view';
import type { EditDependencies } from '../ports';
import { openBytes, openFile, type OpenedImage } from '../sources';
import { progressLine } from './progressLine';
import { Cards, type Card } from './cards';
import { Sender, type WaitingCard } from './sending';
import { pickModelFor } from './picks';
import { previewOf } from './preview';
import { snapshotOf } from './snapshot';

const { t } = vscode.l10n;

/** A bar above the form; each button runs what it says. */
export interface Bar {
  readonly severity: NoticeView['severity'];
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly run: () => unknown }[];
}

/** What the session asks of the page that shows it, while one does. */
export interface StudioPageLink {
  urlOf(file: string): string;
  show(snapshot: StudioSnapshot): void;
  setMask(packed: Uint8Array | undefined): void;
  announce(text: string, isUrgent: boolean): void;
  command(name: 'focusPrompt' | 'focusCanvas'): void;
}

/** Seeds of our choosing stay small enough for every model. */
const MAX_RANDOM_SEED = 858_993_459;

/** Distinct changes on disk come in bursts. */
const SAVE_AFTER_MS = 250;

/**
 * One Studio: its session, its requests, its results. It does not depend on a page: requests go on and results arrive
 * while the panel is hidden or closed.
 */
export class Studio {
  readonly #deps: EditDependencies;
  readonly #cards = new Cards();
  readonly #sender: Sender;
  readonly #changed = new Emitter<void>();
  readonly #bars = new Map<string, Bar>();
  #session: StudioSession;
  #mask: Uint8Array | undefined;
  #maskFacts: MaskFacts = noMask;
  #service: ServiceState | undefined;
  #page: StudioPageLink | undefined;
  #opening: string | undefined;
  #chosen: string | undefined;
  #revision = 0;
  #isPreparing = false;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  /** Tells whoever keeps the panel: its title may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(session: StudioSession, mask: Uint8Array | undefined, deps: EditDependencies) {
    this.#session = session;
    this.#deps = deps;
    this.#sender = new Sender(deps);
    this.#takeMask(mask);
  }

  get session(): StudioSession {
    return this.#session;
  }

  get mask(): Uint8Array | undefined {
    return this.#mask;
  }

  get isBusy(): boolean {
    return this.#isPreparing || this.#cards.isWaiting;
  }

  get chosen(): SessionCandidate | undefined {
    return this.#session.candidates.find(({ id }) => id === this.#chosen);
  }

  get models(): ServiceState['models'] {
    return this.#service?.models ?? [];
  }

  get isOffline(): boolean {
    return (this.#service?.provider ?? this.#deps.settings.window().provider) === 'offline';
  }

  /** @param page undefined when the panel is gone */
  attach(page: StudioPageLink | undefined): void {
    this.#page = page;
  }

  announce(text: string, isUrgent = false): void {
    this.#page?.announce(text, isUrgent);
  }

  /** Asks anew which models can be used; the form is usable meanwhile. */
  async refreshService(): Promise<void> {
    const state = await this.#deps.service.current(AbortSignal.timeout(15_000));
    if (state.ok) {
      this.#service = state.value;
      this.#bars.delete('service');
    } else this.fail('service', state.error, { retry: () => this.refreshService() });
    this.refresh();
  }

  plan(): StudioPlan {
    const { settings } = this.#deps;
    const home = this.#session.image?.home ?? this.#session.image?.uri;
    return planOf(this.#session, {
      service: this.#service,
      mask: this.#maskFacts,
      prices: settings.window().prices,
      preferred: settings.resource(home === undefined ? undefined : vscode.Uri.parse(home)).preferredModels,
    });
  }

  snapshot(): StudioSnapshot {
    const { settings, format, words, modelName, ledger } = this.#deps;
    const { prices, budget } = settings.window();
    const totals = ledger.totals('');
    const urlOf = (file: string): string => this.#page?.urlOf(file) ?? '';
    const { image, style, garment } = this.#session;
    return snapshotOf({
      revision: ++this.#revision,
      session: this.#session,
      plan: this.plan(),
      mask: this.#maskFacts,
      models: this.models,
      modelName,
      isOffline: this.isOffline,
      prices,
      format,
      words,
      pictureUrl: image && urlOf(pictureFile(image)),
      imageUrls: {
        ...(style ? { style: urlOf(pictureFile(style)) } : {}),
        ...(garment ? { garment: urlOf(pictureFile(garment)) } : {}),
      },
      opening: this.#opening,
      isSending: this.isBusy,
      todayUsd: totals.ok ? totals.value.todayUsd : undefined,
      perDayUsd: budget.perDayUsd,
      notices: [...this.#bars].map(([id, { severity, text, buttons }]) => ({
        id,
        severity,
        text,
        actions: buttons.map(({ label }) => ({ id: label, label })),
      })),
      candidates: this.#cards.views(this.#session.candidates, urlOf),
      chosen: this.#chosen,
    });
  }

  /** Shows what there is to show now. */
  refresh(): void {
    this.#page?.show(this.snapshot());
    this.#changed.fire();
  }

  update(change: Partial<StudioSession>): void {
    this.#session = { ...this.#session, ...change };
    this.#saveSoon();
    this.refresh();
  }

  change(id: string, value: ChangedValue): void {
    const { task, entry } = this.plan();
    const options = entry ? optionsFor(entry.model, task) : [];
    const next = applyChange(this.#session, id, value, options, randomSeed);
    if (next === this.#session) return;
    this.#session = next;
    this.#saveSoon();
    this.refresh();
  }

  reset(): void {
    this.#session = resetOptions(this.#session);
    this.#saveSoon();
    this.refresh();
  }

  chooseTask(task: 'automatic' | TaskKind): void {
    this.update({ taskChoice: task });
  }

  chooseModel(modelId: string): void {
    const { task } = this.plan();
    this.update({ models: { ...this.#session.models, [task]: modelId } });
  }

  setBar(id: string, bar: Bar | undefined): void {
    if (bar) this.#bars.set(id, bar);
    else this.#bars.delete(id);
    this.refresh();
  }

  /** A failure in place, with its buttons. */
  fail(id: string, error: ImageError, handlers: ActionHandlers = {}): void {
    const message = this.#deps.reporter.inPlace(error, handlers);
    if (!message) return;
    this.#bars.set(id, message);
    this.announce(message.text, true);
    this.refresh();
  }

  // The image

  async openUri(uri: vscode.Uri): Promise<Result<void>> {
    return this.#open(vscode.workspace.asRelativePath(uri), () => openFile(uri, this.#deps));
  }

  /** The input of a recipe, as it was then. */
  async openBytesOf(
    { path }: Pick<RecipeInput, 'path'>,
    bytes: Uint8Array,
    folder: vscode.Uri | undefined,
  ): Promise<void> {
    const home = folder && path !== undefined ? vscode.Uri.joinPath(folder, path).toString() : undefined;
    const name = path === undefined ? t('image') : path.slice(path.lastIndexOf('/') + 1);
    await this.#open(name, () =>
      openBytes(
        bytes,
        { name, ...(path === undefined ? {} : { path }), ...(home === undefined ? {} : { home }) },
        this.#deps,
      ),
    );
  }

  async openPasted(bytes: Uint8Array): Promise<Result<void>> {
    return this.#open(t('image'), () => openBytes(bytes, { name: t('pasted image') }, this.#deps));
  }

  /** @param keepMask for the same image in another version */
  async #open(
    name: string,
    open: () => Promise<Result<OpenedImage>>,
    keepMask = false,
  ): Promise<Result<void>> {
    this.#opening = t('Opening {0}…', name);
    this.refresh();
    const opened = await open();
    this.#opening = undefined;
    if (!opened.ok) {
      this.fail('image', opened.error);
      return ok();
    }
    const { image } = opened.value;
    await this.#showFile(opened.value);
    const before = this.#session.image;
    const fits = before?.width === image.width && before.height === image.height;
    const mask = keepMask && fits ? this.#mask : undefined;
    this.#bars.delete('image');
    this.#chosen = undefined;
    this.update({ image, margins: { left: 0, right: 0, up: 0, down: 0 } });
    // After the snapshot: the page makes an empty canvas for a new picture.
    this.replaceMask(mask);
    return ok();
  }

  async reopen(keepMask: boolean): Promise<void> {
    const { image } = this.#session;
    if (image?.uri === undefined) return;
    const uri = vscode.Uri.parse(image.uri);
    await this.#open(image.name, () => openFile(uri, this.#deps), keepMask);
  }

  /** For the controls of the kind `image`, and more inputs of a variation. */
  async openFor(control: 'style' | 'garment' | 'more', uri: vscode.Uri): Promise<void> {
    const opened = await openFile(uri, this.#deps);
    if (!opened.ok) {
      this.fail('image', opened.error);
      return;
    }
    await this.#showFile(opened.value);
    const { image } = opened.value;
    if (control === 'more') this.update({ moreImages: [...this.#session.moreImages, image].slice(0, 4) });
    else this.update({ [control]: image });
  }

  async #showFile({ image, preview }: OpenedImage): Promise<void> {
    const written = await this.#deps.sessions.writeFile(this.#session.id, pictureFile(image), preview);
    if (!written.ok) this.fail('image', written.error);
  }

  // The mask

  maskChanged(summary: MaskSummary, packed: Uint8Array | undefined): void {
    const { image } = this.#session;
    if (!image) return;
    const { bounds, isEmpty, share, areas } = summary;
    const before = this.#maskFacts;
    this.#maskFacts = isEmpty
      ? noMask
      : {
          isEmpty,
          share,
          areas,
          ...(bounds ? { bounds: inImage(bounds, proxySize(image), image) } : {}),
        };
    if (packed) {
      this.#mask = summary.isEmpty ? undefined : packed;
      void this.#deps.sessions.writeMask(this.#session.id, this.#mask);
    } else if (summary.isEmpty) {
      this.#mask = undefined;
      void this.#deps.sessions.writeMask(this.#session.id, undefined);
    }
    if (JSON.stringify(before) !== JSON.stringify(this.#maskFacts)) this.refresh();
  }

  /** @param mask of the proxy's size */
  replaceMask(packed: Uint8Array | undefined): void {
    this.#takeMask(packed);
    void this.#deps.sessions.writeMask(this.#session.id, packed);
    this.#page?.setMask(packed);
    this.refresh();
  }

  #takeMask(packed: Uint8Array | undefined): void {
    this.#maskFacts = maskFacts(packed, this.#session.image);
    this.#mask = this.#maskFacts.isEmpty ? undefined : packed;
  }

  // Sending

  /**
   * @param change for this request alone, such as one image from the next seed
   */
  async generate(change: { readonly seed?: number; readonly count?: number } = {}): Promise<void> {
    if (this.isBusy) return;
    if (!vscode.workspace.isTrusted) {
      this.fail('send', { kind: 'untrustedWorkspace' });
      return;
    }
    this.#bars.delete('send');
    this.#isPreparing = true;
    try {
      await this.#generate(change);
    } catch (cause) {
      this.fail('send', { kind: 'unexpected', cause });
    } finally {
      this.#isPreparing = false;
      this.refresh();
    }
  }

  async #generate(change: { readonly seed?: number; readonly count?: number }): Promise<void> {
    const { service, askHowToMakeImages, settings, format } = this.#deps;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return;
    await this.refreshService();
    const plan = this.plan();
    const state = this.#service;
    if (!state || !plan.entry || plan.problem) return;
    const { entry } = plan;
    const count = change.count ?? plan.count;
    const { perCallAskUsd } = settings.window().budget;
    const priceUsd = (plan.pricePerImageUsd ?? 0) * count * plan.callsPerImage;
    if (perCallAskUsd !== null && priceUsd > perCallAskUsd) {
      if ((await askToSpend(format, priceUsd)) !== 'spend') return;
    }
    const cards = this.#newCards(count);
    const about = format.about(priceUsd);
    this.announce(
      format.isOne(count)
        ? t('Sent. {0} image, {1}.', count, about)
        : t('Sent. {0} images, {1}.', count, about),
    );
    const mask = this.#mask && unpackMask(this.#mask);
    const seed = change.seed ?? this.#session.seed;
    const sent = await this.#sender.send(
      { session: this.#session, plan: { ...plan, entry }, state, mask, cards, seed },
      {
        arrived: (card, waiting) => void this.#arrive(card, waiting, plan),
        failed: (card, error) => {
          this.#failCard(card, error, plan);
        },
        progress: (progress) => {
          this.#cards.tell(progressLine(progress));
          this.refresh();
        },
        spent: (usd) => {
          this.#session = { ...this.#session, spentUsd: this.#session.spentUsd + usd };
        },
      },
    );
    if (!sent.ok) {
      for (const { id } of cards) this.#cards.remove(id);
      this.fail('send', sent.error);
    }
    await this.#pendingArrivals();
    this.update({});
    if (settings.window().saveResults === 'auto') await this.#onAutoSave(cards);
  }

  #newCards(count: number): readonly WaitingCard[] {
    const { nextNumber } = this.#session;
    const since = this.#deps.clock.now();
    const cards = Array.from({ length: count }, (_, index) => ({
      kind: 'waiting' as const,
      id: randomUUID(),
      number: nextNumber + index,
      since,
      stop: new AbortController(),
    }));
    this.#cards.removeFailed();
    this.#cards.add(cards);
    this.update({ nextNumber: nextNumber + count });
    return cards;
  }

  #failCard(card: Card, error: ImageError, { pricePerImageUsd }: StudioPlan): void {
    const message =
      error.kind === 'cancelled'
        ? undefined
        : this.#deps.reporter.inPlace(
            error,
            this.#repairs(error),
            pricePerImageUsd === undefined ? {} : { priceUsd: pricePerImageUsd },
          );
    const isHeldBack = error.kind === 'contentFiltered' || error.kind === 'guardrailIntervened';
    this.#cards.fail(card.id, isHeldBack ? 'circle-slash' : 'error', message);
    if (!message) return;
    this.announce(
      isHeldBack
        ? t('Candidate {0} was held back by the content filter.', card.number)
        : t('Candidate {0} failed: {1}', card.number, message.text),
      !isHeldBack,
    );
  }

  #repairs(error: ImageError): ActionHandlers {
    const { task, entry } = this.plan();
    const successor =
      ('successorId' in error ? error.successorId : undefined) ?? (entry && successorFor(entry.model, task));
    const region = error.kind === 'modelNotInRegion' ? error.regions[0] : undefined;
    return {
      retry: () => this.generate(),
      editPrompt: () => {
        this.#page?.command('focusPrompt');
      },
      changeRequest: () => {
        this.#page?.command('focusPrompt');
      },
      nextSeed: () => this.generate({ seed: (this.#session.seed ?? randomSeed()) + 1 }),
      chooseModel: () => pickModelFor(this, this.#deps),
      ...(successor === undefined
        ? {}
        : {
            useSuccessor: () => {
              this.chooseModel(successor);
            },
          }),
      ...(region === undefined
        ? {}
        : { switchRegion: () => this.#deps.settings.setForUser('aws.region', region) }),
    };
  }

  readonly #arriving = new Set<Promise<void>>();

  #arrive(card: Card, waiting: WaitingImage, plan: StudioPlan): Promise<void> {
    const work = this.#keep(card, waiting, plan)
      .catch((cause: unknown) => {
        this.fail('send', { kind: 'unexpected', cause });
      })
      .finally(() => this.#arriving.delete(work));
    this.#arriving.add(work);
    return work;
  }

  async #pendingArrivals(): Promise<void> {
    while (this.#arriving.size > 0) await Promise.all(this.#arriving);
  }

  async #keep(card: Card, { inboxId, bytes, recipe }: WaitingImage, plan: StudioPlan): Promise<void> {
    const { sessions, pixels } = this.#deps;
    const { extension, bytes: shown } = await previewOf(bytes, pixels);
    const preview = `candidate-${card.number}.${extension}`;
    const written = await sessions.writeFile(this.#session.id, preview, shown);
    if (!written.ok) this.fail('send', written.error);
    const candidate: SessionCandidate = {
      id: card.id,
      number: card.number,
      inboxId,
      width: recipe.image.width,
      height: recipe.image.height,
      prompt: recipe.prompt,
      sent: sentLine(recipe.model.name, recipe.seed, plan),
      ...(recipe.seed === undefined ? {} : { seed: recipe.seed }),
      isAreaChosenByModel: plan.isAreaChosenByModel,
      ...(plan.task === 'outpaint' ? { margins: this.#session.margins } : {}),
      preview,
    };
    this.#cards.remove(card.id);
    this.#chosen ??= card.id;
    this.update({ candidates: [...this.#session.candidates, candidate] });
    // Not a moment later: a crash now must not part the result from its panel.
    await this.saveNow();
    const total = this.#session.candidates.length;
    this.announce(t('Candidate {0} of {1} is ready.', card.number, total));
  }

  /** A result of an earlier window. */
  async adopt(entry: InboxEntry, bytes: Uint8Array): Promise<void> {
    const { nextNumber } = this.#session;
    const { recipe } = entry;
    const card: Card = {
      kind: 'waiting',
      id: randomUUID(),
      number: nextNumber,
      since: entry.receivedAt,
      stop: new AbortController(),
    };
    this.#session = { ...this.#session, nextNumber: nextNumber + 1 };
    await this.#keep(card, { inboxId: entry.id, bytes, recipe }, this.plan());
  }

  cancel(): void {
    this.#cards.stopAll();
    this.refresh();
  }

  cancelCard(id: string): void {
    const card = this.#cards.find(id);
    if (card?.kind === 'waiting') card.stop.abort();
    this.refresh();
  }

  // Candidates

  choose(id: string | undefined): void {
    this.#chosen = this.#chosen === id ? undefined : id;
    this.refresh();
  }

  candidate(id: string): SessionCandidate | undefined {
    return this.#session.candidates.find((each) => each.id === id);
  }

  replaceCandidate(candidate: SessionCandidate): void {
    this.update({
      candidates: this.#session.candidates.map((each) => (each.id === candidate.id ? candidate : each)),
    });
  }

  /** Takes a candidate or a failed card out of the strip. */
  take(id: string): SessionCandidate | undefined {
    this.#cards.remove(id);
    const found = this.candidate(id);
    if (this.#chosen === id) this.#chosen = undefined;
    this.update({ candidates: this.#session.candidates.filter((each) => each.id !== id) });
    return found;
  }

  putBack(candidate: SessionCandidate): void {
    const candidates = [...this.#session.candidates, candidate].toSorted((a, b) => a.number - b.number);
    this.#chosen = candidate.id;
    this.update({ candidates });
  }

  /** A result becomes the image to edit; what is made of it keeps its home. */
  async useAsInput(candidate: SessionCandidate, bytes: Uint8Array): Promise<void> {
    const { image } = this.#session;
    const home = image?.home ?? image?.uri;
    await this.#open(t('candidate {0}', candidate.number), () =>
      openBytes(
        bytes,
        {
          name: image?.name ?? `candidate-${candidate.number}.png`,
          ...(candidate.savedAs === undefined
            ? {}
            : { path: vscode.workspace.asRelativePath(vscode.Uri.parse(candidate.savedAs), false) }),
          ...(home === undefined ? {} : { home }),
        },
        this.#deps,
      ),
    );
  }

  runButton(notice: string, label: string): void {
    const card = this.#cards.find(notice);
    const buttons = card?.kind === 'failed' ? card.message.buttons : this.#bars.get(notice)?.buttons;
    const run = buttons?.find((button) => button.label === label)?.run;
    if (!run) return;
    if (this.#bars.delete(notice)) this.refresh();
    void Promise.resolve()
      .then(run)
      .catch((cause: unknown) => this.fail('send', { kind: 'unexpected', cause }));
  }

  /** Set by whoever knows how to accept. */
  #onAutoSave: (cards: readonly Card[]) => Promise<void> = async () => undefined;

  /** @param accept saves a result that has just arrived, where the settings want no review */
  acceptAtOnce(accept: (candidateId: string) => Promise<void>): void {
    this.#onAutoSave = async (cards) => {
      for (const { id } of cards) if (this.candidate(id)) await accept(id);
    };
  }

  // Keeping

  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(() => void this.saveNow(), SAVE_AFTER_MS);
  }

  async saveNow(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    await this.#deps.sessions.write(this.#session);
  }
}

/** The file in the session's folder that shows an image. */
export function pictureFile(image: SessionImage): string {
  return `${image.sha256}.${image.shownAs}`;
}

function sentLine(modelName: string, seed: number | undefined, { fitting }: StudioPlan): string {
  return [
    modelName,
    ...(fitting ? [t('sent {0} x {1}', fitting.width, fitting.height)] : []),
    ...(seed === undefined ? [] : [t('seed {0}', String(seed))]),
  ].join(' · ');
}

function randomSeed(): number {
  return 1 + Math.floor(Math.random() * MAX_RANDOM_SEED);
}
