import type { ImageError } from '../../../../src/core/errors';
import type {
  FitOrder,
  FittedImage,
  OpenPicture,
  Pixels,
  PictureFacts,
} from '../../../../src/core/pixels/port';
import { err, ok, type Result } from '../../../../src/core/result';
import { VisionCaller, type VisionContext } from '../../../../src/core/vision/caller';
import { ImageFitter, type SourceImage } from '../../../../src/core/vision/images';
import { availableVisionModels } from '../../../../src/core/vision/models/availability';
import { visionModels } from '../../../../src/core/vision/models/catalogue';
import type {
  ConverseAnswer,
  ConverseFailure,
  Converser,
  ConverseRequest,
  PieceKind,
} from '../../../../src/core/vision/ports';
import { FakeClock, FakeLedger, FakeLimiter, generous, silentLog } from '../generate/fakes';

export type Reply = Result<ConverseAnswer, ConverseFailure>;

export function said(text: string, inputTokens = 1000, outputTokens = 100): Reply {
  return ok({ text, stop: 'end', usage: { inputTokens, outputTokens } });
}

export function filledIn(toolInput: unknown, inputTokens = 1000, outputTokens = 100): Reply {
  return ok({ text: '', toolInput, stop: 'toolUse', usage: { inputTokens, outputTokens } });
}

export function failed(error: ImageError, text = '', hasBegun = text !== ''): Reply {
  return err({ error, text, hasBegun });
}

/** Answers by a function; a stream brings the text in two pieces, also of what fails. */
export class FakeConverser implements Converser {
  readonly requests: ConverseRequest[] = [];
  streams = 0;
  atOnce = 0;
  mostAtOnce = 0;
  reply: (request: ConverseRequest, number: number) => Reply | Promise<Reply> = () => said('A lamp.');

  async converse(request: ConverseRequest): Promise<Reply> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    const number = this.requests.push(request);
    await Promise.resolve();
    try {
      return await this.reply(request, number);
    } finally {
      this.atOnce--;
    }
  }

  async stream(request: ConverseRequest, onPiece: (piece: string, kind: PieceKind) => void): Promise<Reply> {
    this.streams++;
    const reply = await this.converse(request);
    const { text } = reply.ok ? reply.value : reply.error;
    for (const piece of [text.slice(0, text.length >> 1), text.slice(text.length >> 1)]) {
      if (piece !== '') onPiece(piece, 'text');
    }
    return reply;
  }
}

/** Pictures that are as large as their name says: `400x300.png`. */
export class FakePixels {
  readonly orders: FitOrder[] = [];
  readonly facts: Partial<PictureFacts> = {};
  /** Length of what is encoded. */
  bytesOf: (order: FitOrder) => number = () => 1000;
  light = 100;
  opened = 0;
  closed = 0;

  asPort(): Pixels {
    return {
      open: async (bytes: Uint8Array) => this.#open(new TextDecoder().decode(bytes)),
    } as unknown as Pixels;
  }

  #open(name: string): Result<OpenPicture> {
    const size = /(\d+)x(\d+)/.exec(name);
    if (!size) return err({ kind: 'notReadable', name, reason: 'damaged' });
    this.opened++;
    const facts: PictureFacts = {
      type: 'png',
      width: Number(size[1]),
      height: Number(size[2]),
      hasAlpha: false,
      isLossy: name.endsWith('.jpg'),
      bytes: 10,
      notes: [],
      ...this.facts,
    };
    return ok({
      id: 1,
      facts,
      fit: async (order: FitOrder): Promise<Result<FittedImage>> => {
        this.orders.push(order);
        const { width, height, format } = order;
        return ok({ bytes: new Uint8Array(this.bytesOf(order)), width, height, format });
      },
      pixels: async () =>
        ok({ width: 1, height: 1, data: Uint8Array.of(this.light, this.light, this.light, 255) }),
      close: () => {
        this.closed++;
      },
    } as unknown as OpenPicture);
  }
}

export function source(name: string, key?: string): SourceImage {
  const read = async (): Promise<Result<Uint8Array>> => ok(new TextEncoder().encode(name));
  return { name, read, ...(key === undefined ? {} : { key }) };
}

const haiku = availableVisionModels(visionModels, {
  region: 'us-west-2',
  provider: 'bedrock',
  now: Date.UTC(2026, 10, 20),
  catalogue: undefined,
  proofs: () => undefined,
}).find(({ model }) => model.name === 'Claude Haiku 4.5');

/** Claude Haiku 4.5 by its profile in the United States: 1.10 and 5.50 a million. */
export function contextFor(changes: Partial<VisionContext> = {}): VisionContext {
  if (!haiku) throw new Error('The table has Claude Haiku 4.5.');
  return {
    model: haiku,
    region: 'us-west-2',
    provider: 'bedrock',
    workspace: 'file:///work',
    budget: generous,
    ...changes,
  };
}

export interface Surroundings {
  readonly converser: FakeConverser;
  readonly ledger: FakeLedger;
  readonly limiter: FakeLimiter;
  readonly clock: FakeClock;
  readonly proofs: string[];
  readonly pixels: FakePixels;
  readonly caller: VisionCaller;
  readonly fitter: ImageFitter;
}

export function surroundings(): Surroundings {
  const converser = new FakeConverser();
  const ledger = new FakeLedger([]);
  const limiter = new FakeLimiter();
  const clock = new FakeClock();
  const proofs: string[] = [];
  const pixels = new FakePixels();
  const caller = new VisionCaller({
    converser,
    ledger,
    limiter,
    clock,
    random: () => 0.5,
    proofs: (region, modelId, proof) => proofs.push(`${region} ${modelId} ${proof}`),
    log: silentLog,
  });
  const fitter = new ImageFitter(async () => pixels.asPort());
  return { converser, ledger, limiter, clock, proofs, pixels, caller, fitter };
}

export const never = new AbortController().signal;
