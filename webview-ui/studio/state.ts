import type { ControlView } from '../../src/protocol/view';
import type { CandidateView, ControlValue, StudioSnapshot } from '../../src/protocol/studio';
import { reduceAsk, type AskAction, type AskState, type Tab } from './ask/askState';
import type { CanvasMaskSummary } from './canvas/maskEditor';
import {
  defaultCanvasSettings,
  defaultCompare,
  type CanvasPlace,
  type CanvasSettings,
  type Compare,
  type CompareMode,
} from './canvas/settings';

/** Side by side from 900 px; candidates under the canvas from 600 px; one column below. */
export type Layout = 'wide' | 'medium' | 'narrow';

/** The ways to compare, in the order of their buttons and of the key V. */
export const compareModes: readonly CompareMode[] = [
  'result',
  'swipe',
  'sideBySide',
  'onionSkin',
  'difference',
];

/** What the user changed and the host has not shown yet. */
interface Draft {
  readonly value: ControlValue;
  /** The host has it: its next snapshot decides what is shown. */
  readonly isAnswered: boolean;
}

/** All that the page shows, beside what canvas and toolbar keep for themselves. */
export interface StudioState {
  /** Absent until the host has answered `ready`. */
  readonly snapshot?: StudioSnapshot;
  readonly layout: Layout;
  readonly drafts: Readonly<Record<string, Draft>>;
  /** The card that keys and buttons act on; other than the chosen candidate it may be waiting or failed. */
  readonly active?: string;
  /** Cards that the user went to and the host has not caught up with. */
  readonly wished: readonly string[];
  readonly compare: Compare;
  readonly canvasSettings: CanvasSettings;
  /** Of the mask on the canvas; absent until there is one. */
  readonly maskSummary?: CanvasMaskSummary;
  readonly zoomPercent: number;
  /** What of the picture is seen; undefined while it is fitted. */
  readonly place: CanvasPlace | undefined;
  readonly isOriginalShown: boolean;
  readonly isMoreOpen: boolean;
  readonly isKeyListOpen: boolean;
  /** For the offer to undo. */
  readonly discarded?: { readonly ids: readonly string[]; readonly number: number };
  /** An image that may be the picture or a mask. */
  readonly pasted?: Uint8Array;
  readonly tab: Tab;
  readonly ask: AskState;
}

export type StudioAction =
  | { readonly kind: 'snapshot'; readonly snapshot: StudioSnapshot }
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'edited'; readonly id: string; readonly value: ControlValue }
  | { readonly kind: 'answered'; readonly id: string; readonly value: ControlValue }
  | { readonly kind: 'activated'; readonly id: string }
  | { readonly kind: 'compared'; readonly compare: Compare }
  | { readonly kind: 'canvasArranged'; readonly settings: Partial<CanvasSettings> }
  | { readonly kind: 'maskChanged'; readonly summary: CanvasMaskSummary }
  | { readonly kind: 'zoomed'; readonly percent: number; readonly place: CanvasPlace | undefined }
  | { readonly kind: 'originalShown'; readonly isShown: boolean }
  | { readonly kind: 'moreToggled'; readonly isOpen: boolean }
  | { readonly kind: 'keyListToggled'; readonly isOpen: boolean }
  | { readonly kind: 'discarded'; readonly ids: readonly string[] }
  | { readonly kind: 'undoEnded' }
  | { readonly kind: 'pasted'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'tabChosen'; readonly tab: Tab }
  | AskAction;

/** What the user arranged, and what the page may keep of it: no data. */
export interface KeptState {
  readonly drafts?: Readonly<Record<string, string>>;
  readonly compare?: Compare;
  readonly canvasSettings?: CanvasSettings;
  readonly place?: CanvasPlace | undefined;
  readonly isMoreOpen?: boolean;
  /** The candidate that was looked at; the host does not keep it. */
  readonly active?: string | undefined;
  readonly tab?: Tab;
  /** The host finds the conversation by it. */
  readonly conversation?: string | undefined;
  readonly question?: string;
}

