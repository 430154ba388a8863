import * as vscode from 'vscode';
import { altFromPrompt } from '../core/links/alt';
import { replaceLinkPath } from '../core/links/find';
import { linkFor } from '../core/links/link';
import type { PlaceEdit } from '../core/links/below';
import { placeLink } from '../core/links/placement';
import { imageBase, relativeLink } from '../core/links/relative';
import { videoFor } from '../core/links/video';
import type { Placement } from './settings';

/** The document that gets the links, as it was when it was read. */
export interface SourceDocument {
  readonly document: vscode.TextDocument;
  readonly version: number;
}

export interface LinkTarget {
  readonly file: vscode.Uri;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** Where the prompt was read, in the document as it was then. */
  readonly range: vscode.Range;
  /** Set for a film. */
  readonly video?: LinkedFilm;
}

/** What a snippet of a film has beyond a link. */
export interface LinkedFilm {
  readonly poster?: vscode.Uri;
}

/** Where the links went. */
export type LinkOutcome =
  | { readonly kind: 'linked'; readonly documentName: string }
  | { readonly kind: 'clipboard'; readonly documentName: string }
  | { readonly kind: 'none' };

/**
 * Writes one link per target in one undo step. A document that was closed or changed since the prompts were read is left
 * alone: then the links go to the clipboard.
 */
export async function writeLinks(
  from: SourceDocument,
  targets: readonly LinkTarget[],
  placement: Placement,
): Promise<LinkOutcome> {
  if (placement === 'none' || targets.length === 0) return { kind: 'none' };
  const { document } = from;
  const documentName = nameOf(document.uri);
  if (!document.isClosed && document.version === from.version) {
    const places = linkPlaces(document, targets, placement);
    if (places) {
      const edit = new vscode.WorkspaceEdit();
      const keepSelections = selectionsAfter(document, places);
      edit.set(document.uri, textEdits(document, places));
      if (await vscode.workspace.applyEdit(edit)) {
        keepSelections();
        return { kind: 'linked', documentName };
      }
    }
  }
  await vscode.env.clipboard.writeText(linkTexts(document, targets));
  return { kind: 'clipboard', documentName };
}

/**
 * Where the links go, one edit for each target.
 *
 * @returns undefined in a language that has no place for one of them; then they belong on the clipboard
 */
export function linkPlaces(
  document: vscode.TextDocument,
  targets: readonly LinkTarget[],
  placement: Placement,
): readonly PlaceEdit[] | undefined {
  const text = document.getText();
  const edits = targets.map((target) =>
    placeLink({
      text,
      start: document.offsetAt(target.range.start),
      end: document.offsetAt(target.range.end),
      link: linkText(document, target),
      placement,
      languageId: document.languageId,
      eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    }),
  );
  const places = edits.filter((place) => place !== undefined);
  return places.length === targets.length ? places : undefined;
}

/** The same as VS Code applies them. */
export function textEdits(document: vscode.TextDocument, places: readonly PlaceEdit[]): vscode.TextEdit[] {
  return places.map(({ offset, length, text }) =>
    vscode.TextEdit.replace(
      new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
      text,
    ),
  );
}

/** The links alone, a line each, for the clipboard. */
export function linkTexts(document: vscode.TextDocument, targets: readonly LinkTarget[]): string {
  return targets.map((target) => linkText(document, target)).join('\n');
}

/** Text that is inserted at the end of a selection joins it; the user selected the prompt, not the link. */
function selectionsAfter(document: vscode.TextDocument, places: readonly PlaceEdit[]): () => void {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  if (!editor) return () => undefined;
  const moved = (offset: number): number =>
    places.reduce(
      (at, place) => (place.offset < offset ? at + place.text.length - place.length : at),
      offset,
    );
  const offsets = editor.selections.map(({ anchor, active }) => [
    moved(document.offsetAt(anchor)),
    moved(document.offsetAt(active)),
  ]);
  return () => {
    editor.selections = offsets.map(
      ([anchor = 0, active = 0]) =>
        new vscode.Selection(document.positionAt(anchor), document.positionAt(active)),
    );
  };
}

/** Points the link to `from` at `to` instead, wherever it now stands in the document. */
export async function swapLink(
  document: vscode.TextDocument,
  from: vscode.Uri,
  to: vscode.Uri,
): Promise<boolean> {
  if (document.isClosed) return false;
  const text = document.getText();
  const changed = replaceLinkPath(
    text,
    document.languageId,
    linkPath(document, from),
    linkPath(document, to),
  );
  if (changed === undefined || changed === text) return false;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(text.length)),
    changed,
  );
  return vscode.workspace.applyEdit(edit);
}

function linkText(document: vscode.TextDocument, { file, prompt, width, height, video }: LinkTarget): string {
  const link = { path: linkPath(document, file), alt: altFromPrompt(prompt), width, height };
  if (!video) return linkFor(document.languageId, link);
  const { poster } = video;
  return videoFor(document.languageId, {
    ...link,
    ...(poster ? { poster: linkPath(document, poster) } : {}),
  });
}

/** Relative to the document; an untitled document has no place yet, so the path in the workspace stands in for it. */
function linkPath(document: vscode.TextDocument, file: vscode.Uri): string {
  return document.isUntitled || document.uri.scheme !== file.scheme
    ? vscode.workspace.asRelativePath(file, false)
    : relativeLink(document.uri.path, file.path, imageBase(document.languageId, document.getText()));
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
