import * as vscode from 'vscode';
import { fileOf } from '../core/gallery/found';
import { baseName, folderName } from '../core/gallery/image';
import type { FileRow, PictureProblem } from '../core/search/files/ports';
import { pick } from './quickPick';
import type { Words } from './words';

/** Files that cannot be found, with the reason; a chosen one is opened. */
export async function showProblems(rows: readonly FileRow[], words: Words): Promise<void> {
  const { t } = words;
  const picked = await pick<FileRow>({
    title: t('Files That Could Not Be Read'),
    rows: rows.flatMap((row) =>
      row.problem
        ? [
            {
              label: baseName(row.path),
              description: folderName(row.path),
              detail: problemWords(row.problem, words),
              value: row,
            },
          ]
        : [],
    ),
  });
  if (picked.kind === 'picked') {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(fileOf(picked.value).uri, true));
  }
}

/** Why a file is not in the index. */
export function problemWords(problem: PictureProblem, { t, format }: Words): string {
  switch (problem.kind) {
    case 'tooLarge':
      return t(
        'Too large: {0} MB. The setting easel.search.maxFileMB says how large a file may be.',
        format.number(Math.ceil(problem.bytes / 1_000_000)),
      );
    case 'notReadable':
      return t('Not a readable image: {0}', problem.reason);
    case 'notOpened':
      return t('The file cannot be opened ({0}).', problem.reason);
    case 'refused':
      return t('The model refused it: {0}', problem.reason);
  }
}
