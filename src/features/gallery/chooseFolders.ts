import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import { ok, type Result } from '../../core/result';
import type { IndexingPlan } from '../../core/search/indexing/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import { separator } from '../../platform/quickPick';
import type { Words } from '../../platform/words';

/** A list of thousands is none. */
const MOST_LEFT_OUT = 100;

interface FolderRow extends vscode.QuickPickItem {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly path: string;
  readonly isLeftOut: boolean;
}

/**
 * Asks which folders are to be indexed. What is taken out is excluded by the setting, so that it can be seen and shared;
 * what is taken in although a rule leaves it out is remembered for this workspace.
 *
 * @param included chosen before by this same question
 * @returns whether anything has changed
 */
export async function chooseFolders(
  search: Pick<WorkspaceSearch, 'include'>,
  { leftOut }: IndexingPlan,
  images: readonly GalleryImage[],
  included: Map<string, readonly string[]>,
  words: Words,
): Promise<Result<boolean>> {
  const { t } = words;
  const indexed = topFolders(images).map(([key, count]): FolderRow => {
    const [folder = '', path = ''] = key.split('\n');
    return {
      label: path,
      description: words.format.isOne(count) ? t('1 image') : t('{0} images', words.format.number(count)),
      picked: true,
      folder,
      path,
      isLeftOut: false,
    };
  });
  const others = leftOut
    .filter(({ why }) => why !== 'own')
    .slice(0, MOST_LEFT_OUT)
    .map(({ folder, path }): FolderRow => ({ label: path, picked: false, folder, path, isLeftOut: true }));
  const picked = await vscode.window.showQuickPick<FolderRow | vscode.QuickPickItem>(
    [
      ...(indexed.length > 0 ? [separator(t('Indexed')), ...indexed] : []),
      ...(others.length > 0 ? [separator(t('Left out')), ...others] : []),
    ],
    {
      title: t('Choose Folders to Index'),
      placeHolder: t('Choose the folders whose images can be searched'),
      canPickMany: true,
    },
  );
  if (!picked) return ok(false);
  const chosen = new Set(picked);
  const takenOut = indexed.filter((row) => !chosen.has(row));
  const takenIn = others.filter((row) => chosen.has(row));
  await exclude(takenOut);
  for (const { folder, path } of takenIn) included.set(folder, [...(included.get(folder) ?? []), path]);
  for (const folder of new Set(takenIn.map((row) => row.folder))) {
    const done = search.include(folder, included.get(folder) ?? []);
    if (!done.ok) return done;
  }
  return ok(takenOut.length + takenIn.length > 0);
}

/** Folders right below those of the workspace, with how many images lie in them. */
function topFolders(images: readonly GalleryImage[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { files } of images) {
    for (const { folder, path } of files) {
      const slash = path.indexOf('/');
      if (slash < 0) continue;
      const key = `${folder}\n${path.slice(0, slash)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function exclude(rows: readonly FolderRow[]): Promise<void> {
  const isOneFolder = (vscode.workspace.workspaceFolders?.length ?? 0) <= 1;
  const target = isOneFolder
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.WorkspaceFolder;
  for (const { folder, path } of rows) {
    const easel = vscode.workspace.getConfiguration('easel', vscode.Uri.parse(folder, true));
    const own = easel.inspect<Record<string, boolean>>('search.exclude');
    const before = isOneFolder ? own?.workspaceValue : own?.workspaceFolderValue;
    await easel.update('search.exclude', { ...before, [`${path}/**`]: true }, target);
  }
}
