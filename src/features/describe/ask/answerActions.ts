import * as vscode from 'vscode';
import { err, ok, type Result } from '../../../core/result';
import { altLanguageOf } from '../../../core/vision/alt/altLanguage';
import { altEdits } from '../../../core/vision/alt/edits';
import { readImages } from '../../../core/vision/alt/read';
import type { ConversationImage } from '../../../core/vision/ask/conversation';
import { nameOf } from '../../../platform/documentLink';
import type { AnswerAction } from '../../../protocol/ask';
import { pictureOf } from '../alt/pictureOf';
import { applyPlaces, eolOf } from '../alt/applyPlaces';
import { plainTextFor } from '../plainText';
import type { DescribeDependencies } from '../ports';
import { fileOf } from '../sourceImages';

const { t } = vscode.l10n;

export interface AnswerFacts {
  readonly images: readonly ConversationImage[];
  /** It belongs where a document shows the image. */
  readonly isAltText: boolean;
}

/** What can be done with an answer: each by one key. */
export class AnswerActions {
  readonly #deps: Pick<DescribeDependencies, 'lastTextEditor'>;

  constructor(deps: Pick<DescribeDependencies, 'lastTextEditor'>) {
    this.#deps = deps;
  }

  /** @returns what to say, where the user cannot see it */
  async run(
    action: Exclude<AnswerAction, 'again'>,
    text: string,
    facts: AnswerFacts,
  ): Promise<Result<string | undefined>> {
    if (text.trim() === '') return ok(undefined);
    switch (action) {
      case 'copy':
        await vscode.env.clipboard.writeText(text);
        return ok(t('Copied.'));
      case 'insert':
        return this.#insert(text.trim(), facts);
      case 'save':
        return this.#save(text.trim(), facts);
    }
  }

  async #insert(text: string, { images, isAltText }: AnswerFacts): Promise<Result<string | undefined>> {
    const editor = this.#deps.lastTextEditor.get();
    if (!editor) {
      await vscode.env.clipboard.writeText(text);
      return ok(t('No text editor is open, so the text is on the clipboard.'));
    }
    const { document, selection } = editor;
    const name = nameOf(document.uri);
    if (isAltText && (await this.#insertAlt(document, text, images))) {
      return ok(t('Wrote the alt text into {0}.', name));
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      document.uri,
      selection,
      plainTextFor(altLanguageOf(document.uri.path, document.languageId) ?? document.languageId, text),
    );
    if (await vscode.workspace.applyEdit(edit)) return ok(t('Inserted into {0}.', name));
    await vscode.env.clipboard.writeText(text);
    return ok(t('{0} cannot be changed, so the text is on the clipboard.', name));
  }

  /** Where the document shows the image without a text, the text goes there. */
  async #insertAlt(
    document: vscode.TextDocument,
    text: string,
    images: readonly ConversationImage[],
  ): Promise<boolean> {
    const [image] = images;
    const languageId = altLanguageOf(document.uri.path, document.languageId);
    if (images.length !== 1 || !image || languageId === undefined) return false;
    const shown = readImages(document.getText(), languageId).filter(({ alt }) => alt.kind === 'none');
    for (const each of shown) {
      const file = await pictureOf(document.uri, languageId, document.getText(), each.target);
      if (file?.toString() !== image.uri) continue;
      const place = {
        text: document.getText(),
        languageId,
        eol: eolOf(document),
      };
      const { edits } = altEdits(place, each, { kind: 'informative', alt: text });
      return applyPlaces(document, edits);
    }
    return false;
  }

  /** `lamp.txt` beside `lamp.jpg`; never on top of another file. */
  async #save(text: string, { images: [image] }: AnswerFacts): Promise<Result<string | undefined>> {
    const file = image && fileOf(image);
    if (!file) {
      await vscode.env.clipboard.writeText(text);
      return ok(t('The image has no file, so the text is on the clipboard.'));
    }
    const target = await writeBeside(file, 'txt', `${text}\n`);
    return target.ok ? ok(t('Saved {0}.', vscode.workspace.asRelativePath(target.value))) : target;
  }
}

/** Names tried before giving up. */
const MOST_NAMES = 1000;

/** Writes a text file that has the name of another, with a number where the name is taken. */
export async function writeBeside(
  file: vscode.Uri,
  extension: string,
  text: string,
): Promise<Result<vscode.Uri>> {
  const stem = file.path.replace(/\.[^./]+$/, '');
  for (let number = 1; number <= MOST_NAMES; number++) {
    const uri = file.with({ path: `${stem}${number === 1 ? '' : `-${number}`}.${extension}` });
    const edit = new vscode.WorkspaceEdit();
    // Creating is exclusive: a file that is there is neither overwritten nor taken for ours.
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(text) });
    if (await exists(uri)) continue;
    if (await vscode.workspace.applyEdit(edit)) return ok(uri);
    if (!(await exists(uri))) break;
  }
  return err({ kind: 'notWritable', folder: nameOf(vscode.Uri.joinPath(file, '..')), reason: 'Unknown' });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
