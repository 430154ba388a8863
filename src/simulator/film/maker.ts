import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { namesIn, writeAtomically } from '../files';
import type { FilmReply, FilmWork } from './protocol';
import type { ShotRequest } from './shot';

/** Shots that are kept; of more, the oldest go. */
const MOST_KEPT = 60;

/**
 * Makes shots in a thread, each one once: what was made is kept, in a folder where there is one, so that it is there again
 * after a restart and for another simulator. The thread ends when it has nothing to do.
 */
export class FilmMaker {
  readonly #program: string | undefined;
  readonly #folder: string | undefined;
  readonly #made = new Map<string, Promise<Buffer>>();
  readonly #waiting = new Map<
    number,
    { readonly resolve: (file: Buffer) => void; readonly reject: (cause: Error) => void }
  >();
  #worker: Worker | undefined;
  #next = 0;

  /** @param program path of the built `filmWorker` */
  constructor(program: string | undefined, folder: string | undefined) {
    this.#program = program;
    this.#folder = folder;
  }

  /** @returns a whole MP4 file */
  shot(request: ShotRequest): Promise<Buffer> {
    const key = keyOf(request);
    const known = this.#made.get(key);
    if (known) return known;
    const made = this.#readOrMake(key, request);
    this.#made.set(key, made);
    // A folder remembers by itself; what failed is tried again.
    const forget = (): void => void this.#made.delete(key);
    made.then(this.#folder === undefined ? () => undefined : forget, forget);
    const [oldest] = this.#made.keys();
    if (this.#made.size > MOST_KEPT && oldest !== undefined) this.#made.delete(oldest);
    return made;
  }

  close(): void {
    this.#end(new Error('The simulator is closed'));
  }

  async #readOrMake(key: string, request: ShotRequest): Promise<Buffer> {
    if (this.#folder === undefined) return this.#make(request);
    const file = path.join(this.#folder, `${key}.mp4`);
    try {
      return await fs.readFile(file);
    } catch {
      // Not made yet.
    }
    const made = await this.#make(request);
    await writeAtomically(file, made);
    await this.#removeOld(this.#folder);
    return made;
  }

  #make(request: ShotRequest): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#start();
      const work: FilmWork = { id: this.#next++, request };
      this.#waiting.set(work.id, { resolve, reject });
      this.#worker.postMessage(work);
    });
  }

  #start(): Worker {
    if (this.#program === undefined) throw new Error('The simulator was started without its film program');
    const worker = new Worker(this.#program);
    worker.on('message', ({ id, file, error }: FilmReply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (file) waiting?.resolve(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
      else waiting?.reject(new Error(error));
      if (this.#waiting.size === 0) this.#end();
    });
    worker.on('error', (cause) => {
      if (this.#worker === worker) this.#end(cause instanceof Error ? cause : new Error(String(cause)));
    });
    return worker;
  }

  #end(cause?: Error): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(cause ?? new Error('The encoder has ended'));
    this.#waiting.clear();
  }

  async #removeOld(folder: string): Promise<void> {
    const names = (await namesIn(folder)).filter((name) => name.endsWith('.mp4'));
    if (names.length <= MOST_KEPT) return;
    const aged = await Promise.all(
      names.map(async (name) => {
        const file = path.join(folder, name);
        // Another simulator may remove the same.
        const stat = await fs.stat(file).catch(() => undefined);
        return { file, age: stat?.mtimeMs ?? 0 };
      }),
    );
    const oldest = aged.toSorted((a, b) => a.age - b.age).slice(0, names.length - MOST_KEPT);
    await Promise.all(oldest.map(({ file }) => fs.rm(file, { force: true })));
  }
}

/** Of another version of the drawing there is no memory: the number counts them. */
function keyOf({ start, end, ...rest }: ShotRequest): string {
  const hash = createHash('sha256').update(`2:${JSON.stringify(rest)}`);
  for (const picture of [start, end]) {
    hash.update(picture ? `picture ${picture.width} ${picture.height}` : 'none');
    if (picture) hash.update(picture.rgb);
  }
  return hash.digest('hex').slice(0, 32);
}
