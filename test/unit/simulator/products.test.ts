import assert from 'node:assert/strict';
import { openTextBench, type TextBench } from './conversing';

interface Described {
  readonly product: number;
  readonly ideas: readonly { readonly title: string; readonly texts: readonly string[] }[];
}

/** Any schema of that shape: the simulator knows no names but those that a person would understand. */
const schema = {
  type: 'object',
  properties: {
    products: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          product: { type: 'integer', minimum: 1 },
          ideas: {
            type: 'array',
            minItems: 2,
            maxItems: 2,
            items: {
              type: 'object',
              properties: {
                title: { type: 'string' },
                texts: { type: 'array', minItems: 3, maxItems: 3, items: { type: 'string', maxLength: 200 } },
              },
              required: ['title', 'texts'],
            },
          },
        },
        required: ['product', 'ideas'],
      },
    },
  },
  required: ['products'],
};

describe('the simulator: lists of products', () => {
  let bench: TextBench;
  before(async () => {
    bench = await openTextBench();
  });
  after(() => bench.close());

  it('has something else to say of each product, in each picture and each wording', async () => {
    const text = 'Describe these.\n\n<products>\n1. Red mug (color: red)\n2. Lamp\n3. Vase\n</products>';
    const { products } = (await bench.call([{ text }], schema)) as {
      readonly products: readonly Described[];
    };
    assert.deepEqual(
      products.map(({ product }) => product),
      [1, 2, 3],
    );
    const names = ['Red mug', 'Lamp', 'Vase'];
    for (const [index, { ideas }] of products.entries()) {
      assert.equal(ideas.length, 2);
      assert.equal(new Set(ideas.map(({ title }) => title)).size, 2);
      for (const { texts } of ideas) {
        assert.equal(new Set(texts).size, 3);
        assert.ok(
          texts.every((each) => each.includes(names[index] ?? '?')),
          texts.join('\n'),
        );
      }
    }
    assert.equal(new Set(products.flatMap(({ ideas }) => ideas.flatMap(({ texts }) => texts))).size, 18);
  });

  it('says that there is no picture where nothing is listed', async () => {
    const said = await bench.call([{ text: 'Describe it.' }], {
      type: 'object',
      properties: { description: { type: 'string' } },
      required: ['description'],
    });
    assert.match(String(said['description']), /^Offline placeholder/);
  });
});
