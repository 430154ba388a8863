import { createHash } from 'node:crypto';
import type { ActiveFault } from '../faults';
import { understand, type Asked } from '../speaking/asked';
import { filled } from '../speaking/fillSchema';
import { outside } from '../speaking/outsideSchema';
import { say } from '../speaking/say';
import { parseSchema, type Schema } from '../speaking/schema';
import { modelErrors } from './converseRules';
import type { ShownPicture } from './converseImages';
import type { ConverseBody, ConverseMessage } from './converseSchema';
import { tokensOf } from './tokens';
import type { TextFacts } from './textModels';

export type StopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'guardrail_intervened'
  | 'content_filtered'
  | 'malformed_model_output'
  | 'malformed_tool_use'
  | 'model_context_window_exceeded';

/** A block as it is written: a tool's input is a text too until it has ended. */
export type AnswerBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly id: string; readonly name: string; readonly json: string };

export interface Answer {
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: StopReason;
  readonly outputTokens: number;
  readonly trace?: unknown;
}

/** Unless the request says; the models themselves allow more. */
const USUAL_MAX_TOKENS = 4096;

const filteredText = ' - The generated text has been blocked by our content filters.';
/** What a guardrail says that was made without a message of its own. */
const guardrailText = 'Sorry, the model cannot answer this question.';

/** What the model answers to a request that is right in itself. */
export function answerTo(
  body: ConverseBody,
  pictures: readonly ShownPicture[],
  facts: TextFacts,
  fault: ActiveFault | undefined,
): Answer {
  if (fault?.kind === 'guardrail') return guarded(body);
  if (isFilter(fault?.kind) && facts.family === 'nova')
    return {
      blocks: [{ kind: 'text', text: filteredText }],
      stopReason: 'content_filtered',
      outputTokens: 0,
    };
  if (fault?.kind === 'malformedOutput')
    return { blocks: [], stopReason: 'malformed_model_output', outputTokens: 12 };
  if (fault?.kind === 'malformedToolUse')
    return { blocks: [], stopReason: 'malformed_tool_use', outputTokens: 12 };
  const whole = wholeAnswer(body, pictures, fault);
  if (isFilter(fault?.kind)) return ended(half(whole.blocks), 'content_filtered');
  if (fault?.kind === 'contextExceeded') return ended(half(whole.blocks), 'model_context_window_exceeded');
  return limited(stopped(whole, body), body.inferenceConfig?.maxTokens ?? USUAL_MAX_TOKENS);
}

function wholeAnswer(
  body: ConverseBody,
  pictures: readonly ShownPicture[],
  fault: ActiveFault | undefined,
): Answer {
  const tool = fault?.kind === 'noToolCall' ? undefined : calledTool(body);
  const asked = askedIn(body, pictures, tool);
  if (tool) {
    const schema = schemaOf(tool.inputSchema.json);
    const right = filled(schema, asked);
    const input =
      fault?.kind === 'says' && fault.input
        ? fault.input
        : fault?.kind === 'outsideSchema'
          ? outside(schema, right)
          : right;
    const json = JSON.stringify(input);
    const isForced = body.toolConfig?.toolChoice?.auto === undefined && body.toolConfig?.toolChoice;
    return ended(
      [
        // Of its own will a model says first what it is about to do.
        ...(isForced ? [] : [{ kind: 'text' as const, text: `${asked.opening}.` }]),
        { kind: 'tool', id: toolUseIdFor(json), name: tool.name, json },
      ],
      'tool_use',
    );
  }
  const format = body.outputConfig?.textFormat?.structure.jsonSchema.schema;
  const written = format === undefined ? say(asked) : JSON.stringify(filled(schemaIn(format), asked));
  const text = fault?.kind === 'says' ? (fault.text ?? written) : written;
  return ended([{ kind: 'text', text }], 'end_turn');
}

/** What the conversation asks, and of which pictures. */
function askedIn(
  { messages, system = [] }: ConverseBody,
  pictures: readonly ShownPicture[],
  tool: ToolSpec | undefined,
): Asked {
  const asking = messages.findLastIndex(
    (message) => message.role === 'user' && isQuestion(message) && textOf(message) !== '',
  );
  const from = asking < 0 ? 0 : asking;
  const text = messages
    .slice(from)
    .filter(({ role }) => role === 'user')
    .map(textOf)
    .join('\n');
  const latest = Math.max(...pictures.map(({ message }) => message));
  return understand({
    text,
    system: [
      ...system.map((block) => block.text ?? ''),
      ...messages.filter(({ role }) => role === 'system').map(textOf),
    ].join('\n'),
    ...(tool ? { tool: `${tool.name} ${tool.description ?? ''}` } : {}),
    pictures: pictures.filter(({ message }) => message === latest),
  });
}

