import type { RunItem, RunSnapshot } from '../../../core/promptFiles/runs/queue';
import type { RunCell } from '../../../core/promptFiles/runs/record';
import type { RecipeJudgement } from '../../../core/recipes/recipe';
import type { JudgementView } from '../../../protocol/ask';
import type { NoticeView } from '../../../protocol/view';
import type { Table, TableCell } from './table';

/** A failure as a cell shows it. */
export interface CellFailure {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Everything that a grid shows, before it has words. */
export interface GridState {
  readonly revision: number;
  /** Of the file, without its ending: `hero`. */
  readonly name: string;
  readonly isOffline: boolean;
  readonly isLoading: boolean;
  /** Absent while it is read, and where there is none. */
  readonly table?: Table;
  readonly run?: RunSnapshot;
  /** By key: stars and notes. */
  readonly marks: ReadonlyMap<string, Pick<RunCell, 'isStarred' | 'note'>>;
  /** Hashes of the images that the file accepts. */
  readonly accepted: readonly string[];
  /** The last judgement of each image, by its hash. */
  readonly judgements: ReadonlyMap<string, RecipeJudgement>;
  /** By key, since when it is being made; milliseconds since 1970. */
  readonly since: ReadonlyMap<string, number>;
  /** By key. */
  readonly failures: ReadonlyMap<string, CellFailure>;
  /** Whether the user has started it, now or in a window before. */
  readonly hasBegun: boolean;
  readonly isSortedByScore: boolean;
  readonly notices: readonly NoticeView[];
  readonly judgement?: JudgementView;
  readonly judging?: string;
  readonly empty?: NoticeView;
}

/** The requests of a cell as they stand now. */
export function itemsOf(cell: TableCell, items: ReadonlyMap<string, RunItem>): readonly RunItem[] {
  return cell.keys.flatMap((key) => items.get(key) ?? []);
}

export function itemsByKey(run: RunSnapshot | undefined): ReadonlyMap<string, RunItem> {
  return new Map((run?.items ?? []).map((item) => [item.key, item]));
}

/** Names one image of one cell to the page. */
export function imageId(cell: Pick<TableCell, 'id'>, sha256: string): string {
  return `${cell.id}/${sha256}`;
}

/** @returns undefined for what is no such name */
export function readImageId(id: string): { readonly cell: string; readonly sha256: string } | undefined {
  const at = id.indexOf('/');
  return at < 0 ? undefined : { cell: id.slice(0, at), sha256: id.slice(at + 1) };
}
