import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import { folderChoices, type FolderChoice } from '../../core/gallery/indexedFolders';
import { ok, type Result } from '../../core/result';
import type { IndexingPlan } from '../../core/search/indexing/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import { separator } from '../../platform/quickPick';
import type { Words } from '../../platform/words';

/** A list of thousands is none. */
const MOST_LEFT_OUT = 100;

interface FolderRow extends vscode.QuickPickItem {
  readonly choice: FolderChoice;
}

/**
 * Asks which folders are to be indexed. What is taken out is excluded by the setting, so that it can be seen and shared;
 * what is taken in although a rule leaves it out is remembered for this workspace.
 *
 * @returns whether anything has changed
 */
export async function chooseFolders(
  search: Pick<WorkspaceSearch, 'included' | 'include' | 'leaveToRules'>,
  plan: IndexingPlan,
  images: readonly GalleryImage[],
  words: Words,
): Promise<Result<boolean>> {
  const { t } = words;
  const included = search.included();
  if (!included.ok) return included;
  const choices = folderChoices(images, plan.leftOut, included.value);
  const indexed = choices.indexed.map((choice) => rowOf(choice, true, words));
  const leftOut = choices.leftOut.slice(0, MOST_LEFT_OUT).map((choice) => rowOf(choice, false, words));
  const picked = await vscode.window.showQuickPick<FolderRow | vscode.QuickPickItem>(
    [
      ...(indexed.length > 0 ? [separator(t('Indexed')), ...indexed] : []),
      ...(leftOut.length > 0 ? [separator(t('Left out')), ...leftOut] : []),
    ],
    {
      title: t('Choose Folders to Index'),
      placeHolder: t('Choose the folders whose images can be searched'),
      canPickMany: true,
    },
  );
  if (!picked) return ok(false);
  const chosen = new Set(picked);
  const takenOut = indexed.filter((row) => !chosen.has(row)).map(({ choice }) => choice);
  const takenIn = leftOut.filter((row) => chosen.has(row)).map(({ choice }) => choice);
  for (const { folder, path } of takenOut) {
    const left = search.leaveToRules(folder, [path]);
    if (!left.ok) return left;
    // A rule leaves it out again; where none does any more, it is asked for once more.
    if (left.value.length === 0) await setExcluded(folder, path, true);
  }
  for (const { folder, path, why } of takenIn) {
    const wasSet = await setExcluded(folder, path, false);
    if (wasSet && why === 'setting') continue;
    const done = search.include(folder, [path]);
    if (!done.ok) return done;
  }
  return ok(takenOut.length + takenIn.length > 0);
}

function rowOf(choice: FolderChoice, picked: boolean, { t, format }: Words): FolderRow {
  const { path, images } = choice;
  if (images === undefined) return { label: path, picked, choice };
  const description = format.isOne(images) ? t('1 image') : t('{0} images', format.number(images));
  return { label: path, description, picked, choice };
}

/** @returns false where it was to be taken out of the setting and does not stand there */
async function setExcluded(folder: string, path: string, isExcluded: boolean): Promise<boolean> {
  const isOneFolder = (vscode.workspace.workspaceFolders?.length ?? 0) <= 1;
  const target = isOneFolder
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.WorkspaceFolder;
  const easel = vscode.workspace.getConfiguration('easel', vscode.Uri.parse(folder, true));
  const own = easel.inspect<Record<string, boolean>>('search.exclude');
  const before = (isOneFolder ? own?.workspaceValue : own?.workspaceFolderValue) ?? {};
  const glob = `${path}/**`;
  if (!isExcluded && before[glob] !== true) return false;
  const { [glob]: _glob, ...others } = before;
  const after = isExcluded ? { ...others, [glob]: true } : others;
  await easel.update('search.exclude', Object.keys(after).length > 0 ? after : undefined, target);
  return true;
}
