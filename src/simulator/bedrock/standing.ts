import { Refusal, validation } from '../errors';
import { refusalOf } from '../faults';
import { findModel, standing, type LifecycleMode, type SimModel } from './models';

/** @throws Refusal where the model would not answer on that day and in that region */
export function requireModel(
  id: string,
  context: { readonly mode: LifecycleMode; readonly region: string | undefined; readonly now: number },
): SimModel {
  const found = findModel(id);
  switch (standing(found, context.mode, context.region, context.now)) {
    case 'unknown':
    case 'notHere':
      throw unknownModel();
    case 'profileOnly':
      throw validation(
        `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
      );
    case 'ended': {
      const ended = refusalOf('ended', id, '');
      throw ended ? new Refusal(ended) : unknownModel();
    }
    case 'answers':
  }
  if (!found) throw unknownModel();
  return found.model;
}

export function unknownModel(): Refusal {
  return validation('The provided model identifier is invalid.');
}
