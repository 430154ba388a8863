import * as z from 'zod/mini';
import { err, ok } from '../../result';
import { delimited } from '../delimited';
import { check } from '../schema';
import type { ImageQuestion } from './question';

/** Words for an area, as models that choose the area by words take them. */
export interface MaskPrompt {
  /** False where the image does not show what was meant; then there are no words. */
  readonly isFound: boolean;
  readonly words: string;
}

const answer = z.object({ found: z.boolean(), maskPrompt: z.string() });

/** Longer words find less. */
const MAX_WORDS_LENGTH = 200;

/**
 * Proposes a mask prompt for what the user wants to change: "the chair at the left".
 *
 * @param wish in the user's words; empty: the main subject
 */
export function maskPromptQuestion(wish: string): ImageQuestion<MaskPrompt> {
  return {
    purpose: 'maskPrompt',
    fit: { fineText: false },
    usualTokens: 60,
    maxTokens: 300,
    words: [
      wish.trim() === ''
        ? 'Name the main subject of the image so that an image editing model finds exactly its area.'
        : `Somebody wants to change something in this image. Name what has to be selected for that, so that an image editing model finds exactly its area.\n\n${delimited('wish', wish)}`,
      'Write a short noun phrase in English that tells it from everything alike in the image, by place, color or size: "the chair at the left". No verbs, nothing about the change, never a negation.',
    ].join('\n\n'),
    form: {
      name: 'propose_mask_prompt',
      description: 'Records the words that select an area of the image.',
      inputSchema: {
        type: 'object',
        properties: {
          found: { type: 'boolean', description: 'Does the image show what is meant?' },
          maskPrompt: { type: 'string', description: 'The noun phrase; empty where nothing was found.' },
        },
        required: ['found', 'maskPrompt'],
      },
      parse: (input) => {
        const checked = check(answer, input);
        if (!checked.ok) return checked;
        const words = checked.value.maskPrompt
          .replace(/\s+/g, ' ')
          .trim()
          .replace(/[.。]$/, '');
        if (!checked.value.found) return ok({ isFound: false, words: '' });
        if (words === '') return err('maskPrompt: it is empty.');
        return words.length > MAX_WORDS_LENGTH
          ? err('maskPrompt: it is too long.')
          : ok({ isFound: true, words });
      },
    },
  };
}
