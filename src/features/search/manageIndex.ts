import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import type { IndexingState } from '../../core/search/indexing/ports';
import type { ManagedSearch } from '../../core/search/managedSearch';
import { findEmbeddingModel } from '../../core/search/models/find';
import { estimateIndexing } from '../../core/search/models/price';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { showProblems } from '../../platform/searchProblems';
import { askConsent } from './askConsent';
import { chooseModel } from './chooseModel';
import type { SearchDependencies } from './dependencies';
import { recoveredTexts, stateWords } from './stateWords';

const { t } = vscode.l10n;

const REBUILD_MS = 60_000;

type Choice = 'search' | 'pause' | 'resume' | 'again' | 'problems' | 'model' | 'rebuild' | 'withdraw';

/** *Manage Search Index…*: everything that can be done with an index, and the question for it where there is none. */
export class ManageIndex {
  readonly #deps: SearchDependencies;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  async run(): Promise<Result<void>> {
    const search = await this.#deps.search();
    if (search.state.kind === 'noConsent') {
      const asked = await askConsent(this.#deps);
      return asked.ok ? ok() : asked;
    }
    const rows = await this.#rows(search);
    if (!rows.ok) return rows;
    const picked = await pick<Choice>({ title: t('Search Index'), rows: rows.value });
    return picked.kind === 'picked' ? this.#do(picked.value, search) : ok();
  }

  async #do(choice: Choice, search: ManagedSearch): Promise<Result<void>> {
    switch (choice) {
      case 'search':
        await vscode.commands.executeCommand('easel.searchImages');
        return ok();
      case 'pause':
        return search.pause();
      case 'resume':
        return search.resume();
      case 'again':
        search.start();
        return ok();
      case 'problems': {
        const problems = search.problems();
        if (problems.ok) await showProblems(problems.value, this.#deps.words);
        return problems.ok ? ok() : problems;
      }
      case 'model': {
        const chosen = await chooseModel(search, this.#deps);
        return chosen.ok ? ok() : chosen;
      }
      case 'rebuild':
        return this.#rebuild(search);
      case 'withdraw':
        return this.#withdraw(search);
    }
  }

  async #rows(search: ManagedSearch): Promise<Result<readonly (Row<Choice> | Separator)[]>> {
    const { words } = this.#deps;
    const counts = search.counts();
    if (!counts.ok) return counts;
    const indexes = await search.indexes();
    const { pictures, problems } = counts.value;
    const { state, recovered } = search;
    // Only what was lost makes it worth a look at the whole workspace.
    const plan = recovered ? await search.plan(AbortSignal.timeout(REBUILD_MS)) : undefined;
    const rest = plan?.ok === true ? plan.value : undefined;
    const isIncomplete = state.kind === 'idle' && rest !== undefined && rest.images > 0;
    return ok([
      {
        label: `$(${stateIcon(state)}) ${isIncomplete ? t('Not all images are indexed') : stateWords(state, words)}`,
        description: this.#facts(pictures, indexes.ok ? indexes.value : []),
        value: 'search',
      },
      ...(recovered
        ? [
            {
              ...recoveredTexts(recovered, rest, words),
              // A paused index stays so until the user resumes it.
              value: isIncomplete ? ('again' as const) : ('search' as const),
            },
          ]
        : []),
      separator(t('change')),
      ...pauseRows(state),
      { label: t('Model and Length…'), description: this.#model(), value: 'model' },
      ...(problems === 0
        ? []
        : [
            {
              label: words.format.isOne(problems)
                ? t('1 file could not be read')
                : t('{0} files could not be read', words.format.number(problems)),
              value: 'problems' as const,
            },
          ]),
      { label: t('Rebuild Index…'), description: t('sends every image again'), value: 'rebuild' },
      {
        label: t('Delete Index…'),
        description: t('and take back your consent for this workspace'),
        value: 'withdraw',
      },
    ]);
  }

  #facts(
    pictures: number,
    indexes: readonly { readonly bytes: number; readonly space: { readonly modelId: string } }[],
  ): string {
    const { format } = this.#deps.words;
    const bytes = indexes.reduce((sum, index) => sum + index.bytes, 0);
    const megabytes = format.number(Math.max(0.1, Math.round(bytes / 100_000) / 10));
    const names = [
      ...new Set(indexes.map(({ space }) => findEmbeddingModel(space.modelId)?.name ?? space.modelId)),
    ];
    return [
      format.isOne(pictures) ? t('1 image') : t('{0} images', format.number(pictures)),
      t('{0} MB on this computer', megabytes),
      ...names,
    ].join(' · ');
  }

  #model(): string {
    const { modelId, dimensions } = this.#deps.settings.window().search;
    const model = findEmbeddingModel(modelId ?? '');
    const length =
      model && dimensions !== undefined && !model.dimensions.includes(dimensions)
        ? model.defaultDimensions
        : dimensions;
    return [
      model?.name ?? modelId ?? '',
      ...(length === undefined ? [] : [this.#deps.words.format.number(length)]),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  }

  async #rebuild(search: ManagedSearch): Promise<Result<void>> {
    const { words } = this.#deps;
    const plan = await search.plan(AbortSignal.timeout(REBUILD_MS));
    if (!plan.ok) return plan;
    const { context, counts, images } = plan.value;
    const { format } = words;
    // What is there has been paid for, and would be again.
    const all = Math.max(counts.pictures, images);
    const { usd } = estimateIndexing(context.model.model, all, context.provider);
    const isWanted = await pick<boolean>({
      title: t('This sends every image again · {0}', format.about(usd)),
      rows: [
        { label: t('Keep the Index'), value: false },
        {
          label: t('Rebuild Index · {0}', format.price(usd)),
          detail: t('The index is deleted first: nothing is found by meaning until the new one has begun.'),
          value: true,
        },
      ],
    });
    if (isWanted.kind !== 'picked' || !isWanted.value) return ok();
    return search.rebuild(AbortSignal.timeout(REBUILD_MS));
  }

  async #withdraw(search: ManagedSearch): Promise<Result<void>> {
    const picked = await pick<boolean>({
      title: t('Delete the Index of This Workspace'),
      rows: [
        { label: t('Keep the Index'), value: false },
        {
          label: t('Delete Index'),
          detail: t(
            'Nothing more is sent. Your images stay as they are; indexing them again would cost what it did.',
          ),
          value: true,
        },
      ],
    });
    if (picked.kind !== 'picked' || !picked.value) return ok();
    const done = await search.withdraw();
    if (done.ok) {
      const text = t('The index of this workspace was deleted. No image is sent any more.');
      this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
    }
    return done;
  }
}

function pauseRows(state: IndexingState): readonly Row<Choice>[] {
  switch (state.kind) {
    case 'scanning':
    case 'indexing':
      return [{ label: t('Pause Indexing'), value: 'pause' }];
    case 'paused':
      return [{ label: t('Resume Indexing'), value: 'resume' }];
    case 'stopped':
      return [
        { label: t('Try Again'), value: 'again' },
        { label: t('Pause Indexing'), value: 'pause' },
      ];
    case 'idle':
      return [
        {
          label: t('Pause Indexing'),
          description: t('changes on disk wait until it is resumed'),
          value: 'pause',
        },
      ];
    case 'elsewhere':
    case 'noConsent':
      return [];
  }
}

function stateIcon({ kind }: IndexingState): string {
  switch (kind) {
    case 'scanning':
    case 'indexing':
      return 'loading~spin';
    case 'paused':
      return 'debug-pause';
    case 'stopped':
      return 'warning';
    case 'idle':
    case 'elsewhere':
    case 'noConsent':
      return 'search';
  }
}
