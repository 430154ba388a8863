import * as vscode from 'vscode';
import type { AvailableVideoModel } from '../../core/models/service';
import { durationChoices, usualTime, type VideoModelDescriptor } from '../../core/video/descriptor';
import { framingChoices, frameSize, type Framing, type NamedFraming } from '../../core/video/framing';
import type { VideoResolution, VideoSize, VideoTaskKind } from '../../core/video/task';
import { cameraMoves } from '../../platform/cameraWords';
import { modelGroupLabel, modelGroups } from '../../platform/picks/modelGroups';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { lengthText, sizeText } from '../../platform/videoWords';
import type { Words } from '../../platform/words';
import { priceOfDraft, type VideoDraft } from '../../core/video/draft';
import { usualText } from './words';

const { t } = vscode.l10n;

/** What every price in a pick depends on. */
export interface Pricing {
  readonly provider: 'bedrock' | 'offline';
  readonly own: Readonly<Record<string, number>>;
}

/** The changed draft, the same draft after Back, or undefined when the user leaves for good. */
export type SubPickResult = VideoDraft | undefined;

export async function askForVideoPrompt(value: string): Promise<string | undefined> {
  const prompt = await vscode.window.showInputBox({
    title: t('Describe the video'),
    placeHolder: t('A red kite rises over a green hill at dawn, the camera follows it'),
    value,
    ignoreFocusOut: true,
  });
  return prompt?.trim() ? prompt.trim() : undefined;
}

/** Words of the camera, added at the end of the prompt. */
export async function pickCamera(draft: VideoDraft): Promise<SubPickResult> {
  const result = await pick<string>({
    title: t('Camera'),
    placeholder: t('Added to the prompt'),
    withBack: true,
    rows: cameraMoves().map(({ words, detail }) => ({ label: words, detail, value: words })),
    matchOnDetail: true,
  });
  if (result.kind === 'left') return undefined;
  if (result.kind === 'back') return draft;
  const prompt = draft.prompt.trim().replace(/[.,;\s]+$/, '');
  return { ...draft, prompt: prompt === '' ? result.value : `${prompt}, ${result.value}` };
}

