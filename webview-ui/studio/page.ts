import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CandidateAction, ControlValue, ShotAction, StoryboardAction } from '../../src/protocol/studio';
import { formatText } from '../shared/formatText';
import type { AnswerAction, AskMenuAction } from '../../src/protocol/ask';
import type { Tab } from './ask/askState';
import type { StudioAction, StudioState } from './state';
import { studioTexts, type StudioTextKey } from './texts';

/** What the components of the page may ask for. They know neither host nor reducer. */
export interface Intents {
  /** Changes a control; what is being typed is sent a moment later. */
  edit(id: string, value: ControlValue, isTyping?: boolean): void;
  /** Fills the margins of a control in by one of its ratios. */
  chooseRatio(id: string, ratio: string): void;
  pickTask(): void;
  pickModel(): void;
  /** @param control of the kind `image`; the picture in the middle without one */
  chooseImage(control?: string): void;
  /** Leaves the picture of a control out. */
  removeImage(control: string): void;
  resetOptions(): void;
  shot(id: string, action: ShotAction): void;
  storyboard(action: StoryboardAction): void;
  generate(): void;
  cancel(): void;
  act(notice: string, action: string): void;
  /** Makes a card the active one, and shows it when it has arrived. */
  choose(id: string): void;
  candidate(id: string, action: CandidateAction): void;
  acceptAll(): void;
  discardAll(): void;
  judgeAll(): void;
  undoDiscard(): void;
  /** An image that came by clipboard or drop. */
  takeImage(bytes: Uint8Array): void;
  /** Answers what that image is; undefined: nothing. */
  answerPasted(as: 'picture' | 'mask' | undefined): void;
  chooseTab(tab: Tab): void;
  readonly ask: AskIntents;
}

/** The same for the tab *Ask*. */
export interface AskIntents {
  addImages(): void;
  removeImage(id: string): void;
  purpose(id: string): void;
  /** Sends what stands in the box. */
  send(): void;
  stop(): void;
  answer(message: string, action: AnswerAction): void;
  menu(action: AskMenuAction): void;
  act(notice: string, action: string): void;
}

/** Given to every component. */
export interface StudioPage {
  readonly state: StudioState;
  readonly intents: Intents;
  readonly dispatch: (action: StudioAction) => void;
  /** A sentence in the user's language. */
  readonly text: (key: StudioTextKey, ...values: readonly (string | number)[]) => string;
  /** A number as the user's language writes it. */
  readonly number: (value: number) => string;
}

/** @param texts from the host; the English of a text that it does not know */
export function wordsOf(
  texts: Readonly<Record<string, string>>,
  language: string,
): Pick<StudioPage, 'text' | 'number'> {
  const format = new Intl.NumberFormat(language === '' ? 'en' : language);
  return {
    text: (key, ...values) => formatText(texts[key] ?? studioTexts[key], ...values),
    number: (value) => format.format(value),
  };
}

export const PageContext = createContext<StudioPage | undefined>(undefined);

export function usePage(): StudioPage {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('A component of the Studio stands outside its page.');
  return page;
}
