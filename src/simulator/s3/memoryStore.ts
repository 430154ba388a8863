import type { ByteRange } from './range';
import { inKeyOrder, type Bucket, type ObjectMeta, type ObjectStore } from './store';

/** Buckets and objects that end with the simulator. */
export class MemoryStore implements ObjectStore {
  readonly #buckets = new Map<string, Bucket>();
  readonly #objects = new Map<string, Map<string, { readonly meta: ObjectMeta; readonly bytes: Buffer }>>();

  buckets(): Promise<ReadonlyMap<string, Bucket>> {
    return Promise.resolve(this.#buckets);
  }

  bucket(name: string): Promise<Bucket | undefined> {
    return Promise.resolve(this.#buckets.get(name));
  }

  saveBucket(name: string, bucket: Bucket): Promise<void> {
    this.#buckets.set(name, bucket);
    if (!this.#objects.has(name)) this.#objects.set(name, new Map());
    return Promise.resolve();
  }

  deleteBucket(name: string): Promise<void> {
    this.#buckets.delete(name);
    this.#objects.delete(name);
    return Promise.resolve();
  }

  objects(bucket: string): Promise<readonly ObjectMeta[]> {
    const entries = [...(this.#objects.get(bucket)?.values() ?? [])];
    return Promise.resolve(inKeyOrder(entries.map(({ meta }) => meta)));
  }

  find(bucket: string, key: string): Promise<ObjectMeta | undefined> {
    return Promise.resolve(this.#objects.get(bucket)?.get(key)?.meta);
  }

  put(bucket: string, meta: ObjectMeta, bytes: Buffer): Promise<void> {
    this.#objects.get(bucket)?.set(meta.key, { meta, bytes });
    return Promise.resolve();
  }

  read(bucket: string, { key }: ObjectMeta, range?: ByteRange): Promise<Buffer> {
    const bytes = this.#objects.get(bucket)?.get(key)?.bytes ?? Buffer.alloc(0);
    return Promise.resolve(range ? bytes.subarray(range.first, range.last + 1) : bytes);
  }

  delete(bucket: string, key: string): Promise<void> {
    this.#objects.get(bucket)?.delete(key);
    return Promise.resolve();
  }
}
