import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import { chooseEmbeddingModel, type AvailableEmbeddingModel } from '../../core/search/models/available';
import { estimateIndexing } from '../../core/search/models/price';
import type { ManagedSearch } from '../../core/search/managedSearch';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import type { SearchDependencies } from './dependencies';

const { t } = vscode.l10n;

/** How long the service is asked which models there are. */
const ASK_MS = 15_000;

/**
 * Model and length of the vectors, each with what indexing the workspace anew would cost. A choice is written into the
 * settings; the index that is there serves until the new one is whole.
 *
 * @returns whether something was changed
 */
export async function chooseModel(
  search: ManagedSearch,
  { settings, words }: Pick<SearchDependencies, 'settings' | 'words'>,
): Promise<Result<boolean>> {
  const { format } = words;
  const state = await search.models(AbortSignal.timeout(ASK_MS));
  if (!state.ok) return state;
  const counts = search.counts();
  if (!counts.ok) return counts;
  const { models, provider } = state.value;
  const { pictures } = counts.value;
  const price = ({ model }: AvailableEmbeddingModel): string =>
    pictures === 0
      ? format.price(estimateIndexing(model, 1, provider).usd)
      : format.about(estimateIndexing(model, pictures, provider).usd);
  const set = settings.window().search;
  const current = chooseEmbeddingModel(models, set.modelId);
  for (;;) {
    const picked = await pick({
      title: t('Model That Compares Images'),
      placeholder: t(
        'Another model begins an index of its own; the one before it serves until that is complete',
      ),
      rows: rowsOf(models, pictures, price),
      active: (entry) => entry === current,
      matchOnDetail: true,
    });
    if (picked.kind !== 'picked') return ok(false);
    const { model } = picked.value;
    const length = await pick({
      title: t('Numbers That Stand for an Image'),
      placeholder: t('More tell apart more, and take more memory'),
      rows: model.dimensions.map((dimensions): Row<number> => ({
        label: format.number(dimensions),
        ...(dimensions === model.defaultDimensions ? { description: t('usual for this model') } : {}),
        value: dimensions,
      })),
      active: (dimensions) => dimensions === (set.dimensions ?? model.defaultDimensions),
      withBack: true,
    });
    if (length.kind === 'back') continue;
    if (length.kind === 'left') return ok(false);
    const isSame = model.id === current?.model.id && length.value === set.dimensions;
    if (isSame) return ok(false);
    if (!(await confirm(picked.value, pictures, provider, words))) return ok(false);
    await settings.set('search.dimensions', length.value);
    await settings.set('search.model', model.id);
    return ok(true);
  }
}

function rowsOf(
  models: readonly AvailableEmbeddingModel[],
  pictures: number,
  price: (entry: AvailableEmbeddingModel) => string,
): readonly (Row<AvailableEmbeddingModel> | Separator)[] {
  const groups = [
    ['ready', t('Ready')],
    ['endingSoon', t('Ending soon')],
    ['needsAccess', t('Needs access')],
  ] as const;
  return groups.flatMap(([kind, label]): readonly (Row<AvailableEmbeddingModel> | Separator)[] => {
    // One that is called around the world is chosen in the settings, by its full name.
    const inGroup = models.filter(({ state, isGlobal }) => state.kind === kind && !isGlobal);
    if (inGroup.length === 0) return [];
    return [
      separator(label),
      ...inGroup.map((entry): Row<AvailableEmbeddingModel> => {
        const { model } = entry;
        return {
          label: model.name,
          description: pictures === 0 ? t('{0} an image', price(entry)) : price(entry),
          detail:
            model.text.languages === 'english'
              ? t('knows English; other languages are translated first')
              : t('knows many languages'),
          value: entry,
        };
      }),
    ];
  });
}

/** Nothing is indexed yet: then the consent itself names the price. */
async function confirm(
  { model }: AvailableEmbeddingModel,
  pictures: number,
  provider: 'bedrock' | 'offline',
  { format }: SearchDependencies['words'],
): Promise<boolean> {
  if (pictures === 0) return true;
  const { usd } = estimateIndexing(model, pictures, provider);
  const picked = await pick<boolean>({
    title: format.isOne(pictures)
      ? t('This sends 1 image again · {0}', format.about(usd))
      : t('This sends {0} images again · {1}', format.number(pictures), format.about(usd)),
    rows: [
      { label: t('Keep the Index'), value: false },
      {
        label: t('Index with {0} · {1}', model.name, format.price(usd)),
        detail: t('What is in an index of this model and length already costs nothing.'),
        value: true,
      },
    ],
  });
  return picked.kind === 'picked' && picked.value;
}
