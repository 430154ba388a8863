import type { ImageError } from '../../errors';
import { encodeBase64 } from '../../models/base64';
import { err, ok, type Result } from '../../result';
import { sha256Hex } from '../../sha256';
import { spaceOf, type EmbeddingContext } from '../embedding/context';
import type { EmbeddedText } from '../embedding/embedder';
import { shrinkFor } from '../models/fit';
import { imageUsd } from '../models/price';
import { cutText } from '../models/textLength';
import { MOST_MATCHES, type Match, type VectorIndex } from '../vectorIndex';
import { covers } from '../workspace/ports';
import { servingSpace } from '../workspace/serving';
import { Calibrator } from './calibrator';
import { nearDuplicateScore, type Calibration } from './closeness';
import { combine, type CombinedQuery, type QueryVector } from './combine';
import { foldNearDuplicates } from './duplicates';
import { looksEnglish, type TranslatedQuery } from './language';
import type {
  QueryPicture,
  SearchAnswer,
  SearcherPorts,
  SearchMatch,
  SearchNote,
  SearchRequest,
} from './ports';
import { parseQuery } from './query';
import { Recently } from './recently';

const USUAL_COUNT = 100;

/** Some of what is found may have no file any more. */
const SPARE = 50;

/** Every pair is compared, on the thread that the editor's extensions share. */
const MOST_FOLDED = 120;

const RECENT_TEXTS = 200;

/** An index with the context that its queries are embedded in. */
export interface OpenSpace {
  readonly index: VectorIndex;
  readonly context: EmbeddingContext;
  readonly isComplete: boolean;
}

/** Finds pictures of one workspace by words, by pictures, or by both. */
export class Searcher {
  readonly #ports: SearcherPorts;
  readonly #calibrator: Calibrator;
  readonly #texts = new Recently<Promise<Result<EmbeddedText>>>(RECENT_TEXTS);
  readonly #translations = new Recently<TranslatedQuery>(RECENT_TEXTS);
  #present: { readonly version: number; readonly ids: ReadonlySet<string> } | undefined;
  /** Pictures from elsewhere, by content. */
  readonly #images = new Recently<Promise<Result<EmbeddedText>>>(20);

  constructor(ports: SearcherPorts) {
    this.#ports = ports;
    this.#calibrator = new Calibrator(ports);
  }

  /** @param signal turns away; what was sent is kept for the next search */
  async search(request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>> {
    const opened = await this.open(signal);
    if (!opened.ok) return opened;
    if (!opened.value) return ok({ matches: [], best: 'none', notes: [{ kind: 'noIndex' }], usd: 0 });
    const { index, context, isComplete } = opened.value;
    const notes: SearchNote[] = isComplete ? [] : [{ kind: 'stillIndexing' }];
    const spent = { usd: 0 };
    const task = request.task ?? 'search';
    const parts: QueryVector[] = [];
    for (const { text, weight } of parseQuery(request.words)) {
      const part = await this.#textPart(text, context, task, notes, spent, signal);
      if (!part.ok) return part;
      parts.push({ kind: 'text', vector: part.value, weight });
    }
    for (const picture of request.pictures ?? []) {
      const part = await this.#picturePart(picture, index, context, task, notes, spent, signal);
      if (!part.ok) return part;
      if (part.value) parts.push({ kind: 'picture', vector: part.value, weight: picture.weight ?? 1 });
    }
    const answer = { notes, usd: spent.usd, space: index.space };
    if (parts.length === 0) return ok({ ...answer, matches: [], best: 'none' });
    const texts = parts.flatMap(({ kind, vector }) => (kind === 'text' ? [vector] : []));
    const calibrations = await this.#calibrator.calibrate(index, context, texts, signal);
    if (!calibrations.ok) return calibrations;
    const query = combine(parts, calibrations.value);
    const matches = await this.#matches(query, index, request, calibrations.value.picture, signal);
    if (!matches.ok) return matches;
    return ok({ ...answer, matches: matches.value, best: matches.value[0]?.closeness ?? 'none' });
  }

  /**
   * The index that serves now, for whoever compares its vectors; undefined where there is none. Without consent there is
   * none either.
   */
  async open(signal: AbortSignal): Promise<Result<OpenSpace | undefined>> {
    const { context, records, indexes } = this.#ports;
    const record = records.read();
    if (!record.ok) return record;
    if (!record.value.consent) return ok(undefined);
    const wanted = await context(signal);
    if (!wanted.ok) return wanted;
    if (!covers(record.value.consent, wanted.value.provider)) return ok(undefined);
    const serving = await servingSpace(spaceOf(wanted.value), records, indexes);
    if (!serving.ok) return serving;
    if (!serving.value) return ok(undefined);
    const { space, isComplete } = serving.value;
    const own = isComplete ? wanted : await context(signal, space);
    if (!own.ok) return own;
    const index = await indexes.open(space);
    return index.ok ? ok({ index: index.value, context: own.value, isComplete }) : index;
  }

  /**
   * Vectors of texts and pictures in the space of the index that serves, for a heatmap.
   *
   * @returns in the order asked for; undefined for a picture that is not in the index
   */
  async vectorsOf(
    items: readonly ({ readonly kind: 'text'; readonly text: string } | QueryPicture)[],
    signal: AbortSignal,
  ): Promise<Result<readonly (Float32Array | undefined)[]>> {
    const opened = await this.open(signal);
    if (!opened.ok) return opened;
    if (!opened.value) return ok(items.map(() => undefined));
    const { index, context } = opened.value;
    const vectors: (Float32Array | undefined)[] = [];
    for (const item of items) {
      const vector =
        item.kind === 'text'
          ? await this.#textPart(item.text, context, 'search', [], { usd: 0 }, signal)
          : await this.#picturePart(item, index, context, 'search', [], { usd: 0 }, signal);
      if (!vector.ok) return vector;
      vectors.push(vector.value);
    }
    return ok(vectors);
  }

  async #textPart(
    written: string,
    context: EmbeddingContext,
    task: string,
    notes: SearchNote[],
    spent: { usd: number },
    signal: AbortSignal,
  ): Promise<Result<Float32Array>> {
    const { model } = context.model;
    let text = written;
    if (model.text.languages === 'english' && !looksEnglish(written)) {
      text = (await this.#translated(written, notes, signal)) ?? written;
      if (signal.aborted) return err({ kind: 'cancelled' });
    }
    const cut = cutText(text, model.text);
    if (cut.isCut) notes.push({ kind: 'shortened', text: cut.text });
    const key = `${model.id} ${context.dimensions} ${context.provider} ${cut.text}`;
    const embedded = await this.#once(this.#texts, key, spent, signal, () =>
      this.#ports.embedder.embedText(cut.text, context, task),
    );
    return embedded.ok ? ok(embedded.value.vector) : embedded;
  }

