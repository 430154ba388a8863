import * as vscode from 'vscode';
import type { VideoModelDescriptor } from '../../core/video/descriptor';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { aboutText, lengthText, priceText, sizeText } from '../../platform/videoWords';
import type { Words } from '../../platform/words';
import type { VideoDraft } from '../../core/video/draft';
import { framingChoices, frameSize } from '../../core/video/framing';
import { lossesText } from './lossTexts';
import { framingLabel } from './subPicks';

const { t } = vscode.l10n;

/** What the user chose to do next. */
export type VideoChoice =
  | 'make'
  | 'prompt'
  | 'camera'
  | 'model'
  | 'length'
  | 'size'
  | 'frame'
  | 'end'
  | 'loop'
  | 'seed'
  | 'shots'
  | 'bucket';

export interface VideoPickState {
  readonly draft: VideoDraft;
  readonly model: VideoModelDescriptor;
  readonly region: string;
  readonly provider: 'bedrock' | 'offline';
  /** Undefined when nobody knows the model's price. */
  readonly priceUsd: number | undefined;
  /** Above the limit beyond which Easel asks: then Enter alone does not spend. */
  readonly isCostly: boolean;
  /** `s3://bucket/prefix`; undefined where none is set up. */
  readonly s3Uri: string | undefined;
  /** Edit the prompt at once. */
  readonly startsWith?: VideoChoice;
}

/** @returns undefined when the user leaves */
export async function showVideoPick(words: Words, state: VideoPickState): Promise<VideoChoice | undefined> {
  const problem = promptProblem(words, state);
  const first = firstChoice(state, problem);
  const choice = await pick<VideoChoice>({
    title: t('Make 1 video · {0}', aboutText(state.priceUsd, words)),
    placeholder:
      first !== 'make' && !state.isCostly
        ? t('Press Enter to mend what is missing, or choose what to change')
        : state.isCostly
          ? t('Choose Make Video to spend {0}, or choose what to change', priceText(state.priceUsd, words))
          : t('Press Enter to make the video, or choose what to change'),
    rows: videoRows(words, state, problem),
    active: (value) => value === first,
  });
  return choice.kind === 'picked' ? choice.value : undefined;
}

/** Where Enter leads without moving: to what is missing, else to the film, else, where it is costly, to a change. */
function firstChoice({ isCostly, s3Uri, draft }: VideoPickState, problem: string | undefined): VideoChoice {
  if (problem !== undefined) return 'prompt';
  if (s3Uri === undefined) return 'bucket';
  if (!isCostly) return 'make';
  return draft.kind === 'multiShotManual' ? 'model' : 'prompt';
}

export function videoRows(
  words: Words,
  state: VideoPickState,
  problem: string | undefined,
): readonly (Row<VideoChoice> | Separator)[] {
  const { draft, model, region, provider, s3Uri, priceUsd } = state;
  const rows: (Row<VideoChoice> | Separator)[] = [];
  if (problem !== undefined) {
    rows.push({ label: `$(warning) ${problem}`, detail: draft.prompt, value: 'prompt', alwaysShow: true });
  } else if (s3Uri === undefined) {
    rows.push({
      label: `$(warning) ${t('Set up a bucket first')}`,
      detail: t('AWS writes videos into an S3 bucket of yours, and none is set up.'),
      value: 'bucket',
      alwaysShow: true,
    });
  } else {
    rows.push({
      label: state.isCostly
        ? `$(device-camera-video) ${t('Make Video for About {0}', priceText(priceUsd, words))}`
        : `$(device-camera-video) ${t('Make Video')}`,
      description: [
        model.name,
        lengthText(draft.durationSeconds, words),
        sizeText(draft.size),
        provider === 'offline' ? t('offline') : region,
      ].join(' · '),
      detail:
        provider === 'offline'
          ? t('A placeholder film, made on this computer. Nothing is sent or charged.')
          : t('Once AWS has started it, it cannot be stopped.'),
      value: 'make',
      alwaysShow: true,
    });
  }
  rows.push(separator(t('change')));
  if (draft.kind !== 'multiShotManual' && problem === undefined) {
    rows.push(
      { label: t('Prompt'), description: draft.prompt, value: 'prompt' },
      { label: t('Camera'), description: t('add a movement'), value: 'camera' },
    );
  }
  rows.push({
    label: t('Model'),
    description: `${model.name} · ${priceText(priceUsd, words)}`,
    ...(draft.losses && draft.losses.length > 0
      ? { detail: `$(info) ${lossesText(draft.losses, words)}` }
      : {}),
    value: 'model',
  });
  rows.push(
    {
      label: t('Length'),
      description:
        draft.kind === 'multiShotManual' ? shotsText(draft, words) : lengthText(draft.durationSeconds, words),
      value: 'length',
    },
    { label: t('Size'), description: sizeText(draft.size), value: 'size' },
  );
  const canDivide = draft.kind === 'textToVideo' || draft.kind === 'multiShotAutomated';
  if (canDivide && model.tasks.includes('multiShotAutomated')) {
    rows.push({
      label: t('Shots'),
      description: draft.kind === 'multiShotAutomated' ? t('several, divided by the model') : t('one'),
      detail: t('multi-shot automated: one text, which the model divides into shots of 6 s'),
      value: 'shots',
    });
  }
  if (draft.start && framingChoices(draft.start, frameSize(model, draft.size)).length > 0) {
    rows.push({
      label: t('Frame'),
      description: `${draft.start.name} · ${framingLabel(draft.start.framing)}`,
      value: 'frame',
    });
  }
  if (draft.kind === 'imageToVideo' && model.frames.takesEnd) {
    rows.push({ label: t('End Frame'), description: draft.end?.name ?? t('none'), value: 'end' });
  }
  if (model.takesLoop) {
    rows.push({ label: t('Loop'), description: draft.loop ? t('on') : t('off'), value: 'loop' });
  }
  if (model.seed) {
    rows.push({
      label: t('Seed'),
      description: draft.seed === undefined ? t('random') : String(draft.seed),
      value: 'seed',
    });
  }
  rows.push({
    label: t('Save in S3'),
    description: provider === 'offline' ? t('on this computer') : (s3Uri ?? t('Set up a bucket first')),
    value: 'bucket',
  });
  return rows;
}

function shotsText({ shots, durationSeconds }: VideoDraft, words: Words): string {
  const { format } = words;
  const length = lengthText(durationSeconds, words);
  return format.isOne(shots.length)
    ? t('{0} shot, {1}', format.number(shots.length), length)
    : t('{0} shots, {1}', format.number(shots.length), length);
}

/** What keeps the words from being sent; undefined when nothing does. Nothing is cut in silence. */
function promptProblem({ format }: Words, { draft, model }: VideoPickState): string | undefined {
  const limits = model.prompt[draft.kind];
  if (draft.kind === 'multiShotManual' || !limits) return undefined;
  const length = draft.prompt.trim().length;
  if (length < limits.minLength) return t('Describe the video first');
  return length > limits.maxLength
    ? t(
        'The prompt has {0} characters; this model takes {1}',
        format.number(length),
        format.number(limits.maxLength),
      )
    : undefined;
}
