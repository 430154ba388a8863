import { forEachAtOnce } from '../../gallery/atOnce';
import { isIgnored, parseGitignore, type IgnoreRules } from './gitignore';
import { globMatcher } from './globs';
import { isPictureName, leftOutByName, type LeftOutReason } from './names';
import type { SearchTree, Stamp } from './ports';

/** What is looked at, by the user's settings. */
export interface ScanRules {
  /** Of `files.exclude`, `search.exclude` and `easel.search.exclude`, relative to the workspace folder. */
  readonly exclude: readonly string[];
  /** Folders that are looked at although their names or a `.gitignore` leave them out; relative paths. */
  readonly include: readonly string[];
  /** Whether `.gitignore` counts. */
  readonly useGitignore: boolean;
}

export interface ScannedFile extends Stamp {
  readonly path: string;
}

export interface LeftOutFolder {
  readonly path: string;
  readonly why: LeftOutReason;
}

export interface Scan {
  readonly files: readonly ScannedFile[];
  readonly leftOut: readonly LeftOutFolder[];
}

export interface ScanOrder {
  readonly folder: string;
  readonly rules: ScanRules;
  /** Other workspace folders that lie in this one, by their paths: they are looked at by themselves. */
  readonly nested?: readonly string[];
  /** Look at these paths and what lies below them; at everything where it is not given. */
  readonly only?: readonly string[];
}

const FOLDERS_AT_ONCE = 16;

/** An ignore file longer than this was written by no person. */
const MOST_IGNORE_BYTES = 1_000_000;

/**
 * Finds the pictures of a workspace folder by their names, without reading them. A symbolic link is followed within the
 * folder, and what it leads to is found once.
 *
 * @returns undefined when aborted
 */
export async function scanFolder(
  tree: SearchTree,
  order: ScanOrder,
  signal: AbortSignal,
): Promise<Scan | undefined> {
  const scanner = new FolderScanner(tree, order, signal);
  await scanner.run();
  return signal.aborted ? undefined : { files: scanner.files, leftOut: scanner.leftOut };
}

interface Visit {
  readonly path: string;
  /** Without links. */
  readonly realPath: string;
  readonly ignore: readonly IgnoreRules[];
  /** Left out itself, but on the way to a folder that the user has included. */
  readonly isWay?: boolean;
}

class FolderScanner {
  readonly files: ScannedFile[] = [];
  readonly leftOut: LeftOutFolder[] = [];
  readonly #tree: SearchTree;
  readonly #order: ScanOrder;
  readonly #signal: AbortSignal;
  readonly #isExcluded: (path: string) => boolean;
  readonly #visited = new Set<string>();
  readonly #links: Visit[] = [];
  /** Real paths of the files found, once somebody has to know. */
  #found: Set<string> | undefined;
  readonly #realPaths = new Map<string, string>();

  constructor(tree: SearchTree, order: ScanOrder, signal: AbortSignal) {
    this.#tree = tree;
    this.#order = order;
    this.#signal = signal;
    this.#isExcluded = globMatcher(order.rules.exclude);
  }

  async run(): Promise<void> {
    await this.#walk([{ path: '', realPath: '', ignore: [] }]);
    // After all else, so that what is both there and linked is found by its own path; a linked folder may hold links.
    for (let link = this.#links.shift(); link && !this.#signal.aborted; link = this.#links.shift()) {
      await this.#follow(link);
    }
  }

  async #walk(begin: readonly Visit[]): Promise<void> {
    for (let level = begin; level.length > 0 && !this.#signal.aborted;) {
      const next: Visit[] = [];
      await forEachAtOnce(level, FOLDERS_AT_ONCE, async (visit) => {
        if (!this.#signal.aborted) next.push(...(await this.#visit(visit)));
      });
      level = next;
    }
  }

