import * as vscode from 'vscode';
import { filterChoices, filterId, type Filter, type FilterChoice } from '../../core/gallery/filters';
import type { SortBy } from '../../core/gallery/order';
import { pick, separator, type Row } from '../../platform/quickPick';
import type { Words } from '../../platform/words';
import type { ShownImages } from './shown';
import { filterLabel } from './snapshot';

const { t } = vscode.l10n;

/** The native pick of several filters; what is chosen shows as chips. */
export async function pickFilters(shown: ShownImages, words: Words): Promise<void> {
  const chosen = new Set(shown.state.filters.map(filterId));
  const rows: (Row<Filter> | vscode.QuickPickItem)[] = [];
  let kind: Filter['kind'] | undefined;
  const choices = offeredFilters(shown);
  for (const { filter, count } of choices) {
    if (filter.kind !== kind) rows.push(separator(kindLabel(filter.kind)));
    kind = filter.kind;
    rows.push({
      label: filterLabel(filter, words, (id) => shown.modelName(id)),
      description: count === 0 ? '' : words.format.number(count),
      picked: chosen.has(filterId(filter)),
      value: filter,
    });
  }
  // A filter that nothing passes any more can still be taken back.
  const offered = new Set(choices.map(({ filter }) => filterId(filter)));
  for (const filter of shown.state.filters.filter((each) => !offered.has(filterId(each)))) {
    rows.push({
      label: filterLabel(filter, words, (id) => shown.modelName(id)),
      description: words.format.number(0),
      picked: true,
      value: filter,
    });
  }
  const picked = await vscode.window.showQuickPick(rows, {
    title: t('Filter Images'),
    placeHolder: t('Choose what to show'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked) shown.change({ filters: picked.flatMap((row) => ('value' in row ? [row.value] : [])) });
}

/** With an index also what nobody has compared yet: how many are nearly equal is known after it was chosen. */
function offeredFilters(shown: ShownImages): readonly FilterChoice[] {
  const choices = filterChoices(shown.inScope(), shown.filterFacts());
  const isKnown = choices.some(({ filter }) => filter.kind === 'duplicates');
  if (isKnown || shown.search?.meaning.canAsk !== true || shown.inScope().length < 2) return choices;
  const place = choices.findIndex(({ filter }) => filter.kind === 'unused');
  return choices.toSpliced(place < 0 ? choices.length : place, 0, {
    filter: { kind: 'duplicates' },
    count: 0,
  });
}

function kindLabel(kind: Filter['kind']): string {
  switch (kind) {
    case 'task':
      return t('Task');
    case 'model':
      return t('Model');
    case 'age':
      return t('Date');
    case 'folder':
      return t('Folder');
    case 'type':
      return t('Type');
    case 'duplicates':
    case 'unused':
      return t('Files');
  }
}

export async function pickSort(shown: ShownImages): Promise<void> {
  const picked = await pick<SortBy>({
    title: t('Sort Images'),
    rows: [
      { label: t('Newest'), value: 'newest' },
      { label: t('Closest'), detail: t('To the words in the search box.'), value: 'closest' },
      { label: t('Score'), detail: t('What a model has judged best, first.'), value: 'score' },
    ],
    active: (value) => value === shown.state.sort,
  });
  if (picked.kind === 'picked') shown.change({ sort: picked.value });
}
