import * as vscode from 'vscode';
import type { VideoServiceState } from '../../core/models/service';
import type { Result } from '../../core/result';
import type { VideoPlace } from '../../core/video/jobs/job';
import type { Settings } from '../../platform/settings';
import type { VideoDependencies, VideoEngine } from './dependencies';

/** The service answers from what it knows, or within this time. */
const LIMIT_MS = 15_000;

/** Where requests go now. @returns undefined when the user leaves the question how to make images */
export async function currentVideoService(
  { service, askHowToMakeImages }: Pick<VideoDependencies, 'service' | 'askHowToMakeImages'>,
  { registry }: Pick<VideoEngine, 'registry'>,
): Promise<Result<VideoServiceState> | undefined> {
  if (!(await service.isConnected()) && !(await askHowToMakeImages())) return undefined;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, () =>
    service.currentVideo(registry.models, AbortSignal.timeout(LIMIT_MS)),
  );
}

export function placeOf(
  { provider, region }: Pick<VideoServiceState, 'provider' | 'region'>,
  settings: Pick<Settings, 'window'>,
): VideoPlace {
  if (provider === 'offline') return { via: { provider }, region };
  const { profile } = settings.window();
  return { via: { provider, ...(profile === undefined ? {} : { profile }) }, region };
}
