import * as vscode from 'vscode';
import { ok, type Result } from '../../../core/result';
import { fileOf } from '../../../core/gallery/found';
import { baseName } from '../../../core/gallery/image';
import type { FileRow } from '../../../core/search/files/ports';
import type { GroupWish, SortedPicture } from '../../../core/search/managedSearch';
import { signalFrom } from '../../../platform/cancellation';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { SearchDependencies } from '../dependencies';
import { indexIsThere } from '../indexNeeded';
import { showReport } from '../untitledReport';
import { reviewMoves } from './reviewMoves';
import { groupReport, movesOf, subfolderGroups, tally } from './sorted';

const { t } = vscode.l10n;

const REPORT_NAME = 'groups.md';
const unending = new AbortController().signal;

type Choice = 'sort' | 'subfolders' | 'add' | { readonly remove: string };

/** The folder that is sorted, and its images in the index. */
interface Subject {
  readonly uri: vscode.Uri;
  /** URI of the workspace folder, and the path below it. */
  readonly folder: string;
  readonly path: string;
  readonly files: readonly FileRow[];
}

/** *Sort Folder into Groups…*: named groups by a few examples each; a report, and moves that the user applies or not. */
export class SortIntoGroups {
  readonly #deps: SearchDependencies;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  async run(argument: unknown): Promise<Result<void>> {
    const there = await indexIsThere(this.#deps);
    if (!there.ok || !there.value) return there.ok ? ok() : there;
    const subject = await this.#subject(argument);
    if (!subject?.ok) return subject ?? ok();
    if (subject.value.files.length === 0) {
      const text = t('No image of this folder is in the index.');
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
      return ok();
    }
    const groups = await this.#askGroups(subject.value);
    if (!groups) return ok();
    const sorted = await this.#sort(subject.value, groups);
    if (!sorted.ok) return sorted;
    await this.#offer(subject.value, sorted.value);
    return ok();
  }

  async #subject(argument: unknown): Promise<Result<Subject> | undefined> {
    const uri =
      argument instanceof vscode.Uri
        ? argument
        : (await vscode.window.showWorkspaceFolderPick({ placeHolder: t('Folder to sort') }))?.uri;
    const root = uri && vscode.workspace.getWorkspaceFolder(uri);
    if (!uri || !root) return undefined;
    const path = uri.path.slice(root.uri.path.length).replace(/^\/|\/$/g, '');
    const folder = root.uri.toString();
    const all = await (await this.#deps.search()).files(unending);
    if (!all.ok) return all;
    const below = path === '' ? '' : `${path}/`;
    const files = all.value.filter(
      (row) => row.folder === folder && row.sha256 !== undefined && row.path.startsWith(below),
    );
    return ok({ uri, folder, path, files });
  }

  /** @returns undefined when the user leaves */
  async #askGroups(subject: Subject): Promise<readonly GroupWish[] | undefined> {
    const fromFolders = subfolderGroups(subject.files, subject.path);
    let groups: readonly GroupWish[] = [];
    for (;;) {
      const picked = await pick<Choice>({
        title: t('Sort {0} into Groups', baseName(subject.uri.path)),
        placeholder: t('Give at least two groups, each with a few images that are surely of it'),
        rows: this.#groupRows(subject, groups, fromFolders),
      });
      if (picked.kind !== 'picked') return undefined;
      const { value } = picked;
      if (value === 'sort') return groups;
      if (value === 'subfolders') groups = fromFolders;
      else if (value === 'add') groups = [...groups, ...(await this.#askGroup(subject))];
      else groups = groups.filter(({ name }) => name !== value.remove);
    }
  }

  #groupRows(
    { files }: Subject,
    groups: readonly GroupWish[],
    fromFolders: readonly GroupWish[],
  ): readonly (Row<Choice> | Separator)[] {
    const { format } = this.#deps.words;
    const sortRow: Row<Choice> = {
      label: `$(check) ${t('Sort {0} Images', format.number(files.length))}`,
      description: t('free, nothing is sent'),
      value: 'sort',
    };
    return [
      ...(groups.length >= 2 ? [sortRow] : []),
      { label: `$(add) ${t('Add Group…')}`, value: 'add' },
      ...(groups.length === 0 && fromFolders.length >= 2
        ? [
            {
              label: `$(folder) ${t('Use Its Folders as Groups')}`,
              description: fromFolders.map(({ name }) => name).join(', '),
              value: 'subfolders' as const,
            },
          ]
        : []),
      ...(groups.length > 0 ? [separator(t('groups; Enter removes one'))] : []),
      ...groups.map(({ name, examples }): Row<Choice> => ({
        label: name,
        description: format.isOne(examples.length)
          ? t('1 example')
          : t('{0} examples', format.number(examples.length)),
        value: { remove: name },
      })),
    ];
  }

