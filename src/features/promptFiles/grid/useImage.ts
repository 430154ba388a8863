import * as vscode from 'vscode';
import { imageFile } from '../../../core/gallery/madeImages';
import { UsageScan } from '../../../core/gallery/usageScan';
import { acceptImage, removeImage } from '../../../core/promptFiles/language/accepted';
import { parsePromptFile } from '../../../core/promptFiles/promptFile';
import type { TextChange } from '../../../core/promptFiles/text';
import { nameOf, swapLink } from '../../../platform/documentLink';
import { documentPaths } from '../../../platform/workspacePaths';
import { PROMPT_FILE_ENDING } from '../isPromptFile';
import type { Grid } from './grid';
import type { FoundImage, GridImages } from './gridImages';
import type { GridDependencies } from './ports';

const { t } = vscode.l10n;

/** A document in which a link was changed, and how it stood before. */
interface Swapped {
  readonly document: vscode.TextDocument;
  readonly from: vscode.Uri;
  readonly to: vscode.Uri;
}

/**
 * *Use This One*: the image comes first in the file's list of accepted ones, and documents that showed the one before it
 * show it from now on. Asked for the one that is first already, takes it off the list.
 */
export async function useImage(
  grid: Grid,
  images: GridImages,
  { cell, image }: FoundImage,
  deps: Pick<GridDependencies, 'reporter' | 'files'>,
): Promise<void> {
  const { sha256 } = image;
  const document = await vscode.workspace.openTextDocument(grid.uri);
  const file = parsePromptFile(document.getText());
  const [first] = file.accepted;
  const title = cell.title === '' ? grid.name : cell.title;
  if (first?.value === sha256) {
    if (await changeFile(document, removeImage(file, sha256))) {
      grid.announce(t('{0} is no longer in use.', title));
    }
    return;
  }
  if (!(await changeFile(document, acceptImage(file, sha256)))) return;
  const swapped = await swapLinks(grid, images, image, first?.value, deps);
  const [only] = swapped;
  if (!only) {
    grid.announce(t('{0} is in use.', title));
    return;
  }
  const text =
    swapped.length === 1
      ? t('{0} is in use. {1} links it now.', title, nameOf(only.document.uri))
      : t('{0} is in use. {1} documents link it now.', title, swapped.length);
  grid.announce(text);
  deps.reporter.tell(
    { severity: 'info', text, actions: ['goToDocument', 'undo'] },
    {
      goToDocument: () => vscode.window.showTextDocument(only.document),
      undo: async () => {
        for (const { document: changed, from, to } of swapped) await swapAndSave(changed, to, from);
      },
    },
    { goToDocument: nameOf(only.document.uri) },
  );
}

async function changeFile(document: vscode.TextDocument, changes: readonly TextChange[]): Promise<boolean> {
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of changes) {
    const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
    edit.replace(document.uri, place, text);
  }
  if (changes.length > 0 && !(await vscode.workspace.applyEdit(edit))) return false;
  // What the user has not saved is not saved for them.
  if (!wasDirty) await document.save();
  return true;
}

/**
 * The image that was in use gives its place in documents to the new one. Where none was, it is the only one of this file
 * that documents show: of two, nobody can say which is meant.
 */
async function swapLinks(
  grid: Grid,
  images: GridImages,
  winner: FoundImage['image'],
  before: string | undefined,
  { files }: Pick<GridDependencies, 'files'>,
): Promise<readonly Swapped[]> {
  const { place, queue, table } = grid.loaded ?? {};
  const to = await images.existing(winner);
  if (!place || !queue || !table || !to) return [];
  const folder = place.folder.toString();
  const scan = new UsageScan({ files, folders: () => [folder], documentPaths });
  const usage = await scan.scan(AbortSignal.timeout(20_000));
  const others = new Map(
    table.cells
      .flatMap((cell) => images.of(cell))
      .flatMap((image) =>
        image.path === undefined || image.sha256 === winner.sha256 ? [] : [[image.path, image]],
      ),
  );
  const shown = [...others.values()].filter(({ path = '' }) => usage.has(uriIn(folder, path)));
  const old = shown.find(({ sha256 }) => sha256 === before) ?? (shown.length === 1 ? shown[0] : undefined);
  const from = old && images.uriOf(old);
  if (!from) return [];
  const swapped: Swapped[] = [];
  for (const path of usage.get(uriIn(folder, old.path ?? '')) ?? []) {
    if (path.toLowerCase().endsWith(PROMPT_FILE_ENDING)) continue;
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(place.folder, ...path.split('/')),
    );
    if (await swapAndSave(document, from, to)) swapped.push({ document, from, to });
  }
  return swapped;
}

function uriIn(folder: string, path: string): string {
  return imageFile(folder, { path, bytes: 0, timeMs: 0 }).uri;
}

async function swapAndSave(
  document: vscode.TextDocument,
  from: vscode.Uri,
  to: vscode.Uri,
): Promise<boolean> {
  const wasDirty = document.isDirty;
  if (!(await swapLink(document, from, to))) return false;
  if (!wasDirty) await document.save();
  return true;
}
