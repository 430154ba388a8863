import { jsonResponse, validation } from '../errors';
import type { FaultKind } from '../faults';
import type { SimRequest, SimResponse } from '../http';
import type { DrawingMemory } from '../seeing/memory';
import { embed } from './embedding';
import { isEmbeddingModel } from './embeddingModels';
import type { EmbeddingQuota } from './embeddingQuota';
import { blockedImage, blockedText } from './filters';
import { fillOrder, handlerFor } from './imageModels';
import { malformed } from './fields';
import { remembering } from './remembering';
import type { LifecycleMode } from './models';
import { requireModel, unknownModel } from './standing';

export interface InvokeContext {
  readonly mode: LifecycleMode;
  /** Undefined for bearer keys. */
  readonly region: string | undefined;
  readonly now: number;
  readonly fault: FaultKind | undefined;
  readonly drawings: DrawingMemory;
  readonly embeddingQuota: EmbeddingQuota;
}

/** InvokeModel takes this much. */
const MAX_BODY_BYTES = 25_000_000;

/** `POST /model/{modelId}/invoke` */
export async function invokeModel(
  id: string,
  request: SimRequest,
  context: InvokeContext,
): Promise<SimResponse> {
  const { fault } = context;
  const model = requireModel(id, context);
  if (isEmbeddingModel(model)) return embed(model, request, context);
  const handler = handlerFor(model.id);
  if (!handler) throw unknownModel();
  if (request.body.length > MAX_BODY_BYTES)
    throw validation('The request body is larger than 25000000 bytes.');
  const body = parse(request.body);
  const order = remembering(await handler.read(body), body, context.drawings);
  const isStability = model.id.startsWith('stability.');
  if (fault === 'promptFiltered' || fault === 'inputFiltered') {
    if (!isStability) throw validation(fault === 'promptFiltered' ? blockedText : blockedImage);
    return answer(request, {
      finish_reasons: [fault === 'promptFiltered' ? 'Filter reason: prompt' : 'Filter reason: input image'],
    });
  }
  if (fault === 'inferenceError') return answer(request, { finish_reasons: ['Inference error'] });
  if (fault === 'guardrail') return answer(request, { images: [] }, true);

  const startedAt = performance.now();
  const { images, mask } = await fillOrder(order, model.name);
  const heldBack = fault === 'outputFiltered' ? images.length : fault === 'partlyFiltered' ? 1 : 0;
  const encoded = images.slice(heldBack).map((image) => damaged(image, fault));
  const latency = String(Math.round(performance.now() - startedAt));
  const response = answer(request, handler.answer(encoded, order, heldBack, mask?.toString('base64')));
  const headers = { ...response.headers, 'x-amzn-bedrock-invocation-latency': latency };
  const text = response.body.toString();
  if (fault === 'truncatedJson') return { ...response, headers, body: text.slice(0, text.length / 2) };
  if (fault === 'invalidJson')
    return { ...response, headers, body: `<html>${'not JSON '.repeat(20)}</html>` };
  return { ...response, headers };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw malformed('#: expected a JSON object');
  }
}

/** Answers that arrive whole and are no picture all the same. */
function damaged(image: Buffer, fault: FaultKind | undefined): string {
  switch (fault) {
    case 'invalidBase64':
      return `${image.toString('base64').slice(0, 400)}***`;
    case 'notAnImage':
      return Buffer.from('This is a text, and no picture at all. '.repeat(20)).toString('base64');
    case 'truncatedImage':
      return image.subarray(0, image.length / 2).toString('base64');
    default:
      return image.toString('base64');
  }
}

/** With a guardrail named, the body says what it did. */
function answer(request: SimRequest, body: unknown, hasIntervened = false): SimResponse {
  const guardrail = request.headers['x-amzn-bedrock-guardrailidentifier'];
  return jsonResponse(
    guardrail === undefined && !hasIntervened
      ? body
      : { ...(body as object), 'amazon-bedrock-guardrailAction': hasIntervened ? 'INTERVENED' : 'NONE' },
  );
}
