import * as vscode from 'vscode';
import { optionsFor } from '../../../core/models/abilities';
import { isVideoTask, promptTasks, shippedFields, type FieldValue } from '../../../core/promptFiles/fields';
import { findModel, usualModel, type FoundModel } from '../../../core/promptFiles/modelFacts';
import { itemsOf } from '../../../core/promptFiles/promptFile';
import { imageSizes, videoSizes } from '../../../core/promptFiles/sizes';
import { durationChoices } from '../../../core/video/descriptor';
import type { Analysis } from '../analysis';
import { plain } from '../words/markdown';
import { modelDetail, modelFactsText } from '../words/modelText';
import { promptTaskLabel } from '../words/taskText';
import type { CompletionDependencies } from './completions';
import { fieldAt } from './fieldAt';

const { CompletionItemKind } = vscode;

/** The values of a field: those that the chosen models take, where they say. */
export function valuesFor(
  path: readonly string[],
  analysis: Analysis,
  deps: CompletionDependencies,
): vscode.CompletionItem[] {
  const field = fieldAt(shippedFields, path);
  if (!field) return [];
  if (field.value.kind === 'model') return models(analysis, deps);
  const taken = takenByModels(path, analysis);
  const values = taken ?? usualValues(field.value);
  return values.map((value, index) => {
    const item = new vscode.CompletionItem(value, CompletionItemKind.EnumMember);
    const task = field.name === 'task' ? taskDetail(value, deps) : undefined;
    if (task !== undefined) item.detail = task;
    item.sortText = String(index).padStart(3, '0');
    return item;
  });
}

/** Models of this task first, then by what they cost; ended ones are not offered. */
function models(
  { file, models: facts }: Analysis,
  { words, settings }: CompletionDependencies,
): vscode.CompletionItem[] {
  const priced = { words, prices: settings.window().prices };
  const all: readonly FoundModel[] = [
    ...facts.images.map((entry) => ({ kind: 'image' as const, entry })),
    ...facts.videos.map((entry) => ({ kind: 'video' as const, entry })),
  ];
  return all
    .filter(({ entry }) => entry.state.kind !== 'ended')
    .map((found, index) => {
      const { model } = found.entry;
      const item = new vscode.CompletionItem(
        { label: model.name, description: modelDetail(found, priced) },
        CompletionItemKind.EnumMember,
      );
      const isAble = model.tasks.some((task) => task === file.task);
      item.sortText = `${isAble ? 0 : 1}${String(index).padStart(3, '0')}`;
      item.filterText = `${model.name} ${model.id}`;
      item.insertText = model.id;
      item.detail = model.id;
      item.documentation = new vscode.MarkdownString(
        modelFactsText(found, file.task, priced)
          .map((fact) => `- ${plain(fact)}`)
          .join('\n'),
      );
      return item;
    });
}

/** @returns undefined where the models say nothing about this field */
function takenByModels(
  path: readonly string[],
  { file, models: facts }: Analysis,
): readonly string[] | undefined {
  const name = path.join('.');
  const named = itemsOf(file, 'model', 'text').flatMap(({ value }) => findModel(value, facts) ?? []);
  const usual = usualModel(file.task, facts);
  const chosen = named.length > 0 ? named : usual ? [usual] : [];
  if (chosen.length === 0) return undefined;
  const { task } = file;
  const each = chosen.map((found): readonly string[] | undefined => {
    if (name === 'size') {
      if (found.kind === 'video') return videoSizes(found.entry.model);
      return isVideoTask(task) ? undefined : imageSizes(found.entry.model, task);
    }
    if (name === 'duration' && found.kind === 'video' && isVideoTask(task)) {
      return durationChoices(found.entry.model, task).map(String);
    }
    const option = name === 'style' ? 'stylePreset' : path[0] === 'options' ? path[1] : undefined;
    if (option === undefined || found.kind === 'video' || isVideoTask(task)) return undefined;
    const descriptor = optionsFor(found.entry.model, task).find((each) => each.name === option);
    return descriptor?.kind === 'choice' ? descriptor.values : undefined;
  });
  const said = each.filter((values) => values !== undefined);
  return said.length === 0 ? undefined : [...new Set(said.flat())];
}

function usualValues(value: FieldValue): readonly string[] {
  switch (value.kind) {
    case 'choice':
    case 'size':
      return value.values;
    case 'boolean':
      return ['true', 'false'];
    case 'seed':
      return ['1..4', 'random'];
    default:
      return [];
  }
}

function taskDetail(value: string, { words }: CompletionDependencies): string | undefined {
  const task = promptTasks.find((each) => each === value);
  return task && promptTaskLabel(task, words);
}
