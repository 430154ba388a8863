import type { ImageError } from '../errors';

/** What one request has shown about a model in a region; it outlasts what a list of models says. */
export type ModelProof = 'usable' | 'noAccess' | 'ended' | 'locked';

/** @returns what the failure shows about the model; undefined where it says nothing about it */
export function proofIn({ kind }: Pick<ImageError, 'kind'>): ModelProof | undefined {
  switch (kind) {
    case 'modelEnded':
      return 'ended';
    case 'modelLocked':
      return 'locked';
    case 'noModelAccess':
      return 'noAccess';
    default:
      return undefined;
  }
}
