import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { Form } from '../form';
import { check } from '../schema';
import type { AltKind, AltText } from './altText';
import { shortenAlt, tidyAlt } from './rules';

const altAnswer = z.object({
  kind: z.enum(['informative', 'functional', 'decorative', 'complex']),
  alt: z.string(),
  description: z.optional(z.string()),
});

/**
 * The form of an alt text.
 *
 * @param wanted the kind that the user decided; `auto`: the model decides
 */
export function altForm(maxLength: number, wanted: AltKind | 'auto'): Form<AltText> {
  return {
    name: 'write_alt_text',
    description: 'Records the alternative text of the image.',
    inputSchema: {
      type: 'object',
      properties: {
        kind: {
          type: 'string',
          enum: wanted === 'auto' ? ['informative', 'functional', 'decorative', 'complex'] : [wanted],
          description: 'What the image does in its document.',
        },
        alt: {
          type: 'string',
          description: `The alternative text, at most ${maxLength} characters; empty for a decorative image.`,
        },
        description: {
          type: 'string',
          description: 'Only for a complex image: a paragraph with everything that it shows.',
        },
      },
      required: ['kind', 'alt'],
    },
    parse: (input) => {
      const answer = check(altAnswer, input);
      if (!answer.ok) return answer;
      const kind = wanted === 'auto' ? answer.value.kind : wanted;
      if (kind === 'decorative') return ok({ kind, alt: '' });
      const alt = tidyAlt(answer.value.alt);
      if (alt === '') return err('alt: it is empty, and only decorative images have none.');
      const description = tidyDescription(answer.value.description);
      if (alt.length <= maxLength) {
        return ok(kind === 'complex' && description !== '' ? { kind, alt, description } : { kind, alt });
      }
      // What is too long for a breath is a description, and has a short text before it.
      return ok({
        kind: 'complex',
        alt: shortenAlt(alt, maxLength),
        description: description === '' ? alt : description,
      });
    },
  };
}

function tidyDescription(text = ''): string {
  return text.replace(/\s+/g, ' ').trim();
}
