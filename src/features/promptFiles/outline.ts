import * as vscode from 'vscode';
import { foldsOf, outlineOf, type OutlineItem } from '../../core/promptFiles/language/outline';
import type { Analysis } from './analysis';
import { rangeIn } from './ranges';

const { SymbolKind } = vscode;

const MAX_DETAIL = 60;

/**
 * Fields, variables and shots, for the outline. Headings stand there already: Markdown's own outline is beside this one.
 */
export function symbolsOf(analysis: Analysis): vscode.DocumentSymbol[] {
  return outlineOf(analysis.file).flatMap(({ children }) => children.map((item) => symbol(item, analysis)));
}

function symbol(item: OutlineItem, analysis: Analysis): vscode.DocumentSymbol {
  const { document } = analysis;
  const { name, kind, range, nameRange, children } = item;
  const each = new vscode.DocumentSymbol(
    name,
    children.length > 0 ? '' : detailOf(item, analysis),
    kind === 'variable' ? SymbolKind.Variable : kind === 'shot' ? SymbolKind.Event : SymbolKind.Property,
    rangeIn(document, range),
    rangeIn(document, nameRange),
  );
  each.children.push(...children.map((child) => symbol(child, analysis)));
  return each;
}

/** What stands behind the name, in a line. */
function detailOf({ kind, range, nameRange }: OutlineItem, { file: { text } }: Analysis): string {
  if (kind === 'shot') return '';
  return text
    .slice(nameRange.end, Math.min(range.end, nameRange.end + MAX_DETAIL))
    .replace(/^["']?\s*:/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The front matter, the maps in it, and comments; Markdown folds its own sections. */
export function foldingOf({ document, file }: Analysis): vscode.FoldingRange[] {
  const maps = [
    ...[...file.fields.values()].map(({ range }) => range),
    ...file.variables.map(({ range }) => range),
  ];
  return [
    ...foldsOf(file).flatMap(({ kind, startLine, endLine }) => {
      if (kind === 'section') return [];
      const isComment = kind === 'comment';
      return [
        isComment
          ? new vscode.FoldingRange(startLine, endLine, vscode.FoldingRangeKind.Comment)
          : new vscode.FoldingRange(startLine, endLine),
      ];
    }),
    ...maps.flatMap(({ start, end }) => {
      const first = document.positionAt(start).line;
      const last = document.positionAt(start + file.text.slice(start, end).trimEnd().length).line;
      return last > first ? [new vscode.FoldingRange(first, last)] : [];
    }),
  ];
}
