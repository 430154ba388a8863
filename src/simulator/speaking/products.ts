import { labelledText } from './given';

/** Pictures that anything can be shown in, each with what tells it from the others. */
const scenes: readonly (readonly [title: string, words: string])[] = [
  ['on white', 'on a plain white background in soft light'],
  ['in use', 'in somebody’s hands, close, in daylight'],
  ['outdoors', 'outdoors in the morning sun, with long shadows'],
  ['on a table', 'on a wooden table beside a window'],
  ['from above', 'seen from above, on gray stone'],
  ['at night', 'at night, lit from one side'],
  ['in a shop', 'on a shelf of a small shop'],
  ['with plants', 'between green plants'],
  ['in motion', 'in motion, with a blurred background'],
  ['as a detail', 'as a close detail of its surface'],
];

const manners = [
  'A photo of',
  'A quiet picture of',
  'A studio shot of',
  'A wide view of',
  'A poster of',
  'A drawing of',
  'A close view of',
  'A bright picture of',
  'A muted picture of',
  'A plain view of',
];

/** The lines of a list that a request brings along, without their numbers and what stands in brackets behind. */
export function listedProducts(text: string): readonly string[] {
  const list = labelledText(text, 'products(?:-\\d+)?') ?? '';
  return list
    .split('\n')
    .map((line) => /^\s*\d+[.)]\s+(.+?)(?:\s+\(.*\))?\s*$/.exec(line)?.[1] ?? '')
    .filter((line) => line !== '');
}

/**
 * A text about one of the products.
 *
 * @param place of the field: which product, which picture of it, which wording; from 0
 */
export function textOfProduct(products: readonly string[], name: string, place: readonly number[]): string {
  const [product = 0, picture = 0, wording = 0] = place;
  const own = products[product % products.length] ?? '';
  const [title, words] = scenes[picture % scenes.length] ?? ['', ''];
  if (/title|label|heading/i.test(name)) return title;
  if (/^(?:product|name|item)(?:_?name)?$/i.test(name)) return own;
  return `${manners[wording % manners.length] ?? ''} ${own} ${words}`;
}
