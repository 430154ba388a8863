import * as vscode from 'vscode';
import type { TextRange } from '../../core/promptFiles/text';
import type { Analysis } from './analysis';
import { rangeIn } from './ranges';

const { SymbolKind } = vscode;

const MAX_DETAIL = 60;

/** Fields and variables, for the outline. Headings stand there already: Markdown's own are beside these. */
export function symbolsOf({ document, file }: Analysis): vscode.DocumentSymbol[] {
  const { fields, variables, text } = file;
  const detail = ({ start, end }: TextRange): string =>
    text
      .slice(start, Math.min(end, start + MAX_DETAIL))
      .replace(/\s+/g, ' ')
      .trim();
  const symbol = (
    name: string,
    said: string,
    kind: vscode.SymbolKind,
    range: TextRange,
    own: TextRange,
  ): vscode.DocumentSymbol =>
    new vscode.DocumentSymbol(name, said, kind, rangeIn(document, range), rangeIn(document, own));
  const byName = new Map<string, vscode.DocumentSymbol>();
  const roots: vscode.DocumentSymbol[] = [];
  // A map stands after its members in the table; in the outline it holds them.
  for (const [name, { descriptor, keyRange, range, node }] of [...fields].toSorted(
    ([a], [b]) => a.split('.').length - b.split('.').length,
  )) {
    const isMap = descriptor.value.kind === 'map' || descriptor.value.kind === 'variables';
    const each = symbol(
      descriptor.name,
      isMap ? '' : detail(node.range),
      isMap ? SymbolKind.Object : SymbolKind.Property,
      range,
      keyRange,
    );
    byName.set(name, each);
    (byName.get(name.slice(0, -descriptor.name.length - 1))?.children ?? roots).push(each);
  }
  for (const { name, range, nameRange, file: data, values } of variables) {
    const [first] = values;
    const said = data?.path ?? (first ? detail(first.range) : '');
    const each = symbol(name, said, SymbolKind.Variable, range, nameRange);
    const map = byName.get('variables');
    (map?.range.contains(each.range) === true ? map.children : roots).push(each);
  }
  return roots;
}

/** The front matter and the maps in it; Markdown folds its own sections. */
export function foldingOf({ document, file }: Analysis): vscode.FoldingRange[] {
  const { frontMatterBlock } = file.parts;
  const ranges = [
    ...(frontMatterBlock ? [frontMatterBlock] : []),
    ...[...file.fields.values()].map(({ range }) => range),
    ...file.variables.map(({ range }) => range),
  ];
  return ranges.flatMap(({ start, end }) => {
    const first = document.positionAt(start).line;
    const last = document.positionAt(start + file.text.slice(start, end).trimEnd().length).line;
    return last > first ? [new vscode.FoldingRange(first, last)] : [];
  });
}
