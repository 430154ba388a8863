import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import {
  linkPlaces,
  textEdits,
  writeLinks,
  type LinkOutcome,
  type LinkTarget,
} from '../../platform/documentLink';
import type { Placement, Settings } from '../../platform/settings';

/** Knows the text editor that was used last, also while the Gallery or a preview has the focus. */
export class LastTextEditor {
  readonly #subscription: vscode.Disposable;
  #last = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];

  constructor() {
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
      // Output and debug console are editors as well, where no link belongs.
      if (editor && editor.viewColumn !== undefined) this.#last = editor;
    });
  }

  /** @returns the editor, or undefined when its document is closed */
  get(): vscode.TextEditor | undefined {
    const editor = this.#last;
    return editor && !editor.document.isClosed ? editor : undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Inserts links at the cursor by the same code as after generating. */
export async function insertLinks(
  editor: vscode.TextEditor,
  images: readonly GalleryImage[],
  settings: Pick<Settings, 'resource'>,
): Promise<LinkOutcome> {
  const { document } = editor;
  return writeLinks(
    { document, version: document.version },
    images.map((image) => targetOf(image, editor.selection)),
    placementFor(document, settings),
  );
}

/**
 * The edits that a drop at this place makes.
 *
 * @returns undefined in a language that has no place for a link
 */
export function dropEdits(
  document: vscode.TextDocument,
  position: vscode.Position,
  images: readonly GalleryImage[],
  settings: Pick<Settings, 'resource'>,
): readonly vscode.TextEdit[] | undefined {
  const range = new vscode.Range(position, position);
  const targets = images.map((image) => targetOf(image, range));
  const places = linkPlaces(document, targets, placementFor(document, settings));
  return places && textEdits(document, places);
}

/** Who inserts a link wants one, also where generating writes none. */
function placementFor(document: vscode.TextDocument, settings: Pick<Settings, 'resource'>): Placement {
  const { placement } = settings.resource(document);
  return placement === 'none' ? 'below' : placement;
}

function targetOf({ files: [file], making }: GalleryImage, range: vscode.Range): LinkTarget {
  return {
    file: vscode.Uri.parse(file.uri, true),
    width: making?.width ?? 0,
    height: making?.height ?? 0,
    prompt: making?.prompt ?? '',
    range,
  };
}
