import * as vscode from 'vscode';
import { optionsFor } from '../../../core/models/abilities';
import { Emitter } from '../../../core/emitter';
import type { ImageError } from '../../../core/errors';
import type { ServiceState, VideoServiceState } from '../../../core/models/service';
import { applyChange, resetOptions, type ChangedValue } from '../../../core/studio/change';
import type { FilmTask } from '../../../core/studio/film';
import { applyFilmChange } from '../../../core/studio/filmChange';
import { filmPlanOf, type FilmPlan } from '../../../core/studio/filmPlan';
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
import type { ActionHandlers } from '../../../platform/messages';
import type { MaskSummary, StudioSnapshot } from '../../../protocol/studio';
import type { NoticeView } from '../../../protocol/view';
import type { EditDependencies } from '../ports';
import { Cards } from './cards';
import { filmSnapshotOf } from './filmSnapshot';
import { Judging } from './judging';
import { SimilarImages } from './similarImages';
import { snapshotOf } from './snapshot';
import { WordsSuggestion } from './wordsSuggestion';

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
 * One Studio: its session, its mask and what there is to show. It does not depend on a page: requests go on and results
 * arrive while the panel is hidden or closed.
 */
export class Studio {
  readonly #deps: EditDependencies;
  /** What waits and what failed; results are in the session. */
  readonly cards = new Cards();
  readonly judging: Judging;
  readonly suggestion: WordsSuggestion;
  readonly similar: SimilarImages;
  readonly #changed = new Emitter<void>();
  readonly #bars = new Map<string, Bar>();
  #session: StudioSession;
  #mask: Uint8Array | undefined;
  #maskFacts: MaskFacts = noMask;
  #service: ServiceState | undefined;
  #films: VideoServiceState | undefined;
  #isStartingFilm = false;
  #page: StudioPageLink | undefined;
  #opening: string | undefined;
  #chosen: string | undefined;
  #revision = 0;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  /** Tells whoever keeps the panel: its title may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(session: StudioSession, mask: Uint8Array | undefined, deps: EditDependencies) {
    this.#session = session;
    this.#deps = deps;
    this.judging = new Judging(this, deps);
    this.suggestion = new WordsSuggestion(this, deps);
    this.similar = new SimilarImages(this, deps);
    this.#takeMask(mask);
  }

  get session(): StudioSession {
    return this.#session;
  }

  get mask(): Uint8Array | undefined {
    return this.#mask;
  }

  get isBusy(): boolean {
    return this.cards.isPreparing || this.cards.isWaiting;
  }

  get chosen(): SessionCandidate | undefined {
    return this.#session.candidates.find(({ id }) => id === this.#chosen);
  }

  get service(): ServiceState | undefined {
    return this.#service;
  }

  get models(): ServiceState['models'] {
    return this.#service?.models ?? [];
  }

  /** Undefined until a film is arranged. */
  get films(): VideoServiceState | undefined {
    return this.#films;
  }

  get isStartingFilm(): boolean {
    return this.#isStartingFilm;
  }

  setStartingFilm(isStarting: boolean): void {
    this.#isStartingFilm = isStarting;
    this.refresh();
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

  focusPrompt(): void {
    this.#page?.command('focusPrompt');
  }

  /** Asks anew which models can be used; the form is usable meanwhile. */
  async refreshService(): Promise<void> {
    const state = await this.#deps.service.current(AbortSignal.timeout(15_000));
    if (state.ok) {
      this.#service = state.value;
      this.#bars.delete('service');
    } else this.fail('service', state.error, { retry: () => this.refreshService() });
    this.refresh();
    if (this.#session.film.task !== undefined) await this.refreshFilms();
  }

  /** The same for the models that make films. */
  async refreshFilms(): Promise<void> {
    const films = await this.#deps.films();
    const state = await films.current(AbortSignal.timeout(15_000));
    if (state.ok) {
      this.#films = state.value;
      this.#bars.delete('films');
    } else this.fail('films', state.error, { retry: () => this.refreshFilms() });
    this.refresh();
  }

  /** Undefined while images are made. */
  filmPlan(): FilmPlan | undefined {
    return filmPlanOf(this.#session, {
      service: this.#films,
      prices: this.#deps.settings.window().prices,
      preferred: this.#preferred(),
    });
  }

  #preferred(): Readonly<Record<string, string>> {
    const home = this.#session.image?.home ?? this.#session.image?.uri;
    return this.#deps.settings.resource(home === undefined ? undefined : vscode.Uri.parse(home))
      .preferredModels;
  }

  plan(): StudioPlan {
    const { settings } = this.#deps;
    return planOf(this.#session, {
      service: this.#service,
      mask: this.#maskFacts,
      prices: settings.window().prices,
      preferred: this.#preferred(),
    });
  }

  snapshot(): StudioSnapshot {
    const { settings, format, words, modelName, ledger } = this.#deps;
    const { prices, budget } = settings.window();
    const totals = ledger.totals('');
    const urlOf = (file: string): string => this.#page?.urlOf(file) ?? '';
    const { image, style, garment } = this.#session;
    const base = snapshotOf({
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
      candidates: this.cards.views(this.#session.candidates, urlOf),
      chosen: this.#chosen,
      judgement: this.judging.view,
      suggestLabel: this.suggestion.label,
      similar: this.similar.view,
    });
    const film = this.filmPlan();
    if (!film) return base;
    return filmSnapshotOf(base, {
      session: this.#session,
      plan: film,
      models: this.#films?.models ?? [],
      isLoading: this.#films === undefined,
      isOffline: this.isOffline,
      isSending: this.#isStartingFilm,
      prices,
      format,
      words,
      urlOf: (shown) => urlOf(pictureFile(shown)),
      todayUsd: totals.ok ? totals.value.todayUsd : undefined,
      perDayUsd: budget.perDayUsd,
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
    const film = this.filmPlan();
    const changed = film && applyFilmChange(this.#session, id, value, film);
    if (changed) {
      if (changed !== this.#session) this.update(changed);
      return;
    }
    const { task, entry } = this.plan();
    const options = entry ? optionsFor(entry.model, task) : [];
    const next = applyChange(this.#session, id, value, options, randomSeed);
    if (next === this.#session) return;
    const isOtherPrompt = next.prompt !== this.#session.prompt;
    this.#session = next;
    this.#saveSoon();
    this.refresh();
    if (isOtherPrompt) this.similar.promptChanged();
  }

  reset(): void {
    this.#session = resetOptions(this.#session);
    this.#saveSoon();
    this.refresh();
  }

  chooseTask(task: 'automatic' | TaskKind): void {
    const { task: _film, ...film } = this.#session.film;
    this.update({ taskChoice: task, film });
  }

  /** @param newShotId of the first shot, where there is none */
  chooseFilm(task: FilmTask, newShotId: string): void {
    const { film } = this.#session;
    const shots = film.shots.length > 0 ? film.shots : [{ id: newShotId, text: '' }];
    this.update({ film: { ...film, task, shots } });
    if (!this.#films)
      void this.refreshFilms().catch((cause: unknown) => this.fail('films', { kind: 'unexpected', cause }));
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

  /** @param text shown over the canvas while something is opened */
  opening(text: string | undefined): void {
    this.#opening = text;
    this.refresh();
  }

  showImage(image: SessionImage): void {
    this.#bars.delete('image');
    this.#chosen = undefined;
    this.update({ image, margins: { left: 0, right: 0, up: 0, down: 0 } });
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

  // Candidates

  choose(id: string | undefined): void {
    this.#chosen = this.#chosen === id ? undefined : id;
    this.refresh();
  }

  candidate(id: string): SessionCandidate | undefined {
    return this.#session.candidates.find((each) => each.id === id);
  }

  /** The first one is shown at once. */
  addCandidate(candidate: SessionCandidate): void {
    this.#chosen ??= candidate.id;
    this.update({ candidates: [...this.#session.candidates, candidate] });
  }

  replaceCandidate(candidate: SessionCandidate): void {
    this.update({
      candidates: this.#session.candidates.map((each) => (each.id === candidate.id ? candidate : each)),
    });
  }

  /** Takes a candidate or a failed card out of the strip. */
  take(id: string): SessionCandidate | undefined {
    this.cards.remove(id);
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

  runButton(notice: string, label: string): void {
    const card = this.cards.find(notice);
    const buttons = card?.kind === 'failed' ? card.message.buttons : this.#bars.get(notice)?.buttons;
    const run = buttons?.find((button) => button.label === label)?.run;
    if (!run) return;
    if (this.#bars.delete(notice)) this.refresh();
    void Promise.resolve()
      .then(run)
      .catch((cause: unknown) => this.fail('send', { kind: 'unexpected', cause }));
  }

  // Keeping

  spent(usd: number): void {
    this.update({ spentUsd: this.#session.spentUsd + usd });
  }

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

export function randomSeed(): number {
  return 1 + Math.floor(Math.random() * MAX_RANDOM_SEED);
}
