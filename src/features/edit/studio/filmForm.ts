import * as vscode from 'vscode';
import { filmSizeValue } from '../../../core/studio/film';
import { filmSizes, type FilmPlan } from '../../../core/studio/filmPlan';
import type { StudioSession } from '../../../core/studio/session';
import { durationChoices, type VideoModelDescriptor } from '../../../core/video/descriptor';
import { videoPrice } from '../../../core/video/price';
import type { VideoSize } from '../../../core/video/task';
import { lengthText, sizeText } from '../../../platform/videoWords';
import type { Words } from '../../../platform/words';
import type { ChoiceView, ControlView } from '../../../protocol/view';

const { t } = vscode.l10n;

/** What the controls of a film depend on beside session and plan. */
export interface FilmFormFacts {
  readonly plan: FilmPlan;
  readonly model: VideoModelDescriptor;
  readonly isOffline: boolean;
  readonly prices: Readonly<Record<string, number>>;
  readonly words: Words;
  readonly endUrl: string | undefined;
}

/** What stands beside the prompt. */
export function filmControls(session: StudioSession, facts: FilmFormFacts): readonly ControlView[] {
  const { plan, model, words } = facts;
  if (plan.task === 'storyboard' || !plan.size) return [];
  const { size, durationSeconds } = plan;
  const controls: ControlView[] = [
    {
      kind: 'choice',
      id: 'filmLength',
      label: t('Length'),
      value: String(durationSeconds),
      choices: durationChoices(model, plan.kind).map((seconds) => ({
        value: String(seconds),
        label: lengthText(seconds, words),
        ...priceDetail(facts, seconds, size),
      })),
    },
    {
      kind: 'choice',
      id: 'filmSize',
      label: t('Size'),
      value: filmSizeValue(size),
      choices: filmSizes(model).map((each) => ({
        value: filmSizeValue(each),
        // Beside each other, every ratio is named.
        label: each.kind === 'ratio' ? filmSizeValue(each) : sizeText(each),
        ...priceDetail(facts, durationSeconds, each),
      })),
    },
  ];
  if (plan.frame?.isCut === true) {
    controls.push({
      kind: 'choice',
      id: 'fill',
      label: t('Frame'),
      value: session.film.fill,
      choices: [
        { value: 'crop', label: t('Crop') },
        { value: 'pad', label: t('Pad') },
      ],
      help:
        session.film.fill === 'crop'
          ? t('Move the frame on the image with pointer or arrow keys.')
          : t('The whole image, with bars at its sides.'),
    });
  }
  return controls;
}

/** Only what the model has in this task. */
export function moreFilmControls(
  session: StudioSession,
  { plan, model, endUrl }: FilmFormFacts,
): readonly ControlView[] {
  const { film, seed } = session;
  const controls: ControlView[] = [];
  if (plan.task === 'animate' && model.frames.takesEnd) {
    controls.push({
      kind: 'image',
      id: 'end',
      label: t('End frame'),
      help: t('What the film ends with; without one the model decides.'),
      canRemove: true,
      ...(film.end ? { name: film.end.name } : {}),
      ...(endUrl === undefined ? {} : { url: endUrl }),
    });
  }
  if (model.takesLoop) {
    controls.push({
      kind: 'choice',
      id: 'loop',
      label: t('Loop'),
      help: t('The end leads into the beginning.'),
      value: film.loop ? 'on' : 'off',
      choices: [
        { value: 'off', label: t('Off') },
        { value: 'on', label: t('On') },
      ],
    });
  }
  if (model.seed) {
    controls.push({
      kind: 'seed',
      id: 'seed',
      label: t('Seed'),
      help: t('The same request with the same seed gives the same film.'),
      isLocked: seed !== undefined,
      ...(seed === undefined ? {} : { value: seed }),
      ...model.seed,
    });
  }
  return controls;
}

function priceDetail(
  { model, prices, isOffline, words }: FilmFormFacts,
  durationSeconds: number,
  size: VideoSize,
): Pick<ChoiceView, 'detail'> {
  const price = isOffline ? undefined : videoPrice(model, { durationSeconds, size }, prices);
  return price === undefined ? {} : { detail: words.format.price(price) };
}
