import * as vscode from 'vscode';
import type { LastTextEditor } from './lastTextEditor';
import type { Reporter } from './reporter';
import type { Settings } from './settings';

const { t } = vscode.l10n;

/** An image that a link can be written for. */
export interface LinkableImage {
  /** URI. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** Set for a film; the poster is a URI. */
  readonly video?: { readonly poster?: string };
}

/** Writes links where the user was last, by the same code as after generating. */
export class LinkInserter {
  readonly #lastEditor: LastTextEditor;
  readonly #settings: Pick<Settings, 'resource'>;
  readonly #reporter: Pick<Reporter, 'tell'>;

  constructor(
    lastEditor: LastTextEditor,
    settings: Pick<Settings, 'resource'>,
    reporter: Pick<Reporter, 'tell'>,
  ) {
    this.#lastEditor = lastEditor;
    this.#settings = settings;
    this.#reporter = reporter;
  }

  /**
   * At the cursor of the last text editor; on the clipboard, and said so, where the language has no place for a link.
   *
   * @returns false when no text editor is open
   */
  async insert(images: readonly LinkableImage[]): Promise<boolean> {
    const editor = this.#lastEditor.get();
    if (!editor) return false;
    await this.insertAt(editor.document, editor.selection, images);
    return true;
  }

  /** Where the caller knows a better place than the cursor. */
  async insertAt(
    document: vscode.TextDocument,
    range: vscode.Range,
    images: readonly LinkableImage[],
  ): Promise<void> {
    // How every language writes a link is not needed before the first one.
    const { writeLinksAt } = await import('./linkTargets');
    const outcome = await writeLinksAt(document, range, images, this.#settings);
    if (outcome.kind === 'clipboard') {
      const text =
        images.length === 1
          ? t('{0} has no place for a link here, so it is on the clipboard.', outcome.documentName)
          : t('{0} has no place for links here, so they are on the clipboard.', outcome.documentName);
      this.#reporter.tell({ severity: 'info', text, actions: [] });
    }
  }

  /** For who has no other place for them: the paths, a line each. */
  async copyPaths(images: readonly LinkableImage[]): Promise<void> {
    const paths = images.map(({ file }) => vscode.workspace.asRelativePath(vscode.Uri.parse(file, true)));
    await vscode.env.clipboard.writeText(paths.join('\n'));
    const text =
      images.length === 1
        ? t('No text editor is open, so the path is on the clipboard.')
        : t('No text editor is open, so the paths are on the clipboard.');
    this.#reporter.tell({ severity: 'info', text, actions: [] });
  }
}
