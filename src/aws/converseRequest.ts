import type { ConverseCommandInput, ContentBlock, Message } from '@aws-sdk/client-bedrock-runtime';
import type { ContentPart, ConverseMessage, ConverseRequest, ConverseTool } from '../core/vision/ports';

export interface Guardrail {
  readonly id: string;
  readonly version: string;
}

/**
 * One request in the SDK's words; `ConverseStream` takes the same. What is not set is not sent, because models refuse
 * parameters that they do not know.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export function converseInput(
  request: ConverseRequest,
  guardrail: Guardrail | undefined,
): ConverseCommandInput {
  const { modelId, system, messages, tool } = request;
  const inference = inferenceConfig(request);
  return {
    modelId,
    ...(system === undefined || system.trim() === '' ? {} : { system: [{ text: system }] }),
    messages: messages.map(messageOf),
    ...(Object.keys(inference).length === 0 ? {} : { inferenceConfig: inference }),
    ...(tool ? { toolConfig: toolConfig(tool) } : {}),
    ...(guardrail
      ? { guardrailConfig: { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version } }
      : {}),
  };
}

function inferenceConfig({
  maxTokens,
  temperature,
  topP,
  stopSequences,
}: ConverseRequest): NonNullable<ConverseCommandInput['inferenceConfig']> {
  return {
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stopSequences === undefined || stopSequences.length === 0
      ? {}
      : { stopSequences: [...stopSequences] }),
  };
}

function toolConfig({
  name,
  description,
  inputSchema,
  choice,
}: ConverseTool): NonNullable<ConverseCommandInput['toolConfig']> {
  return {
    tools: [
      { toolSpec: { name, description, inputSchema: { json: structuredClone(inputSchema) as never } } },
    ],
    toolChoice: choice === 'this' ? { tool: { name } } : { auto: {} },
  };
}

function messageOf({ role, content }: ConverseMessage): Message {
  return { role, content: content.flatMap(blockOf) };
}

/** The service refuses blank texts. */
function blockOf(part: ContentPart): readonly ContentBlock[] {
  if (part.kind === 'text') return part.text.trim() === '' ? [] : [{ text: part.text }];
  const { format, bytes } = part.image;
  return [{ image: { format, source: { bytes } } }];
}
