import * as vscode from 'vscode';
import { MAX_DATA_BYTES, readDataTable } from '../../../core/promptFiles/dataTable';
import {
  productsIn,
  productsOfTable,
  productsOfTexts,
  type Product,
} from '../../../core/promptFiles/products/productList';
import { variableFor } from '../../../core/promptFiles/products/useValuesFile';
import type { FolderReader } from '../../../core/promptFiles/sources';
import { err, ok, type Result } from '../../../core/result';
import { relativeLink } from '../../../core/links/relative';
import { folderReader } from '../../../platform/folderReader';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';
import type { Analysis, PromptPlace } from '../analysis';

/** A list of products, and the variable of the prompt file that the descriptions are for. */
export interface ProductList {
  /** Where it comes from, as the user knows it. */
  readonly label: string;
  readonly variable: string;
  readonly products: readonly Product[];
}

/** A list that is read when it is chosen. */
type Source = () => Promise<Result<ProductList>>;

const dataFiles = '**/*.{csv,tsv,json,yaml,yml,txt}';
const left = '{**/node_modules/**,**/.easel/**,**/.git/**,**/.vscode/**,**/dist/**,**/out/**}';
const MOST_FILES = 100;

/**
 * The list that is meant: what is selected, the one variable that has a list, or what the user picks.
 *
 * @param isAsked the user wants to choose, whatever is selected
 * @returns undefined when the user leaves, `nothing` where there is no list to choose
 */
export async function chooseList(
  analysis: Analysis,
  place: PromptPlace,
  words: Words,
  isAsked: boolean,
): Promise<Result<ProductList> | 'nothing' | undefined> {
  const selected = selectedList(analysis, words);
  const variables = listsOfVariables(analysis);
  const [only] = variables;
  if (!isAsked && selected) return ok(selected);
  if (!isAsked && only && variables.length === 1) return ok(only);
  const { t, format } = words;
  const known = [...(selected ? [selected] : []), ...variables];
  const rows: (Row<Source> | Separator)[] = known.map((list) => ({
    label: list.label,
    description: countOf(list, words),
    detail: list.products
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', '),
    value: async () => Promise.resolve(ok(list)),
  }));
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(place.folder, dataFiles),
    left,
    MOST_FILES,
  );
  const reader = folderReader(place.folder);
  const paths = files
    .map(({ path }) => path.slice(place.folder.path.replace(/\/$/, '').length + 1))
    .filter((path) => !/(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*)\.json$/.test(path))
    .toSorted(
      (one, other) => distance(one, place.path) - distance(other, place.path) || one.localeCompare(other),
    );
  if (paths.length > 0) {
    rows.push(separator(t('a file')));
    rows.push(
      ...paths.map((path): Row<Source> => ({
        label: path.slice(path.lastIndexOf('/') + 1),
        description: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
        value: () => listOfFile(path, analysis, place, reader),
      })),
    );
  }
  if (rows.length === 0) return 'nothing';
  const picked = await pick<Source>({
    title: t('Which products does Claude describe?'),
    placeholder: format.isOne(rows.length) ? t('A list of products') : t('A selection, a variable or a file'),
    rows,
    matchOnDetail: true,
  });
  return picked.kind === 'picked' ? picked.value() : undefined;
}

function countOf({ products }: ProductList, { t, format }: Words): string {
  return format.isOne(products.length)
    ? t('{0} product', format.number(products.length))
    : t('{0} products', format.number(products.length));
}

function selectedList({ document, file }: Analysis, { t }: Words): ProductList | undefined {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  const text = editor && !editor.selection.isEmpty ? document.getText(editor.selection) : '';
  const products = productsIn(text);
  return products.length === 0 ? undefined : { label: t('Selection'), variable: variableFor(file), products };
}

/** Variables with a list: several values, or a file. */
function listsOfVariables({ file, sources }: Analysis): readonly ProductList[] {
  return file.variables.flatMap((variable): readonly ProductList[] => {
    const { name, values, file: reference } = variable;
    const table = reference && sources.data.get(reference.path);
    const products = table
      ? productsOfTable(table, reference.column)
      : productsOfTexts(values.map(({ range }) => file.text.slice(range.start, range.end)));
    const isList = products.length > 0 && (table !== undefined || values.length > 1);
    return isList ? [{ label: `{{${name}}}`, variable: name, products }] : [];
  });
}

async function listOfFile(
  path: string,
  { file }: Analysis,
  place: PromptPlace,
  reader: FolderReader,
): Promise<Result<ProductList>> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { t } = vscode.l10n;
  const bytes = await reader.read(path, MAX_DATA_BYTES);
  if (!bytes) return err({ kind: 'notReadable', name, reason: t('it is not in the workspace folder') });
  const table = readDataTable(path, new TextDecoder().decode(bytes));
  if (!table.ok) return err({ kind: 'notReadable', name, reason: t('it holds no list of products') });
  const link = relativeLink(`/${place.path}`, `/${path}`);
  return ok({ label: name, variable: variableFor(file, link), products: productsOfTable(table.value) });
}

/** Folders between two files: what lies near the prompt file comes first. */
function distance(one: string, other: string): number {
  const [a, b] = [one.split('/').slice(0, -1), other.split('/').slice(0, -1)];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return a.length + b.length - 2 * same;
}
