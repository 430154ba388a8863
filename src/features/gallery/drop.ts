import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { GalleryImage } from '../../core/gallery/image';
import { dropEdits } from '../../platform/linkTargets';
import type { Settings } from '../../platform/settings';
import { linkable } from './linkable';

const dragged = z.object({ ids: z.array(z.string().check(z.maxLength(300))).check(z.maxLength(1000)) });

/** @returns the ids that a drag carries; none for what another page put under the same type */
export function readDragged(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const parsed = z.safeParse(dragged, JSON.parse(text));
    return parsed.success ? parsed.data.ids : [];
  } catch {
    // Not JSON, so not ours.
    return [];
  }
}

/** @returns undefined in a document that has no place for a link */
export function dropOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  images: readonly GalleryImage[],
  settings: Pick<Settings, 'resource'>,
  kind: vscode.DocumentDropOrPasteEditKind,
): vscode.DocumentDropEdit | undefined {
  const edits = dropEdits(document, position, images.map(linkable), settings);
  if (!edits || edits.length === 0) return undefined;
  // The link goes where it can stand, which may be a line further.
  const drop = new vscode.DocumentDropEdit('', vscode.l10n.t('Insert Image Link'), kind);
  drop.additionalEdit = new vscode.WorkspaceEdit();
  drop.additionalEdit.set(document.uri, [...edits]);
  return drop;
}
