import type { ImageError } from '../../errors';
import { reachOf } from '../../generate/failures';
import { Slots } from '../../jobs/slots';
import type { RetryPolicy } from '../../jobs/retry';
import { encodeBase64 } from '../../models/base64';
import { err } from '../../result';
import { sha256Hex } from '../../sha256';
import type { EmbeddingContext } from '../embedding/context';
import { Pace } from '../embedding/pace';
import type { SpendingPot } from '../embedding/spendingPot';
import type { FileRow, PictureProblem } from '../files/ports';
import { shrinkFor } from '../models/fit';
import type { IndexBatch } from './batch';
import { ByteGate } from './byteGate';
import type { IndexerPorts } from './ports';
import type { WorkItem } from './work';

/** File bytes held at once, before they are decoded. */
const MOST_HELD_BYTES = 96 * 1024 * 1024;

/** The pixel worker does one after the other; a second one waits there while the first is decoded. */
const DECODED_AT_ONCE = 2;

/** Patient: nobody waits, and a quota may be far below the published one. */
const indexRetries: RetryPolicy = { baseMs: 1000, capMs: 60_000, maxAttempts: 8 };

/** How one file ended. */
export type ItemEnd =
  /** In the index, or a problem that is written down. */
  | { readonly kind: 'done'; readonly wasEmbedded: boolean }
  | { readonly kind: 'gone' }
  /** Nothing is said about it; it is tried again. */
  | { readonly kind: 'later'; readonly error?: ImageError }
  /** Nothing more is to be sent. */
  | { readonly kind: 'stop'; readonly error: ImageError };

type Embedded =
  | { readonly kind: 'embedded'; readonly picture: FileRow['picture'] }
  | { readonly kind: 'problem'; readonly problem: PictureProblem }
  | { readonly kind: 'later' | 'stop'; readonly error: ImageError };

export interface PictureIndexerOptions {
  readonly ports: Pick<IndexerPorts, 'tree' | 'pixels' | 'embedder' | 'files'>;
  readonly context: EmbeddingContext;
  readonly pot: SpendingPot;
  readonly batch: IndexBatch;
  /** Contents of the index, added to as pictures are embedded. */
  readonly has: Set<string>;
  /** What is known of contents without their rows: of files that are gone, and added to as pictures are embedded. */
  readonly pictures: Map<string, FileRow['picture']>;
  /** How many pictures may still come, for the size of the next reservation. */
  readonly expected: () => number;
}

/** Takes files, several at once, from their bytes to a row and a vector; each content once, however many files have it. */
export class PictureIndexer {
  readonly #options: PictureIndexerOptions;
  readonly #pace: Pace;
  readonly #gate = new ByteGate(MOST_HELD_BYTES);
  readonly #decoding = new Slots(DECODED_AT_ONCE);
  readonly #underWay = new Map<string, Promise<Embedded>>();

  constructor(options: PictureIndexerOptions) {
    this.#options = options;
    this.#pace = new Pace(options.context.model.model.requestsPerMinute);
  }

  /** @param signal keeps anything more from being sent; what was sent is waited for and kept */
  async index(item: WorkItem, signal: AbortSignal): Promise<ItemEnd> {
    const release = await this.#gate.take(item.bytes);
    try {
      if (signal.aborted) return { kind: 'later' };
      return await this.#read(item, release, signal);
    } finally {
      release();
    }
  }

