import { createHash, randomUUID } from 'node:crypto';
import { s3Refusal } from './errors';

interface Part {
  readonly bytes: Buffer;
  readonly etag: string;
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Part>;
}

/** Every part but the last is at least this large. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** Uploads in parts that are not complete yet; like the real ones, they show nowhere until they are. */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();

  create(upload: Omit<Upload, 'parts'>): string {
    const id = randomUUID();
    this.#uploads.set(id, { ...upload, parts: new Map() });
    return id;
  }

  /** @returns the part's ETag, with quotes */
  addPart(id: string, bucket: string, key: string, number: number, bytes: Buffer): string {
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw s3Refusal('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
    }
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.find(id, bucket, key).parts.set(number, { bytes, etag });
    return etag;
  }

  find(id: string, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(id);
    if (!upload || upload.bucket !== bucket || upload.key !== key) {
      throw s3Refusal('NoSuchUpload', 'The specified upload does not exist.');
    }
    return upload;
  }

  /** @returns all bytes in order, and the ETag that says of how many parts they were made */
  complete(
    id: string,
    bucket: string,
    key: string,
    listed: readonly { readonly number: number; readonly etag: string }[],
  ): { readonly upload: Upload; readonly bytes: Buffer; readonly etag: string } {
    const upload = this.find(id, bucket, key);
    if (listed.length === 0) throw s3Refusal('MalformedXML', 'The XML you provided was not well-formed');
    const parts = listed.map(({ number, etag }, index) => {
      const previous = listed[index - 1];
      if (previous && previous.number >= number) {
        throw s3Refusal('InvalidPartOrder', 'The list of parts was not in ascending order.');
      }
      const part = upload.parts.get(number);
      const isLast = index === listed.length - 1;
      if (!part || part.etag.replaceAll('"', '') !== etag.replaceAll('"', '')) {
        throw s3Refusal('InvalidPart', 'One or more of the specified parts could not be found.');
      }
      if (!isLast && part.bytes.length < MIN_PART_BYTES) {
        throw s3Refusal('InvalidArgument', 'Your proposed upload is smaller than the minimum allowed size');
      }
      return part;
    });
    this.#uploads.delete(id);
    const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.replaceAll('"', ''), 'hex')));
    const etag = `"${createHash('md5').update(digests).digest('hex')}-${parts.length}"`;
    return { upload, bytes: Buffer.concat(parts.map(({ bytes }) => bytes)), etag };
  }

  abort(id: string, bucket: string, key: string): void {
    this.find(id, bucket, key);
    this.#uploads.delete(id);
  }
}
