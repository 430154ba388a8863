import type { VisionModel } from '../models/descriptor';
import { imageTokens, textTokens } from '../models/tokens';
import type { FittedSource } from '../images';
import type { Conversation, Message } from './conversation';

/** What of a conversation is sent. */
export interface Window {
  /** In turns, the user's first. */
  readonly messages: readonly Message[];
  /** Messages before them that no longer fit. */
  readonly dropped: number;
}

/** Marks, names and the like, for each message. */
const TOKENS_PER_MESSAGE = 30;

/**
 * The newest messages that fit into the model's context, all images counted with them; what is oldest is left out, whole
 * turns at a time. Answers without text (stopped or failed before the first word) are left out with their question, so
 * that turns alternate.
 *
 * @param images as they will be sent; all of them, because questions may be about any
 * @param reservedTokens for system, answer and form
 * @returns undefined where even the last question does not fit
 */
export function windowOf(
  { messages }: Conversation,
  images: readonly FittedSource[],
  model: Pick<VisionModel, 'family' | 'contextTokens'>,
  reservedTokens: number,
): Window | undefined {
  const turns = turnsOf(messages);
  const forImages = images.reduce(
    (total, { parts }) => total + parts.reduce((sum, part) => sum + imageTokens(model.family, part), 0),
    0,
  );
  let left = model.contextTokens - reservedTokens - forImages;
  const kept: Message[] = [];
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index] ?? [];
    const tokens = turn.reduce((total, { text }) => total + textTokens(text) + TOKENS_PER_MESSAGE, 0);
    if (tokens > left) {
      if (kept.length === 0) return undefined;
      const dropped = turns.slice(0, index + 1).reduce((count, each) => count + each.length, 0);
      return { messages: kept, dropped };
    }
    left -= tokens;
    kept.unshift(...turn);
  }
  return { messages: kept, dropped: 0 };
}

/** Question with answer, and the last question alone. */
function turnsOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  return messages.flatMap((message, index): readonly (readonly Message[])[] => {
    if (message.role !== 'user') return [];
    const answer = messages[index + 1];
    if (!answer) return [[message]];
    return answer.role === 'assistant' && answer.text.trim() !== '' ? [[message, answer]] : [];
  });
}