  async #askGroup({ files }: Subject): Promise<readonly GroupWish[]> {
    const name = await vscode.window.showInputBox({
      title: t('Name of the Group'),
      prompt: t('Images would be moved into a folder of this name'),
      validateInput: (text) =>
        /[\\/:*?"<>|]|^\.+$/.test(text.trim()) ? t('A folder cannot have this name.') : undefined,
    });
    if (name === undefined || name.trim() === '') return [];
    const picked = await vscode.window.showQuickPick(
      files.map((file) => ({
        label: baseName(file.path),
        description: file.path,
        iconPath: vscode.Uri.parse(fileOf(file).uri, true),
        sha256: file.sha256 ?? '',
      })),
      {
        title: t('Examples of {0}', name.trim()),
        placeHolder: t('Choose three or more images that are surely of it'),
        canPickMany: true,
        matchOnDescription: true,
      },
    );
    if (!picked || picked.length === 0) return [];
    return [{ name: name.trim(), examples: [...new Set(picked.map(({ sha256 }) => sha256))] }];
  }

  #sort(subject: Subject, groups: readonly GroupWish[]): Thenable<Result<readonly SortedPicture[]>> {
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: t('Sorting…'), cancellable: true },
      async (_, token) => {
        const cancelling = signalFrom(token);
        const sorted = await (await this.#deps.search()).sort(groups, subject.files, cancelling.signal);
        cancelling.dispose();
        return sorted;
      },
    );
  }

  async #offer(subject: Subject, sorted: readonly SortedPicture[]): Promise<void> {
    const { words } = this.#deps;
    const { usage } = await this.#deps.pictures();
    const moves = movesOf(sorted, subject.path, (file) => (usage.get(fileOf(file).uri) ?? []).length > 0);
    const counts = tally(sorted).map(
      ([group, count]) => `${group ?? t('like none')} ${words.format.number(count)}`,
    );
    const review: Row<'report' | 'moves'> = {
      label: words.format.isOne(moves.length)
        ? t('Review 1 Move…')
        : t('Review {0} Moves…', words.format.number(moves.length)),
      detail: t('You tick what is to be moved. What is unsure, or shown by a document, stands by itself.'),
      value: 'moves',
    };
    const picked = await pick<'report' | 'moves'>({
      title: counts.join(' · '),
      rows: [
        { label: t('Show Report'), description: t('what belongs where, and how surely'), value: 'report' },
        ...(moves.length > 0 ? [review] : []),
      ],
    });
    if (picked.kind !== 'picked') return;
    const { folder, uri } = subject;
    if (picked.value === 'moves') return reviewMoves(folder, moves, words);
    const place = vscode.Uri.joinPath(uri, REPORT_NAME);
    await showReport(uri, REPORT_NAME, groupReport(sorted, place.path, words));
    if (moves.length === 0) return;
    const text = words.format.isOne(moves.length)
      ? t('1 image lies elsewhere than its group. Nothing was moved.')
      : t(
          '{0} images lie elsewhere than their groups. Nothing was moved.',
          words.format.number(moves.length),
        );
    const handlers = { reviewMoves: () => reviewMoves(folder, moves, words) };
    this.#deps.reporter.tell({ severity: 'info', text, actions: ['reviewMoves'] }, handlers);
  }
}
