import * as z from 'zod/mini';
import { ok } from '../../result';
import { delimited } from '../delimited';
import { languageInstruction } from '../language';
import { check } from '../schema';
import type { ImageQuestion } from './question';

export type MatchVerdict = 'fits' | 'doesNotFit' | 'unsafe';

export interface Match {
  readonly verdict: MatchVerdict;
  /** In a sentence. */
  readonly reason: string;
}

const answer = z.object({ verdict: z.enum(['fits', 'doesNotFit', 'unsafe']), reason: z.string() });

/** Whether an image shows what a text says, and whether it can be shown to everybody. */
export function matchQuestion(text: string, language: string | undefined): ImageQuestion<Match> {
  return {
    purpose: 'checkMatch',
    fit: { fineText: true },
    usualTokens: 80,
    maxTokens: 400,
    words: [
      delimited('text', text),
      'Does this image fit the text? "fits": everything the text says of an image can be seen, and nothing contradicts it. "doesNotFit": something is missing or wrong. "unsafe": it shows violence, nudity, hatred, or private data of a person, whatever the text says.',
      languageInstruction(language),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    form: {
      name: 'record_match',
      description: 'Records whether the image fits the text.',
      inputSchema: {
        type: 'object',
        properties: {
          verdict: { type: 'string', enum: ['fits', 'doesNotFit', 'unsafe'] },
          reason: { type: 'string', description: 'Why, in one sentence.' },
        },
        required: ['verdict', 'reason'],
      },
      parse: (input) => {
        const checked = check(answer, input);
        return checked.ok
          ? ok({ verdict: checked.value.verdict, reason: checked.value.reason.trim() })
          : checked;
      },
    },
  };
}
