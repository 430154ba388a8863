import { randomUUID } from 'node:crypto';
import { Refusal, jsonResponse, validation } from '../errors';
import { refusalOf, type ActiveFault } from '../faults';
import type { SimRequest, SimResponse } from '../http';
import type { Delivery } from '../listener';
import type { DrawingMemory } from '../seeing/memory';
import { answerTo, type Answer, type AnswerBlock } from './converseAnswer';
import { lookAt, type ShownPicture } from './converseImages';
import { checkConversation, modelErrors } from './converseRules';
import { parseConverse, type ConverseBody } from './converseSchema';
import { messagesOf, streamOf } from './converseStream';
import type { LifecycleMode, SimModel } from './models';
import type { RequestQuota } from './requestQuota';
import { requireModel } from './standing';
import { textFactsOf, type TextFacts } from './textModels';
import { imageTokens, tokensOf } from './tokens';

export interface ConverseContext {
  readonly mode: LifecycleMode;
  /** Undefined for bearer keys. */
  readonly region: string | undefined;
  readonly now: number;
  readonly fault: ActiveFault | undefined;
  readonly drawings: DrawingMemory;
  readonly quota: RequestQuota;
}

/** Twenty images of the largest size do not fit into one request. */
const MAX_BODY_BYTES = 25_000_000;

/** `POST /model/{modelId}/converse` and `/converse-stream` */
export async function converse(
  operation: 'Converse' | 'ConverseStream',
  id: string,
  request: SimRequest,
  context: ConverseContext,
): Promise<Delivery> {
  const startedAt = performance.now();
  const { fault } = context;
  refuseBy(fault, id, context.region);
  const model = requireModel(id, context);
  const facts = textFactsOf(model);
  if (!facts) {
    throw validation(
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    );
  }
  const usage = admit(model, context);
  if (request.body.length > MAX_BODY_BYTES) throw modelErrors('Input is too long for requested model.');
  const body = parseConverse(request.body);
  checkConversation(body, facts);
  const pictures = await lookAt(body.messages, context.drawings);
  const isForced = body.toolConfig?.toolChoice?.tool ?? body.toolConfig?.toolChoice?.any;
  if (fault?.kind === 'forcedToolRefused' && isForced) {
    throw modelErrors('Thinking may not be enabled when tool_choice forces tool use.');
  }
  if (fault?.kind === 'unknownGuardrail' && body.guardrailConfig) {
    throw validation('The guardrail identifier or version provided in the request does not exist.');
  }
  const answer = answerTo(body, pictures, facts, fault);
  const inputTokens = inputTokensOf(body, pictures, facts);
  const totalTokens = inputTokens + answer.outputTokens;
  usage.spend(totalTokens);
  const metadata = {
    usage: { inputTokens, outputTokens: answer.outputTokens, totalTokens },
    metrics: { latencyMs: Math.round(performance.now() - startedAt) },
  };
  if (operation === 'ConverseStream') {
    const headers = {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': randomUUID(),
    };
    return {
      response: { status: 200, headers, body: '' },
      stream: streamOf(messagesOf(answer, metadata), fault),
    };
  }
  return {
    response: damaged(jsonResponse(wholeResponse(answer, metadata)), fault),
    ...(fault?.kind === 'reset' ? { resetAfterBytes: fault.afterBytes ?? 0 } : {}),
  };
}

function refuseBy(fault: ActiveFault | undefined, id: string, region: string | undefined): void {
  if (!fault) return;
  const refusal = refusalOf(fault.kind, id, region ?? 'us-west-2');
  if (refusal) throw new Refusal(refusal);
  if (fault.kind === 'tokenThrottle') throw throttled('tokens');
}

function admit({ id }: SimModel, { quota, region, now }: ConverseContext): { spend(tokens: number): void } {
  const admission = quota.admit(id, region, now);
  if (typeof admission === 'string') throw throttled(admission);
  return admission;
}

function throttled(what: 'requests' | 'tokens'): Refusal {
  return new Refusal({
    type: 'ThrottlingException',
    status: 429,
    message: `Too many ${what}, please wait before trying again.`,
  });
}

function damaged(response: SimResponse, fault: ActiveFault | undefined): SimResponse {
  const text = response.body.toString();
  if (fault?.kind === 'truncatedJson') return { ...response, body: text.slice(0, text.length / 2) };
  if (fault?.kind === 'invalidJson') return { ...response, body: '<html>not JSON</html>' };
  return response;
}

function wholeResponse(
  { blocks, stopReason, trace }: Answer,
  metadata: Readonly<Record<string, unknown>>,
): unknown {
  return {
    output: { message: { role: 'assistant', content: blocks.map(contentOf) } },
    stopReason,
    ...metadata,
    ...(trace === undefined ? {} : { trace }),
  };
}

function contentOf(block: AnswerBlock): unknown {
  if (block.kind === 'text') return { text: block.text };
  return { toolUse: { toolUseId: block.id, name: block.name, input: inputOf(block.json) } };
}

/** An input that was cut off in the middle is none. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

function inputTokensOf(
  { messages, system = [], toolConfig }: ConverseBody,
  pictures: readonly ShownPicture[],
  { family }: TextFacts,
): number {
  const texts = [
    ...system.map(({ text }) => text ?? ''),
    ...messages.flatMap(({ content }) =>
      content.map(
        ({ text, toolUse, toolResult, guardContent }) =>
          text ??
          guardContent?.text?.text ??
          (toolUse || toolResult ? JSON.stringify(toolUse ?? toolResult) : ''),
      ),
    ),
    ...(toolConfig ? [JSON.stringify(toolConfig)] : []),
  ];
  return (
    texts.reduce((sum, text) => sum + tokensOf(text).length, 0) +
    pictures.reduce((sum, { sight }) => sum + imageTokens(sight.width, sight.height, family), 0) +
    // Each message is framed.
    4 * messages.length
  );
}
