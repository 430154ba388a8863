import type { DrawingMemory, Remembered } from '../seeing/memory';
import type { ImageOrder } from './imageModels';

/** The same order; what it makes is remembered with the words that it was made from. */
export function remembering(order: ImageOrder, body: unknown, drawings: DrawingMemory): ImageOrder {
  const remembered = wordsOf(body);
  if (!remembered) return order;
  return {
    ...order,
    make: (seed, modelName) => {
      const picture = order.make(seed, modelName);
      drawings.add(picture, remembered);
      return picture;
    },
  };
}

/** @param body of a request that was found to be right, of either family */
function wordsOf(body: unknown): Remembered | undefined {
  if (!isRecord(body)) return undefined;
  const own = body['prompt'];
  if (typeof own === 'string') return { kind: 'image' in body ? 'edited' : 'drawn', prompt: own };
  const parameters = Object.entries(body).find(([key]) => key.endsWith('Params'))?.[1];
  const text = isRecord(parameters) ? parameters['text'] : undefined;
  return typeof text === 'string'
    ? { kind: body['taskType'] === 'TEXT_IMAGE' ? 'drawn' : 'edited', prompt: text }
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