export async function pickLength(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  pricing: Pricing,
  words: Words,
): Promise<SubPickResult> {
  const choices = durationChoices(model, draft.kind);
  const result = await pick<number>({
    title: t('Length'),
    withBack: true,
    ...(choices.length === 0 ? { placeholder: t('The number of shots decides the length') } : {}),
    rows: choices.map((seconds) => {
      const { fromSeconds, toSeconds } = usualTime(model, seconds);
      return {
        label: lengthText(seconds, words),
        description: priceText({ ...draft, durationSeconds: seconds }, model, pricing, words),
        detail: t('usually ready in {0}', usualText((fromSeconds + toSeconds) / 2, words)),
        value: seconds,
      };
    }),
    active: (seconds) => seconds === draft.durationSeconds,
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? draft : { ...draft, durationSeconds: result.value };
}

export async function pickVideoSize(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  pricing: Pricing,
  words: Words,
): Promise<SubPickResult> {
  const rows: (Row<VideoSize> | Separator)[] = [];
  if (model.sizes.kind === 'fixed') {
    const { width, height } = model.sizes;
    const size: VideoSize = { kind: 'pixels', width, height };
    rows.push({ label: sizeText(size), description: t('the only size of this model'), value: size });
  } else {
    for (const resolution of model.sizes.resolutions) {
      rows.push(separator(resolution));
      for (const ratio of model.sizes.ratios) {
        const size: VideoSize = { kind: 'ratio', ratio, resolution };
        const { width, height } = frameSize(model, size);
        rows.push({
          label: `${ratio} ${resolution}`,
          description: [priceText({ ...draft, size }, model, pricing, words), `${width} × ${height}`].join(
            ' · ',
          ),
          value: size,
        });
      }
    }
  }
  const result = await pick<VideoSize>({
    title: t('Size'),
    withBack: true,
    rows,
    active: (size) => sizeText(size) === sizeText(draft.size),
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? draft : { ...draft, size: result.value };
}

export function framingLabel(framing: Framing): string {
  if (typeof framing === 'object') return t('crop, as moved');
  switch (framing) {
    case 'center':
      return t('crop, keep the middle');
    case 'top':
      return t('crop, keep the top');
    case 'bottom':
      return t('crop, keep the bottom');
    case 'left':
      return t('crop, keep the left');
    case 'right':
      return t('crop, keep the right');
    case 'pad':
      return t('pad, keep everything');
  }
}

export async function pickFraming(draft: VideoDraft, model: VideoModelDescriptor): Promise<SubPickResult> {
  const { start } = draft;
  if (!start) return draft;
  const frame = frameSize(model, draft.size);
  const result = await pick<NamedFraming>({
    title: t('Frame: {0}', start.name),
    placeholder: t(
      'The image has {0} × {1} pixels, the film {2} × {3}',
      start.width,
      start.height,
      frame.width,
      frame.height,
    ),
    withBack: true,
    rows: framingChoices(start, frame).map((framing) => ({ label: framingLabel(framing), value: framing })),
    active: (framing) => framing === start.framing,
  });
  if (result.kind === 'left') return undefined;
  if (result.kind === 'back') return draft;
  const { fitted: _before, ...again } = start;
  return { ...draft, start: { ...again, framing: result.value } };
}

/** @returns the picture's file, `none`, `back`, or undefined when the user leaves */
export async function pickEndFrame(
  current: string | undefined,
): Promise<vscode.Uri | 'none' | 'back' | undefined> {
  const result = await pick<'choose' | 'none'>({
    title: t('End Frame'),
    withBack: true,
    rows: [
      { label: t('None'), detail: t('The model decides how the film ends.'), value: 'none' },
      {
        label: t('Choose Image…'),
        ...(current === undefined ? {} : { description: current }),
        value: 'choose',
      },
    ],
  });
  if (result.kind === 'left') return undefined;
  if (result.kind === 'back') return 'back';
  if (result.value === 'none') return 'none';
  return (await chooseImage(t('End Frame'))) ?? 'back';
}

export async function chooseImage(title: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: t('Choose Image'),
    canSelectMany: false,
    filters: { [t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'svg'] },
  });
  return chosen?.[0];
}

export async function pickVideoSeed(draft: VideoDraft, model: VideoModelDescriptor): Promise<SubPickResult> {
  const { min = 0, max = 0 } = model.seed ?? {};
  const problem = (text: string): string | undefined => {
    const seed = Number(text);
    return text.trim() === '' || (Number.isInteger(seed) && seed >= min && seed <= max)
      ? undefined
      : t('Enter a number from {0} to {1}', min, max);
  };
  const text = await vscode.window.showInputBox({
    title: t('Seed'),
    prompt: t('{0} to {1}; empty for a random one, recorded in the recipe', min, max),
    value: draft.seed === undefined ? '' : String(draft.seed),
    validateInput: problem,
  });
  if (text === undefined || problem(text) !== undefined) return draft;
  return { ...draft, seed: text.trim() === '' ? undefined : Number(text) };
}

/** @returns the chosen model, ended or not; the caller offers what takes its place */
export async function pickVideoModel(
  modelId: string,
  models: readonly AvailableVideoModel[],
  pricing: Pricing,
  words: Words,
  withBack = true,
): Promise<AvailableVideoModel | 'back' | undefined> {
  const rows: (Row<AvailableVideoModel> | Separator)[] = [];
  for (const group of modelGroups) {
    const inGroup = models.filter(({ state }) => state.kind === group);
    if (inGroup.length > 0) rows.push(separator(modelGroupLabel(group)));
    rows.push(...inGroup.map((entry) => modelRow(entry, models, pricing, words)));
  }
  const result = await pick<AvailableVideoModel>({
    title: t('Model'),
    withBack,
    rows,
    active: ({ model }) => model.id === modelId,
    matchOnDetail: true,
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? 'back' : result.value;
}

function modelRow(
  entry: AvailableVideoModel,
  models: readonly AvailableVideoModel[],
  { provider, own }: Pricing,
  words: Words,
): Row<AvailableVideoModel> {
  const { model, state } = entry;
  const { format } = words;
  const lengths = (['textToVideo', 'multiShotAutomated', 'multiShotManual'] as VideoTaskKind[])
    .filter((kind) => model.tasks.includes(kind))
    .flatMap((kind) => durationChoices(model, kind));
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const perSecond = model.price?.usdPerSecond.map(({ resolution, usd }) =>
    resolution === undefined
      ? t('{0} a second', format.price(own[model.id] ?? usd))
      : t(
          '{0} a second at {1}',
          format.price(own[`${model.id}@${resolution}`] ?? own[model.id] ?? usd),
          resolution,
        ),
  );
  const facts = [
    provider === 'offline' ? format.price(0) : (perSecond?.[0] ?? t('price not known')),
    shortest === longest
      ? t('{0} s', format.number(longest))
      : t('{0} to {1} s', format.number(shortest), format.number(longest)),
  ].join(' · ');
  const base = { label: model.name, description: facts, value: entry };
  switch (state.kind) {
    case 'ready':
      return base;
    case 'endingSoon':
      return { ...base, description: `${facts} · ${t('ends {0}', format.date(state.endsOn))}` };
    case 'needsAccess':
      return { ...base, detail: t('Enter tries it; AWS decides whether your account has access.') };
    case 'elsewhere':
      return {
        ...base,
        detail: t('Only in {0}. Easel never changes the region by itself.', state.regions.join(', ')),
      };
    case 'ended': {
      const successor = models.find((each) => each.model.id === state.successorId)?.model;
      return {
        ...base,
        description: state.endsOn === undefined ? t('ended') : t('ended {0}', format.date(state.endsOn)),
        ...(successor ? { detail: t('Enter uses {0} in its place', successor.name) } : {}),
      };
    }
  }
}

function priceText(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  { provider, own }: Pricing,
  { format }: Words,
): string {
  const price = priceOfDraft(draft, model, provider, own);
  return price === undefined ? t('price not known') : format.price(price);
}

/** For a type that only a model with ratios has. */
export function isResolution(text: unknown): text is VideoResolution {
  return text === '540p' || text === '720p';
}
