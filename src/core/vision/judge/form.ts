import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { Form } from '../form';
import { check } from '../schema';
import { criteria, type Scores, type Verdict } from './judgement';

const score = z.number().check(z.multipleOf(1), z.gte(1), z.lte(10));
const scoreOrNone = z.nullish(score);

/** What is asked of a judge's answer. */
export const judgeSchema = z.object({
  images: z.array(
    z.object({
      image: z.number().check(z.multipleOf(1), z.gte(1)),
      overall: score,
      promptFidelity: score,
      composition: score,
      text: scoreOrNone,
      artifacts: score,
      brandFit: scoreOrNone,
      explanation: z.string(),
      suggestions: z.array(z.string()),
    }),
  ),
  best: z.number().check(z.multipleOf(1), z.gte(1)),
  summary: z.string(),
  improvedPrompt: z.string(),
});

export interface JudgeForm {
  /** In the order of the images. */
  readonly verdicts: readonly Verdict[];
  /** Index of the best, from 0. */
  readonly best: number;
  readonly summary: string;
  readonly improvedPrompt: string;
}

const scoreSchema = (description: string) => ({
  type: 'integer',
  minimum: 1,
  maximum: 10,
  description,
});
const scoreOrNullSchema = (description: string) => ({
  ...scoreSchema(description),
  type: ['integer', 'null'],
});

/** @param count images that are judged together */
export function judgeForm(count: number): Form<JudgeForm> {
  return {
    name: 'record_judgement',
    description: 'Records the scores of every image, why, and a better prompt.',
    inputSchema: {
      type: 'object',
      properties: {
        images: {
          type: 'array',
          minItems: count,
          maxItems: count,
          description: `One entry for each of the ${count} images.`,
          items: {
            type: 'object',
            properties: {
              image: { type: 'integer', minimum: 1, maximum: count, description: 'Number of the image.' },
              overall: scoreSchema('The image as a whole.'),
              promptFidelity: scoreSchema('Does it show what the prompt asks for, and nothing against it?'),
              composition: scoreSchema('Framing, balance, light, colors.'),
              text: scoreOrNullSchema(
                'Is text in the image right and readable? null where there is none and none was asked for.',
              ),
              artifacts: scoreSchema('10: free of doubled, melted or impossible parts; 1: full of them.'),
              brandFit: scoreOrNullSchema(
                'Does it fit the brand as described? null where no brand is described.',
              ),
              explanation: { type: 'string', description: 'Why, in one or two sentences.' },
              suggestions: {
                type: 'array',
                items: { type: 'string' },
                description: 'What would make it better; at most three.',
              },
            },
            required: [
              'image',
              'overall',
              'promptFidelity',
              'composition',
              'text',
              'artifacts',
              'brandFit',
              'explanation',
              'suggestions',
            ],
          },
        },
        best: { type: 'integer', minimum: 1, maximum: count, description: 'Number of the best image.' },
        summary: { type: 'string', description: 'Which is best and why, in one or two sentences.' },
        improvedPrompt: {
          type: 'string',
          description:
            'The prompt, changed so that the next image mends what is wrong with the best one; in the language of the prompt.',
        },
      },
      required: ['images', 'best', 'summary', 'improvedPrompt'],
    },
    parse: (input) => {
      const checked = check(judgeSchema, input);
      if (!checked.ok) return checked;
      const { images, best, summary, improvedPrompt } = checked.value;
      const byNumber = new Map(images.map((image) => [image.image, image]));
      const verdicts: Verdict[] = [];
      for (let number = 1; number <= count; number++) {
        const image = byNumber.get(number);
        if (!image) return err(`images: image ${number} has no entry.`);
        const scores = Object.fromEntries(criteria.map((each) => [each, image[each] ?? null])) as Scores;
        const { overall, explanation, suggestions } = image;
        verdicts.push({ overall, scores, explanation, suggestions });
      }
      if (best > count) return err(`best: there are ${count} images.`);
      return ok({ verdicts, best: best - 1, summary, improvedPrompt: improvedPrompt.trim() });
    },
  };
}
