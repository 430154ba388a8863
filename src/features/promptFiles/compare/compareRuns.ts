import * as vscode from 'vscode';
import type { Disposable } from '../../../core/disposable';
import { changesBetween, fileChanges } from '../../../core/promptFiles/runs/changes';
import type { RunStore } from '../../../core/promptFiles/runs/ports';
import type { RunRecord } from '../../../core/promptFiles/runs/record';
import { err, ok, type Result } from '../../../core/result';
import { nameOf } from '../../../platform/documentLink';
import { openInFolder } from '../../../platform/openInFolder';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { PromptPlace } from '../analysis';
import { placeOf } from '../analysis';
import { activePromptFile } from '../activePromptFile';
import type { PromptFileDependencies } from '../ports';
import { changeText } from './changeText';

const { t } = vscode.l10n;

/** Read-only documents: the text of a prompt file as a run had it. */
const SCHEME = 'easel-run';

const MOST_IMAGES = 20;

type Step =
  | { readonly kind: 'texts' }
  | { readonly kind: 'others' }
  | { readonly kind: 'image'; readonly path: string }
  /** There to be read. */
  | { readonly kind: 'nothing' };

/** Two versions of a file, the older one a run. */
interface Comparison {
  readonly document: vscode.TextDocument;
  readonly place: PromptPlace;
  /** All of the file, newest first. */
  readonly runs: readonly RunRecord[];
  readonly before: RunRecord;
  /** Absent: the text in the editor. */
  readonly after?: RunRecord;
}

/** *Compare with Last Run*: what changed since, in words, both texts side by side, and the images of that run. */
export class CompareRuns implements Disposable {
  readonly #deps: Pick<PromptFileDependencies, 'reporter' | 'words'>;
  readonly #store: (folder: string) => Pick<RunStore, 'list' | 'read'>;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ query, fragment }) =>
      (await this.#store(query).read(fragment))?.source ?? '',
  });

  /** @param store of a workspace folder, by its URI */
  constructor(
    deps: Pick<PromptFileDependencies, 'reporter' | 'words'>,
    store: (folder: string) => Pick<RunStore, 'list' | 'read'>,
  ) {
    this.#deps = deps;
    this.#store = store;
  }

  async run(argument: unknown): Promise<Result<void>> {
    const document = await activePromptFile(argument);
    if (!document) return ok();
    const place = placeOf(document.uri);
    if (place?.folder.scheme !== 'file') return err({ kind: 'noFolder' });
    const runs = await this.#store(place.folder.toString()).list(place.path);
    const [last, earlier] = runs;
    if (!last) {
      const text = t('{0} has not been run yet.', nameOf(document.uri));
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
      return ok();
    }
    // A file that is as the last run had it is compared with the run before that.
    const isUnchanged = document.getText() === last.source;
    await this.#show(
      isUnchanged && earlier
        ? { document, place, runs, before: earlier, after: last }
        : { document, place, runs, before: last },
    );
    return ok();
  }

  async #show(first: Comparison): Promise<void> {
    let comparison = first;
    for (;;) {
      const { document, place, before, after } = comparison;
      const picked = await pick<Step>({
        title: t('{0} since {1}', nameOf(document.uri), this.#when(before)),
        placeholder: after
          ? t('The run of {0} beside the one of {1}', this.#when(after), this.#when(before))
          : t('The file now beside the run of {0}', this.#when(before)),
        rows: this.#rows(comparison),
        matchOnDetail: true,
      });
      if (picked.kind !== 'picked') return;
      const step = picked.value;
      if (step.kind === 'texts') return this.#showTexts(comparison);
      if (step.kind === 'image') return openInFolder(place.folder, step.path);
      if (step.kind === 'others') comparison = (await this.#chooseOthers(comparison)) ?? comparison;
    }
  }

  /** Any run beside any newer one, or beside the file. @returns undefined when the user goes back */
  async #chooseOthers({ document, place, runs }: Comparison): Promise<Comparison | undefined> {
    const before = await pick<RunRecord>({
      title: t('Compare Which Run?'),
      withBack: true,
      rows: runs.map((run) => this.#runRow(run)),
    });
    if (before.kind !== 'picked') return undefined;
    const newer = runs.slice(0, runs.indexOf(before.value));
    const after = await pick<RunRecord | 'now'>({
      title: t('{0}, Beside Which?', this.#when(before.value)),
      withBack: true,
      rows: [
        { label: t('The File Now'), value: 'now' },
        ...newer.map((run): Row<RunRecord | 'now'> => this.#runRow(run)),
      ],
    });
    if (after.kind !== 'picked') return undefined;
    return {
      document,
      place,
      runs,
      before: before.value,
      ...(after.value === 'now' ? {} : { after: after.value }),
    };
  }

  #runRow(run: RunRecord): Row<RunRecord> {
    const { format } = this.#deps.words;
    const made = run.cells.filter(({ state }) => state === 'made').length;
    return {
      label: this.#when(run),
      description: [
        run.kind === 'grid' ? t('grid') : t('run'),
        t('{0} of {1} made', format.number(made), format.number(run.cells.length)),
      ].join(' · '),
      value: run,
    };
  }

  #when({ startedAt }: RunRecord): string {
    const { format } = this.#deps.words;
    const at = Date.parse(startedAt);
    return t('{0}, {1}', format.date(at), format.time(at));
  }

  #rows({ document, runs, before, after }: Comparison): (Row<Step> | Separator)[] {
    const { words } = this.#deps;
    const changes = after ? changesBetween(before, after) : fileChanges(before.source, document.getText());
    const images = before.cells.flatMap(({ made, prompt, seed }) =>
      (made?.images ?? []).flatMap(({ path }) => (path === undefined ? [] : [{ path, prompt, seed }])),
    );
    return [
      { label: t('Show Both Texts'), value: { kind: 'texts' } },
      ...(runs.length > 1
        ? [{ label: t('Compare Other Runs…'), value: { kind: 'others' } satisfies Step }]
        : []),
      separator(t('what changed')),
      ...(changes.length === 0
        ? [{ label: t('Nothing that is sent has changed'), value: { kind: 'nothing' } as const }]
        : changes.map((change): Row<Step> => ({ ...changeText(change, words), value: { kind: 'nothing' } }))),
      ...(images.length === 0 ? [] : [separator(t('images of that run'))]),
      ...images.slice(0, MOST_IMAGES).map(({ path, prompt, seed }): Row<Step> => ({
        label: prompt === '' ? path : prompt,
        description: seed === undefined ? path : t('seed {0}', seed),
        value: { kind: 'image', path },
      })),
    ];
  }

  async #showTexts({ document, place, before, after }: Comparison): Promise<void> {
    const name = nameOf(document.uri);
    const textOf = ({ id }: RunRecord): vscode.Uri =>
      vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: place.folder.toString(), fragment: id });
    await vscode.commands.executeCommand(
      'vscode.diff',
      textOf(before),
      after ? textOf(after) : document.uri,
      after ? t('{0} (two runs)', name) : t('{0} (a run and now)', name),
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
