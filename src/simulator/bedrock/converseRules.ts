import { validation } from '../errors';
import type { ConverseBlock, ConverseBody, ConverseMessage } from './converseSchema';
import type { TextFacts } from './textModels';

/**
 * What the service asks of a conversation as a whole.
 *
 * @throws Refusal as the service would refuse
 */
export function checkConversation(body: ConverseBody, facts: TextFacts): void {
  const { messages, inferenceConfig, outputConfig } = body;
  for (const [index, message] of messages.entries()) checkMessage(message, index);
  checkRoles(messages);
  checkTools(body);
  checkToolResults(messages);
  if (
    facts.refusesSampling &&
    (inferenceConfig?.temperature !== undefined || inferenceConfig?.topP !== undefined)
  ) {
    const name = inferenceConfig.temperature === undefined ? 'top_p' : 'temperature';
    throw modelErrors(`\`${name}\` is deprecated for this model.`);
  }
  if (outputConfig?.textFormat && facts.refusesTextFormat) {
    throw validation('This model does not support structured outputs. Remove outputConfig.textFormat.');
  }
}

/** The frame around what the model itself refuses, as opposed to the service. */
export function modelErrors(complaint: string): Error {
  return validation(`The model returned the following errors: ${complaint}`);
}

function checkMessage({ role, content }: ConverseMessage, index: number): void {
  const place = `messages.${index}`;
  if (content.length === 0) {
    throw validation(
      `The content field in the Message object at ${place} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  for (const [at, block] of content.entries()) {
    const blockPlace = `${place}.content.${at}`;
    const keys = Object.keys(block).filter((key) => block[key as keyof ConverseBlock] !== undefined);
    if (keys.length !== 1) {
      throw validation(
        `The ContentBlock object at ${blockPlace} must set exactly one member, found: ${keys.join(', ') || 'none'}.`,
      );
    }
    if (block.text?.trim() === '') {
      throw validation(
        `The text field in the ContentBlock object at ${blockPlace} is blank. Add text to the text field, and try again.`,
      );
    }
    if (block.image && role !== 'user') {
      throw modelErrors(`${blockPlace}: image blocks are only permitted in user messages`);
    }
    if (block.toolUse && role !== 'assistant') {
      throw modelErrors(`${blockPlace}: toolUse blocks are only permitted in assistant messages`);
    }
    if (block.toolResult && role !== 'user') {
      throw modelErrors(`${blockPlace}: toolResult blocks are only permitted in user messages`);
    }
  }
}

function checkRoles(messages: readonly ConverseMessage[]): void {
  const turns = messages.filter(({ role }) => role !== 'system');
  if (turns[0]?.role !== 'user') {
    throw validation(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  if (turns.some(({ role }, index) => role === turns[index - 1]?.role)) {
    throw validation(
      'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
    );
  }
  if (turns.at(-1)?.role !== 'user') {
    throw modelErrors(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
}

function checkTools({ messages, toolConfig }: ConverseBody): void {
  const blocks = messages.flatMap(({ content }) => content);
  if (!toolConfig) {
    if (blocks.some(({ toolUse, toolResult }) => toolUse ?? toolResult)) {
      throw validation(
        'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
      );
    }
    return;
  }
  const names = toolConfig.tools.flatMap(({ toolSpec }) => toolSpec?.name ?? []);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw validation(`The tool ${twice} is already defined at toolConfig.tools.`);
  for (const [index, { toolSpec }] of toolConfig.tools.entries()) {
    if (toolSpec && toolSpec.inputSchema.json['type'] !== 'object') {
      throw validation(
        `The value at toolConfig.tools.${index}.toolSpec.inputSchema.json.type must be one of the following: object.`,
      );
    }
  }
  const { toolChoice } = toolConfig;
  if (!toolChoice) return;
  if (Object.values(toolChoice).filter((choice) => choice !== undefined).length !== 1) {
    throw validation('The toolChoice field must set exactly one of the following keys: auto, any, tool.');
  }
  if (toolChoice.tool && !names.includes(toolChoice.tool.name)) {
    throw validation(`The tool ${toolChoice.tool.name} at toolConfig.toolChoice.tool is not defined.`);
  }
}

/** What a tool was asked for is answered in the very next message. */
function checkToolResults(messages: readonly ConverseMessage[]): void {
  for (const [index, { content }] of messages.entries()) {
    const asked = messages[index - 1]?.content.flatMap(({ toolUse }) => toolUse?.toolUseId ?? []) ?? [];
    const answered = content.flatMap(({ toolResult }) => toolResult?.toolUseId ?? []);
    if (answered.some((id) => !asked.includes(id))) {
      throw validation(
        `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
      );
    }
    const missing = asked.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      throw validation(
        `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`,
      );
    }
  }
}
