import * as vscode from 'vscode';
import type { FieldDescriptor, FieldValue } from '../../../core/promptFiles/fields';
import type { Words } from '../../../platform/words';
import { oneOf } from './lists';
import { plain } from './markdown';

const MAX_VALUES = 20;

/** What a field is for. The table is English; the bundle has its sentences as they stand there. */
export function fieldDescription({ description }: FieldDescriptor): string {
  return vscode.l10n.t(description);
}

/** What a field takes, where that can be said in a line. */
export function takesText(value: FieldValue, words: Words): string | undefined {
  const { t, format } = words;
  switch (value.kind) {
    case 'choice':
      return t('Takes {0}', oneOf(value.values, words, MAX_VALUES));
    case 'number':
      return t('Takes {0} to {1}', format.number(value.min), format.number(value.max));
    case 'boolean':
      return t('Takes true or false');
    case 'map':
      return t('Takes {0}', value.fields.map(({ name }) => name).join(', '));
    default:
      return undefined;
  }
}

/** A field as a page shows it: purpose, values, example. */
export function fieldMarkdown(field: FieldDescriptor, words: Words): vscode.MarkdownString {
  const takes = takesText(field.value, words);
  const several = field.list === 'vary' ? words.t('A list tries each of its values.') : undefined;
  const text = new vscode.MarkdownString(fieldDescription(field));
  for (const line of [takes, several])
    if (line !== undefined) text.appendMarkdown('\n\n').appendMarkdown(plain(line));
  return text.appendCodeblock(`${field.name}: ${field.example}`, 'yaml');
}
