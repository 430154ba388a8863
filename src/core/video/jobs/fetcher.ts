import type { ImageError } from '../../errors';
import { err, ok, type Result } from '../../result';
import type { Destination } from '../../files/store';
import { readS3Uri } from '../bucket';
import { looksLikeMp4, readMp4 } from '../mp4';
import { readVideoStatus, statusFileNames, type VideoStatus } from '../status';
import { failJob, saveJob } from './ending';
import type { FilmFile, VideoJob, VideoJobOf } from './job';
import { move, type VideoEvent } from './moves';
import type { ObjectAddress, StoredObject, VideoJobsPorts } from './ports';
import { recipeOfVideo } from './recipeOf';
import { troubleAfter } from './times';
import { judge } from './verdicts';

/** How often the progress of a transfer is written down, for the lists of all windows. */
const PROGRESS_MS = 1_000;

/** Written at once; as much again may arrive meanwhile. */
const WRITE_BYTES = 2 * 1024 * 1024;

/** A status file is a few hundred bytes. */
const MAX_STATUS_BYTES = 1_000_000;

/** An object that the service has just written is there at once; but nobody gives up a film after one look. */
const LOOKS = 4;

/** Tries of a film that is no film before the user is asked. */
const DAMAGED_TRIES = 3;

/** A name that gets taken this often just before it is used is taken on purpose. */
const MAX_NAMES = 50;

/** Brings what the service has made from S3 into the project. Can be interrupted anywhere, and goes on from there. */
export class FilmFetcher {
  readonly #ports: VideoJobsPorts;
  /** Growing files that this process has written: of what another one left, only what was flushed is to be trusted. */
  readonly #own = new Set<string>();

  constructor(ports: VideoJobsPorts) {
    this.#ports = ports;
  }

