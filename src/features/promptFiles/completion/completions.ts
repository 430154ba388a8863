import * as vscode from 'vscode';
import { axisNames } from '../../../core/promptFiles/axes';
import { sectionNames } from '../../../core/promptFiles/sections';
import { shippedFields } from '../../../core/promptFiles/fields';
import type { Analysis } from '../analysis';
import type { PromptFileDependencies } from '../ports';
import { rangeIn } from '../ranges';
import { fieldMarkdown } from '../words/fieldText';
import { fieldsIn } from './fieldAt';
import { partialNames } from './partialNames';
import { placeAt, type CompletionPlace } from './place';
import { emptyFileSnippets, fieldValue } from './snippets';
import { valuesFor } from './values';

const { CompletionItemKind } = vscode;

export type CompletionDependencies = Pick<PromptFileDependencies, 'words' | 'settings'>;

/** What can stand where the cursor is. */
export async function completions(
  analysis: Analysis,
  position: vscode.Position,
  deps: CompletionDependencies,
): Promise<vscode.CompletionItem[]> {
  const { document, file } = analysis;
  const place = placeAt(file.text, document.offsetAt(position), file.parts);
  if (!place) return [];
  const items = await itemsFor(place, analysis, deps);
  const range = rangeIn(document, place.range);
  const { start, end } = place.range;
  const current = file.text.slice(start, end);
  for (const item of items) {
    item.range = range;
    // What stands there is where the user looks first.
    if (current !== '' && [item.label, item.insertText].includes(current)) item.preselect = true;
  }
  return items;
}

async function itemsFor(
  place: CompletionPlace,
  analysis: Analysis,
  deps: CompletionDependencies,
): Promise<vscode.CompletionItem[]> {
  switch (place.kind) {
    case 'key':
      return keys(place.path, place.isColonThere, analysis, deps);
    case 'value':
      return place.path[0] === 'grid' ? axes(analysis) : valuesFor(place.path, analysis, deps);
    case 'variable':
      return analysis.file.variables.map(({ name, values, fallback, file }) => {
        const item = new vscode.CompletionItem(name, CompletionItemKind.Variable);
        const first = [...values, ...(fallback ? [fallback] : [])][0];
        item.detail = file?.path ?? (first ? sourceOf(analysis, first.range) : '');
        item.insertText = place.isClosed ? name : `${name}}}`;
        return item;
      });
    case 'member':
      return columns(place.variable, place.isClosed, analysis);
    case 'partial':
      return partials(place.isClosed, analysis);
    case 'heading':
      return sectionNames.map((name) => new vscode.CompletionItem(`## ${name}`, CompletionItemKind.Struct));
    case 'emptyFile':
      return emptyFileSnippets(deps.words);
  }
}

function sourceOf(
  { file }: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return file.text.slice(start, Math.min(end, start + 80)).replace(/\s+/g, ' ');
}

function keys(
  path: readonly string[],
  isColonThere: boolean,
  { file }: Analysis,
  { words }: CompletionDependencies,
): vscode.CompletionItem[] {
  const prefix = path.length === 0 ? '' : `${path.join('.')}.`;
  const members = path[0] === 'variables' && path.length === 2 ? ['values', 'default', 'file', 'column'] : [];
  const fields = (fieldsIn(shippedFields, path) ?? []).filter(
    // One that stands there already is being edited, or is not wanted twice.
    ({ name }) => isColonThere || !file.fields.has(prefix + name),
  );
  return [
    ...members.map((name) => {
      const item = new vscode.CompletionItem(name, CompletionItemKind.Property);
      item.insertText = isColonThere ? name : `${name}: `;
      return item;
    }),
    ...fields.map((field, index) => {
      const item = new vscode.CompletionItem(field.name, CompletionItemKind.Property);
      item.documentation = fieldMarkdown(field, words);
      // Those that this task has come first.
      const isOfTask = field.tasks?.includes(file.task) ?? true;
      item.sortText = `${isOfTask ? 0 : 1}${String(index).padStart(3, '0')}`;
      item.insertText = isColonThere ? field.name : fieldValue(field, path.length);
      if (!isColonThere) {
        item.command = { command: 'editor.action.triggerSuggest', title: '' };
      }
      return item;
    }),
  ];
}

function axes({ expansion }: Analysis): vscode.CompletionItem[] {
  return axisNames(expansion.dimensions).map(
    (name) => new vscode.CompletionItem(name, CompletionItemKind.Value),
  );
}

function columns(variable: string, isClosed: boolean, { file, sources }: Analysis): vscode.CompletionItem[] {
  const path = file.variables.find(({ name }) => name === variable)?.file?.path;
  const table = path === undefined ? undefined : sources.data.get(path);
  return (table?.columns ?? []).map((column, index) => {
    const item = new vscode.CompletionItem(column, CompletionItemKind.Field);
    item.detail = table?.rows[0]?.[index] ?? '';
    item.insertText = isClosed ? column : `${column}}}`;
    return item;
  });
}

async function partials(isClosed: boolean, { place }: Analysis): Promise<vscode.CompletionItem[]> {
  const names = place ? await partialNames(place.folder) : [];
  return names.map((name) => {
    const item = new vscode.CompletionItem(name, CompletionItemKind.File);
    item.insertText = isClosed ? name : `${name}}}`;
    return item;
  });
}
