import { ok, type Result } from '../../result';
import { spaceOf, type EmbeddingContext } from '../embedding/context';
import { SpendingPot } from '../embedding/spendingPot';
import { textUsd } from '../models/price';
import type { VectorIndex } from '../vectorIndex';
import { calibrationOf, type Calibration } from './closeness';
import type { Calibrations } from './combine';
import type { SearcherPorts } from './ports';
import { PROBE_SET, probeTexts } from './probes';

/** The background of a collection changes slowly: it is computed anew when the number of pictures changed by so much. */
const CHANGE = 0.1;

interface Known {
  readonly count: number;
  readonly value: Calibrations;
}

/** Learns, for each index, how alike things are there that have nothing to do with each other. */
export class Calibrator {
  readonly #ports: Pick<SearcherPorts, 'embedder' | 'ledger' | 'probes' | 'log'>;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<readonly Float32Array[] | undefined>>();

  constructor(ports: Pick<SearcherPorts, 'embedder' | 'ledger' | 'probes' | 'log'>) {
    this.#ports = ports;
  }

  /**
   * The probe texts are embedded once per model and length, on this computer, which costs less than a hundredth of a cent.
   * Where that fails, the query's own similarities stand in for them.
   *
   * @param texts vectors of the words that are looked for
   */
  async calibrate(
    index: VectorIndex,
    context: EmbeddingContext,
    texts: readonly Float32Array[],
    signal: AbortSignal,
  ): Promise<Result<Calibrations>> {
    const counted = await index.count();
    if (!counted.ok) return counted;
    const count = counted.value;
    const key = JSON.stringify(spaceOf(context));
    const known = this.#known.get(key);
    if (known && Math.abs(known.count - count) <= CHANGE * known.count) return ok(known.value);
    const pictures = await index.background(undefined, signal);
    if (!pictures.ok) return pictures;
    const picture = calibrationOf(pictures.value);
    if (texts.length === 0) return ok({ picture, text: picture });
    const probes = await this.#probesOf(context);
    const words = await index.background(probes ?? texts, signal);
    if (!words.ok) return words;
    const value: Calibrations = { picture, text: calibrationOf(words.value) };
    if (probes) this.#known.set(key, { count, value });
    return ok(value);
  }

  /** For pictures alone. */
  async pictures(index: VectorIndex, signal: AbortSignal): Promise<Result<Calibration>> {
    const background = await index.background(undefined, signal);
    return background.ok ? ok(calibrationOf(background.value)) : background;
  }

  /** Two searches at once ask for them once. */
  #probesOf(context: EmbeddingContext): Promise<readonly Float32Array[] | undefined> {
    const space = spaceOf(context);
    const stored = this.#ports.probes.read(space, PROBE_SET);
    if (stored) return Promise.resolve(stored);
    const key = JSON.stringify(space);
    const asking = this.#asking.get(key) ?? this.#ask(context).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(context: EmbeddingContext): Promise<readonly Float32Array[] | undefined> {
    const { embedder, ledger, probes, log } = this.#ports;
    const usdEach = Math.max(...probeTexts.map((text) => textUsd(context.model.model, text)));
    const pot = new SpendingPot(ledger, context, usdEach, 'searchProbes');
    const unending = new AbortController().signal;
    try {
      const vectors = await Promise.all(
        probeTexts.map(async (text) => {
          const share = pot.take(probeTexts.length);
          if (!share.ok) return undefined;
          const input = { content: { kind: 'text', text }, use: 'query' } as const;
          const { result, cost } = await embedder.send(input, context, {}, unending);
          share.value.close(cost);
          return result.ok ? result.value.vector : undefined;
        }),
      );
      const whole = vectors.flatMap((vector) => vector ?? []);
      if (whole.length < probeTexts.length) return undefined;
      const written = probes.write(spaceOf(context), PROBE_SET, whole);
      if (!written.ok) log.warn('the probe vectors cannot be kept', written.error.kind);
      return whole;
    } finally {
      pot.close();
    }
  }
}
