import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { RememberedChoices } from '../core/generate/draft';
import type { ModelFamily } from '../core/models/descriptor';

const choicesSchema = z.object({
  modelId: z.string(),
  count: z.int().check(z.minimum(1), z.maximum(10)),
  size: z.optional(
    z.union([
      z.object({ kind: z.literal('pixels'), width: z.number(), height: z.number() }),
      z.object({ kind: z.literal('aspectRatio'), ratio: z.string() }),
    ]),
  ),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

const familiesSchema = z.record(z.string(), z.enum(['amazonImage', 'stabilityText']));

const videoSchema = z.object({
  modelId: z.string(),
  durationSeconds: z.number(),
  ratio: z.optional(z.string()),
  resolution: z.optional(z.enum(['540p', '720p'])),
});

/** What was chosen for the last video; no prompt. */
export type RememberedVideo = z.infer<typeof videoSchema>;

/** Last choices, in VS Code's own memory, for all windows. What an older version wrote is checked like anything else. */
export class ChoiceMemory {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  read(): RememberedChoices | undefined {
    const parsed = z.safeParse(choicesSchema, this.#memento.get('choices'));
    if (!parsed.success) return undefined;
    const { size, ...rest } = parsed.data;
    return { ...rest, ...(size ? { size } : {}) };
  }

  write(choices: RememberedChoices): void {
    void this.#memento.update('choices', choices);
  }

  readVideo(): RememberedVideo | undefined {
    const parsed = z.safeParse(videoSchema, this.#memento.get('video'));
    return parsed.success ? parsed.data : undefined;
  }

  writeVideo(choices: RememberedVideo): void {
    void this.#memento.update('video', choices);
  }

  lastSeed(): number | undefined {
    const seed = this.#memento.get('lastSeed');
    return typeof seed === 'number' ? seed : undefined;
  }

  families(): Readonly<Record<string, ModelFamily>> {
    const parsed = z.safeParse(familiesSchema, this.#memento.get('families'));
    return parsed.success ? parsed.data : {};
  }

  nameFamily(arn: string, family: ModelFamily): void {
    void this.#memento.update('families', { ...this.families(), [arn]: family });
  }

  writeLastSeed(seed: number): void {
    void this.#memento.update('lastSeed', seed);
  }
}
