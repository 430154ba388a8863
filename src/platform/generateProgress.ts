import * as vscode from 'vscode';
import type { GenerateProgress } from '../core/generate/run';
import { signalFrom } from './cancellation';

const { t } = vscode.l10n;

export interface ProgressFacts {
  readonly modelName: string;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  readonly usualSeconds: number;
  readonly folderName: string;
}

/**
 * Runs work under a notification with Cancel, whose text follows what happens. The seconds count on their own, so that
 * a long wait is seen to be alive.
 */
export function withGenerateProgress<T>(
  facts: ProgressFacts,
  work: (onProgress: (progress: GenerateProgress) => void, signal: AbortSignal) => Promise<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: t('Easel') },
    async (notification, token) => {
      const cancellation = signalFrom(token);
      const startedAt = Date.now();
      let latest: GenerateProgress = { kind: 'sending' };
      let since = startedAt;
      const show = (): void => {
        notification.report({ message: progressText(latest, facts, startedAt, since) });
      };
      const timer = setInterval(show, 1000);
      show();
      try {
        return await work((progress) => {
          latest = progress;
          since = Date.now();
          show();
        }, cancellation.signal);
      } finally {
        clearInterval(timer);
        cancellation.dispose();
      }
    },
  );
}

function progressText(
  progress: GenerateProgress,
  facts: ProgressFacts,
  startedAt: number,
  since: number,
): string {
  const left = (waitMs: number): number => Math.max(0, Math.ceil((waitMs - (Date.now() - since)) / 1000));
  const elapsed = Math.floor((Date.now() - startedAt) / 1000);
  switch (progress.kind) {
    case 'sending':
      return facts.provider === 'offline'
        ? t('Drawing a placeholder for {0}…', facts.modelName)
        : t('Sending to {0} in {1}…', facts.modelName, facts.region);
    case 'queued':
      return t(
        'Waiting {0} s, to stay within the requests per minute of {1}…',
        left(progress.waitMs),
        facts.modelName,
      );
    case 'retrying':
      return progress.reason === 'throttled'
        ? t(
            'Amazon Bedrock is limiting requests. Next try in {0} s ({1} of {2})…',
            left(progress.waitMs),
            progress.attempt,
            progress.maxAttempts,
          )
        : t(
            'Amazon Bedrock had an error. Next try in {0} s ({1} of {2})…',
            left(progress.waitMs),
            progress.attempt,
            progress.maxAttempts,
          );
    case 'generating':
      return progress.received > 0
        ? t('{0} of {1} images received…', progress.received, progress.total)
        : t('Generating for {0} s, usually {1} s…', elapsed, facts.usualSeconds);
    case 'saving':
      return t('Saving to {0}…', facts.folderName);
  }
}