  async fetch(job: VideoJobOf<'downloading'>, signal: AbortSignal): Promise<void> {
    const listed = job.files ? job : await this.#look(job, signal);
    if (!listed || listed.state !== 'downloading' || !listed.files) return;
    const last = listed.files.at(-1)?.key;
    for (const { key } of listed.files) {
      const done = await this.#bring(listed.id, key, signal);
      if (signal.aborted) return;
      if (!done.ok) {
        await this.#fail(listed.id, done.error, 'hasProgress' in done && done.hasProgress);
        return;
      }
      if (key !== last) this.#change(listed.id, { kind: 'placed', key });
    }
    // In one stroke, as each is a flush of the disk.
    const saved = this.#ports.store.together(() => {
      if (last !== undefined) this.#change(listed.id, { kind: 'placed', key: last });
      return saveJob(this.#ports, listed.id);
    });
    if (saved.ok && saved.value?.state === 'saved') await this.#ports.files.discard(listed.id);
  }

  /** @returns the job with its files; undefined where it ended, or must be looked at again */
  async #look(job: VideoJobOf<'downloading'>, signal: AbortSignal): Promise<VideoJob | undefined> {
    const { objects, log } = this.#ports;
    const place = readS3Uri(job.outputUri);
    if (!place) {
      failJob(this.#ports, job.id, { kind: 'videoGone', uri: job.outputUri });
      return undefined;
    }
    const prefix = `${place.key}/`;
    const found = await objects.list(job.place, place.bucket, prefix, signal);
    if (isAborted(signal)) return undefined;
    if (!found.ok && found.error.kind !== 'videoGone') {
      this.#trouble(job.id, found.error);
      return undefined;
    }
    const things = found.ok ? found.value : [];
    const status = await this.#status(job, place.bucket, things, signal);
    if (isAborted(signal)) return undefined;
    if (!status.ok) {
      this.#trouble(job.id, status.error);
      return undefined;
    }
    const { files, missing, shotsMade } = judge(things, status.value, job.verdict);
    log.info('video ended', {
      modelId: job.model.id,
      region: job.place.region,
      files: files.length,
      why: missing?.kind,
    });
    if (files.length === 0) {
      const isSaid = status.value !== undefined || !job.verdict.isCompleted;
      if (isSaid) failJob(this.#ports, job.id, missing ?? { kind: 'videoFailed', reason: '' });
      else if ((job.trouble?.attempts ?? 0) < LOOKS - 1) {
        this.#trouble(job.id, { kind: 'videoGone', uri: job.outputUri });
      }
      // It was made, and somebody has taken it away: that costs what it costs.
      else failJob(this.#ports, job.id, { kind: 'videoGone', uri: job.outputUri }, 'succeeded');
      return undefined;
    }
    return this.#change(job.id, {
      kind: 'listed',
      files,
      ...(missing ? { missing } : {}),
      ...(shotsMade === undefined ? {} : { shotsMade }),
    });
  }

  /** A status file that is missing or makes no sense is none; one that cannot be fetched may say what nothing else does. */
  async #status(
    job: VideoJob,
    bucket: string,
    things: readonly StoredObject[],
    signal: AbortSignal,
  ): Promise<Result<VideoStatus | undefined>> {
    const file = things.find(({ key }) => statusFileNames.some((name) => key.endsWith(`/${name}`)));
    if (!file || file.bytes > MAX_STATUS_BYTES) return ok(undefined);
    const text = new TextDecoder();
    let json = '';
    const read = await this.#ports.objects.read(
      { place: job.place, bucket, key: file.key },
      { byte: 0, etag: file.etag },
      async (piece) => {
        json += text.decode(piece, { stream: true });
        return ok();
      },
      signal,
    );
    if (read.ok) return ok(readVideoStatus(json + text.decode()));
    const isGone = read.error.kind === 'videoGone' || read.error.kind === 'videoChanged';
    return isGone ? ok(undefined) : read;
  }

  async #bring(id: string, key: string, signal: AbortSignal): Promise<Brought> {
    const found = this.#ports.store.find(id);
    const job = found.ok ? found.value : undefined;
    if (!found.ok) return found;
    const file = job?.state === 'downloading' ? job.files?.find((each) => each.key === key) : undefined;
    // Somebody else has gone on with it, or it was forgotten.
    if (!job || job.state !== 'downloading' || !file || file.isPlaced) return ok();
    if (!job.destination) return err({ kind: 'noFolder' });
    const downloaded = await this.#download(job, file, signal);
    if (!downloaded.ok) return downloaded;
    return this.#put(job, file, downloaded.value, signal);
  }

  /** @returns how it came, once all of it is there; not yet flushed */
  async #download(
    job: VideoJobOf<'downloading'>,
    file: FilmFile,
    signal: AbortSignal,
  ): Promise<Result<Arrival> | Interrupted> {
    const { files, objects } = this.#ports;
    const name = stagingName(file);
    const before = bytesBefore(job, file);
    const own = `${job.id}/${name}`;
    const received = await files.received(job.id, name);
    let position = this.#own.has(own)
      ? received
      : Math.min(received, Math.max(0, job.receivedBytes - before));
    this.#own.add(own);
    if (received > file.bytes) {
      await files.discard(job.id, name);
      position = 0;
    }
    if (position === file.bytes) return ok({ isOfOnePiece: false });
    const address = this.#addressOf(job, file);
    if (!address) return err({ kind: 'videoGone', uri: job.outputUri });
    const begin = position;
    let writtenAt = this.#ports.clock.now();
    let gathered: Uint8Array[] = [];
    let gatheredBytes = 0;
    let arrived = position;
    /** One write at a time; what arrives meanwhile is gathered, and then the line waits. */
    let writing: Promise<Result<void>> = Promise.resolve(ok());
    const put = async (): Promise<Result<void>> => {
      const written = await writing;
      if (!written.ok || gatheredBytes === 0) return written;
      const [pieces, bytes] = [gathered, gatheredBytes];
      [gathered, gatheredBytes] = [[], 0];
      writing = files.write(job.id, name, position, pieces).then((done) => {
        if (done.ok) position += bytes;
        return done;
      });
      // A bug in it is thrown where it is awaited; until then it is not unhandled.
      writing.catch(() => undefined);
      return ok();
    };
    const read = await objects.read(
      address,
      { byte: position, etag: file.etag },
      async (piece) => {
        if (arrived === 0 && piece.length >= 8 && !looksLikeMp4(piece)) {
          return err({ kind: 'notAVideo', uri: uriOf(address) });
        }
        if (arrived + piece.length > file.bytes) return err({ kind: 'videoChanged', uri: uriOf(address) });
        arrived += piece.length;
        gathered.push(piece);
        gatheredBytes += piece.length;
        if (gatheredBytes < WRITE_BYTES) return ok();
        const now = this.#ports.clock.now();
        if (Math.abs(now - writtenAt) >= PROGRESS_MS) {
          writtenAt = now;
          const written = await writing;
          if (!written.ok) return written;
          const flushed = position > begin ? await files.flush(job.id, name) : ok();
          if (!flushed.ok) return flushed;
          this.#change(job.id, { kind: 'received', bytes: before + position });
        }
        return put();
      },
      signal,
    );
    // What has arrived is kept, however the transfer ended; after a write that was refused nothing more is written.
    const rest = await put();
    const written = rest.ok ? await writing : rest;
    if (read.ok && written.ok && position === file.bytes) return ok({ isOfOnePiece: begin === 0 });
    const hasProgress = position > begin;
    const flushed = hasProgress ? await files.flush(job.id, name) : ok();
    if (flushed.ok) this.#change(job.id, { kind: 'received', bytes: before + position });
    if (!read.ok) return { ok: false, error: read.error, hasProgress: hasProgress && isRough(read.error) };
    if (!written.ok) return written;
    // An answer that ends early and says nothing of it.
    return { ok: false, error: { kind: 'connectionLost', charge: 'none' }, hasProgress };
  }

  /** Checks what has arrived, and puts it into the project under a name that is decided before. */
  async #put(
    job: VideoJobOf<'downloading'>,
    file: FilmFile,
    { isOfOnePiece }: Arrival,
    signal: AbortSignal,
  ): Promise<Brought> {
    const { files } = this.#ports;
    const name = stagingName(file);
    const address = this.#addressOf(job, file);
    const read = (position: number, length: number): Promise<Uint8Array | undefined> =>
      files.read(job.id, name, position, length);
    // Before the flush, for which a read would have to wait.
    const facts = await readMp4(read, file.bytes);
    // Both wait for the disk, so they wait together.
    const [sealed, early] = await Promise.all([
      files.seal(job.id, name),
      facts && isOfOnePiece ? this.#writeAhead(job, file, facts) : undefined,
    ]);
    if (!facts) {
      await files.discard(job.id, name);
      return err({ kind: 'notAVideo', uri: address ? uriOf(address) : job.outputUri });
    }
    if (!sealed.ok) return sealed;
    if (address && !isOfOnePiece && (await this.#isOther(address, job.id, name, signal))) {
      await files.discard(job.id, name);
      return err({ kind: 'notAVideo', uri: uriOf(address) });
    }
    for (let count = 0; count < MAX_NAMES; count++) {
      if (signal.aborted) return err({ kind: 'cancelled' });
      const target = await this.#aim(job.id, file, { sha256: sealed.value.sha256, ...facts });
      if (!target.ok) return target;
      const placed = await files.place(job.id, name, target.value);
      if (!placed.ok) return placed;
      if (placed.value === 'taken') {
        this.#change(job.id, { kind: 'missed', key: file.key });
        continue;
      }
      const { path, sha256 } = target.value;
      return early?.path === path && early.sha256 === sha256
        ? ok()
        : this.#writeRecipe(job, { ...file, target: target.value });
    }
    return err({ kind: 'notWritable', folder: job.destination?.template ?? '', reason: 'EEXIST' });
  }

  /**
   * The recipe under the name that the film is going to have, while the film is flushed. Recipes are found by hash: one
   * whose film then gets another name, or comes only after a crash, is its recipe all the same.
   *
   * @returns what has been written; undefined where it has to be written after all
   */
  async #writeAhead(
    job: VideoJobOf<'downloading'>,
    file: FilmFile,
    facts: FilmFacts,
  ): Promise<{ readonly path: string; readonly sha256: string } | undefined> {
    const { destination } = job;
    const sha256 = await this.#ports.files.grown(job.id, stagingName(file));
    if (!destination || sha256 === undefined || file.target) return undefined;
    const chosen = await this.#choose(file, destination);
    if (!chosen.ok) return undefined;
    const target = { ...facts, sha256, folder: destination.folder, path: chosen.value };
    const written = await this.#writeRecipe(job, { ...file, target });
    return written.ok ? target : undefined;
  }

  /** Beside the film, else in the storage of the extension. */
  async #writeRecipe(job: VideoJobOf<'downloading'>, file: FilmFile): Promise<Result<void>> {
    const { recipes, recipeFolder, extensionVersion, log } = this.#ports;
    const recipe = recipeOfVideo(job, file, extensionVersion);
    if (!recipe || !file.target) return ok();
    const folder = recipeFolder(file.target.folder);
    const written = await recipes.writeVideo(folder, recipe);
    if (written.ok || folder === undefined) return written;
    log.warn('recipe of a video goes into the storage of the extension', { why: written.error.kind });
    return recipes.writeVideo(undefined, recipe);
  }

  /**
   * A film that was put together from two tries may have a hole that its boxes do not show; then the bytes are compared with
   * the object's MD5, where S3 says it. A film that came in one answer needs no question more: it has the length that was
   * listed, the answer was to `If-Match` with the listed ETag, its boxes are those of an MP4 of that length, and TLS lets no
   * byte of it change on the way. Of films in parts, or under a KMS key, the ETag is no MD5, so no more could be had anyway.
   */
  async #isOther(address: ObjectAddress, id: string, name: string, signal: AbortSignal): Promise<boolean> {
    const { files, objects } = this.#ports;
    const head = await objects.head(address, signal);
    return head.ok && head.value.md5 !== undefined && head.value.md5 !== (await files.md5(id, name));
  }

  /** The path is in the record before anything lies there: after a crash the same file is found, not a second one made. */
  async #aim(
    id: string,
    file: FilmFile,
    facts: FilmFacts & { readonly sha256: string },
  ): Promise<Result<NonNullable<FilmFile['target']>>> {
    const { store } = this.#ports;
    const found = store.find(id);
    if (!found.ok) return found;
    const job = found.value;
    if (job?.state !== 'downloading') return err({ kind: 'cancelled' });
    const known = job.files?.find(({ key }) => key === file.key)?.target;
    if (known) return ok(known);
    const { destination } = job;
    if (!destination) return err({ kind: 'noFolder' });
    const chosen = await this.#choose(file, destination);
    const received: VideoEvent = { kind: 'received', bytes: bytesBefore(job, file) + file.bytes };
    if (!chosen.ok) {
      this.#change(id, received);
      return chosen;
    }
    const aimed = this.#change(id, received, {
      kind: 'aimed',
      key: file.key,
      target: { ...facts, folder: destination.folder, path: chosen.value },
    });
    const target =
      aimed?.state === 'downloading' ? aimed.files?.find(({ key }) => key === file.key)?.target : undefined;
    return target ? ok(target) : err({ kind: 'cancelled' });
  }

  /** A name that is free now. */
  #choose({ role, number }: FilmFile, destination: Destination): Promise<Result<string>> {
    const { values } = destination;
    const own =
      role === 'shot'
        ? { ...destination, values: { ...values, slug: `${values.slug}-shot-${number}` } }
        : destination;
    return this.#ports.files.choose(own, 'mp4');
  }

  async #fail(id: string, error: ImageError, hasProgress: boolean): Promise<void> {
    if (error.kind === 'cancelled') return;
    // The list is old: what is there now is looked for once more.
    if (error.kind === 'videoGone' || error.kind === 'videoChanged') {
      await this.#ports.files.discard(id);
      this.#change(id, { kind: 'unlisted' });
    }
    this.#trouble(id, error, hasProgress);
  }

  #trouble(id: string, error: ImageError, hasProgress = false): void {
    const { store, clock, random, log } = this.#ports;
    const now = clock.now();
    log.info('video waits in S3', { why: error.kind });
    store.change(id, (job) => {
      const before = job.state === 'downloading' ? job.trouble : undefined;
      const isForUser =
        error.kind === 'noFolder' ||
        (error.kind === 'notAVideo' && (before?.attempts ?? 0) >= DAMAGED_TRIES - 1);
      const patience = isForUser ? 'user' : 'film';
      return move(job, {
        kind: 'troubled',
        trouble: troubleAfter(before, { error, now, random, hasProgress, patience }),
      });
    });
  }

  #change(id: string, ...events: readonly VideoEvent[]): VideoJob | undefined {
    const changed = this.#ports.store.change(id, (job) => events.reduce(move, job));
    return changed.ok ? changed.value : undefined;
  }

  #addressOf(job: VideoJobOf<'downloading'>, { key }: FilmFile): ObjectAddress | undefined {
    const bucket = readS3Uri(job.outputUri)?.bucket;
    return bucket === undefined ? undefined : { place: job.place, bucket, key };
  }
}

interface Interrupted {
  readonly ok: false;
  readonly error: ImageError;
  readonly hasProgress: boolean;
}

type Brought = Result<void> | Interrupted;

type FilmFacts = Omit<NonNullable<FilmFile['target']>, 'folder' | 'path' | 'sha256'>;

interface Arrival {
  /** From the first byte to the last in one answer to us, of the object with the expected ETag. */
  readonly isOfOnePiece: boolean;
}

/** Asked anew after each `await`; a compiler would take the first answer for good. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Of the files that come before it. */
function bytesBefore({ files = [] }: VideoJobOf<'downloading'>, file: FilmFile): number {
  const place = files.findIndex(({ key }) => key === file.key);
  return files.slice(0, Math.max(0, place)).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The way is bad and may be better in a moment, unlike a disk that is full. */
function isRough({ kind }: ImageError): boolean {
  return kind === 'connectionLost' || kind === 'timeout' || kind === 'serviceFailed';
}

/** The name in S3 without its folders, of characters that every disk takes. */
function stagingName({ key }: FilmFile): string {
  return (key.split('/').at(-1) ?? 'film.mp4').replace(/[^A-Za-z0-9._-]/g, '_');
}

function uriOf({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}
