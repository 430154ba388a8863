import * as vscode from 'vscode';
import type { GenerateProgress } from '../../../core/generate/run';

const { t } = vscode.l10n;

/** What stands on a waiting card instead of its seconds; undefined while all goes well. */
export function progressLine(progress: GenerateProgress): string | undefined {
  switch (progress.kind) {
    case 'retrying':
      return t(
        'Amazon Bedrock is busy. Next try in {0} s ({1} of {2}).',
        Math.ceil(progress.waitMs / 1000),
        progress.attempt,
        progress.maxAttempts,
      );
    case 'queued':
      return t('Waits {0} s for the requests per minute of the model.', Math.ceil(progress.waitMs / 1000));
    default:
      return undefined;
  }
}
