import * as vscode from 'vscode';
import { findModel } from '../../core/promptFiles/modelFacts';
import { contains } from '../../core/promptFiles/text';
import type { ReadField } from '../../core/promptFiles/readFields';
import type { Analysis } from './analysis';
import { definitionOf, namedAt } from './names';
import type { PromptFileDependencies } from './ports';
import { rangeIn } from './ranges';
import { fieldMarkdown } from './words/fieldText';
import { plain } from './words/markdown';
import { modelFactsText } from './words/modelText';

type HoverDependencies = Pick<PromptFileDependencies, 'words' | 'settings'>;

/** Values of a variable that a hover lists. */
const MAX_VALUES = 10;
const MAX_LENGTH = 400;

/** What the field, model, variable or partial under the pointer is. */
export function hoverAt(
  analysis: Analysis,
  position: vscode.Position,
  deps: HoverDependencies,
): vscode.Hover | undefined {
  const { document, file } = analysis;
  const offset = document.offsetAt(position);
  const named = namedAt(file, offset);
  if (named) {
    const range = rangeIn(document, named.range);
    if (named.kind === 'partial') return partialHover(analysis, named.name, range);
    if (named.kind === 'variable') return variableHover(analysis, named.name, range, deps);
    return undefined;
  }
  const fields = [...file.fields.values()];
  const key = fields.find(({ keyRange }) => contains(keyRange, offset));
  if (key)
    return new vscode.Hover(fieldMarkdown(key.descriptor, deps.words), rangeIn(document, key.keyRange));
  const model = fields.find(({ descriptor }) => descriptor.value.kind === 'model');
  return model && modelHover(analysis, model, offset, deps);
}

function modelHover(
  { document, file, models }: Analysis,
  { items }: ReadField,
  offset: number,
  { words, settings }: HoverDependencies,
): vscode.Hover | undefined {
  const item = items.find(({ range }) => contains(range, offset));
  const found = item?.kind === 'text' ? findModel(item.value, models) : undefined;
  if (!item || !found) return undefined;
  const text = new vscode.MarkdownString()
    .appendMarkdown('**')
    .appendMarkdown(plain(found.entry.model.name))
    .appendMarkdown(`** · \`${found.entry.model.id}\`\n`);
  for (const fact of modelFactsText(found, file.task, { words, prices: settings.window().prices })) {
    text.appendMarkdown('\n- ').appendMarkdown(plain(fact));
  }
  return new vscode.Hover(text, rangeIn(document, item.range));
}

function variableHover(
  { file, sources, expansion }: Analysis,
  name: string,
  range: vscode.Range,
  { words }: HoverDependencies,
): vscode.Hover | undefined {
  const definition = definitionOf(file, name);
  if (!definition) return undefined;
  const { t, format } = words;
  const text = new vscode.MarkdownString();
  const dimension = expansion.dimensions.find((each) => each.kind === 'variable' && each.name === name);
  const size = dimension?.size ?? definition.values.length;
  const path = definition.file?.path;
  if (path !== undefined) text.appendMarkdown(plain(t('From {0}', path))).appendMarkdown('\n\n');
  text.appendMarkdown(
    plain(
      format.isOne(size)
        ? t('{0} has one value:', name)
        : t('{0} has {1} values:', name, format.number(size)),
    ),
  );
  const shown = Math.min(size, MAX_VALUES);
  for (let index = 0; index < shown; index++) {
    text.appendMarkdown('\n- ').appendMarkdown(plain(dimension?.label(index) ?? ''));
  }
  if (size > shown)
    text.appendMarkdown('\n- ').appendMarkdown(plain(t('{0} more', format.number(size - shown))));
  const columns = path === undefined ? undefined : sources.data.get(path)?.columns;
  if (columns && columns.length > 1) {
    text.appendMarkdown('\n\n').appendMarkdown(plain(t('Columns: {0}', columns.slice(0, 20).join(', '))));
  }
  return new vscode.Hover(text, range);
}

/** The partial's own words, as they are put in. */
function partialHover({ sources }: Analysis, name: string, range: vscode.Range): vscode.Hover | undefined {
  const partial = sources.partials.get(name);
  if (!partial) return undefined;
  const words = partial.template
    .map((node) => (node.kind === 'text' ? node.text : '…'))
    .join('')
    .slice(0, MAX_LENGTH);
  return new vscode.Hover(
    new vscode.MarkdownString().appendMarkdown(plain(partial.path)).appendCodeblock(words, 'markdown'),
    range,
  );
}
