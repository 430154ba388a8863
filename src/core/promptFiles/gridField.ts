import type { PromptProblem } from './problems';
import { textOf, type ReadFields } from './readFields';
import type { Located, TextRange } from './text';
import type { YamlNode } from './yamlNodes';

export const axisPlaces = ['columns', 'rows', 'tabs'] as const;
export type AxisPlace = (typeof axisPlaces)[number];

/** What a file wants along one axis of its table. */
export type AxisWish =
  /** A variable, an option, `model`, `seed`, `size`, `style`, or `alternative 2` for the second one in the prompt. */
  | { readonly kind: 'named'; readonly name: string; readonly range: TextRange }
  /** The prompt as it is, and with one word replaced by others. */
  | {
      readonly kind: 'replace';
      readonly search: string;
      readonly values: readonly Located<string>[];
      readonly range: TextRange;
    };

export type GridWish = Readonly<Partial<Record<AxisPlace, AxisWish>>>;

export function readGrid(
  fields: ReadFields,
  source: string,
  tell: (problem: PromptProblem) => void,
): GridWish {
  const wishes: [AxisPlace, AxisWish][] = [];
  for (const place of axisPlaces) {
    const field = fields.get(`grid.${place}`);
    const wish = field && readAxis(field.node, source);
    if (wish) wishes.push([place, wish]);
    else if (field) {
      tell({
        kind: 'wrongType',
        field: `grid.${place}`,
        expected: 'axis',
        severity: 'error',
        range: field.node.range,
      });
    }
  }
  return Object.fromEntries(wishes);
}

function readAxis(node: YamlNode, source: string): AxisWish | undefined {
  const { range } = node;
  if (node.kind === 'list') return undefined;
  if (node.kind === 'scalar') {
    const name = textOf(node, source)?.trim();
    return name === undefined || name === '' ? undefined : { kind: 'named', name, range };
  }
  const search = node.entries.find(({ key }) => key === 'replace')?.value;
  const replacements = node.entries.find(({ key }) => key === 'with')?.value;
  const searched = search && textOf(search, source);
  if (searched === undefined || searched === '' || !replacements) return undefined;
  const values = (replacements.kind === 'list' ? replacements.items : [replacements]).flatMap((each) => {
    const value = textOf(each, source);
    return value === undefined ? [] : [{ value, range: each.range }];
  });
  return values.length === 0 ? undefined : { kind: 'replace', search: searched, values, range };
}
