import type {
  LinkTarget,
  ReadPicture,
  SearchTree,
  Stamp,
  TreeEntry,
} from '../../../../src/core/search/files/ports';

interface FakeFile {
  bytes: Uint8Array;
  timeMs: number;
}

/** A workspace folder in memory. Every folder URI shows the same files. */
export class FakeTree implements SearchTree {
  readonly files = new Map<string, FakeFile>();
  readonly links: Readonly<Record<string, string | undefined>>;
  readonly listed: string[] = [];
  readonly reads: string[] = [];
  /** Runs while a file is being read. */
  onRead: (path: string) => void = () => undefined;
  /** Files that the system does not let anybody read. */
  readonly refused = new Set<string>();
  #time = 1000;

  /** @param links where each leads, by its path; undefined for out of the folder */
  constructor(
    files: Readonly<Record<string, string>> = {},
    links: Readonly<Record<string, string | undefined>> = {},
  ) {
    this.links = links;
    for (const [path, text] of Object.entries(files)) this.write(path, new TextEncoder().encode(text));
  }

  write(path: string, bytes: Uint8Array): void {
    this.files.set(path, { bytes, timeMs: ++this.#time });
  }

  touch(path: string): void {
    const file = this.files.get(path);
    if (file) file.timeMs = ++this.#time;
  }

  move(from: string, to: string): void {
    const file = this.files.get(from);
    if (!file) return;
    this.files.delete(from);
    this.files.set(to, file);
  }

  async list(_folder: string, path: string): Promise<readonly TreeEntry[]> {
    this.listed.push(path);
    const real = this.#real(path);
    if (real === undefined) return [];
    const start = real === '' ? '' : `${real}/`;
    const entries = new Map<string, TreeEntry>();
    for (const file of this.files.keys()) {
      if (!file.startsWith(start)) continue;
      const [name = '', ...below] = file.slice(start.length).split('/');
      entries.set(name, { name, kind: below.length > 0 ? 'folder' : 'file' });
    }
    for (const link of Object.keys(this.links)) {
      const name = link.slice(start.length);
      if (link.startsWith(start) && !name.includes('/')) entries.set(name, { name, kind: 'link' });
    }
    return [...entries.values()];
  }

  async stat(
    _folder: string,
    path: string,
    names: readonly string[],
  ): Promise<readonly (Stamp | undefined)[]> {
    const real = this.#real(path);
    return names.map((name) => this.#stamp(real === '' ? name : `${real}/${name}`));
  }

  async follow(_folder: string, path: string): Promise<LinkTarget | undefined> {
    const real = this.#real(path);
    if (real === undefined) return undefined;
    if (this.files.has(real)) return { kind: 'file', path: real };
    const isFolder = [...this.files.keys()].some((file) => file.startsWith(`${real}/`));
    return isFolder ? { kind: 'folder', path: real } : undefined;
  }

  async read(_folder: string, path: string, maxBytes: number): Promise<ReadPicture> {
    this.reads.push(path);
    const real = this.#real(path) ?? '';
    const before = this.#stamp(real);
    const file = this.files.get(real);
    if (!file || !before) return { kind: 'gone' };
    if (this.refused.has(path)) return { kind: 'refused', reason: 'EACCES' };
    if (before.bytes > maxBytes) return { kind: 'tooLarge', stamp: before };
    const { bytes } = file;
    this.onRead(path);
    await Promise.resolve();
    const after = this.#stamp(real);
    return after?.timeMs === before.timeMs ? { kind: 'read', bytes, stamp: before } : { kind: 'changing' };
  }

  #stamp(path: string): Stamp | undefined {
    const file = this.files.get(path);
    return file && { bytes: file.bytes.length, timeMs: file.timeMs };
  }

  /** Follows the links in a path. */
  #real(path: string): string | undefined {
    let real = '';
    for (const name of path === '' ? [] : path.split('/')) {
      const next = real === '' ? name : `${real}/${name}`;
      if (!Object.hasOwn(this.links, next)) real = next;
      else {
        const target = this.links[next];
        if (target === undefined) return undefined;
        real = target;
      }
    }
    return real;
  }
}