  async #read(item: WorkItem, release: () => void, signal: AbortSignal): Promise<ItemEnd> {
    const { tree, files } = this.#options.ports;
    const { folder, path } = item;
    const place = { folder: folder.uri, path };
    const read = await tree.read(folder.uri, path, folder.maxFileBytes);
    switch (read.kind) {
      case 'gone': {
        const removed = files.remove([place]);
        return removed.ok ? { kind: 'gone' } : { kind: 'stop', error: removed.error };
      }
      case 'changing':
        return { kind: 'later' };
      case 'tooLarge': {
        const { bytes } = read.stamp;
        return this.#write({ ...place, ...read.stamp, problem: { kind: 'tooLarge', bytes } });
      }
      case 'refused':
        return this.#write({
          ...place,
          bytes: item.bytes,
          timeMs: item.timeMs,
          problem: { kind: 'notOpened', reason: read.reason },
        });
      case 'read': {
        const sha256 = await sha256Hex(read.bytes);
        const row = { ...place, ...read.stamp, sha256 };
        if (this.#options.has.has(sha256) && !this.#underWay.has(sha256)) {
          return this.#write(this.#withPicture(row, item));
        }
        return this.#withVector(row, read.bytes, release, signal);
      }
    }
  }

  /** What a copy of it is known to be. */
  #withPicture(row: FileRow, item: WorkItem): FileRow {
    const known =
      item.row?.picture ?? this.#options.pictures.get(row.sha256 ?? '') ?? this.#copyOf(row.sha256)?.picture;
    return known ? { ...row, picture: known } : row;
  }

  #copyOf(sha256: string | undefined): FileRow | undefined {
    if (sha256 === undefined) return undefined;
    const found = this.#options.ports.files.filesOf([sha256]);
    return found.ok ? found.value.get(sha256)?.[0] : undefined;
  }

  async #withVector(
    row: FileRow & { readonly sha256: string },
    bytes: Uint8Array,
    release: () => void,
    signal: AbortSignal,
  ): Promise<ItemEnd> {
    const { sha256 } = row;
    const sameContent = this.#underWay.get(sha256);
    const work = sameContent ?? this.#embed(sha256, bytes, release, signal);
    if (sameContent) release();
    else this.#underWay.set(sha256, work);
    const embedded = await work.finally(() => {
      if (!sameContent) this.#underWay.delete(sha256);
    });
    const { folder, path, timeMs } = row;
    switch (embedded.kind) {
      case 'embedded': {
        const written = await this.#write(embedded.picture ? { ...row, picture: embedded.picture } : row);
        return written.kind === 'done' ? { kind: 'done', wasEmbedded: !sameContent } : written;
      }
      case 'problem':
        return this.#write({ folder, path, bytes: row.bytes, timeMs, problem: embedded.problem });
      default:
        return embedded;
    }
  }

  async #embed(
    sha256: string,
    bytes: Uint8Array,
    release: () => void,
    signal: AbortSignal,
  ): Promise<Embedded> {
    const { context, pot, batch, has, expected, ports } = this.#options;
    const { model } = context.model;
    const shrunk = await this.#decoding.run(async () =>
      signal.aborted
        ? err<ImageError>({ kind: 'cancelled' })
        : ports.pixels.shrink(bytes, shrinkFor(model.image), signal),
    );
    // The file itself is no longer needed.
    release();
    if (!shrunk.ok) {
      const { error } = shrunk;
      if (error.kind === 'cancelled') return { kind: 'later', error };
      const reason = error.kind === 'notReadable' ? error.reason : 'it cannot be opened';
      return { kind: 'problem', problem: { kind: 'notReadable', reason } };
    }
    const share = pot.take(expected());
    if (!share.ok) return { kind: 'stop', error: share.error };
    const image = { format: 'jpeg', base64: encodeBase64(shrunk.value.bytes) } as const;
    const sent = await ports.embedder.send(
      { content: { kind: 'image', image }, use: 'index' },
      context,
      { pace: this.#pace, retries: indexRetries },
      signal,
    );
    share.value.close(sent.cost);
    if (!sent.result.ok) return this.#failed(sent.result.error);
    const { type, width, height } = shrunk.value.original;
    // Before its row, which is written with this batch or a later one.
    const added = await batch.add([], { id: sha256, vector: sent.result.value.vector });
    if (!added.ok) return { kind: 'stop', error: added.error };
    const picture = { type, width, height };
    has.add(sha256);
    this.#options.pictures.set(sha256, picture);
    return { kind: 'embedded', picture };
  }

  #failed(error: ImageError): Embedded {
    switch (reachOf(error)) {
      case 'call':
        return { kind: 'later', error };
      case 'prompt': {
        const { model } = this.#options.context.model;
        return { kind: 'problem', problem: { kind: 'refused', modelId: model.id, reason: reasonOf(error) } };
      }
      case 'command':
        return { kind: 'stop', error };
    }
  }

  async #write(row: FileRow): Promise<ItemEnd> {
    const written = await this.#options.batch.add([row]);
    return written.ok ? { kind: 'done', wasEmbedded: false } : { kind: 'stop', error: written.error };
  }
}

/** Part of a sentence. */
function reasonOf(error: ImageError): string {
  if (error.kind === 'badRequest') return error.reason;
  return error.kind === 'contentFiltered' ? 'the content filter held it back' : 'the model refused it';
}
