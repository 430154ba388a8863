import * as vscode from 'vscode';
import type { GenerateOutcome } from '../../../core/generate/run';
import type { Result } from '../../../core/result';
import type { SessionImage } from '../../../core/studio/session';
import { folderPart } from '../../../platform/picks/labels';
import { saveJpegBeside } from '../jpegCopy';
import type { EditDependencies } from '../ports';
import { proofWords, whyPng } from '../savedWords';

const { t } = vscode.l10n;

/** What came of an edit, of one or more images. */
export interface EditResults {
  /** What was to be edited. */
  readonly sources: readonly SessionImage[];
  readonly isAreaChosenByModel: boolean;
  readonly isOffline: boolean;
  readonly results: readonly Result<GenerateOutcome>[];
  readonly wasCancelled: boolean;
}

/** Says what was saved, what it cost and what was checked; nothing where nothing was saved. */
export function tellSaved(deps: EditDependencies, facts: EditResults): void {
  const { format, reporter } = deps;
  const { sources, results, isOffline } = facts;
  const outcomes = results.flatMap((result) => (result.ok ? [result.value] : []));
  const images = outcomes.flatMap((outcome) => outcome.images);
  const spentUsd = outcomes.reduce((sum, outcome) => sum + outcome.spentUsd, 0);
  const price = isOffline ? t('free, offline preview') : format.about(spentUsd);
  const [first] = images;
  if (!first) return;
  const saved = facts.wasCancelled
    ? t('Cancelled. {0} had arrived and were saved ({1}).', format.number(images.length), price)
    : images.length === 1
      ? t('Saved {0} ({1}).', first.file.relativePath, price)
      : t(
          'Saved {0} images to {1} ({2}).',
          format.number(images.length),
          folderPart(first.file.relativePath),
          price,
        );
  const source = sources.find(({ sha256 }) => first.recipe.inputs?.some((input) => input.sha256 === sha256));
  const why = images.length === 1 ? whyPng(first.recipe, source) : undefined;
  const said = [
    saved,
    images.length === 1 ? proofWords(first.recipe, format) : undefined,
    why,
    facts.isAreaChosenByModel ? t('The model chose the area.') : undefined,
  ];
  const file = vscode.Uri.parse(first.file.uri);
  reporter.tell(
    {
      severity: 'info',
      text: said.filter((part) => part !== undefined).join(' '),
      actions: [
        'showImage',
        ...(why ? (['saveAsJpeg'] as const) : []),
        ...(isOffline ? (['connectToAws'] as const) : []),
      ],
    },
    {
      showImage: () => vscode.commands.executeCommand('vscode.open', file),
      saveAsJpeg: () => saveJpeg(deps, file),
    },
  );
}

async function saveJpeg({ pixels, reporter }: EditDependencies, image: vscode.Uri): Promise<void> {
  const saved = await saveJpegBeside(image, pixels);
  if (!saved.ok) {
    reporter.report(saved.error);
    return;
  }
  const { value } = saved;
  reporter.tell(
    {
      severity: 'info',
      text: t('Saved {0}.', vscode.workspace.asRelativePath(value)),
      actions: ['showImage'],
    },
    { showImage: () => vscode.commands.executeCommand('vscode.open', value) },
  );
}
