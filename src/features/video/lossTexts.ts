import { assertNever } from '../../core/errors';
import type { VideoLoss } from '../../core/video/switching';
import type { Words } from '../../platform/words';
import { lengthText, sizeText } from '../../platform/videoWords';

/** What another model cannot do, each as a whole sentence. */
export function lossText(loss: VideoLoss, words: Words): string {
  const { t, format } = words;
  switch (loss.kind) {
    case 'tooLong':
      return t(
        '{0} do not fit: it makes {1} at most.',
        lengthText(loss.seconds, words),
        lengthText(loss.maxSeconds, words),
      );
    case 'otherLength':
      return t(
        '{0} instead of {1}.',
        lengthText(loss.nearestSeconds, words),
        lengthText(loss.seconds, words),
      );
    case 'noStoryboard':
      return t(
        'It makes no storyboards: the {0} shots become one film, from one text.',
        format.number(loss.shots),
      );
    case 'tooManyShots':
      return t(
        'It takes {0} shots at most; there are {1}.',
        format.number(loss.maxShots),
        format.number(loss.shots),
      );
    case 'noAutomaticShots':
      return t('It does not divide a text into shots: one shot is made.');
    case 'promptTooLong':
      return t(
        'It takes {0} characters; the text has {1}. Nothing is cut.',
        format.number(loss.maxLength),
        format.number(loss.length),
      );
    case 'otherSize':
      return t('{0} instead of {1}.', sizeText(loss.to), sizeText(loss.from));
    case 'noEndFrame':
      return t('It takes no end frame.');
    case 'noLoop':
      return t('It makes no loops.');
    case 'noSeed':
      return t('It takes no seed: the same film cannot be made again.');
    case 'otherPrice':
      return t('{0} instead of {1}.', format.price(loss.toUsd), format.price(loss.fromUsd));
    default:
      return assertNever(loss);
  }
}

export function lossesText(losses: readonly VideoLoss[], words: Words): string {
  return losses.map((loss) => lossText(loss, words)).join(' ');
}
