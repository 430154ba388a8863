import type { Words } from '../../../platform/words';

/** What the page says by itself; `{0}` is filled in there. */
export function filmTexts({ t }: Words): Readonly<Record<string, string>> {
  return {
    film: t('Film'),
    controls: t('Controls'),
    play: t('Play'),
    pause: t('Pause'),
    previousFrame: t('Previous Frame'),
    nextFrame: t('Next Frame'),
    loop: t('Loop'),
    position: t('Position'),
    positionOf: t('{0} of {1} seconds'),
    time: t('{0} / {1} s'),
    size: t('{0} × {1}'),
    more: t('More'),
    loading: t('Loading the film…'),
    undecodable: t('This editor cannot play H.264. The file is fine.'),
    unreadable: t('The film cannot be read.'),
    openOutside: t('Open Outside'),
    posterOf: t('First picture of {0}'),
    keys: t(', and . step a frame; Space plays; L loops.'),
  };
}
