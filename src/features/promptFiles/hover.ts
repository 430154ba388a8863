import * as vscode from 'vscode';
import { hoverAt as hoverIn, type HoverFacts } from '../../core/promptFiles/language/hover';
import type { Analysis } from './analysis';
import type { PromptFileDependencies } from './ports';
import { rangeIn } from './ranges';
import { fieldMarkdown } from './words/fieldText';
import { listed } from './words/lists';
import { plain } from './words/markdown';
import { modelFactsText } from './words/modelText';

type HoverDependencies = Pick<PromptFileDependencies, 'words' | 'settings'>;

const MAX_LENGTH = 400;

/** What the field, model, variable or partial under the pointer is. */
export function hoverAt(
  analysis: Analysis,
  position: vscode.Position,
  deps: HoverDependencies,
): vscode.Hover | undefined {
  const { document, file } = analysis;
  const facts = hoverIn(file, document.offsetAt(position), analysis);
  const text = facts && textOf(facts, analysis, deps);
  return text && new vscode.Hover(text, rangeIn(document, facts.range));
}

function textOf(
  facts: HoverFacts,
  analysis: Analysis,
  { words, settings }: HoverDependencies,
): vscode.MarkdownString | undefined {
  switch (facts.kind) {
    case 'field': {
      const { field, takes } = facts;
      const text = fieldMarkdown(field, words);
      return takes
        ? text.appendMarkdown(plain(words.t('{0} takes {1}.', takes.model, listed(takes.values, words))))
        : text;
    }
    case 'model': {
      const { model } = facts.found.entry;
      const text = new vscode.MarkdownString(`**${plain(model.name)}** · \`${model.id}\`\n`);
      const priced = { words, prices: settings.window().prices };
      for (const fact of modelFactsText(facts.found, analysis.file.task, priced)) {
        text.appendMarkdown(`\n- ${plain(fact)}`);
      }
      return text;
    }
    case 'variable':
      return variableText(facts, analysis, words);
    case 'partial':
      return partialText(facts.name, analysis);
  }
}

function variableText(
  { name, values, count }: Extract<HoverFacts, { readonly kind: 'variable' }>,
  { file, sources }: Analysis,
  { t, format }: PromptFileDependencies['words'],
): vscode.MarkdownString | undefined {
  const definition = file.variables.find((each) => each.name === name);
  if (!definition) return undefined;
  const text = new vscode.MarkdownString();
  const path = definition.file?.path;
  if (path !== undefined) text.appendMarkdown(`${plain(t('From {0}', path))}\n\n`);
  const heading = format.isOne(count)
    ? t('{0} has one value:', name)
    : t('{0} has {1} values:', name, format.number(count));
  text.appendMarkdown(plain(heading));
  for (const value of values) text.appendMarkdown(`\n- ${plain(value)}`);
  if (count > values.length) {
    text.appendMarkdown(`\n- ${plain(t('{0} more', format.number(count - values.length)))}`);
  }
  const columns = path === undefined ? undefined : sources.data.get(path)?.columns;
  if (columns && columns.length > 1) {
    text.appendMarkdown(`\n\n${plain(t('Columns: {0}', columns.slice(0, 20).join(', ')))}`);
  }
  return text;
}

/** The partial's own words, as they are put in. */
function partialText(name: string, { sources }: Analysis): vscode.MarkdownString | undefined {
  const partial = sources.partials.get(name);
  if (!partial) return undefined;
  const words = partial.template.map((node) => (node.kind === 'text' ? node.text : '…')).join('');
  return new vscode.MarkdownString(plain(partial.path)).appendCodeblock(
    words.slice(0, MAX_LENGTH),
    'markdown',
  );
}
