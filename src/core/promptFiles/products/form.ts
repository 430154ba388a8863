import * as z from 'zod/mini';
import { err, ok } from '../../result';
import type { Form } from '../../vision/form';
import { check } from '../../vision/schema';
import { plain } from './productList';

/** One picture of a product, in several wordings. */
export interface Description {
  /** Short: tells the descriptions of one product apart. */
  readonly title: string;
  readonly variants: readonly string[];
}

export interface FormSize {
  readonly products: number;
  /** Of each product. */
  readonly descriptions: number;
  /** Of each description. */
  readonly variants: number;
}

/** A wording that is longer leaves the prompt around it no room: half of what the shortest prompt takes. */
export const MAX_LETTERS = 500;
const MAX_TITLE = 80;

const answer = z.object({
  products: z.array(
    z.object({
      product: z.number().check(z.multipleOf(1), z.gte(1)),
      descriptions: z.array(z.object({ title: z.string(), variants: z.array(z.string()) })),
    }),
  ),
});

/** The form of one request; filled in, it has the descriptions of each product in the order of the products. */
export function descriptionsForm(size: FormSize): Form<readonly (readonly Description[])[]> {
  return {
    name: 'record_descriptions',
    description: 'Records what pictures of every product show, each in several wordings.',
    inputSchema: inputSchema(size),
    parse: (input) => {
      const checked = check(answer, input);
      if (!checked.ok) return checked;
      const byNumber = new Map(checked.value.products.map((each) => [each.product, each.descriptions]));
      const found: (readonly Description[])[] = [];
      for (let number = 1; number <= size.products; number++) {
        const own = byNumber.get(number)?.map(tidied);
        const wrong = own ? wrongWith(own, size) : 'it has no entry';
        if (wrong !== undefined) return err(`products: product ${number}: ${wrong}.`);
        // More than was asked for is left out: the number of rows is what the user was shown.
        found.push(
          (own ?? []).slice(0, size.descriptions).map(({ title, variants }) => ({
            title,
            variants: variants.slice(0, size.variants),
          })),
        );
      }
      return ok(found);
    },
  };
}

function inputSchema({ products, descriptions, variants }: FormSize) {
  return {
    type: 'object',
    properties: {
      products: {
        type: 'array',
        minItems: products,
        maxItems: products,
        description: `One entry for each of the ${products} products.`,
        items: {
          type: 'object',
          properties: {
            product: {
              type: 'integer',
              minimum: 1,
              maximum: products,
              description: 'Number of the product.',
            },
            descriptions: {
              type: 'array',
              minItems: descriptions,
              maxItems: descriptions,
              description: 'Different pictures of the product.',
              items: {
                type: 'object',
                properties: {
                  title: {
                    type: 'string',
                    description: 'Two to six words that tell this picture from the others.',
                  },
                  variants: {
                    type: 'array',
                    minItems: variants,
                    maxItems: variants,
                    items: { type: 'string' },
                    description: 'The same picture in other words, each complete in itself.',
                  },
                },
                required: ['title', 'variants'],
              },
            },
          },
          required: ['product', 'descriptions'],
        },
      },
    },
    required: ['products'],
  };
}

function tidied({ title, variants }: Description): Description {
  return { title: plain(title).slice(0, MAX_TITLE), variants: variants.map(plain) };
}

/** In the words that the model is told. */
function wrongWith(own: readonly Description[], { descriptions, variants }: FormSize): string | undefined {
  if (own.length < descriptions) return `it needs ${descriptions} descriptions`;
  for (const description of own.slice(0, descriptions)) {
    const wanted = description.variants.slice(0, variants);
    if (description.title === '') return 'a title is empty';
    if (wanted.length < variants) return `each description needs ${variants} variants`;
    if (wanted.includes('')) return 'a variant is empty';
    if (wanted.some((text) => text.length > MAX_LETTERS)) {
      return `a variant has more than ${MAX_LETTERS} characters`;
    }
  }
  return undefined;
}
