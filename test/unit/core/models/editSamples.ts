import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDescriptor } from '../../../../src/core/models/descriptor';
import type {
  ImageTask,
  InputImage,
  InputMask,
  TaskInput,
  TaskSettings,
} from '../../../../src/core/tasks/task';
import pictures from '../../../fixtures/models/pictures.json';
import { repositoryFolder } from '../../../host/paths';
import { adapters, valueOf } from './samples';

const requests = join(repositoryFolder, 'test', 'fixtures', 'models', 'requests');

export type PictureName = keyof typeof pictures;

export function image(changes: Partial<InputImage> = {}, name: PictureName = 'image'): InputImage {
  return { base64: pictures[name], type: 'png', width: 1024, height: 768, sha256: 'ab', ...changes };
}

/** A second picture, to tell the two apart in a request. */
export const second = image({}, 'second');

export const blackTwo = { edit: 'black', levels: 'two' } as const;
export const whiteTwo = { edit: 'white', levels: 'two' } as const;
export const whiteAll = { edit: 'white', levels: 'all' } as const;

export function mask(rule: InputMask['rule'], changes: Partial<InputMask> = {}): InputMask {
  return { base64: pictures.mask, width: 1024, height: 768, rule, sha256: 'cd', ...changes };
}

export function painted(rule: InputMask['rule']): { readonly kind: 'mask'; readonly mask: InputMask } {
  return { kind: 'mask', mask: mask(rule) };
}

export const named = { kind: 'words', words: 'the lamp' } as const;

export const noMargins = { left: 0, right: 0, up: 0, down: 0 };

/** One request as a person would start it: a prompt, a seed, nothing chosen. */
export function edit(input: TaskInput, settings: Partial<TaskSettings> = {}): ImageTask {
  return { prompt: 'a lighthouse at dusk', seed: 7, count: 1, options: {}, ...settings, ...input };
}

/** The name of a fixture, the model and the task that it is the request of. */
export type EditCase = readonly [string, ModelDescriptor, ImageTask];

/** Compares the whole body of every case with its fixture, and misses no fixture of the folder. */
export function compareBodies(folder: string, cases: readonly EditCase[]): void {
  for (const [name, model, task] of cases) {
    it(`writes ${name}`, () => {
      const expected: unknown = JSON.parse(readFileSync(join(requests, folder, `${name}.json`), 'utf8'));
      const { body, warnings } = valueOf(adapters.adapterFor(model).encode(task, model));
      assert.deepEqual(body, expected);
      assert.deepEqual(warnings, []);
    });
  }

  it(`has a case for each request in ${folder}`, () => {
    const names = readdirSync(join(requests, folder)).map((file) => file.replace(/\.json$/, ''));
    assert.deepEqual(cases.map(([name]) => name).toSorted(), names.toSorted());
  });
}
