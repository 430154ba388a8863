import type { AwsVia } from '../aws/place';
import { forEachAtOnce } from '../gallery/atOnce';
import { err, ok, type Result } from '../result';
import { readS3Uri } from '../video/bucket';
import type { BucketLocator, ObjectAddress, ObjectDownloads, SignedUrl } from '../video/jobs/ports';
import { linkSeconds } from './linkSeconds';
import type { UploadRecord, UploadRecords } from './upload';

/** Questions to S3 that run side by side. */
const AT_ONCE = 8;

export interface CopiesPorts {
  readonly records: UploadRecords;
  readonly objects: Pick<ObjectDownloads, 'head' | 'presign' | 'remove'> & BucketLocator;
}

/**
 * What this computer has copied to S3. A record is only a memory: before something is done with an object, S3 is asked
 * whether it is still the one that was put there. What has been deleted or replaced meanwhile is forgotten.
 */
export class CopiesInS3 {
  readonly #ports: CopiesPorts;

  constructor(ports: CopiesPorts) {
    this.#ports = ports;
  }

  /** The newest copy of these bytes. */
  find(sha256: string): Result<UploadRecord | undefined> {
    const found = this.#ports.records.find(sha256);
    return found.ok ? ok(found.value[0]) : found;
  }

  /** @returns `videoGone` where the object is not there any more */
  async presign(record: UploadRecord, seconds: number, signal: AbortSignal): Promise<Result<SignedUrl>> {
    const address = await this.#addressOf(record, signal);
    const there = address && (await this.#isThere(record, address, signal));
    if (!address || there === 'gone') {
      this.#ports.records.forget([record.uri]);
      return err({ kind: 'videoGone', uri: record.uri });
    }
    if (typeof there === 'object') return there;
    return this.#ports.objects.presign(address, { seconds: linkSeconds(seconds) });
  }

  /** What lies in S3 still, newest first. What may not be looked at is believed to be there. */
  async list(provider: AwsVia['provider'], signal: AbortSignal): Promise<Result<readonly UploadRecord[]>> {
    const known = this.#ports.records.all();
    if (!known.ok) return known;
    const records = known.value.filter(({ place }) => place.via.provider === provider);
    const gone = new Set<string>();
    await forEachAtOnce(records, AT_ONCE, async (record) => {
      const address = signal.aborted ? undefined : await this.#addressOf(record, signal);
      if (address && (await this.#isThere(record, address, signal)) === 'gone') gone.add(record.uri);
    });
    if (signal.aborted) return err({ kind: 'cancelled' });
    if (gone.size > 0) this.#ports.records.forget([...gone]);
    return ok(records.filter(({ uri }) => !gone.has(uri)));
  }

  /** Deletes the objects, each with the sign-in that put it there, and forgets them. */
  async remove(records: readonly UploadRecord[], signal: AbortSignal): Promise<Result<void>> {
    const groups = new Map<string, { readonly address: ObjectAddress; readonly records: UploadRecord[] }>();
    for (const record of records) {
      const address = await this.#addressOf(record, signal);
      if (!address) continue;
      const key = JSON.stringify([address.place, address.bucket]);
      const group = groups.get(key) ?? { address, records: [] };
      groups.set(key, group);
      group.records.push(record);
    }
    for (const { address, records: inBucket } of groups.values()) {
      const keys = inBucket.map(({ uri }) => readS3Uri(uri)?.key ?? '');
      const removed = await this.#ports.objects.remove(address.place, address.bucket, keys, signal);
      if (!removed.ok && removed.error.kind !== 'videoGone') return removed;
      this.#ports.records.forget(inBucket.map(({ uri }) => uri));
    }
    return ok();
  }

  async #isThere(
    { etag }: UploadRecord,
    address: ObjectAddress,
    signal: AbortSignal,
  ): Promise<'yes' | 'gone' | Result<never>> {
    const found = await this.#ports.objects.head(address, signal);
    if (!found.ok) return found.error.kind === 'videoGone' ? 'gone' : found;
    return etag === '' || found.value.etag === etag ? 'yes' : 'gone';
  }

  readonly #places = new Map<string, ObjectAddress['place']>();

  /** The bucket may be in another region than the models are; S3 is asked once. */
  async #addressOf({ uri, place }: UploadRecord, signal: AbortSignal): Promise<ObjectAddress | undefined> {
    const address = readS3Uri(uri);
    if (!address || address.key === '') return undefined;
    const { bucket, key } = address;
    const name = JSON.stringify([place, bucket]);
    const known = this.#places.get(name) ?? (await this.#ports.objects.locate(place, bucket, signal));
    this.#places.set(name, known);
    return { place: known, bucket, key };
  }
}
