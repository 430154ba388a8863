import * as vscode from 'vscode';
import type { ImageError } from '../../core/errors';
import type { AvailableVideoModel, VideoServiceState } from '../../core/models/service';
import { err, ok, type Result } from '../../core/result';
import { durationChoices, type VideoModelDescriptor } from '../../core/video/descriptor';
import type { VideoSize } from '../../core/video/task';
import type { RememberedVideo } from '../../platform/choiceMemory';
import { pick } from '../../platform/quickPick';
import type { VideoDependencies } from './dependencies';
import { firstDraft, withModel, type VideoDraft, type WantedVideo } from '../../core/video/draft';
import { nearestRatio } from '../../core/video/framing';
import { lossesText } from './lossTexts';
import { isResolution } from './subPicks';

const { t } = vscode.l10n;

type Deps = Pick<VideoDependencies, 'settings' | 'choices' | 'words'>;

/** @returns undefined when the user leaves the question what takes a model's place */
export async function firstUsableDraft(
  wanted: WantedVideo,
  state: VideoServiceState,
  deps: Deps,
): Promise<Result<VideoDraft> | undefined> {
  const { settings, choices } = deps;
  const remembered = (await choices()).readVideo();
  const preferred = settings.resource(undefined).preferredModels[wanted.kind];
  const demandedId = wanted.modelId ?? preferred;
  const able = state.models.filter(({ model }) => model.tasks.includes(wanted.kind));
  const entry =
    demandedId === undefined
      ? bestOf(able, remembered?.modelId)
      : (state.models.find(({ model }) => model.id === demandedId) ?? bestOf(able, undefined));
  if (!entry) return err({ kind: 'unknownModel', modelId: demandedId ?? '' });
  const { model } = entry;
  const isRemembered = remembered?.modelId === model.id;
  const draft = firstDraft(wanted, model, {
    ...(isRemembered && durationChoices(model, wanted.kind).includes(remembered.durationSeconds)
      ? { durationSeconds: remembered.durationSeconds }
      : {}),
    ...sizeFor(wanted, model, isRemembered ? remembered : undefined),
  });
  return usable(draft, entry, state, deps);
}

/** The draft itself, or what the user takes in place of a model that has ended. */
async function usable(
  draft: VideoDraft,
  { model, state: availability }: AvailableVideoModel,
  state: VideoServiceState,
  deps: Deps,
): Promise<Result<VideoDraft> | undefined> {
  switch (availability.kind) {
    case 'ready':
    case 'endingSoon':
    case 'needsAccess':
      return ok(draft);
    case 'elsewhere':
      return err({
        kind: 'modelNotInRegion',
        modelId: model.id,
        region: state.region,
        regions: availability.regions,
      });
    case 'ended':
      return offerSuccessor(draft, model, availability, state, deps);
  }
}

async function offerSuccessor(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  { endsOn, successorId }: { readonly endsOn?: string; readonly successorId?: string },
  state: VideoServiceState,
  deps: Deps,
): Promise<Result<VideoDraft> | undefined> {
  const successor = state.models.find((entry) => entry.model.id === successorId);
  const ended: ImageError = {
    kind: 'modelEnded',
    modelId: model.id,
    ...(endsOn === undefined ? {} : { endedOn: endsOn }),
  };
  if (!successor || successor.state.kind === 'ended') return err(ended);
  const { words, settings } = deps;
  const switched = withModel(draft, model, successor.model, settings.window().prices);
  const picked = await pick<'use'>({
    title:
      endsOn === undefined
        ? t('{0} has ended', model.name)
        : t('{0} ended on {1}', model.name, words.format.date(endsOn)),
    rows: [
      {
        label: t('Use {0}', successor.model.name),
        detail: lossesText(switched.losses, words),
        value: 'use',
      },
    ],
  });
  if (picked.kind !== 'picked') return undefined;
  return usable(switched.draft, successor, state, deps);
}

/** What was used last where it can still be called; else ready before ending soon, in the order of the table. */
function bestOf(
  able: readonly AvailableVideoModel[],
  rememberedId: string | undefined,
): AvailableVideoModel | undefined {
  const usable = (entry: AvailableVideoModel): boolean =>
    entry.state.kind !== 'ended' && entry.state.kind !== 'elsewhere';
  return (
    able.find((entry) => entry.model.id === rememberedId && usable(entry)) ??
    able.find(({ state, model }) => state.kind === 'ready' && model.lifecycle.status !== 'legacy') ??
    able.find(({ state }) => state.kind === 'ready') ??
    able.find(usable) ??
    able.find(({ state }) => state.kind === 'elsewhere') ??
    able[0]
  );
}

/** The picture's own shape, where the model can follow it; else what was used last. */
function sizeFor(
  wanted: WantedVideo,
  { sizes }: VideoModelDescriptor,
  last: RememberedVideo | undefined,
): { readonly size?: VideoSize } {
  if (sizes.kind === 'fixed') return {};
  const resolution = isResolution(last?.resolution) ? last.resolution : sizes.default.resolution;
  const own = wanted.start && nearestRatio(wanted.start, sizes.ratios);
  const ratio = own ?? last?.ratio ?? sizes.default.ratio;
  return sizes.ratios.includes(ratio) ? { size: { kind: 'ratio', ratio, resolution } } : {};
}
