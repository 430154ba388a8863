import * as vscode from 'vscode';
import type { GenerateDraft } from '../../core/generate/draft';
import type { ModelDescriptor } from '../../core/models/descriptor';
import type { Closeness } from '../../core/search/finding/closeness';
import { closenessWords } from '../../platform/closenessWords';
import type { Format } from '../../platform/format';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { aboutOrUnknown, sizeLabel } from '../../platform/picks/labels';
import { moreSummary } from '../../platform/picks/moreOptions';
import { generateTitle } from './texts';

const { t } = vscode.l10n;

/** What the user chose to do next. */
export type MainChoice = 'generate' | 'prompt' | 'model' | 'size' | 'number' | 'more' | 'similar' | 'studio';

export interface MainPickState {
  readonly draft: GenerateDraft;
  readonly model: ModelDescriptor;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  /** True for a model that Easel does not know; its limits are guessed. */
  readonly isGuessed: boolean;
  /** For everything the draft asks for; undefined when nobody knows the model's price. */
  readonly priceUsd: number | undefined;
  readonly pricePerImageUsd: number | undefined;
}

/** Images that are here already, as the row says it. */
export interface SimilarImages {
  readonly count: number;
  readonly closeness: Closeness;
  /** Path of the closest. */
  readonly path: string;
}

/**
 * @param similar asked once the pick is shown, and never waited for
 * @returns undefined when the user leaves
 */
export async function showMainPick(
  format: Format,
  state: MainPickState,
  similar: (signal: AbortSignal) => Promise<SimilarImages | undefined>,
): Promise<MainChoice | undefined> {
  const { draft } = state;
  const choice = await pick<MainChoice>({
    title: generateTitle(format, draft.count * draft.prompts.length, state.priceUsd),
    placeholder: t('Press Enter to generate, or choose what to change'),
    rows: mainRows(format, state),
    whileOpen: (show, signal) => {
      if (draft.prompts.length !== 1) return;
      void similar(signal).then((found) => {
        if (found) show(mainRows(format, state, found));
      });
    },
    active: (value) => value === (promptProblem(format, state) ? 'prompt' : 'generate'),
    buttons: [
      {
        button: { iconPath: new vscode.ThemeIcon('gear'), tooltip: t('Open Easel Settings') },
        run: () =>
          void vscode.commands.executeCommand('workbench.action.openSettings', '@ext:easel.easel-bedrock'),
      },
    ],
  });
  return choice.kind === 'picked' ? choice.value : undefined;
}

function mainRows(
  format: Format,
  state: MainPickState,
  similar?: SimilarImages,
): readonly (Row<MainChoice> | Separator)[] {
  const { draft, model } = state;
  const size = draft.size ? sizeLabel(draft.size) : '';
  const problem = promptProblem(format, state);
  const rows: (Row<MainChoice> | Separator)[] = [];
  if (problem === undefined) {
    rows.push({
      label: `$(sparkle) ${t('Generate')}`,
      description: [model.name, size, state.provider === 'offline' ? t('offline') : state.region]
        .filter(Boolean)
        .join(' · '),
      detail: promptSummary(draft.prompts),
      value: 'generate',
      alwaysShow: true,
    });
  } else {
    rows.push({
      label: `$(warning) ${problem}`,
      detail: promptSummary(draft.prompts),
      value: 'prompt',
      alwaysShow: true,
    });
  }
  rows.push(separator(t('change')));
  if (draft.prompts.length === 1 && problem === undefined) {
    rows.push({ label: t('Prompt'), description: t('edit the text'), value: 'prompt' });
  }
  rows.push(
    {
      label: t('Model'),
      description: modelSummary(format, model.name, state.pricePerImageUsd),
      ...(state.isGuessed
        ? { detail: `$(warning) ${t('Easel does not know this model; its limits are those of its family.')}` }
        : {}),
      value: 'model',
    },
    { label: t('Size'), description: size, value: 'size' },
    {
      label: t('Number'),
      description:
        draft.prompts.length === 1
          ? format.number(draft.count)
          : t('{0} for each prompt', format.number(draft.count)),
      value: 'number',
    },
    { label: t('More…'), description: moreSummary(model, 'textToImage', draft), value: 'more' },
  );
  if (draft.prompts.length === 1) {
    rows.push(separator(t('or')));
    if (similar) rows.push(similarRow(format, similar));
    rows.push({ label: t('Open in Studio'), value: 'studio' });
  }
  return rows;
}

/** `3 similar images are already here`, `very close: docs/img/kite.png`. */
function similarRow(format: Format, { count, closeness, path }: SimilarImages): Row<MainChoice> {
  const isOne = format.isOne(count);
  return {
    label: isOne
      ? t('1 similar image is already here')
      : t('{0} similar images are already here', format.number(count)),
    description: `${closenessWords(closeness, { t, format })}: ${path}`,
    value: 'similar',
  };
}

/** `Stable Image Core · $0.04 each`. */
function modelSummary(format: Format, name: string, pricePerImageUsd: number | undefined): string {
  if (pricePerImageUsd === undefined || pricePerImageUsd === 0) {
    return `${name} · ${aboutOrUnknown(format, pricePerImageUsd)}`;
  }
  return t('{0} · {1} each', name, format.price(pricePerImageUsd));
}

/** What keeps the prompt from being sent; undefined when nothing does. Nothing is cut in silence. */
function promptProblem(format: Format, { draft, model }: MainPickState): string | undefined {
  const { maxLength } = model.prompt;
  const tooLong = draft.prompts.find((prompt) => prompt.length > maxLength);
  return tooLong === undefined
    ? undefined
    : t(
        'The prompt has {0} characters; this model takes {1}',
        format.number(tooLong.length),
        format.number(maxLength),
      );
}

/** The prompt itself, or `3 prompts: A red kite…, A blue pot…, 1 more`. */
function promptSummary(prompts: readonly string[]): string {
  const [first = '', second] = prompts;
  if (second === undefined) return first;
  const starts = [first, second].map((prompt) => shorten(prompt, 28)).join(', ');
  return prompts.length === 2
    ? t('{0} prompts: {1}', prompts.length, starts)
    : t('{0} prompts: {1}, {2} more', prompts.length, starts, prompts.length - 2);
}

function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}
