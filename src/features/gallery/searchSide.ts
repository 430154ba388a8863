import { DisposableStore, type Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { ImageError } from '../../core/errors';
import { filterId } from '../../core/gallery/filters';
import { contentsOf, foundImages, hashesByUri, type FoundImage } from '../../core/gallery/found';
import type { GalleryImage } from '../../core/gallery/image';
import type { SearchAnswer } from '../../core/search/finding/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { MessageInPlace, Reporter } from '../../platform/reporter';
import type { Words } from '../../platform/words';
import type { NoticeView } from '../../protocol/view';
import { IndexConsent, type ConsentMemory } from './indexConsent';
import { MeaningSearch, type MeaningQuestion } from './meaningSearch';
import { NearDuplicates } from './nearDuplicates';
import {
  consentNotice,
  failureNotice,
  indexingNotice,
  noPlanNotice,
  noteLine,
  nothingCloseNotice,
  problemsNotice,
  recoveredNotice,
  searchNotices,
} from './searchNotices';
import { isLooking, type GalleryState } from './state';

export interface SearchSideDependencies {
  readonly search: WorkspaceSearch;
  readonly memory: ConsentMemory;
  readonly reporter: Pick<Reporter, 'inPlace' | 'textOf'>;
  readonly words: Words;
  /** Of one image made of words, in USD; undefined where nobody can tell. */
  readonly generatePrice: () => Promise<number | undefined>;
}

/** What the Gallery shows otherwise, as far as searching must know it. */
export interface Surroundings {
  readonly state: GalleryState;
  /** Changes with the images of the workspace. */
  readonly revision: number;
  /** Every image of the workspace that is listed. */
  readonly all: () => readonly GalleryImage[];
  /** What scope and filters leave. */
  readonly allowed: () => readonly GalleryImage[];
}

const PROBLEMS_SEEN = 'easel.gallery.problemsSeen';

/** How the Gallery searches by meaning, and what it says about that. */
export class SearchSide implements Disposable {
  readonly #deps: SearchSideDependencies;
  readonly #changed = new Emitter<'images' | 'notices'>();
  readonly #owned = new DisposableStore();
  readonly meaning: MeaningSearch;
  readonly consent: IndexConsent;
  readonly duplicates: NearDuplicates;
  readonly #messages = new WeakMap<ImageError, { readonly message: MessageInPlace | undefined }>();
  #allowed: { readonly key: string; readonly contents: Promise<ReadonlySet<string>> } | undefined;
  #found:
    | {
        readonly answer: SearchAnswer;
        readonly all: readonly GalleryImage[];
        readonly images: readonly FoundImage[];
      }
    | undefined;
  #problems: number | undefined;
  /** The damage that the user knows of. */
  #recoveredSeen: number | undefined;
  #rest: { readonly usd: number | undefined } | undefined;
  #generateUsd: { readonly value: number | undefined } | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(deps: SearchSideDependencies) {
    this.#deps = deps;
    this.meaning = this.#owned.add(new MeaningSearch(deps.search));
    this.consent = this.#owned.add(new IndexConsent(deps.search, deps.memory));
    this.duplicates = this.#owned.add(new NearDuplicates(deps.search, () => this.#changed.fire('images')));
    this.#owned.add(
      this.meaning.onDidChange((what) => {
        this.#problems = undefined;
        if (what === 'answer') this.duplicates.changed();
        if (what === 'answer' && this.meaning.indexing.kind !== 'noConsent') this.consent.reset();
        this.#changed.fire(what === 'answer' ? 'images' : 'notices');
      }),
    );
    this.#owned.add(this.consent.onDidChange(() => this.#changed.fire('images')));
  }

  /** Whether the words in the box are looked for by meaning. Candidates are in no index. */
  isByMeaning({ scope }: Pick<GalleryState, 'scope'>): boolean {
    return scope !== 'waiting' && this.meaning.canAsk;
  }

  /** Something that is shown has changed: asks what is to be asked. */
  update(around: Surroundings): void {
    const { state } = around;
    if (isLooking(state) || state.scope === 'all') this.consent.want(around.all().length);
    const isAsked = isLooking(state) && this.isByMeaning(state);
    this.meaning.ask(isAsked ? this.#question(around) : undefined);
    const isCompared = state.filters.some(({ kind }) => kind === 'duplicates') && this.meaning.canAsk;
    if (isCompared) void this.duplicates.want();
    else this.duplicates.stop();
  }

  /** What was found last, as images; undefined before the first answer. */
  found(
    all: readonly GalleryImage[],
  ): { readonly key: string; readonly images: readonly FoundImage[] } | undefined {
    const { answer } = this.meaning;
    if (!answer) return undefined;
    if (this.#found?.answer !== answer.answer || this.#found.all !== all) {
      this.#found = { answer: answer.answer, all, images: foundImages(answer.answer.matches, all) };
    }
    return { key: answer.key, images: this.#found.images };
  }

  /** @returns what stands above the images */
  notices(state: GalleryState): readonly NoticeView[] {
    const { words } = this.#deps;
    const { indexing } = this.meaning;
    const isWanted = isLooking(state) || state.scope === 'all';
    const { plan } = this.consent;
    const noPlan = this.consent.failure;
    const noPlanText = noPlan && this.#deps.reporter.textOf(noPlan);
    const failed = isLooking(state) ? this.#failureOfQuestion() : undefined;
    const indexingView = indexingNotice(indexing, this.#failureOfIndexing(), words);
    const problems = isWanted || indexingView ? this.#unseenProblems() : 0;
    return [
      ...(plan && plan.images > 0 && isWanted ? [consentNotice(plan, words)] : []),
      ...(noPlan && noPlanText !== undefined && isLooking(state)
        ? [noPlanNotice(noPlan, noPlanText, words)]
        : []),
      ...(failed ? [failureNotice(searchNotices.failure, failed)] : []),
      ...this.#recovered(),
      ...(indexingView ? [indexingView] : []),
      ...(problems > 0 ? [problemsNotice(problems, words)] : []),
    ];
  }

  /** @returns what is to be known of the answer */
  lines(state: GalleryState): readonly string[] {
    const { words } = this.#deps;
    if (!isLooking(state)) return [];
    if (!this.isByMeaning(state)) {
      return state.pictures.length > 0 ? [words.t('Searching with an image needs an index.')] : [];
    }
    const { indexing, answer } = this.meaning;
    const isShown = indexing.kind === 'indexing' || indexing.kind === 'paused' || indexing.kind === 'stopped';
    const nameOf = (sha256: string): string | undefined =>
      state.pictures.find((each) => each.sha256 === sha256)?.name;
    return (answer?.answer.notes ?? []).flatMap((note) => noteLine(note, nameOf, isShown, words) ?? []);
  }

  /** @returns undefined where something is close, or nothing was asked */
  nothingClose(state: GalleryState): NoticeView | undefined {
    const { answer } = this.meaning;
    if (!answer || !isLooking(state) || !this.isByMeaning(state)) return undefined;
    const { best } = answer.answer;
    if (best === 'veryClose' || best === 'close') return undefined;
    const hasWords = state.query.trim() !== '';
    if (hasWords) this.#wantPrice();
    return nothingCloseNotice(
      answer.answer,
      state.isLooseShown,
      hasWords ? this.#generateUsd?.value : undefined,
      this.#deps.words,
    );
  }

  /** Goes on with what a damaged index has lost; nothing more is said of that. */
  indexRest(): void {
    this.#recoveredSeen = this.#deps.search.recovered?.kept;
    this.#deps.search.resume();
    this.#changed.fire('notices');
  }

  /** Models, prices or who is asked may be others now. */
  settingsChanged(): void {
    this.#generateUsd = undefined;
    if (this.consent.isOpen) void this.consent.replan();
  }

  /** The files that could not be read were looked at: nothing is said until there are others. */
  async problemsSeen(): Promise<void> {
    const problems = this.#deps.search.problems();
    await this.#deps.memory.update(PROBLEMS_SEEN, problems.ok ? problems.value.length : 0);
    this.#changed.fire('notices');
  }

  /** Runs a button of a failure. @returns false for another one */
  runButton(notice: string, action: string): boolean {
    const place = /^button:(\d+)$/.exec(action)?.[1];
    if (place === undefined) return false;
    const message = notice === searchNotices.failure ? this.#failureOfQuestion() : this.#failureOfIndexing();
    const button = message?.buttons[Number(place)];
    button?.run();
    return button !== undefined;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #question(around: Surroundings): MeaningQuestion {
    const { state, revision } = around;
    const isEverything = state.scope === 'all' && state.filters.length === 0;
    const limits = isEverything ? '' : `${state.scope} ${revision} ${state.filters.map(filterId).join('\n')}`;
    const words = state.query.trim();
    return {
      key: JSON.stringify([words, state.pictures.map(({ id }) => id), limits]),
      words,
      pictures: state.pictures.map(({ picture }) => picture),
      ...(isEverything ? {} : { allowed: () => this.#allowedBy(limits, around) }),
    };
  }

  /** The same set while it is the same, because the index is sent each set once. */
  #allowedBy(key: string, { allowed }: Surroundings): Promise<ReadonlySet<string>> {
    if (this.#allowed?.key !== key) this.#allowed = { key, contents: this.#contentsOf(allowed()) };
    return this.#allowed.contents;
  }

  async #contentsOf(images: readonly GalleryImage[]): Promise<ReadonlySet<string>> {
    const rows = await this.#deps.search.files(new AbortController().signal);
    return contentsOf(images, hashesByUri(rows.ok ? rows.value : []));
  }

  /** Logged once, not with each snapshot. */
  #messageOf(error: ImageError, retry: () => unknown): MessageInPlace | undefined {
    let kept = this.#messages.get(error);
    if (!kept) {
      kept = { message: this.#deps.reporter.inPlace(error, { retry }) };
      this.#messages.set(error, kept);
    }
    return kept.message;
  }

  #failureOfQuestion(): MessageInPlace | undefined {
    const { failure } = this.meaning;
    return failure && this.#messageOf(failure, () => this.meaning.retry());
  }

  #failureOfIndexing(): MessageInPlace | undefined {
    const { indexing } = this.meaning;
    return indexing.kind === 'stopped'
      ? this.#messageOf(indexing.error, () => this.#deps.search.resume())
      : undefined;
  }

  #recovered(): readonly NoticeView[] {
    const { recovered } = this.#deps.search;
    if (!recovered || recovered.kept === this.#recoveredSeen) return [];
    const isIndexing = ['indexing', 'scanning'].includes(this.meaning.indexing.kind);
    if (!isIndexing) this.#wantRest();
    return [recoveredNotice(recovered, isIndexing ? undefined : this.#rest?.usd, this.#deps.words)];
  }

  #wantRest(): void {
    if (this.#rest) return;
    this.#rest = { usd: undefined };
    void this.#deps.search.plan(new AbortController().signal).then((plan) => {
      // With nothing left to index there is nothing to offer.
      this.#rest = { usd: plan.ok && plan.value.images > 0 ? plan.value.usd : undefined };
      this.#changed.fire('notices');
    });
  }

  #unseenProblems(): number {
    if (this.meaning.indexing.kind === 'noConsent') return 0;
    if (this.#problems === undefined) {
      const problems = this.#deps.search.problems();
      this.#problems = problems.ok ? problems.value.length : 0;
    }
    return this.#problems === this.#deps.memory.get(PROBLEMS_SEEN) ? 0 : this.#problems;
  }

  #wantPrice(): void {
    if (this.#generateUsd) return;
    this.#generateUsd = { value: undefined };
    this.#deps.generatePrice().then(
      (value) => {
        this.#generateUsd = { value };
        if (value !== undefined) this.#changed.fire('images');
      },
      // Without a price the button is not offered.
      () => undefined,
    );
  }
}
