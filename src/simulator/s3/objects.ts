import { createHash } from 'node:crypto';
import type { Now, SimRequest, SimResponse } from '../http';
import { emptyAnswer, notAllowed, preconditionFailed, xmlAnswer } from './answers';
import { encryptionHeaders } from './configurations';
import { s3Refusal } from './errors';
import { MultipartUploads } from './multipart';
import { readRange } from './range';
import type { Bucket, ObjectMeta, ObjectStore } from './store';
import { element, s3Root, textsOf } from './xml';

/** An object's place, and the bucket it is in. */
export interface Target {
  readonly name: string;
  readonly bucket: Bucket;
  readonly key: string;
}

/** Requests about single objects. */
export class ObjectRequests {
  readonly #store: ObjectStore;
  readonly #uploads = new MultipartUploads();
  readonly #now: Now;

  constructor(store: ObjectStore, now: Now) {
    this.#store = store;
    this.#now = now;
  }

  async answer(request: SimRequest, target: Target): Promise<SimResponse> {
    const { method, query } = request;
    const { name, key } = target;
    const uploadId = query.get('uploadId');
    switch (method) {
      case 'PUT':
        if (uploadId === null) return this.#put(request, target);
        return emptyAnswer(200, {
          etag: this.#uploads.addPart(uploadId, name, key, Number(query.get('partNumber')), request.body),
        });
      case 'GET':
      case 'HEAD':
        return this.#get(request, target);
      case 'DELETE':
        if (uploadId === null) await this.#store.delete(name, key);
        else this.#uploads.abort(uploadId, name, key);
        return emptyAnswer(204);
      case 'POST':
        if (query.has('uploads')) return this.#createUpload(request, target);
        if (uploadId !== null) return this.#completeUpload(request, target, uploadId);
        throw notAllowed();
      default:
        throw notAllowed();
    }
  }

  async write(bucket: string, key: string, bytes: Buffer, contentType: string): Promise<void> {
    await this.#store.put(bucket, this.#meta(key, bytes, { contentType, etag: md5Etag(bytes) }), bytes);
  }

  async #put(request: SimRequest, { name, key, bucket }: Target): Promise<SimResponse> {
    const { headers, body } = request;
    await this.#checkAbsent(headers, name, key);
    const declared = headers['content-md5'];
    if (declared !== undefined && declared !== createHash('md5').update(body).digest('base64')) {
      throw s3Refusal('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const etag = md5Etag(body);
    const meta = this.#meta(key, body, {
      contentType: typeOf(request),
      metadata: metadataOf(request),
      etag,
    });
    await this.#store.put(name, meta, body);
    return emptyAnswer(200, { etag, ...encryptionHeaders(bucket) });
  }

  async #get({ method, headers, query }: SimRequest, { name, key, bucket }: Target): Promise<SimResponse> {
    const meta = await this.#store.find(name, key);
    if (!meta) throw s3Refusal('NoSuchKey', 'The specified key does not exist.');
    const common = { ...objectHeaders(meta, query), ...encryptionHeaders(bucket) };
    if (headers['if-match'] !== undefined && headers['if-match'] !== meta.etag) throw preconditionFailed();
    if (headers['if-none-match'] === meta.etag) return emptyAnswer(304, common);
    const range = readRange(headers['range'], meta.size);
    if (range === 'unsatisfiable') throw s3Refusal('InvalidRange', 'The requested range is not satisfiable');
    const length = range ? range.last - range.first + 1 : meta.size;
    const all = {
      ...common,
      ...(range ? { 'content-range': `bytes ${range.first}-${range.last}/${meta.size}` } : {}),
      'content-length': String(length),
    };
    const body = method === 'HEAD' ? '' : await this.#store.read(name, meta, range);
    return { status: range ? 206 : 200, headers: all, body };
  }

  #createUpload(request: SimRequest, { name, key }: Target): SimResponse {
    const upload = { bucket: name, key, contentType: typeOf(request), metadata: metadataOf(request) };
    const id = this.#uploads.create(upload);
    return xmlAnswer(
      s3Root(
        'InitiateMultipartUploadResult',
        element('Bucket', name) + element('Key', key) + element('UploadId', id),
      ),
    );
  }

  async #completeUpload(request: SimRequest, { name, key }: Target, id: string): Promise<SimResponse> {
    const text = request.body.toString('utf8');
    const etags = textsOf(text, 'ETag');
    const listed = textsOf(text, 'PartNumber').map((number, index) => ({
      number: Number(number),
      etag: etags[index] ?? '',
    }));
    await this.#checkAbsent(request.headers, name, key);
    const { upload, bytes, etag } = this.#uploads.complete(id, name, key, listed);
    await this.#store.put(name, this.#meta(key, bytes, { ...upload, etag }), bytes);
    return xmlAnswer(
      s3Root(
        'CompleteMultipartUploadResult',
        element('Location', `/${name}/${key}`) +
          element('Bucket', name) +
          element('Key', key) +
          element('ETag', etag),
      ),
    );
  }

  async #checkAbsent(headers: SimRequest['headers'], name: string, key: string): Promise<void> {
    if (headers['if-none-match'] === '*' && (await this.#store.find(name, key))) throw preconditionFailed();
  }

  #meta(
    key: string,
    bytes: Buffer,
    facts: {
      readonly contentType: string;
      readonly etag: string;
      readonly metadata?: Readonly<Record<string, string>>;
    },
  ): ObjectMeta {
    const { contentType, etag, metadata = {} } = facts;
    return { key, etag, contentType, metadata: { ...metadata }, modifiedAt: this.#now(), size: bytes.length };
  }
}

function typeOf({ headers }: SimRequest): string {
  return headers['content-type'] ?? 'application/octet-stream';
}

function metadataOf({ headers }: SimRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-')));
}

/** A presigned address may ask for headers of its own, so that a browser saves under a name. */
function objectHeaders(
  { etag, contentType, modifiedAt, metadata }: ObjectMeta,
  query: URLSearchParams,
): Record<string, string> {
  const disposition = query.get('response-content-disposition');
  return {
    ...metadata,
    etag,
    'content-type': query.get('response-content-type') ?? contentType,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    ...(disposition === null ? {} : { 'content-disposition': disposition }),
  };
}

function md5Etag(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}
