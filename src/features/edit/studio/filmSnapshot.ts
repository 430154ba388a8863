import * as vscode from 'vscode';
import type { FilmPlan, FilmProblem } from '../../../core/studio/filmPlan';
import type { SessionImage, StudioSession } from '../../../core/studio/session';
import { frameBackground, frameSize } from '../../../core/video/framing';
import type { VideoServiceState } from '../../../core/models/service';
import { cameraMoves } from '../../../platform/cameraWords';
import type { Format } from '../../../platform/format';
import { lengthText, priceText, sizeText, tooManyShotsText } from '../../../platform/videoWords';
import type { Words } from '../../../platform/words';
import type { StoryboardView, StudioSnapshot } from '../../../protocol/studio';
import type { NoticeView } from '../../../protocol/view';
import { filmLabel, filmVerb } from '../taskWords';
import { filmControls, moreFilmControls, type FilmFormFacts } from './filmForm';
import { modelNotice } from './modelNotice';
import { budgetNotice } from './snapshot';

const { t } = vscode.l10n;

/** What the page shows of a film needs beside its plan. */
export interface FilmSnapshotFacts {
  readonly session: StudioSession;
  readonly plan: FilmPlan;
  readonly models: VideoServiceState['models'];
  readonly isLoading: boolean;
  readonly isOffline: boolean;
  readonly isSending: boolean;
  readonly prices: Readonly<Record<string, number>>;
  readonly format: Format;
  readonly words: Words;
  readonly urlOf: (image: SessionImage) => string;
  readonly todayUsd: number | undefined;
  readonly perDayUsd: number | null;
}

/** @param base of the same session, which has all that images and films share */
export function filmSnapshotOf(base: StudioSnapshot, facts: FilmSnapshotFacts): StudioSnapshot {
  const { session, plan, isOffline, prices, words, urlOf } = facts;
  const { task, entry, frame, problem } = plan;
  // What only images have.
  const { count: _count, context: _context, prompt: _prompt, ...shared } = base;
  const { end } = session.film;
  const form: FilmFormFacts | undefined = entry && {
    plan,
    model: entry.model,
    isOffline,
    prices,
    words,
    endUrl: end && urlOf(end),
  };
  return {
    ...shared,
    task: { kind: task, label: filmLabel(task) },
    canvas: { isMaskUsed: false, isExtendUsed: false },
    ...(task === 'animate' ? { prompt: promptOf(session, plan) } : { storyboard: storyboardOf(facts) }),
    model: modelOf(facts),
    extra: form ? filmControls(session, form) : [],
    more: form ? moreFilmControls(session, form) : [],
    generate: generateOf(facts),
    sends: sendsOf(facts),
    notices: base.notices.filter(({ id }) => id !== 'inputs'),
    ...(frame && session.image && problem?.kind !== 'image'
      ? { frame: { ...frame.area, room: frame.room, background: frameBackground(session.image) } }
      : {}),
    camera: cameraMoves().map(({ words: value, detail }) => ({ value, label: value, detail })),
  };
}

function promptOf(session: StudioSession, { entry, kind }: FilmPlan): NonNullable<StudioSnapshot['prompt']> {
  return {
    text: session.prompt,
    label: t('Prompt'),
    placeholder: t('What moves: the kite rises, slow dolly in'),
    maxLength: entry?.model.prompt[kind]?.maxLength ?? 10_000,
  };
}

function storyboardOf({ session, plan, words, urlOf }: FilmSnapshotFacts): StoryboardView {
  const { shots } = session.film;
  const model = plan.entry?.model;
  const { format } = words;
  const length = lengthText(plan.durationSeconds, words);
  return {
    shots: shots.map(({ id, text, image }) => ({
      id,
      text,
      ...(image ? { image: { url: urlOf(image), name: image.name } } : {}),
    })),
    maxShots: model?.shots?.max ?? 0,
    maxLength: model?.prompt.multiShotManual?.maxLength ?? 10_000,
    placeholder: t('What happens in this shot, and how the camera moves'),
    seconds: lengthText(model?.shots?.secondsEach ?? 0, words),
    total: format.isOne(shots.length)
      ? t('{0} shot, {1}', format.number(shots.length), length)
      : t('{0} shots, {1}', format.number(shots.length), length),
  };
}

function modelOf({ plan, models, isLoading, format }: FilmSnapshotFacts): StudioSnapshot['model'] {
  const { entry } = plan;
  if (!entry && isLoading) return { label: t('Looking…') };
  if (!entry) return { label: t('No model') };
  const { model, state } = entry;
  const successor =
    state.kind === 'ended' ? models.find((each) => each.model.id === state.successorId) : undefined;
  const notice = modelNotice(model.name, state, successor?.model.name, format);
  return { label: model.name, ...(notice ? { notice } : {}) };
}

function generateOf(facts: FilmSnapshotFacts): StudioSnapshot['generate'] {
  const { plan, words } = facts;
  const label = `${filmVerb(plan.task)} · ${priceText(plan.priceUsd, words)}`;
  const notice = blockedBy(facts);
  return notice ? { label, state: 'disabled', notice } : { label, state: 'ready' };
}

function blockedBy(facts: FilmSnapshotFacts): NoticeView | undefined {
  const { plan, format, isLoading, isSending } = facts;
  const info = (text: string): NoticeView => ({ id: 'generate', severity: 'info', text, actions: [] });
  const { problem, entry, priceUsd = 0 } = plan;
  if (isSending) return info(t('Preparing the video…'));
  if (isLoading) return info(t('Asking which video models can be used…'));
  if (problem) return info(problemText(problem, format));
  if (entry?.state.kind === 'ended' || entry?.state.kind === 'elsewhere') {
    return info(t('Choose a model that can be called here.'));
  }
  return budgetNotice(priceUsd, facts);
}

function problemText(problem: FilmProblem, format: Format): string {
  switch (problem.kind) {
    case 'noModel':
      return t('No model makes such a video.');
    case 'image':
      return t('Open an image first.');
    case 'prompt':
      return t('Say what moves.');
    case 'promptTooLong':
      return t(
        'The prompt has {0} characters; this model takes {1}.',
        format.number(problem.length),
        format.number(problem.maxLength),
      );
    case 'noShots':
      return t('Add a shot.');
    case 'tooManyShots':
      return tooManyShotsText(problem, { t, format });
    case 'emptyShot':
      return t('Say what happens in shot {0}.', format.number(problem.number));
    case 'shotTooLong':
      return t(
        'Shot {0} has {1} characters; the model takes {2}.',
        format.number(problem.number),
        format.number(problem.length),
        format.number(problem.maxLength),
      );
  }
}

/** `640 x 400 · sends 1280 x 720 · PNG · 6 s`. */
function sendsOf({ session, plan, words }: FilmSnapshotFacts): string {
  const { image } = session;
  const { frame, entry, size, task } = plan;
  const parts: string[] = [];
  if (task === 'animate' && image) {
    parts.push(`${image.width} x ${image.height}`);
    if (frame) parts.push(t('sends {0} x {1}', frame.width, frame.height), 'PNG');
    if (frame?.isCut === true && frame.framing === 'pad') parts.push(t('padded'));
    if (image.hasAlpha) parts.push(t('flattened on {0}', frameBackground(image)));
  }
  if (entry && size) {
    const sent = frameSize(entry.model, size);
    if (!frame) parts.push(`${sent.width} x ${sent.height}`);
    else if (size.kind === 'ratio') parts.push(sizeText(size));
    parts.push(lengthText(plan.durationSeconds, words));
  }
  return parts.join(' · ');
}