  async #visit({ path, realPath, ignore, isWay = false }: Visit): Promise<readonly Visit[]> {
    if (this.#visited.has(realPath)) return [];
    this.#visited.add(realPath);
    const entries = await this.#tree.list(this.#order.folder, path);
    const rules = await this.#ignoreRules(path, ignore, entries);
    const names: string[] = [];
    const folders: Visit[] = [];
    for (const { name, kind } of entries) {
      const child = path === '' ? name : `${path}/${name}`;
      if (!this.#isWanted(child)) continue;
      const visit = { path: child, realPath: realPath === '' ? name : `${realPath}/${name}`, ignore: rules };
      if (kind === 'folder') {
        const way = this.#enters(child, name, rules, isWay);
        if (way) folders.push({ ...visit, isWay: way === 'way' });
      } else if (kind === 'link') {
        if (!this.#leavesOut(child, rules, isWay)) this.#links.push({ ...visit, isWay });
      } else if (isPictureName(name) && !this.#leavesOut(child, rules, isWay)) names.push(name);
    }
    await this.#stat(path, realPath, names);
    return folders;
  }

  async #stat(path: string, realPath: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const stamps = await this.#tree.stat(this.#order.folder, path, names);
    for (const [index, name] of names.entries()) {
      const stamp = stamps[index];
      if (!stamp) continue;
      const file = path === '' ? name : `${path}/${name}`;
      this.files.push({ path: file, bytes: stamp.bytes, timeMs: stamp.timeMs });
      if (realPath !== path) this.#realPaths.set(file, realPath === '' ? name : `${realPath}/${name}`);
    }
  }

  async #follow(link: Visit): Promise<void> {
    const target = await this.#tree.follow(this.#order.folder, link.path);
    if (!target) return;
    const name = link.path.slice(link.path.lastIndexOf('/') + 1);
    if (target.kind === 'folder') {
      const way = this.#enters(link.path, name, link.ignore, link.isWay ?? false);
      if (way) await this.#walk([{ ...link, realPath: target.path, isWay: way === 'way' }]);
      return;
    }
    if (!isPictureName(name)) return;
    this.#found ??= new Set(this.files.map(({ path }) => this.#realPaths.get(path) ?? path));
    if (this.#found.has(target.path)) return;
    this.#found.add(target.path);
    const slash = target.path.lastIndexOf('/');
    const [stamp] = await this.#tree.stat(this.#order.folder, target.path.slice(0, Math.max(0, slash)), [
      target.path.slice(slash + 1),
    ]);
    if (stamp) this.files.push({ path: link.path, bytes: stamp.bytes, timeMs: stamp.timeMs });
  }

  /** Whether a folder is looked into; what is not is told, so that the user can choose otherwise. */
  #enters(
    path: string,
    name: string,
    ignore: readonly IgnoreRules[],
    isWay: boolean,
  ): 'whole' | 'way' | undefined {
    if (this.#order.nested?.includes(path)) return undefined;
    const { include } = this.#order.rules;
    if (this.#isIncluded(path)) return 'whole';
    const isOnTheWay = include.some((each) => isAtOrBelow(each, path));
    if (isWay) return isOnTheWay ? 'way' : undefined;
    const why =
      leftOutByName(name) ??
      (this.#isExcluded(path) ? 'setting' : isIgnored(ignore, path, true) ? 'gitignore' : undefined);
    if (why === undefined) return 'whole';
    if (isOnTheWay) return 'way';
    this.leftOut.push({ path, why });
    return undefined;
  }

  #leavesOut(path: string, ignore: readonly IgnoreRules[], isWay: boolean): boolean {
    if (this.#isIncluded(path)) return false;
    return isWay || this.#isExcluded(path) || isIgnored(ignore, path, false);
  }

  #isIncluded(path: string): boolean {
    return this.#order.rules.include.some((each) => isAtOrBelow(path, each));
  }

  /** Whether a path is at, above or below one of those that were asked for. */
  #isWanted(path: string): boolean {
    const { only } = this.#order;
    return !only || only.some((each) => isAtOrBelow(path, each) || isAtOrBelow(each, path));
  }

  async #ignoreRules(
    path: string,
    above: readonly IgnoreRules[],
    entries: readonly { readonly name: string }[],
  ): Promise<readonly IgnoreRules[]> {
    if (!this.#order.rules.useGitignore || !entries.some(({ name }) => name === '.gitignore')) return above;
    const file = path === '' ? '.gitignore' : `${path}/.gitignore`;
    const read = await this.#tree.read(this.#order.folder, file, MOST_IGNORE_BYTES);
    const rules =
      read.kind === 'read' ? parseGitignore(new TextDecoder().decode(read.bytes), path) : undefined;
    return rules ? [...above, rules] : above;
  }
}

/** @returns whether a path is the folder or lies in it; the empty path is the workspace folder */
export function isAtOrBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
