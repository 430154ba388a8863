import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EditDraft, EditSource } from '../../../src/core/edit/draft';
import type { PreparedEdit } from '../../../src/core/edit/prepared';
import type { ImageError } from '../../../src/core/errors';
import type { Destination, InboxEntry, SavedFile } from '../../../src/core/files/store';
import type { GenerateOutcome, GenerateRequest } from '../../../src/core/generate/run';
import type { ModelDescriptor } from '../../../src/core/models/descriptor';
import type { Recipe } from '../../../src/core/recipes/recipe';
import type { Result } from '../../../src/core/result';
import { valueOf } from '../core/models/samples';
import type { World } from './world';

export const inpaint = 'stability.stable-image-inpaint-v1:0';

/** What is booked for each image of these tests, in USD. */
export const price = 0.04;

/** Does what the Studio does with a request: results wait in the inbox until they are accepted. */
export class EditSession {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  model(id = inpaint): ModelDescriptor {
    const model = this.#world.registry.find(id);
    assert.ok(model, id);
    return model;
  }

  async source(bytes: Uint8Array, name = 'lamp.png'): Promise<EditSource> {
    return { sha256: valueOf(await this.#world.blobs.put(bytes)), name, path: `docs/${name}` };
  }

  prepare(draft: EditDraft): Promise<Result<PreparedEdit>> {
    return this.#world.preparer.prepare(draft, new AbortController().signal);
  }

  /** @param changes of a request as the button would send it */
  request(
    draft: EditDraft,
    edit: PreparedEdit,
    changes: Partial<GenerateRequest> = {},
    prompt = 'a tall fern',
  ): GenerateRequest {
    const { destination: _none, size: _size, ...request } = this.#world.request({ modelId: draft.model.id });
    return { ...request, prompt, edit, session: 'one', pricePerImageUsd: price, ...changes };
  }

  /** Prepares and sends. */
  async send(
    draft: EditDraft,
    changes: Partial<GenerateRequest> = {},
    prompt?: string,
  ): Promise<Result<GenerateOutcome>> {
    const edit = valueOf(await this.prepare(draft));
    return this.#world.generate(this.request(draft, edit, changes, prompt), null);
  }

  /** Several cards of one press of the button, each of which can fail alone. */
  sendAll(requests: readonly GenerateRequest[]): Promise<readonly Result<GenerateOutcome>[]> {
    return this.#world.generator.generateAll(
      requests,
      { perDayUsd: null, perCallRefuseUsd: 8 },
      () => undefined,
      new AbortController().signal,
    );
  }

  /** What waits for the user's word. */
  waiting(): Promise<readonly InboxEntry[]> {
    return this.#world.inbox.entries();
  }

  async onlyWaiting(): Promise<InboxEntry> {
    const [entry, ...others] = await this.waiting();
    assert.ok(entry);
    assert.deepEqual(others, []);
    return entry;
  }

  destination(slug = 'lamp-fern'): Destination {
    return {
      folder: pathToFileURL(this.#world.project).href,
      template: 'updated-images/${slug}',
      values: { slug, task: 'inpaint', model: '', seed: '', date: '', n: '' },
    };
  }

  accept(
    entry: InboxEntry,
    slug?: string,
  ): Promise<Result<{ readonly file: SavedFile; readonly recipe: Recipe }>> {
    return this.#world.generator.recover(entry, this.destination(slug));
  }

  /** The only candidate, accepted. */
  async acceptOnly(
    slug?: string,
  ): Promise<{ readonly path: string; readonly bytes: Buffer; readonly recipe: Recipe }> {
    const { file, recipe } = valueOf(await this.accept(await this.onlyWaiting(), slug));
    const bytes = await readFile(join(this.#world.project, file.relativePath));
    return { path: file.relativePath, bytes, recipe };
  }

  /** Files in the folder of results, hidden ones and halves included. */
  async results(): Promise<readonly string[]> {
    return (await this.#world.files()).filter((path) => path.startsWith('updated-images'));
  }
}

/** Failures of a result, whether it is one alone or beside images. */
export function errorsOf(result: Result<GenerateOutcome> | undefined): readonly ImageError[] {
  assert.ok(result);
  return result.ok ? result.value.errors : [result.error];
}
