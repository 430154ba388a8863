import type { EmbeddingTextLimits } from './descriptor';

/** A word or a run of digits, or a single sign. */
const PIECE = /\p{L}[\p{L}\p{M}'’]*|\p{N}+|[^\s\p{L}\p{N}]/gu;

/** Scripts whose letters tokenizers take one by one, or into parts. */
const DENSE = /[^\p{Script=Latin}\p{M}'’]/u;

const LETTERS_PER_TOKEN = 4;

/**
 * Length of a text in a model's own unit. No tokenizer is published for these models, so tokens are counted generously:
 * a word of Latin letters has one per four letters begun, all else one per sign.
 */
export function textLength(text: string, unit: EmbeddingTextLimits['unit']): number {
  if (unit === 'characters') return text.length;
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) tokens += tokensOf(piece);
  return tokens;
}

function tokensOf(piece: string): number {
  if (!/^\p{L}/u.test(piece) || DENSE.test(piece)) return [...piece].length;
  return Math.ceil(piece.length / LETTERS_PER_TOKEN);
}

export interface CutText {
  readonly text: string;
  /** The model takes less than what was written. */
  readonly isCut: boolean;
}

/** The beginning of a text, cut between two words to what a model takes. */
export function cutText(text: string, { maxLength, unit }: EmbeddingTextLimits): CutText {
  const whole = text.trim();
  if (textLength(whole, unit) <= maxLength) return { text: whole, isCut: false };
  if (unit === 'characters') {
    const room = whole.slice(0, maxLength);
    const lastSpace = room.search(/\s\S*$/);
    // A text without spaces is cut between two characters, not within one.
    const end = lastSpace > 0 ? lastSpace : /[\uD800-\uDBFF]$/.test(room) ? maxLength - 1 : maxLength;
    return { text: room.slice(0, end).trimEnd(), isCut: true };
  }
  let tokens = 0;
  let end = 0;
  for (const match of whole.matchAll(PIECE)) {
    const [piece] = match;
    const room = maxLength - tokens;
    const count = tokensOf(piece);
    if (count > room) {
      // Only where there is no earlier word to end with.
      if (end === 0) end = match.index + [...piece].slice(0, room).join('').length;
      break;
    }
    tokens += count;
    end = match.index + piece.length;
  }
  return { text: whole.slice(0, end), isCut: true };
}
