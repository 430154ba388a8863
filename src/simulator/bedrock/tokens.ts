import type { TextFacts } from './textModels';

/** A text in pieces of about a token each; together they are the text. No character is divided. */
export function tokensOf(text: string): readonly string[] {
  return text.match(/\s*[\p{L}\p{M}\p{N}]{1,4}|\s*[^\s\p{L}\p{M}\p{N}]|\s+/gu) ?? [];
}

/** Claude looks at no more than this, as a rule of thumb of its maker's. */
const CLAUDE_SIDE_PX = 1568;
const CLAUDE_PIXELS_PER_TOKEN = 750;

/**
 * Pixels and the tokens they count as.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/modalities-image.html
 */
const novaTokens: readonly (readonly [number, number])[] = [
  [0, 0],
  [900 * 450, 800],
  [900 * 900, 1300],
  [1400 * 900, 1800],
  [1300 * 1300, 2600],
];

/** What one picture counts as. */
export function imageTokens(width: number, height: number, family: TextFacts['family']): number {
  if (family === 'claude') {
    const scale = Math.min(1, CLAUDE_SIDE_PX / Math.max(width, height));
    return Math.ceil((width * height * scale * scale) / CLAUDE_PIXELS_PER_TOKEN);
  }
  const pixels = width * height;
  const above = novaTokens.findIndex(([most]) => pixels <= most);
  const [from, to] = [novaTokens[above - 1], novaTokens[above]];
  // Larger pictures are made smaller first.
  if (!from || !to) return above === 0 ? 0 : (novaTokens.at(-1)?.[1] ?? 0);
  return Math.ceil(from[1] + ((pixels - from[0]) / (to[0] - from[0])) * (to[1] - from[1]));
}
