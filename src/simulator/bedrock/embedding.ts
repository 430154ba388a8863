import { Refusal, jsonResponse, validation } from '../errors';
import { refusalOf, type FaultKind } from '../faults';
import type { SimRequest, SimResponse } from '../http';
import type { DrawingMemory } from '../seeing/memory';
import { readCohere } from './embeddingCohere';
import { readNova } from './embeddingNova';
import type { EmbeddingQuota } from './embeddingQuota';
import { readTitan } from './embeddingTitan';
import { malformed } from './fields';
import type { SimModel } from './models';

/** What a request asks for, once it was found to be right. */
export interface EmbeddingOrder {
  /** Of texts, and of pictures where the model counts them in tokens. */
  readonly tokens: number;
  answer(): unknown;
  /** Where the model says in a body with status 200 that it failed. */
  fail?(): unknown;
}

/**
 * Reads one model's requests.
 *
 * @throws Refusal as the service would refuse
 */
export type EmbeddingReader = (body: unknown, drawings: DrawingMemory) => Promise<EmbeddingOrder>;

interface EmbeddingContext {
  readonly region: string | undefined;
  readonly now: number;
  readonly fault: FaultKind | undefined;
  readonly drawings: DrawingMemory;
  readonly embeddingQuota: EmbeddingQuota;
}

const readers: Readonly<Record<string, EmbeddingReader>> = {
  'amazon.titan-embed-image-v1': readTitan,
  'amazon.nova-2-multimodal-embeddings-v1:0': readNova,
  'cohere.embed-v4:0': readCohere,
};

/** InvokeModel takes this much, and Cohere about 20 MB of it. */
const MAX_BODY_BYTES = 25_000_000;
const MAX_COHERE_BYTES = 20_000_000;

/** InvokeModel, for a model that answers with vectors. */
export async function embed(
  model: SimModel,
  request: SimRequest,
  context: EmbeddingContext,
): Promise<SimResponse> {
  const read = readers[model.id];
  if (!read) throw validation('The provided model identifier is invalid.');
  const maxBytes = model.id.startsWith('cohere.') ? MAX_COHERE_BYTES : MAX_BODY_BYTES;
  if (request.body.length > maxBytes) throw validation(`The request body is larger than ${maxBytes} bytes.`);
  const admission = context.embeddingQuota.admit(model.id, context.region, context.now);
  if (!admission) throw tooMany('requests');
  const startedAt = performance.now();
  const order = await read(parse(request.body), context.drawings);
  if (!admission.spend(order.tokens)) throw tooMany('tokens');
  const response = jsonResponse(answer(order, model, context.fault), {
    'x-amzn-bedrock-invocation-latency': String(Math.round(performance.now() - startedAt)),
    'x-amzn-bedrock-input-token-count': String(order.tokens),
  });
  const text = response.body.toString();
  if (context.fault === 'truncatedJson') return { ...response, body: text.slice(0, text.length / 2) };
  if (context.fault === 'invalidJson') return { ...response, body: `<html>${'not JSON '.repeat(20)}</html>` };
  return response;
}

function answer(order: EmbeddingOrder, model: SimModel, fault: FaultKind | undefined): unknown {
  if (fault === 'promptFiltered' || fault === 'inputFiltered') {
    throw validation(
      `This request has been blocked by our content filters. Please adjust your input ${fault === 'promptFiltered' ? 'text' : 'image'} to submit a new request.`,
    );
  }
  if (fault !== 'inferenceError') return order.answer();
  if (order.fail) return order.fail();
  const failed = refusalOf('modelError', model.id, '');
  throw failed ? new Refusal(failed) : validation('Inference error');
}

function tooMany(what: 'requests' | 'tokens'): Refusal {
  return new Refusal({
    type: 'ThrottlingException',
    status: 429,
    message: `Too many ${what}, please wait before trying again.`,
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw malformed('#: expected a JSON object');
  }
}
