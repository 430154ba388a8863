import * as vscode from 'vscode';
import { languageName } from '../../core/vision/language';
import { findPurpose, type OwnPurpose, type Purpose, type PurposeInputs } from '../../core/vision/purposes';

const { t } = vscode.l10n;

export function purposeTitle({ id, name }: Pick<Purpose, 'id' | 'name'>): string {
  switch (id) {
    case 'caption':
      return t('Caption');
    case 'detailed':
      return t('Details');
    case 'altText':
      return t('Alt Text');
    case 'classify':
      return t('Classify…');
    case 'listObjects':
      return t('List of Objects');
    case 'mainSubject':
      return t('Main Subject');
    case 'shortStory':
      return t('Short Story');
    case 'question':
      return t('Answer a Question…');
    case 'transcribe':
      return t('Text in Image');
    case 'translate':
      return t('Translate Text…');
    case 'promptFor':
      return t('Prompt for This Image');
    case 'own':
      return name ?? '';
  }
}

export function purposeDetail({ id }: Pick<Purpose, 'id'>): string {
  switch (id) {
    case 'caption':
      return t('One sentence to stand under it.');
    case 'detailed':
      return t('Everything that can be seen, in paragraphs.');
    case 'altText':
      return t('What somebody who cannot see it needs to know.');
    case 'classify':
      return t('Into categories that you name.');
    case 'listObjects':
      return t('A line for each, the most important first.');
    case 'mainSubject':
      return t('In a few words.');
    case 'shortStory':
      return t('One that the image could belong to.');
    case 'question':
      return t('About what the image shows.');
    case 'transcribe':
      return t('Word for word, in its own language.');
    case 'translate':
      return t('Into a language of your choice.');
    case 'promptFor':
      return t('What a text-to-image model could have made it from.');
    case 'own':
      return t('Your own purpose.');
  }
}

/** What stands in a setting or in a message, by the name it is found under. */
export function keyOf({ id, name }: Pick<Purpose, 'id' | 'name'>): string {
  return id === 'own' ? (name ?? '') : id;
}

/** @param input as `askForInput` gave it, or as a message keeps it */
export function inputsOf({ needs }: Pick<Purpose, 'needs'>, input: string): PurposeInputs {
  switch (needs) {
    case 'nothing':
      return {};
    case 'question':
      return { question: input };
    case 'categories':
      return { categories: categoriesOf(input) };
    case 'language':
      return { targetLanguage: input };
  }
}

/** `You` have said this: the purpose with what was asked for. */
export function purposeLine(purpose: Purpose, input: string): string {
  const title = purposeTitle(purpose).replace(/…$/, '');
  switch (purpose.needs) {
    case 'nothing':
      return title;
    case 'language':
      return t('{0}: {1}', title, languageName(input));
    default:
      return t('{0}: {1}', title, input);
  }
}

/** What is sent for a message with a purpose; its own text where the setting does not name the purpose any more. */
export function wordsFor(
  message: { readonly text: string; readonly purpose?: string },
  own: readonly OwnPurpose[],
): string {
  const purpose = message.purpose === undefined ? undefined : findPurpose(message.purpose, own);
  return purpose ? purpose.prompt(inputsOf(purpose, message.text)) : message.text;
}

export function categoriesOf(input: string): readonly string[] {
  return [
    ...new Set(
      input
        .split(/[,;\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
}

/** Languages to translate into, the editor's own first. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt-BR', 'nl', 'pl', 'ja', 'ko', 'zh-Hans'];

/**
 * Asks for what the purpose needs.
 *
 * @returns an empty text where it needs nothing; undefined when the user leaves
 */
export async function askForInput({ needs, id, name }: Purpose): Promise<string | undefined> {
  const title = purposeTitle({ id, ...(name === undefined ? {} : { name }) }).replace(/…$/, '');
  switch (needs) {
    case 'nothing':
      return '';
    case 'question':
      return filled(
        await vscode.window.showInputBox({ title, placeHolder: t('What is the sign at the left for?') }),
      );
    case 'categories':
      return filled(
        await vscode.window.showInputBox({
          title,
          prompt: t('Categories, separated by commas'),
          placeHolder: t('photo, diagram, screenshot, icon'),
          validateInput: (value) =>
            value.trim() !== '' && categoriesOf(value).length < 2 ? t('Name two or more.') : undefined,
        }),
      );
    case 'language': {
      const codes = [...new Set([vscode.env.language, ...languages])];
      const picked = await vscode.window.showQuickPick(
        codes.map((code) => ({ label: localName(code), description: code })),
        { title, placeHolder: t('Into which language') },
      );
      return picked?.description;
    }
  }
}

function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function localName(code: string): string {
  try {
    return new Intl.DisplayNames([vscode.env.language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
