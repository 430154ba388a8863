import type { Clock } from '../clock';
import type { Log } from '../log';
import type { Result } from '../result';
import { sha256Hex } from '../sha256';
import type { S3Uploads, Uploaded, UploadRecords, UploadRequest } from './upload';

/** Remembers each copy, so that a URL of it can be made, and it can be deleted, long after. */
export class RecordedUploads implements S3Uploads {
  readonly #uploads: S3Uploads;
  readonly #records: Pick<UploadRecords, 'add'>;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(uploads: S3Uploads, records: Pick<UploadRecords, 'add'>, clock: Clock, log: Log) {
    this.#uploads = uploads;
    this.#records = records;
    this.#clock = clock;
    this.#log = log;
  }

  async upload(request: UploadRequest, signal: AbortSignal): Promise<Result<Uploaded>> {
    const uploaded = await this.#uploads.upload(request, signal);
    if (!uploaded.ok) return uploaded;
    const { bytes } = request;
    const recorded = this.#records.add({
      ...uploaded.value,
      sha256: await sha256Hex(bytes),
      bytes: bytes.length,
      uploadedAt: this.#clock.now(),
    });
    // The copy is there; only Easel will not find it again.
    if (!recorded.ok) this.#log.warn('a copy in S3 is not remembered', { kind: recorded.error.kind });
    return uploaded;
  }
}