/** @param widthPx of the window, in CSS pixels */
export function layoutFor(widthPx: number): Layout {
  if (widthPx >= 900) return 'wide';
  return widthPx >= 600 ? 'medium' : 'narrow';
}

/** @returns what `getState` had, as this page once gave it to `setState`; nothing for anything else */
export function readKept(kept: unknown): KeptState {
  return typeof kept === 'object' && kept !== null ? kept : {};
}

/** @returns the state before the host has answered */
export function initialState(layout: Layout, kept: KeptState): StudioState {
  const drafts = Object.entries(kept.drafts ?? {}).map(
    ([id, value]) => [id, { value, isAnswered: false }] as const,
  );
  return {
    layout,
    drafts: Object.fromEntries(drafts),
    wished: [],
    compare: kept.compare ?? defaultCompare,
    canvasSettings: kept.canvasSettings ?? defaultCanvasSettings,
    zoomPercent: 100,
    place: kept.place,
    isOriginalShown: false,
    isMoreOpen: kept.isMoreOpen ?? false,
    isKeyListOpen: false,
    tab: kept.tab ?? 'edit',
    ask: { draft: kept.question ?? '' },
    ...(kept.active === undefined ? {} : { active: kept.active }),
  };
}

/** @returns what outlives the page: only texts that are still being typed, never a snapshot */
export function keptOf(state: StudioState): KeptState {
  const texts = Object.entries(state.drafts).flatMap(([id, { value }]) =>
    typeof value === 'string' ? [[id, value] as const] : [],
  );
  return {
    drafts: Object.fromEntries(texts),
    compare: state.compare,
    canvasSettings: state.canvasSettings,
    place: state.place,
    isMoreOpen: state.isMoreOpen,
    active: state.active,
    tab: state.tab,
    conversation: state.ask.snapshot?.conversation,
    question: state.ask.draft,
  };
}

/** Moves the page on; the only place where its state changes. */
export function reduce(state: StudioState, action: StudioAction): StudioState {
  switch (action.kind) {
    case 'snapshot':
      return withSnapshot(state, action.snapshot);
    case 'layout':
      return state.layout === action.layout ? state : { ...state, layout: action.layout };
    case 'edited':
      return {
        ...state,
        drafts: { ...state.drafts, [action.id]: { value: action.value, isAnswered: false } },
      };
    case 'answered':
      return withAnswer(state, action.id, action.value);
    case 'activated':
      return { ...state, active: action.id, wished: [...new Set([...state.wished, action.id])] };
    case 'compared':
      return { ...state, compare: action.compare };
    case 'canvasArranged':
      return { ...state, canvasSettings: { ...state.canvasSettings, ...action.settings } };
    case 'maskChanged':
      return { ...state, maskSummary: action.summary };
    case 'zoomed':
      return { ...state, zoomPercent: action.percent, place: action.place };
    case 'originalShown':
      return { ...state, isOriginalShown: action.isShown };
    case 'moreToggled':
      return { ...state, isMoreOpen: action.isOpen };
    case 'keyListToggled':
      return { ...state, isKeyListOpen: action.isOpen };
    case 'discarded':
      return withDiscarded(state, action.ids);
    case 'undoEnded': {
      const { discarded: _, ...rest } = state;
      return rest;
    }
    case 'pasted': {
      const { pasted: _, ...rest } = state;
      return action.bytes === undefined ? rest : { ...rest, pasted: action.bytes };
    }
    case 'tabChosen':
      return state.tab === action.tab ? state : { ...state, tab: action.tab };
    default: {
      const ask = reduceAsk(state.ask, action);
      return ask === state.ask ? state : { ...state, ask };
    }
  }
}

/** @returns the card that keys and buttons act on */
export function activeCandidate(state: StudioState): CandidateView | undefined {
  return state.snapshot?.candidates.find(({ id }) => id === state.active);
}

/** @returns the candidate that the canvas shows, when it has arrived */
export function chosenCandidate(snapshot: StudioSnapshot): CandidateView | undefined {
  return snapshot.candidates.find(({ id, state }) => id === snapshot.chosen && state.kind === 'ready');
}

