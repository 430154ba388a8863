import type { ImageError } from '../../errors';
import { mergeErrors, reachOf } from '../../generate/failures';
import { Slots } from '../../jobs/slots';
import { ok, type Result } from '../../result';
import { sumKnown, type VisionBooking } from '../booking';
import type { VisionContext } from '../caller';
import type { SourceImage } from '../images';
import { languageFor } from '../language';
import type { AltText } from './altText';
import { altEdits } from './edits';
import type { PlaceEdit } from '../../links/below';
import { isRemote, type DocumentImage } from './image';
import { readImages } from './read';
import { surroundingsOf } from './surroundings';
import type { AltRequest, AltTextWriter } from './writer';

export interface AltDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
  readonly eol: '\n' | '\r\n';
}

export interface AltItem {
  readonly document: AltDocument;
  readonly image: DocumentImage;
}

/** Why an image of a document gets no text. */
export type AltSkip =
  /** On a server, or in the document itself. */
  | 'remote'
  /** Its text comes from an expression. */
  | 'dynamic'
  /** No file is there. */
  | 'notFound';

export interface SkippedAlt extends AltItem {
  readonly why: AltSkip;
}

export interface AltPlan {
  readonly items: readonly AltItem[];
  readonly skipped: readonly SkippedAlt[];
}

/** Pictures and documents as they are now. */
export interface AltFiles {
  /** The file that the document means; undefined where there is none. */
  picture(documentUri: string, target: string): Promise<SourceImage | undefined>;
  /** The document's text as it is now, with what is not saved; undefined where it is gone. */
  text(documentUri: string): Promise<string | undefined>;
}

export interface AltBatchOptions {
  readonly context: VisionContext;
  /** A BCP 47 code, or `auto`. */
  readonly language: string;
  readonly maxLength: number;
}

export interface AltEntry {
  readonly image: DocumentImage;
  readonly text: AltText;
  readonly edits: readonly PlaceEdit[];
  /** False where the document has no place for the long description. */
  readonly isDescriptionPlaced: boolean;
}

export interface AltOutcome {
  readonly documents: readonly { readonly document: AltDocument; readonly entries: readonly AltEntry[] }[];
  /** Texts that were written for documents that have changed since: they are left out. */
  readonly leftOut: readonly { readonly item: AltItem; readonly text: AltText }[];
  readonly skipped: readonly SkippedAlt[];
  readonly failed: readonly { readonly item: AltItem; readonly error: ImageError }[];
  /** Each failure once, for the message. */
  readonly errors: readonly ImageError[];
  readonly isCancelled: boolean;
  /** Undefined where the model's price is not known. */
  readonly spentUsd: number | undefined;
  readonly mayBeCharged: boolean;
}

export interface AltProgress {
  readonly done: number;
  readonly total: number;
  readonly spentUsd: number | undefined;
}

/** Requests under way at once: enough to use the limits of every model, as the shared limiter lets them. */
const AT_ONCE = 16;

/**
 * What would be written.
 *
 * @param rewrite also images that have a text; never those that are empty on purpose
 */
export function planAlt(
  documents: readonly AltDocument[],
  { rewrite }: { readonly rewrite: boolean },
): AltPlan {
  const items: AltItem[] = [];
  const skipped: SkippedAlt[] = [];
  for (const document of documents) {
    for (const image of readImages(document.text, document.languageId)) {
      const item = { document, image };
      const isWanted = image.alt.kind === 'none' || (rewrite && image.alt.kind === 'text');
      if (image.alt.kind === 'dynamic' && rewrite) skipped.push({ ...item, why: 'dynamic' });
      else if (isWanted && isRemote(image.target)) skipped.push({ ...item, why: 'remote' });
      else if (isWanted) items.push(item);
    }
  }
  return { items, skipped };
}

/** Writes the alt texts of many images, and says which edits they are; changes no document. */
export class AltBatch {
  readonly #writer: AltTextWriter;
  readonly #files: AltFiles;

  constructor(writer: AltTextWriter, files: AltFiles) {
    this.#writer = writer;
    this.#files = files;
  }

  /** In USD, to show before; undefined where no price is known. */
  estimate(plan: AltPlan, options: AltBatchOptions): number | undefined {
    const prices = plan.items.map((item) => {
      const image = { name: item.image.target, read: unread };
      return this.#writer.estimate(requestOf(item, image, options))?.usualUsd;
    });
    return sumKnown(prices);
  }