type ToolSpec = NonNullable<NonNullable<ConverseBody['toolConfig']>['tools'][number]['toolSpec']>;

/** The tool that must be called, or that the request names where the model may choose. */
function calledTool({ toolConfig, messages, system = [] }: ConverseBody): ToolSpec | undefined {
  if (!toolConfig) return undefined;
  const tools = toolConfig.tools.flatMap(({ toolSpec }) => toolSpec ?? []);
  const { toolChoice } = toolConfig;
  if (toolChoice?.tool) return tools.find(({ name }) => name === toolChoice.tool?.name);
  if (toolChoice?.any) return tools[0];
  const last = messages.at(-1);
  if (last && !isQuestion(last)) return undefined;
  const said = [...(last ? [textOf(last)] : []), ...system.map(({ text }) => text ?? '')].join('\n');
  return tools.find(({ name }) => said.includes(name));
}

/** A message that brings a tool's results goes on with what was asked before. */
function isQuestion({ content }: ConverseMessage): boolean {
  return content.every(({ toolResult }) => !toolResult);
}

function textOf({ content }: ConverseMessage): string {
  return content
    .map(({ text, guardContent }) => text ?? guardContent?.text?.text ?? '')
    .filter((text) => text !== '')
    .join('\n');
}

function schemaOf(json: unknown): Schema {
  const schema = parseSchema(json);
  if (!schema) throw modelErrors('tools.0.custom.input_schema: JSON schema is invalid');
  return schema;
}

function schemaIn(text: string): Schema {
  try {
    return schemaOf(JSON.parse(text));
  } catch {
    throw modelErrors('output_config.format.schema: JSON schema is invalid');
  }
}

function guarded({ guardrailConfig }: ConverseBody): Answer {
  const isTraced = guardrailConfig?.trace !== undefined && guardrailConfig.trace !== 'disabled';
  return {
    blocks: [{ kind: 'text', text: guardrailText }],
    stopReason: 'guardrail_intervened',
    outputTokens: 0,
    ...(isTraced
      ? {
          trace: {
            guardrail: {
              inputAssessment: { [guardrailConfig.guardrailIdentifier]: {} },
              actionReason: 'Guardrail blocked.',
            },
          },
        }
      : {}),
  };
}

function isFilter(kind: ActiveFault['kind'] | undefined): boolean {
  return kind === 'promptFiltered' || kind === 'inputFiltered' || kind === 'outputFiltered';
}

function ended(blocks: readonly AnswerBlock[], stopReason: StopReason): Answer {
  const outputTokens = blocks.reduce((sum, block) => sum + tokensOf(writtenIn(block)).length, 0);
  return { blocks, stopReason, outputTokens };
}

function half(blocks: readonly AnswerBlock[]): readonly AnswerBlock[] {
  const total = blocks.reduce((sum, block) => sum + tokensOf(writtenIn(block)).length, 0);
  return firstTokens(blocks, Math.floor(total / 2));
}

/** Cut before the first of the sequences, which is not part of the answer. */
function stopped(answer: Answer, { inferenceConfig }: ConverseBody): Answer {
  const [block] = answer.blocks;
  if (block?.kind !== 'text') return answer;
  const places = (inferenceConfig?.stopSequences ?? [])
    .map((sequence) => block.text.indexOf(sequence))
    .filter((at) => at >= 0);
  if (places.length === 0) return answer;
  return ended([{ ...block, text: block.text.slice(0, Math.min(...places)) }], 'stop_sequence');
}

function limited(answer: Answer, maxTokens: number): Answer {
  return answer.outputTokens <= maxTokens
    ? answer
    : ended(firstTokens(answer.blocks, maxTokens), 'max_tokens');
}

function firstTokens(blocks: readonly AnswerBlock[], count: number): readonly AnswerBlock[] {
  const kept: AnswerBlock[] = [];
  let left = count;
  for (const block of blocks) {
    if (left <= 0) break;
    const tokens = tokensOf(writtenIn(block)).slice(0, left);
    left -= tokens.length;
    const written = tokens.join('');
    kept.push(block.kind === 'text' ? { ...block, text: written } : { ...block, json: written });
  }
  return kept;
}

function writtenIn(block: AnswerBlock): string {
  return block.kind === 'text' ? block.text : block.json;
}

/** The same for the same input, as everything here. */
function toolUseIdFor(json: string): string {
  return `tooluse_${createHash('sha256').update(json).digest('base64url').slice(0, 22)}`;
}
