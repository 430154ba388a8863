import assert from 'node:assert/strict';
import { readDataTable } from '../../../../../src/core/promptFiles/dataTable';
import { descriptionColumns } from '../../../../../src/core/promptFiles/products/columns';
import { descriptionsCsv } from '../../../../../src/core/promptFiles/products/descriptionsCsv';
import { descriptionsForm } from '../../../../../src/core/promptFiles/products/form';
import { WrittenTexts } from '../../../../../src/core/promptFiles/products/writtenTexts';

const size = { products: 2, descriptions: 1, variants: 2 };
const entry = (product: number, variants: readonly unknown[] = ['One', 'Two'], title = 'on white') => ({
  product,
  descriptions: [{ title, variants }],
});

describe('the form of descriptions', () => {
  const form = descriptionsForm(size);
  const parse = (input: unknown): ReturnType<typeof form.parse> => form.parse(input);

  it('is read in the order of the list, in one line each, and no longer than asked for', () => {
    const read = parse({ products: [entry(2), entry(1, ['  One\n more ', 'Two', 'Three'])] });
    assert.deepEqual(read, {
      ok: true,
      value: [
        [{ title: 'on white', variants: ['One more', 'Two'] }],
        [{ title: 'on white', variants: ['One', 'Two'] }],
      ],
    });
  });

  for (const [what, input, complaint] of [
    ['a product is missing', { products: [entry(1)] }, /product 2: it has no entry/],
    ['a variant is missing', { products: [entry(1), entry(2, ['One'])] }, /product 2: .*2 variants/],
    ['a variant is empty', { products: [entry(1), entry(2, ['One', ' '])] }, /product 2: a variant is empty/],
    ['a title is empty', { products: [entry(1), entry(2, ['1', '2'], '\t')] }, /product 2: a title is empty/],
    ['a variant is long', { products: [entry(1), entry(2, ['1', 'x'.repeat(501)])] }, /more than 500/],
    ['a variant is no text', { products: [entry(1), entry(2, [1, 2])] }, /variants/],
    ['there is no list', { products: 'none' }, /products/],
  ] as const) {
    it(`is asked for again where ${what}`, () => {
      const read = parse(input);
      assert.match(read.ok ? '' : read.error, complaint);
    });
  }
});

describe('the file of descriptions', () => {
  it('is read as a file of values with exactly what was written', () => {
    const product = { name: 'Mug, "large"', facts: 'color: red' };
    const text = descriptionsCsv([
      {
        product,
        descriptions: [{ title: 'on white', variants: ['A mug; red, "new"', 'Ein Krug {a|b} ☕'] }],
      },
    ]);
    const read = readDataTable('hero.prompts.csv', text);
    assert.deepEqual(read, {
      ok: true,
      value: {
        columns: [...descriptionColumns],
        rows: [
          ['Mug, "large"', 'on white', '1', 'A mug; red, "new"'],
          ['Mug, "large"', 'on white', '2', 'Ein Krug {a|b} ☕'],
        ],
      },
    });
  });

  it('holds nothing that a spreadsheet takes for a formula', () => {
    const product = { name: '=HYPERLINK("http://example.com")', facts: '' };
    const text = descriptionsCsv([
      { product, descriptions: [{ title: '+1', variants: [' @SUM(A1)', '-2'] }] },
    ]);
    const read = readDataTable('a.csv', text);
    assert(read.ok);
    assert.deepEqual(read.value.rows, [
      ['HYPERLINK("http://example.com")', '1', '1', 'SUM(A1)'],
      ['HYPERLINK("http://example.com")', '1', '2', '2'],
    ]);
  });
});

describe('progress of a form', () => {
  it('counts finished texts of lists, wherever the pieces are cut', () => {
    const json = JSON.stringify({ products: [entry(1, ['a "b" [c]', 'd\\']), entry(2, ['é', ''])] });
    const whole = new WrittenTexts();
    whole.add(json);
    const pieces = new WrittenTexts();
    for (const sign of json) pieces.add(sign);
    assert.deepEqual([whole.count, pieces.count], [4, 4]);
    const half = new WrittenTexts();
    half.add(json.slice(0, json.indexOf('d\\') + 1));
    assert.equal(half.count, 1);
  });
});
