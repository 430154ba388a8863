import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type {
  GridAction as RunAction,
  GridCellAction,
  GridCellView,
  GridComparison,
  GridDetails,
} from '../../src/protocol/grid';
import { formatText } from '../shared/formatText';
import type { ThumbnailQueue } from '../shared/thumbnails';
import type { CompareMode, GridState } from './state';
import { gridTexts, type GridTextKey } from './texts';

/** What the components of the page may ask for. They know neither host nor reducer. */
export interface Intents {
  run(action: RunAction): void;
  readonly act: (notice: string, action: string) => void;
  activate(id: string): void;
  showTab(tab: number): void;
  /** @param image the one that is shown; without it, the one that stands for the cell */
  cell(cell: GridCellView, action: GridCellAction, image?: string): void;
  /** Adds an image to those to compare, or takes it away. */
  toggle(cell: GridCellView, image?: string): void;
  unselect(): void;
  enlarge(id: string, options?: { readonly image?: string; readonly startsAtNote?: boolean }): void;
  /** Says what is missing where two are not selected. */
  compare(): void;
  swap(): void;
  setMode(mode: CompareMode): void;
  /** From the enlarged view or the comparison to all. */
  back(): void;
  showKeys(isOpen: boolean): void;
  showJudgement(isOpen: boolean): void;
  note(id: string, text: string): void;
  details(id: string): Promise<GridDetails | undefined>;
  comparison(left: string, right: string): Promise<GridComparison | undefined>;
}

/** Given to every component. */
export interface GridPage {
  readonly state: GridState;
  readonly intents: Intents;
  readonly thumbnails: ThumbnailQueue;
  /** A text of the page in the user's language, filled in. */
  readonly text: (key: GridTextKey, ...values: readonly (string | number)[]) => string;
  /** As the user's language writes numbers. */
  readonly number: (value: number) => string;
}

const context = createContext<GridPage | undefined>(undefined);

export const GridPageProvider = context.Provider;

export function usePage(): GridPage {
  const page = useContext(context);
  if (page === undefined) throw new Error('No page around this component');
  return page;
}

export function wordsOf(
  texts: Readonly<Record<string, string>>,
  language: string,
): Pick<GridPage, 'text' | 'number'> {
  const format = new Intl.NumberFormat(language === '' ? 'en' : language);
  return {
    text: (key, ...values) => formatText(texts[key] ?? gridTexts[key], ...values),
    number: (value) => format.format(value),
  };
}