  async #translated(text: string, notes: SearchNote[], signal: AbortSignal): Promise<string | undefined> {
    const known = this.#translations.get(text);
    const translator = this.#ports.translator();
    if (!known && !translator) {
      notes.push({ kind: 'notTranslated' });
      return undefined;
    }
    const translated = known ? ok(known) : await translator?.toEnglish(text, signal);
    if (!translated?.ok) {
      // Models know something of other languages: a poor answer is better than none.
      this.#ports.log.info('a query was not translated', translated?.error.kind);
      notes.push({ kind: 'notTranslated' });
      return undefined;
    }
    if (!translated.value) return undefined;
    this.#translations.set(text, translated.value);
    notes.push({ kind: 'translated', ...translated.value });
    return translated.value.text;
  }

  /** @returns undefined for a picture that is not in the index and whose bytes are not at hand */
  async #picturePart(
    picture: QueryPicture,
    index: VectorIndex,
    context: EmbeddingContext,
    task: string,
    notes: SearchNote[],
    spent: { usd: number },
    signal: AbortSignal,
  ): Promise<Result<Float32Array | undefined>> {
    const sha256 = picture.kind === 'indexed' ? picture.sha256 : await sha256Hex(picture.bytes);
    const stored = await index.vectors([sha256]);
    if (!stored.ok) return stored;
    const vector = stored.value.get(sha256);
    if (vector) return ok(vector);
    if (picture.kind === 'indexed') {
      notes.push({ kind: 'pictureNotIndexed', sha256 });
      return ok(undefined);
    }
    const { model } = context.model;
    const key = `${model.id} ${context.dimensions} ${context.provider} ${sha256}`;
    const embedded = await this.#once(this.#images, key, spent, signal, async () => {
      const shrunk = await this.#ports.pixels.shrink(picture.bytes, shrinkFor(model.image));
      if (!shrunk.ok) {
        const { error } = shrunk;
        return err(error.kind === 'notReadable' ? { ...error, name: picture.name } : error);
      }
      const image = { format: 'jpeg', base64: encodeBase64(shrunk.value.bytes) } as const;
      return this.#ports.embedder.embedImage(image, imageUsd(model, shrunk.value), context, task);
    });
    return embedded.ok ? ok(embedded.value.vector) : embedded;
  }

  /** What was asked for lately is not paid for again, also where whoever asked has turned away meanwhile. */
  async #once(
    kept: Recently<Promise<Result<EmbeddedText>>>,
    key: string,
    spent: { usd: number },
    signal: AbortSignal,
    embed: () => Promise<Result<EmbeddedText>>,
  ): Promise<Result<EmbeddedText>> {
    if (signal.aborted) return err({ kind: 'cancelled' });
    const known = kept.get(key);
    const asked =
      known ??
      embed().then((result) => {
        if (!result.ok) kept.delete(key);
        return result;
      });
    if (!known) kept.set(key, asked);
    const result = await orCancelled(asked, signal);
    if (result.ok && !known) spent.usd += result.value.usd;
    return result;
  }

  async #matches(
    query: CombinedQuery,
    index: VectorIndex,
    { count = USUAL_COUNT, allowed, fold = true, pictures = [] }: SearchRequest,
    calibration: Calibration,
    signal: AbortSignal,
  ): Promise<Result<readonly SearchMatch[]>> {
    const wanted = Math.min(MOST_MATCHES, Math.max(1, count));
    const total = await index.count();
    if (!total.ok) return total;
    const own = new Set(pictures.flatMap((each) => (each.kind === 'indexed' ? [each.sha256] : [])));
    const found = await this.#withFiles(query, index, wanted, allowed, own, signal);
    if (!found.ok) return found;
    const matches = found.value.map(({ id, score, files }): SearchMatch => {
      return { sha256: id, score, closeness: query.closenessOf(score, total.value), files, folded: [] };
    });
    return fold ? this.#folded(matches, index, calibration) : ok(matches);
  }

  /** Contents keep their vectors for a while after their last file is gone; they are passed over. */
  async #withFiles(
    { vector }: CombinedQuery,
    index: VectorIndex,
    wanted: number,
    allowed: ReadonlySet<string> | undefined,
    own: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Result<readonly (Match & { readonly files: SearchMatch['files'] })[]>> {
    const { files } = this.#ports;
    const ask = async (
      count: number,
      only: ReadonlySet<string> | undefined,
    ): Promise<Result<{ all: number; found: (Match & { files: SearchMatch['files'] })[] }>> => {
      const matches = await index.search({ vector, count, ...(only ? { allowed: only } : {}) }, signal);
      if (!matches.ok) return matches;
      const rows = files.filesOf(matches.value.map(({ id }) => id));
      if (!rows.ok) return rows;
      const found = matches.value.flatMap((match) => {
        const at = rows.value.get(match.id);
        return at && !own.has(match.id) ? [{ ...match, files: at }] : [];
      });
      return ok({ all: matches.value.length, found: found.slice(0, wanted) });
    };
    const asked = Math.min(MOST_MATCHES, wanted + SPARE);
    const first = await ask(asked, allowed);
    if (!first.ok) return first;
    const isEnough = first.value.found.length >= wanted || first.value.all < asked;
    if (isEnough) return ok(first.value.found);
    const present = this.#presentIds();
    if (!present.ok) return present;
    const both = allowed && new Set([...allowed].filter((id) => present.value.has(id)));
    const second = await ask(asked, both ?? present.value);
    return second.ok ? ok(second.value.found) : second;
  }

  /** The same set as long as it is, because the index is sent each set once. */
  #presentIds(): Result<ReadonlySet<string>> {
    const { files } = this.#ports;
    const version = files.version();
    if (this.#present?.version === version) return ok(this.#present.ids);
    const ids = files.ids();
    if (ids.ok) this.#present = { version, ids: ids.value };
    return ids;
  }

  async #folded(
    matches: readonly SearchMatch[],
    index: VectorIndex,
    calibration: Calibration,
  ): Promise<Result<readonly SearchMatch[]>> {
    const compared = matches.slice(0, MOST_FOLDED).map(({ sha256 }) => ({ id: sha256 }));
    const vectors = await index.vectors(compared.map(({ id }) => id));
    if (!vectors.ok) return vectors;
    const behind = foldNearDuplicates(compared, vectors.value, nearDuplicateScore(calibration));
    return ok(
      matches
        .filter(({ sha256 }) => !behind.has(sha256))
        .map((match) => ({
          ...match,
          folded: matches.filter(({ sha256 }) => behind.get(sha256) === match.sha256),
        })),
    );
  }
}

/** Ends when the caller turns away; the work itself goes on. */
async function orCancelled<T>(work: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  if (signal.aborted) return err({ kind: 'cancelled' });
  let turnAway: () => void = () => undefined;
  const aborted = new Promise<Result<T>>((resolve) => {
    turnAway = () => {
      resolve(err<ImageError>({ kind: 'cancelled' }));
    };
    signal.addEventListener('abort', turnAway);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', turnAway);
  }
}
