import type { ImageError } from '../../errors';
import { err, ok, type Result } from '../../result';
import type { FileRow, SearchFiles } from '../files/ports';
import type { VectorIndex } from '../vectorIndex';
import { calibrationOf, nearDuplicateScore } from './closeness';
import { cosine } from './combine';

/** Files that are one picture for whoever looks. Nothing is deleted by itself. */
export interface DuplicateGroup {
  /** Equal byte by byte. */
  readonly isExact: boolean;
  /** At least two, the largest picture first. */
  readonly files: readonly FileRow[];
}

const VECTORS_AT_ONCE = 256;
const NEIGHBORS = 20;

/**
 * Exact and near duplicates of a workspace. Each picture is looked for in the index once, so that a hundred thousand take
 * minutes; `signal` ends it.
 */
export async function findDuplicates(
  index: VectorIndex,
  files: SearchFiles,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Result<readonly DuplicateGroup[]>> {
  const present = files.ids();
  if (!present.ok) return present;
  const background = await index.background(undefined, signal);
  if (!background.ok) return background;
  const least = nearDuplicateScore(calibrationOf(background.value));
  const ids = [...present.value];
  const groups = new Groups();
  for (let start = 0; start < ids.length; start += VECTORS_AT_ONCE) {
    const vectors = await index.vectors(ids.slice(start, start + VECTORS_AT_ONCE));
    if (!vectors.ok) return vectors;
    for (const [id, vector] of vectors.value) {
      if (signal.aborted) return err<ImageError>({ kind: 'cancelled' });
      const found = await index.search({ vector, count: NEIGHBORS }, signal);
      if (!found.ok) return found;
      for (const match of found.value) {
        if (match.score >= least && match.id !== id && present.value.has(match.id)) groups.join(id, match.id);
      }
    }
    onProgress(Math.min(ids.length, start + VECTORS_AT_ONCE), ids.length);
  }
  const rows = files.filesOf(ids);
  if (!rows.ok) return rows;
  const found: DuplicateGroup[] = [];
  for (const members of groups.of(ids)) {
    const group = members.flatMap((id) => rows.value.get(id) ?? []);
    if (group.length > 1) {
      found.push({ isExact: members.length === 1, files: group.toSorted((a, b) => area(b) - area(a)) });
    }
  }
  return ok(found);
}

function area({ picture, bytes }: FileRow): number {
  // Where the size is not known, more bytes are the better guess.
  return picture ? picture.width * picture.height : bytes / 1e9;
}

/** Disjoint sets: what is like something that is like a third one is one group. */
class Groups {
  readonly #parents = new Map<string, string>();

  join(one: string, other: string): void {
    const [a, b] = [this.#root(one), this.#root(other)];
    if (a !== b) this.#parents.set(b, a);
  }

  of(ids: readonly string[]): Iterable<readonly string[]> {
    const groups = new Map<string, string[]>();
    for (const id of ids) {
      const root = this.#root(id);
      groups.set(root, [...(groups.get(root) ?? []), id]);
    }
    return groups.values();
  }

  #root(id: string): string {
    let root = id;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) {
      root = parent;
    }
    // Later questions take one step.
    if (root !== id) this.#parents.set(id, root);
    return root;
  }
}

/** Which of a ranked list stand behind a better one that they are near duplicates of, by position. */
export function foldNearDuplicates(
  ranked: readonly { readonly id: string }[],
  vectors: ReadonlyMap<string, Float32Array>,
  least: number,
): ReadonlyMap<string, string> {
  const folded = new Map<string, string>();
  const leaders: { readonly id: string; readonly vector: Float32Array }[] = [];
  for (const { id } of ranked) {
    const vector = vectors.get(id);
    if (!vector) continue;
    const leader = leaders.find((each) => cosine(each.vector, vector) >= least);
    if (leader) folded.set(id, leader.id);
    else leaders.push({ id, vector });
  }
  return folded;
}
