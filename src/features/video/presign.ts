import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import type { SignedUrl } from '../../core/video/jobs/ports';
import { pick } from '../../platform/quickPick';
import type { Reporter } from '../../platform/reporter';
import type { Words } from '../../platform/words';
import { signedText } from './signedText';

const { t } = vscode.l10n;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Asks how long the URL shall work, and puts it on the clipboard. */
export async function copyPresignedUrl(
  name: string,
  presign: (seconds: number) => Promise<Result<SignedUrl>>,
  { reporter, words }: { readonly reporter: Pick<Reporter, 'tell'>; readonly words: Words },
): Promise<Result<void>> {
  const choices: readonly (readonly [label: string, seconds: number])[] = [
    [t('15 minutes'), 15 * MINUTE],
    [t('1 hour'), HOUR],
    [t('12 hours'), 12 * HOUR],
    [t('1 day'), DAY],
    // The longest that S3 signs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
    [t('7 days'), 7 * DAY],
  ];
  const picked = await pick<(typeof choices)[number]>({
    title: t('Copy Presigned URL: {0}', name),
    placeholder: t('Whoever has the URL can read the file for as long as it works'),
    rows: choices.map((choice) => ({ label: choice[0], value: choice })),
  });
  if (picked.kind !== 'picked') return ok();
  const [label, seconds] = picked.value;
  const url = await presign(seconds);
  if (!url.ok) return url;
  await vscode.env.clipboard.writeText(url.value.url);
  reporter.tell({
    severity: 'info',
    text: signedText({ name, label, wantedUntil: Date.now() + seconds * 1000 }, url.value, words),
    actions: [],
  });
  return ok();
}
