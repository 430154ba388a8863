import * as vscode from 'vscode';
import type { PictureNote } from '../../core/pixels/port';

const { t } = vscode.l10n;

/** What was done to a file when it was opened, as a part of the line that says what is sent. */
export function noteWords(note: PictureNote): string {
  switch (note) {
    case 'turnedUpright':
      return t('turned upright');
    case 'convertedToSrgb':
      return t('converted to sRGB');
    case 'reducedTo8Bit':
      return t('reduced to 8 bits');
    case 'fromCmyk':
      return t('converted from CMYK');
    case 'firstFrameOnly':
      return t('first frame only');
    case 'renderedFromSvg':
      return t('drawn from SVG');
  }
}
