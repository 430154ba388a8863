import * as z from 'zod/mini';
import { err, ok } from '../../result';
import { delimited } from '../delimited';
import { check } from '../schema';
import type { ImageQuestion } from './question';

export interface Classification {
  /** One of the given ones; undefined where none fits. */
  readonly category: string | undefined;
  readonly reason: string;
}

const answer = z.object({ category: z.string(), reason: z.string() });

/** What a model writes where no category fits. */
const NONE = 'none of these';

/** @param categories in the user's words; each once */
export function classifyQuestion(categories: readonly string[]): ImageQuestion<Classification> {
  return {
    purpose: 'classify',
    fit: { fineText: false },
    usualTokens: 70,
    maxTokens: 300,
    words: [
      'Which of these categories does the image belong to? Choose the one that fits best.',
      delimited('categories', categories.join('\n')),
    ].join('\n\n'),
    form: {
      name: 'record_category',
      description: 'Records the category of the image.',
      inputSchema: {
        type: 'object',
        properties: {
          category: { type: 'string', enum: [...categories, NONE] },
          reason: { type: 'string', description: 'Why, in at most ten words.' },
        },
        required: ['category', 'reason'],
      },
      parse: (input) => {
        const checked = check(answer, input);
        if (!checked.ok) return checked;
        const { category, reason } = checked.value;
        if (category === NONE) return ok({ category: undefined, reason: reason.trim() });
        const found = categories.find((each) => each.toLowerCase() === category.trim().toLowerCase());
        return found === undefined
          ? err('category: it is none of those that were given.')
          : ok({ category: found, reason: reason.trim() });
      },
    },
  };
}
