import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod/mini';
import { namesIn, readIfThere, writeAtomically } from '../files';
import type { ByteRange } from './range';
import {
  bucketSchema,
  inKeyOrder,
  objectSchema,
  type Bucket,
  type ObjectMeta,
  type ObjectStore,
} from './store';

/** An object and the file with its bytes: each upload has a file of its own, so that nobody reads a mixture of two. */
const entrySchema = z.extend(objectSchema, { file: z.string() });
type Entry = z.infer<typeof entrySchema>;

const BUCKET_FILE = 'bucket.json';

/**
 * Buckets and objects in a folder. Nothing of it is remembered: two windows have two simulators on one folder, and each
 * sees what the other has written.
 */
export class FolderStore implements ObjectStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async buckets(): Promise<ReadonlyMap<string, Bucket>> {
    const names = [...(await namesIn(this.#folder))].sort();
    const found = await Promise.all(names.map(async (name) => [name, await this.bucket(name)] as const));
    return new Map(found.filter((entry): entry is [string, Bucket] => entry[1] !== undefined));
  }

  async bucket(name: string): Promise<Bucket | undefined> {
    const text = await readIfThere(path.join(this.#folder, name, BUCKET_FILE));
    return text === undefined ? undefined : z.parse(bucketSchema, JSON.parse(text));
  }

  saveBucket(name: string, bucket: Bucket): Promise<void> {
    return writeAtomically(path.join(this.#folder, name, BUCKET_FILE), JSON.stringify(bucket));
  }

  deleteBucket(name: string): Promise<void> {
    return fs.rm(path.join(this.#folder, name), { recursive: true, force: true });
  }

  async objects(bucket: string): Promise<readonly ObjectMeta[]> {
    const names = (await namesIn(path.join(this.#folder, bucket))).filter(
      (name) => name.endsWith('.json') && name !== BUCKET_FILE,
    );
    const entries = await Promise.all(
      names.map((name) => this.#entry(path.join(this.#folder, bucket, name))),
    );
    return inKeyOrder(entries.filter((entry) => entry !== undefined));
  }

  find(bucket: string, key: string): Promise<ObjectMeta | undefined> {
    return this.#entry(this.#path(bucket, key));
  }

  async put(bucket: string, meta: ObjectMeta, bytes: Buffer): Promise<void> {
    const before = await this.#entry(this.#path(bucket, meta.key));
    const entry: Entry = { ...meta, file: `${hashOf(meta.key)}-${randomUUID()}` };
    await writeAtomically(path.join(this.#folder, bucket, entry.file), bytes);
    await writeAtomically(this.#path(bucket, meta.key), JSON.stringify(entry));
    if (before) await fs.rm(path.join(this.#folder, bucket, before.file), { force: true });
  }

  async read(bucket: string, meta: ObjectMeta, range?: ByteRange): Promise<Buffer> {
    const { file } = z.parse(entrySchema, meta);
    const whole = path.join(this.#folder, bucket, file);
    if (!range) return fs.readFile(whole);
    const handle = await fs.open(whole);
    try {
      const length = range.last - range.first + 1;
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, range.first);
      return buffer;
    } finally {
      await handle.close();
    }
  }

  async delete(bucket: string, key: string): Promise<void> {
    const entry = await this.#entry(this.#path(bucket, key));
    if (!entry) return;
    await fs.rm(this.#path(bucket, key), { force: true });
    await fs.rm(path.join(this.#folder, bucket, entry.file), { force: true });
  }

  async #entry(file: string): Promise<Entry | undefined> {
    const text = await readIfThere(file);
    return text === undefined ? undefined : z.parse(entrySchema, JSON.parse(text));
  }

  /** Named by a hash: a key may hold what no file name can. */
  #path(bucket: string, key: string): string {
    return path.join(this.#folder, bucket, `${hashOf(key)}.json`);
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
