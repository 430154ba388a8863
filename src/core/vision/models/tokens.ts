import type { ConverseMessage, ConverseRequest } from '../ports';
import type { VisionFamily, VisionModel } from './descriptor';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Tokens that an image counts as.
 *
 * Claude: pixels / 750, https://docs.anthropic.com/en/docs/build-with-claude/vision. Nova publishes four sizes, which lie
 * on this line, https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html.
 */
export function imageTokens(family: VisionFamily, { width, height }: Size): number {
  const pixels = width * height;
  return Math.ceil(family === 'claude' ? pixels / 750 : 220 + pixels / 700);
}

/**
 * Tokens of a text, rather too many than too few: four letters of Latin script are about one, a sign of Chinese, Japanese
 * or Korean is one, other scripts lie between.
 */
export function textTokens(text: string): number {
  let tokens = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    tokens += code < 0x80 ? 0.29 : code < 0x2e80 ? 0.6 : 1.1;
  }
  return Math.ceil(tokens);
}

/** What every message takes beside its content. */
const TOKENS_PER_MESSAGE = 6;

export function messageTokens({ family }: Pick<VisionModel, 'family'>, message: ConverseMessage): number {
  return message.content.reduce(
    (sum, part) => sum + (part.kind === 'text' ? textTokens(part.text) : imageTokens(family, part.image)),
    TOKENS_PER_MESSAGE,
  );
}

/** The whole request as the model reads it; a form counts as the text it is. */
export function requestTokens(
  model: Pick<VisionModel, 'family'>,
  { system = '', messages, tool }: Pick<ConverseRequest, 'system' | 'messages' | 'tool'>,
): number {
  // Being told to use a tool costs a few hundred tokens:
  // https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview#pricing
  const forTool = tool ? 350 + textTokens(tool.description + JSON.stringify(tool.inputSchema)) : 0;
  return messages.reduce((sum, message) => sum + messageTokens(model, message), textTokens(system) + forTool);
}
