import * as z from 'zod/mini';
import type { ByteRange } from './range';

export const objectSchema = z.object({
  key: z.string(),
  etag: z.string(),
  contentType: z.string(),
  modifiedAt: z.number(),
  size: z.number(),
  metadata: z.record(z.string(), z.string()),
});

export type ObjectMeta = z.infer<typeof objectSchema>;

export const bucketSchema = z.object({
  region: z.string(),
  createdAt: z.number(),
  /** What was set on the bucket, by the name of its sub-resource; an empty text where it was taken away. */
  configurations: z._default(z.record(z.string(), z.string()), {}),
});

export type Bucket = z.infer<typeof bucketSchema>;

/** Buckets and objects. */
export interface ObjectStore {
  buckets(): Promise<ReadonlyMap<string, Bucket>>;
  bucket(name: string): Promise<Bucket | undefined>;
  /** Also changes one that is there. */
  saveBucket(name: string, bucket: Bucket): Promise<void>;
  deleteBucket(name: string): Promise<void>;
  /** In the order in which S3 lists them: by the UTF-8 bytes of their keys. */
  objects(bucket: string): Promise<readonly ObjectMeta[]>;
  find(bucket: string, key: string): Promise<ObjectMeta | undefined>;
  put(bucket: string, meta: ObjectMeta, bytes: Buffer): Promise<void>;
  /** @param range within the object */
  read(bucket: string, meta: ObjectMeta, range?: ByteRange): Promise<Buffer>;
  delete(bucket: string, key: string): Promise<void>;
}

export function inKeyOrder(objects: Iterable<ObjectMeta>): readonly ObjectMeta[] {
  return [...objects].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}
