import * as vscode from 'vscode';
import { err, ok, type Result } from '../../core/result';
import type { IndexingPlan } from '../../core/search/indexing/ports';
import type { ManagedSearch } from '../../core/search/managedSearch';
import { pick, separator } from '../../platform/quickPick';
import type { SearchDependencies } from './dependencies';
import { chooseModel } from './chooseModel';

const { t } = vscode.l10n;

/** Counting names takes a second or two for a hundred thousand files; the service is asked at most once a day. */
const PLAN_MS = 60_000;

/** A list of thousands is none. */
const MOST_LEFT_OUT = 200;

type Choice = 'index' | 'model' | 'folders';

/** What indexing would send and cost, and the user's word for it. @returns whether it was given */
export async function askConsent(deps: SearchDependencies): Promise<Result<boolean>> {
  if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
  const search = await deps.search();
  for (;;) {
    const plan = await planned(search, deps);
    if (!plan) return ok(false);
    if (!plan.ok) return plan;
    if (plan.value.images === 0 && plan.value.counts.pictures === 0) {
      deps.reporter.tell({ severity: 'info', text: t('No images to index were found here.'), actions: [] });
      return ok(false);
    }
    switch (await ask(plan.value, deps)) {
      case 'index': {
        const given = search.consent(plan.value);
        return given.ok ? ok(true) : given;
      }
      case 'model': {
        const chosen = await chooseModel(search, deps);
        if (!chosen.ok) return chosen;
        break;
      }
      case 'folders': {
        const included = await includeFolders(search, plan.value);
        if (!included.ok) return included;
        break;
      }
      case undefined:
        return ok(false);
    }
  }
}

/** @returns undefined when the user leaves the question how images are to be made */
export async function planned(
  search: ManagedSearch,
  { askHowToMakeImages }: Pick<SearchDependencies, 'askHowToMakeImages'>,
): Promise<Result<IndexingPlan> | undefined> {
  const plan = (): Promise<Result<IndexingPlan>> =>
    Promise.resolve(
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: t('Counting images…') },
        () => search.plan(AbortSignal.timeout(PLAN_MS)),
      ),
    );
  const first = await plan();
  if (first.ok || first.error.kind !== 'notConnected') return first;
  return (await askHowToMakeImages()) ? plan() : undefined;
}

async function ask(plan: IndexingPlan, { words }: SearchDependencies): Promise<Choice | undefined> {
  const { format } = words;
  const { images, usd, context, leftOut } = plan;
  const { model } = context.model;
  const where = context.provider === 'offline' ? t('offline') : context.region;
  const folders = [...new Set(leftOut.filter(({ why }) => why !== 'own').map(({ path }) => path))];
  const picked = await pick<Choice>({
    title: format.isOne(images)
      ? t('Index 1 image · {0}', format.about(usd))
      : t('Index {0} images · {1}', format.number(images), format.about(usd)),
    placeholder: t('Press Enter to index, or choose what to change'),
    rows: [
      {
        label: `$(search) ${t('Index Images')}`,
        description: [model.name, where].join(' · '),
        detail:
          context.provider === 'offline'
            ? t('Each is read once by the offline provider; nothing leaves this computer.')
            : t('Each is sent once to your account, without EXIF or location.'),
        alwaysShow: true,
        value: 'index',
      },
      separator(t('change')),
      {
        label: t('Model'),
        description: t('{0} · {1} numbers each', model.name, format.number(context.dimensions)),
        value: 'model',
      },
      ...(folders.length === 0
        ? []
        : [
            {
              label: t('Folders Left Out'),
              description: folders.slice(0, 4).join(', ') + (folders.length > 4 ? ', …' : ''),
              value: 'folders' as const,
            },
          ]),
    ],
  });
  return picked.kind === 'picked' ? picked.value : undefined;
}

interface FolderRow extends vscode.QuickPickItem {
  readonly folder: string;
  readonly path: string;
}

/** Folders that the user wants looked at although a rule leaves them out. */
async function includeFolders(search: ManagedSearch, { leftOut }: IndexingPlan): Promise<Result<void>> {
  const record = search.record();
  if (!record.ok) return record;
  const included = record.value.include ?? {};
  const before = Object.entries(included).flatMap(([folder, paths]) =>
    paths.map((path): FolderRow => ({ label: path, picked: true, folder, path })),
  );
  const others = leftOut
    .filter(({ why }) => why !== 'own')
    .slice(0, MOST_LEFT_OUT)
    .map(({ folder, path }): FolderRow => ({ label: path, folder, path }));
  const picked = await vscode.window.showQuickPick([...before, ...others], {
    title: t('Folders Left Out'),
    placeHolder: t('Choose those whose images are to be searched all the same'),
    canPickMany: true,
  });
  if (!picked) return ok();
  const chosen = new Set(picked);
  // First what is taken back: it takes along what lies in it.
  for (const { folder, path } of before.filter((row) => !chosen.has(row))) {
    const left = search.leaveToRules(folder, [path]);
    if (!left.ok) return left;
  }
  for (const { folder, path } of picked) {
    const done = search.include(folder, [path]);
    if (!done.ok) return done;
  }
  return ok();
}
