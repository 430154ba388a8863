import * as vscode from 'vscode';
import { invert } from '../../core/mask/adjust';
import type { Mask } from '../../core/mask/mask';
import { guessPolarity } from '../../core/mask/polarity';
import { packMask } from '../../core/mask/runs';
import { scaleMask } from '../../core/mask/scale';
import type { Pixels } from '../../core/pixels/port';
import { err, ok, type Result } from '../../core/result';
import { proxySize, type SessionImage } from '../../core/studio/session';
import { pick } from '../../platform/quickPick';

const { t } = vscode.l10n;

/** A mask may be drawn at another size, not in another shape. */
const MAX_ASPECT_DIFFERENCE = 0.01;

/**
 * A mask file as the mask of an image: white = edit, packed, of the size of the image's proxy. The user is asked where the
 * file does not tell which color is meant.
 *
 * @returns undefined when the user leaves the question
 */
export async function maskFor(
  image: SessionImage,
  bytes: Uint8Array,
  name: string,
  pixels: Pick<Pixels, 'readMask'>,
): Promise<Result<Uint8Array | undefined>> {
  const read = await pixels.readMask(bytes);
  if (!read.ok) return read.error.kind === 'notReadable' ? err({ ...read.error, name }) : read;
  const { gray, alpha } = read.value;
  const difference = Math.abs((gray.width / gray.height / image.width) * image.height - 1);
  if (difference > MAX_ASPECT_DIFFERENCE) {
    const { width, height } = gray;
    return err({ kind: 'maskOtherShape', name, width, height, image });
  }
  const mask = await meant(gray, alpha, name);
  const { width, height } = proxySize(image);
  return ok(mask && packMask(scaleMask(mask, width, height)));
}

async function meant(gray: Mask, alpha: Mask | undefined, name: string): Promise<Mask | undefined> {
  const polarity = guessPolarity(gray);
  if (polarity === 'whiteEdits') return gray;
  // Some tutorials paint what changes black, and a mask of all but a little looks the same.
  const answer = await pick<'white' | 'black' | 'alpha'>({
    title: t('Which Part of {0} Is the Area to Edit?', name),
    rows: [
      { label: t('White'), detail: t('Black is kept.'), value: 'white' },
      { label: t('Black'), detail: t('White is kept.'), value: 'black' },
      ...(alpha ? [{ label: t('Transparent'), detail: t('Opaque is kept.'), value: 'alpha' as const }] : []),
    ],
    active: (value) => value === (polarity === 'blackEdits' ? 'black' : 'white'),
  });
  if (answer.kind !== 'picked') return undefined;
  if (answer.value === 'white') return gray;
  const chosen = answer.value === 'alpha' && alpha ? alpha : gray;
  invert(chosen);
  return chosen;
}
