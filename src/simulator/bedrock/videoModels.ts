import type { FilmPlan } from '../jobs/job';
import { lumaRay } from './lumaRay';
import { novaReel10, novaReel11 } from './novaReel';

/** What a request may refer to. */
export interface VideoInputs {
  /** @returns undefined where there is no such object, or its bucket is another account's */
  readonly readObject: (
    bucket: string,
    key: string,
    owner: string | undefined,
  ) => Promise<Buffer | undefined>;
}

/** How one model's requests are read. */
export interface VideoHandler {
  /** Jobs that an account may have in progress: https://docs.aws.amazon.com/general/latest/gr/bedrock.html */
  readonly mostAtOnce: number;
  /** @throws Refusal as the service would refuse */
  read(body: unknown, inputs: VideoInputs): Promise<FilmPlan>;
}

/** A new model is one line here and one file for its family. */
const handlers: Readonly<Record<string, VideoHandler>> = {
  'amazon.nova-reel-v1:0': novaReel10,
  'amazon.nova-reel-v1:1': novaReel11,
  'luma.ray-v2:0': lumaRay,
};

export function videoHandlerFor(modelId: string): VideoHandler | undefined {
  return Object.hasOwn(handlers, modelId) ? handlers[modelId] : undefined;
}
