import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod/mini';

const metaSchema = z.object({
  key: z.string(),
  etag: z.string(),
  contentType: z.string(),
  modifiedAt: z.number(),
  size: z.number(),
  metadata: z.record(z.string(), z.string()),
});

export type ObjectMeta = z.infer<typeof metaSchema>;

interface Bucket {
  readonly region: string;
  readonly createdAt: number;
  readonly objects: Map<string, ObjectMeta>;
}

const bucketSchema = z.object({
  region: z.string(),
  createdAt: z.number(),
  objects: z.array(metaSchema),
});

/** Buckets and objects, in memory, or in a folder that survives a restart. */
export class ObjectStore {
  readonly #folder: string | undefined;
  readonly #bytes = new Map<string, Buffer>();
  readonly #buckets = new Map<string, Bucket>();
  #loaded: Promise<void> | undefined;

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Reads what an earlier run has left; once. */
  load(): Promise<void> {
    return (this.#loaded ??= this.#load());
  }

  buckets(): ReadonlyMap<string, { readonly region: string; readonly createdAt: number }> {
    return this.#buckets;
  }

  objects(bucket: string): readonly ObjectMeta[] {
    const objects = [...(this.#buckets.get(bucket)?.objects.values() ?? [])];
    // S3 lists keys by their UTF-8 bytes.
    return objects.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }

  find(bucket: string, key: string): ObjectMeta | undefined {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  async createBucket(name: string, region: string, createdAt: number): Promise<void> {
    this.#buckets.set(name, { region, createdAt, objects: new Map() });
    await this.#saveBucket(name);
  }

  async deleteBucket(name: string): Promise<void> {
    this.#buckets.delete(name);
    if (this.#folder !== undefined)
      await fs.rm(path.join(this.#folder, name), { recursive: true, force: true });
  }

  async put(bucket: string, meta: ObjectMeta, bytes: Buffer): Promise<void> {
    if (this.#folder === undefined) this.#bytes.set(`${bucket}/${meta.key}`, bytes);
    else await writeAtomically(this.#file(bucket, meta.key), bytes);
    this.#buckets.get(bucket)?.objects.set(meta.key, meta);
    await this.#saveBucket(bucket);
  }

  async read(bucket: string, key: string): Promise<Buffer> {
    if (this.#folder === undefined) return this.#bytes.get(`${bucket}/${key}`) ?? Buffer.alloc(0);
    return fs.readFile(this.#file(bucket, key));
  }

  async delete(bucket: string, key: string): Promise<void> {
    if (!this.#buckets.get(bucket)?.objects.delete(key)) return;
    this.#bytes.delete(`${bucket}/${key}`);
    await this.#saveBucket(bucket);
    if (this.#folder !== undefined) await fs.rm(this.#file(bucket, key), { force: true });
  }

  /** Named by a hash: a key may hold what no file name can. */
  #file(bucket: string, key: string): string {
    return path.join(this.#folder ?? '', bucket, createHash('sha256').update(key).digest('hex'));
  }

  async #saveBucket(name: string): Promise<void> {
    const bucket = this.#buckets.get(name);
    if (this.#folder === undefined || !bucket) return;
    const text = JSON.stringify({ ...bucket, objects: [...bucket.objects.values()] });
    await writeAtomically(path.join(this.#folder, name, 'bucket.json'), Buffer.from(text));
  }

  async #load(): Promise<void> {
    if (this.#folder === undefined) return;
    await fs.mkdir(this.#folder, { recursive: true });
    for (const entry of await fs.readdir(this.#folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const file = path.join(this.#folder, entry.name, 'bucket.json');
      const text = await fs.readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      const { region, createdAt, objects } = z.parse(bucketSchema, JSON.parse(text));
      this.#buckets.set(entry.name, {
        region,
        createdAt,
        objects: new Map(objects.map((each) => [each.key, each])),
      });
    }
  }
}

let count = 0;

async function writeAtomically(file: string, bytes: Buffer): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${++count}.tmp`;
  await fs.writeFile(temporary, bytes);
  await fs.rename(temporary, file);
}
