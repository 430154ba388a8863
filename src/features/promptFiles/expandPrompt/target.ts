import * as vscode from 'vscode';
import { nameOf } from '../../../platform/documentLink';
import { pick } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';

/** Where the descriptions go. */
export interface Target {
  readonly uri: vscode.Uri;
  /** The user gave up the file that has this name. */
  readonly isReplaced: boolean;
}

/** Names tried before giving up; nobody has this many lists beside one prompt file. */
const MOST_NAMES = 10_000;

/** A name that is free, or what the user decides about one that is not. @returns undefined when the user leaves */
export async function chooseTarget(uri: vscode.Uri, { t }: Words): Promise<Target | undefined> {
  if (!(await isThere(uri))) return { uri, isReplaced: false };
  const free = await freeTarget(uri);
  const picked = await pick<Target>({
    title: t('{0} is already there', nameOf(uri)),
    rows: [
      { label: t('Write {0}', nameOf(free)), value: { uri: free, isReplaced: false } },
      { label: t('Replace {0}', nameOf(uri)), value: { uri, isReplaced: true } },
    ],
  });
  return picked.kind === 'picked' ? picked.value : undefined;
}

/** The next name that nothing has: `hero.prompts-2.csv`. */
export async function freeTarget(uri: vscode.Uri): Promise<vscode.Uri> {
  const name = nameOf(uri);
  const dot = name.lastIndexOf('.');
  for (let number = 2; number <= MOST_NAMES; number++) {
    const next = vscode.Uri.joinPath(uri, '..', `${name.slice(0, dot)}-${number}${name.slice(dot)}`);
    if (!(await isThere(next))) return next;
  }
  throw new Error('every name is taken');
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