  /**
   * What was written before an abort or a failure is part of the outcome: it is paid for.
   *
   * @returns an error where nothing was sent: the budget, or the limit for one request
   */
  async run(
    plan: AltPlan,
    options: AltBatchOptions,
    onProgress: (progress: AltProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<AltOutcome>> {
    const { ready, skipped } = await this.#findPictures(plan, options);
    const bookings = this.#writer.reserve(
      ready.map(({ request }) => request),
      options.context,
    );
    if (!bookings.ok) return bookings;
    const run = new Run(ready.length, onProgress);
    const slots = new Slots(AT_ONCE);
    await Promise.all(
      ready.map(({ item, request }, index) =>
        slots.run(() => this.#one(item, request, bookings.value[index], run, signal)),
      ),
    );
    const { documents, leftOut } = await this.#editsOf(run.written);
    return ok({
      documents,
      leftOut,
      skipped: [...plan.skipped, ...skipped],
      failed: run.failed,
      errors: mergeErrors(run.failed.map(({ error }) => error)),
      isCancelled: signal.aborted,
      spentUsd: run.spentUsd,
      mayBeCharged: run.mayBeCharged,
    });
  }

  async #findPictures(
    plan: AltPlan,
    options: AltBatchOptions,
  ): Promise<{
    readonly ready: readonly { readonly item: AltItem; readonly request: AltRequest }[];
    readonly skipped: readonly SkippedAlt[];
  }> {
    const ready: { item: AltItem; request: AltRequest }[] = [];
    const skipped: SkippedAlt[] = [];
    for (const item of plan.items) {
      const picture = await this.#files.picture(item.document.uri, item.image.target);
      if (picture) ready.push({ item, request: requestOf(item, picture, options) });
      else skipped.push({ ...item, why: 'notFound' });
    }
    return { ready, skipped };
  }

  async #one(
    item: AltItem,
    request: AltRequest,
    booking: VisionBooking | undefined,
    run: Run,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted || run.hasStopped) {
      booking?.release();
      return;
    }
    const written = await this.#writer.write(request, {}, signal, booking);
    if (written.ok) run.write(item, written.value.text, written.value.usd);
    else run.fail(item, written.error.error, written.error.usd, written.error.mayBeCharged);
  }

  /** Only for documents that are as they were: offsets of another text would write into the middle of a word. */
  async #editsOf(written: readonly Written[]): Promise<Pick<AltOutcome, 'documents' | 'leftOut'>> {
    const byDocument = new Map<AltDocument, Written[]>();
    for (const one of written) {
      const texts = byDocument.get(one.item.document);
      if (texts) texts.push(one);
      else byDocument.set(one.item.document, [one]);
    }
    const documents: AltOutcome['documents'][number][] = [];
    const leftOut: AltOutcome['leftOut'][number][] = [];
    for (const [document, texts] of byDocument) {
      if ((await this.#files.text(document.uri)) !== document.text) {
        leftOut.push(...texts);
        continue;
      }
      const inOrder = texts.toSorted((a, b) => a.item.image.start - b.item.image.start);
      const entries = inOrder.map(({ item, text }) => ({
        image: item.image,
        text,
        ...altEdits(document, item.image, text),
      }));
      documents.push({ document, entries });
    }
    return { documents, leftOut };
  }
}

interface Written {
  readonly item: AltItem;
  readonly text: AltText;
}

/** What a batch has brought so far. */
class Run {
  readonly written: Written[] = [];
  readonly failed: { readonly item: AltItem; readonly error: ImageError }[] = [];
  readonly #total: number;
  readonly #onProgress: (progress: AltProgress) => void;
  hasStopped = false;
  mayBeCharged = false;
  spentUsd: number | undefined = 0;

  constructor(total: number, onProgress: (progress: AltProgress) => void) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  write(item: AltItem, text: AltText, usd: number | undefined): void {
    this.written.push({ item, text });
    this.#tell(usd);
  }

  fail(item: AltItem, error: ImageError, usd: number | undefined, mayBeCharged: boolean): void {
    if (error.kind !== 'cancelled') this.failed.push({ item, error });
    this.mayBeCharged ||= mayBeCharged;
    // Nobody signed in, no access: all others would meet the same.
    this.hasStopped ||= reachOf(error) === 'command' && error.kind !== 'notReadable';
    this.#tell(usd);
  }

  #tell(usd: number | undefined): void {
    this.spentUsd = sumKnown([this.spentUsd, usd]);
    const done = this.written.length + this.failed.length;
    this.#onProgress({ done, total: this.#total, spentUsd: this.spentUsd });
  }
}

function requestOf({ document, image }: AltItem, picture: SourceImage, options: AltBatchOptions): AltRequest {
  return {
    image: picture,
    surroundings: surroundingsOf(document.text, document.languageId, image),
    language: languageFor(options.language, document.text, document.languageId),
    maxLength: options.maxLength,
    kind: 'auto',
    ...(image.alt.kind === 'text' ? { oldAlt: image.alt.text } : {}),
    context: options.context,
  };
}

function unread(): Promise<never> {
  throw new TypeError('An estimate reads nothing.');
}
