import * as vscode from 'vscode';
import type { SentSummary } from '../../core/vision/images';
import type { TokenUsage } from '../../core/vision/ports';
import type { Words } from '../../platform/words';

const { t } = vscode.l10n;

/** `$0.04`, for buttons and rows; a price that nobody knows is never told as a number. */
export function priceWord(usd: number | undefined, format: Words['format']): string {
  return usd === undefined ? t('price not known') : format.price(usd);
}

/** `about $0.04`, for sentences. */
export function aboutWord(usd: number | undefined, format: Words['format']): string {
  return usd === undefined ? t('price not known') : format.about(usd);
}

/**
 * `Sent 1568 x 1176, no EXIF · 1,840 + 42 tokens · under $0.01`: in one line, always in the same place.
 *
 * @param isCounted false where the price is the most that it can have cost
 */
export function sentLine(
  sent: readonly SentSummary[],
  usage: TokenUsage | undefined,
  usd: number | undefined,
  { format }: Pick<Words, 'format'>,
  isCounted = true,
): string {
  const [first] = sent;
  const parts = sent.reduce((count, image) => count + image.parts, 0);
  return [
    ...(first === undefined
      ? []
      : sent.length === 1 && parts === 1
        ? [t('Sent {0} x {1}, no EXIF', first.width, first.height)]
        : sent.length === 1
          ? [t('Sent {0} x {1} in {2} parts, no EXIF', first.width, first.height, format.number(parts))]
          : [t('Sent {0} images, no EXIF', format.number(sent.length))]),
    ...(usage
      ? [t('{0} + {1} tokens', format.number(usage.inputTokens), format.number(usage.outputTokens))]
      : []),
    isCounted || usage || usd === undefined || usd === 0
      ? priceWord(usd, format)
      : t('{0} at most', format.amount(Math.max(0.01, usd))),
  ].join(' · ');
}