/**
 * What a page that was built anew shows, where the host has nothing chosen: what was looked at, else the newest result
 * that waits to be accepted.
 */
export function candidateToShow(
  { candidates, chosen }: StudioSnapshot,
  active: string | undefined,
): CandidateView | undefined {
  if (chosen !== undefined) return undefined;
  const before = candidates.find(({ id }) => id === active);
  return before ?? candidates.findLast(({ state }) => state.kind === 'ready' && !state.isAccepted);
}

/** @returns what the user typed last, else what the host shows */
export function draftOr<T extends ControlValue>(state: StudioState, id: string, value: T): T {
  const draft = state.drafts[id];
  // A control keeps the type of its value for as long as it has its id.
  return draft === undefined ? value : (draft.value as T);
}

function withSnapshot(state: StudioState, snapshot: StudioSnapshot): StudioState {
  if (state.snapshot && snapshot.revision < state.snapshot.revision) return state;
  const drafts = Object.entries(state.drafts).filter(([id, draft]) => {
    if (draft.isAnswered) return false;
    const shown = hostValue(snapshot, id);
    return shown !== undefined && !isSame(shown, draft.value);
  });
  // The host's own choice moves the active card; an echo of the user's may come when they are further on already.
  const isChosenNew =
    snapshot.chosen !== undefined &&
    snapshot.chosen !== state.snapshot?.chosen &&
    !state.wished.includes(snapshot.chosen);
  const isActiveThere = snapshot.candidates.some(({ id }) => id === state.active);
  const { active: previous, ...rest } = state;
  const active = isChosenNew || !isActiveThere ? snapshot.chosen : previous;
  return {
    ...rest,
    snapshot,
    wished: active === snapshot.chosen ? [] : state.wished,
    drafts: Object.fromEntries(drafts),
    ...(active === undefined ? {} : { active }),
  };
}

/** An answer to an older text says nothing about the one that is being typed now. */
function withAnswer(state: StudioState, id: string, value: ControlValue): StudioState {
  const draft = state.drafts[id];
  if (draft === undefined || !isSame(draft.value, value)) return state;
  return { ...state, drafts: { ...state.drafts, [id]: { value, isAnswered: true } } };
}

/** The next card becomes active, or the one before when there is none. */
function withDiscarded(state: StudioState, ids: readonly string[]): StudioState {
  const candidates = state.snapshot?.candidates ?? [];
  const first = candidates.findIndex(({ id }) => ids.includes(id));
  const number = candidates[first]?.number;
  if (number === undefined) return state;
  const isKept = ({ id }: CandidateView): boolean => !ids.includes(id);
  const neighbor = candidates.slice(first).find(isKept) ?? candidates.slice(0, first).findLast(isKept);
  const { active: previous, ...rest } = state;
  const active = previous !== undefined && !ids.includes(previous) ? previous : neighbor?.id;
  return { ...rest, ...(active === undefined ? {} : { active }), discarded: { ids, number } };
}

function hostValue(snapshot: StudioSnapshot, id: string): ControlValue | undefined {
  if (id === 'prompt') return snapshot.prompt?.text;
  if (id === 'count') return snapshot.count?.value;
  if (id === 'frame') return frameAt(snapshot.frame);
  if (id.startsWith('shot:')) {
    return snapshot.storyboard?.shots.find((shot) => `shot:${shot.id}` === id)?.text;
  }
  if (id === 'margins') return snapshot.margins;
  const isIt = (control: ControlView): boolean => control.id === id;
  const control = snapshot.extra.find(isIt) ?? snapshot.more.find(isIt);
  return control === undefined || control.kind === 'image' ? undefined : control.value;
}

function isSame(a: ControlValue, b: ControlValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Where the frame stands along the way that it can be moved. */
function frameAt(frame: StudioSnapshot['frame']): number | undefined {
  if (frame === undefined) return undefined;
  return frame.room.across > 0 ? frame.left : frame.top;
}
