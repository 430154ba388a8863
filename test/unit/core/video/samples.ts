import type { InputImage } from '../../../../src/core/tasks/task';
import { createVideoRegistry } from '../../../../src/core/video/known';
import type { VideoModelDescriptor } from '../../../../src/core/video/descriptor';

export const registry = createVideoRegistry();

export function model(id: string): VideoModelDescriptor {
  const found = registry.find(id);
  if (!found) throw new Error(`No such model: ${id}`);
  return found;
}

export const ray2 = model('luma.ray-v2:0');
export const reel10 = model('amazon.nova-reel-v1:0');
export const reel11 = model('amazon.nova-reel-v1:1');

export const reelSize = { kind: 'pixels', width: 1280, height: 720 } as const;
export const raySize = { kind: 'ratio', ratio: '16:9', resolution: '540p' } as const;

export function frame(change: Partial<InputImage> = {}): InputImage {
  return { base64: 'AAAA', type: 'png', width: 1280, height: 720, sha256: 'ab'.repeat(32), ...change };
}
