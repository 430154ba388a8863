import * as vscode from 'vscode';
import type { EditDraft } from '../../../core/edit/draft';
import type { PreparedEdit } from '../../../core/edit/prepared';
import type { ImageError } from '../../../core/errors';
import type { GenerateProgress, GenerateRequest, WaitingImage } from '../../../core/generate/run';
import type { Mask } from '../../../core/mask/mask';
import { separateAreas } from '../../../core/mask/parts';
import { promptUse, takesNegativePrompt } from '../../../core/models/abilities';
import type { AvailableModel } from '../../../core/models/availability';
import type { ModelDescriptor } from '../../../core/models/descriptor';
import type { ServiceState } from '../../../core/models/service';
import { ok, type Result } from '../../../core/result';
import { JOIN_PX } from '../../../core/studio/maskFacts';
import { draftShape, type StudioPlan } from '../../../core/studio/plan';
import type { StudioSession } from '../../../core/studio/session';
import type { EditDependencies } from '../ports';
import type { Card } from './cards';

export type WaitingCard = Card & { readonly kind: 'waiting' };

/** What is sent, decided and priced. */
export interface Sending {
  readonly session: StudioSession;
  readonly plan: StudioPlan & { readonly entry: AvailableModel };
  readonly state: ServiceState;
  readonly mask: Mask | undefined;
  readonly cards: readonly WaitingCard[];
  readonly seed: number | undefined;
}

/** Told as it happens. */
export interface SendingEvents {
  arrived(card: WaitingCard, waiting: WaitingImage): void;
  failed(card: WaitingCard, error: ImageError): void;
  /** The result that arrived holds some of the areas only. */
  stopped(areas: { readonly done: number; readonly of: number }, error: ImageError): void;
  progress(progress: GenerateProgress): void;
  spent(usd: number): void;
}

type SenderPorts = Pick<EditDependencies, 'engine' | 'preparer' | 'blobs' | 'inbox' | 'settings'>;

/** Sends the requests of one press of the button: one for each card, so that each can be stopped and can fail alone. */
export class Sender {
  readonly #ports: SenderPorts;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
  }

  /** @returns the failure of what comes before sending; then nothing was sent and no card was told */
  async send(sending: Sending, events: SendingEvents): Promise<Result<void>> {
    const { plan, cards, mask } = sending;
    if (plan.callsPerImage > 1 && mask) {
      const masks = separateAreas(mask, JOIN_PX);
      const signal = AbortSignal.any(cards.map(({ stop }) => stop.signal));
      const whole = await this.#prepare(sending, mask, signal);
      if (!whole.ok) return whole;
      await Promise.all(
        cards.map((card, index) => this.#sendAreas(sending, masks, whole.value, card, index, events)),
      );
      return ok();
    }
    const prepared = await this.#prepare(
      sending,
      mask,
      AbortSignal.any(cards.map(({ stop }) => stop.signal)),
    );
    if (!prepared.ok) return prepared;
    const arrived = new Set<WaitingCard>();
    const requests = cards.map((card, index) =>
      this.#request(sending, prepared.value, card, index, (waiting) => {
        arrived.add(card);
        events.arrived(card, waiting);
      }),
    );
    const results = await this.#run(requests, events);
    for (const [index, card] of cards.entries()) {
      const result = results[index];
      if (arrived.has(card) || !result) continue;
      const [error] = result.ok ? result.value.errors : [result.error];
      events.failed(card, error ?? { kind: 'badAnswer' });
    }
    return ok();
  }

  /** One area after the other, each in the result of the one before. */
  async #sendAreas(
    sending: Sending,
    masks: readonly Mask[],
    whole: PreparedEdit | undefined,
    card: WaitingCard,
    index: number,
    events: SendingEvents,
  ): Promise<void> {
    const { inbox, blobs } = this.#ports;
    let source = sending.session.image;
    let before: WaitingImage | undefined;
    for (const [done, mask] of masks.entries()) {
      const step = { ...sending, session: { ...sending.session, ...(source ? { image: source } : {}) } };
      const prepared = await this.#prepare(step, mask, card.stop.signal);
      let waiting: WaitingImage | undefined;
      const [result] = prepared.ok
        ? await this.#run(
            [
              this.#request(
                step,
                partOf(prepared.value, whole),
                card,
                index,
                (arrived) => (waiting = arrived),
              ),
            ],
            events,
          )
        : [prepared];
      if (!waiting) {
        const [told] = !result || result.ok ? (result?.value.errors ?? []) : [result.error];
        const error = told ?? { kind: 'badAnswer' };
        if (!before) {
          events.failed(card, error);
          return;
        }
        // What was paid for stays.
        events.arrived(card, before);
        events.stopped({ done, of: masks.length }, error);
        return;
      }
      const kept = await blobs.put(waiting.bytes);
      if (before && kept.ok) await inbox.remove(before.inboxId);
      before = waiting;
      if (!kept.ok) break;
      source = source && { ...source, sha256: kept.value };
    }
    if (before) events.arrived(card, before);
  }

  async #prepare(
    { session, plan }: Sending,
    mask: Mask | undefined,
    signal: AbortSignal,
  ): Promise<Result<PreparedEdit | undefined>> {
    const { entry, task } = plan;
    if (task === 'textToImage') return ok(undefined);
    const draft: EditDraft = { ...draftShape(session, task, entry), ...(mask ? { mask } : {}) };
    return this.#ports.preparer.prepare(draft, signal);
  }

  #request(
    { session, plan, state, seed }: Sending,
    edit: PreparedEdit | undefined,
    card: WaitingCard,
    index: number,
    onWaiting: (waiting: WaitingImage) => void,
  ): GenerateRequest {
    const { entry, size, options, pricePerImageUsd } = plan;
    const { model, invokeAs } = entry;
    // What the task does not take stays in the panel, and out of the recipe.
    const prompt = promptUse(model, plan.task) === 'none' ? '' : session.prompt;
    const takesNegative = session.negativePrompt !== '' && takesNegativePrompt(model, plan.task);
    return {
      prompt,
      ...(takesNegative ? { negativePrompt: session.negativePrompt } : {}),
      model,
      invokeAs,
      region: state.region,
      provider: state.provider,
      ...(size ? { size } : {}),
      count: 1,
      ...(seed === undefined ? {} : { seed: seedAfter(seed, index, model) }),
      options,
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '',
      pricePerImageUsd,
      ...(edit ? { edit } : {}),
      session: session.id,
      onWaiting,
      signal: card.stop.signal,
    };
  }

  async #run(
    requests: readonly GenerateRequest[],
    events: SendingEvents,
  ): ReturnType<EditDependencies['engine']['generateAll']> {
    const { engine, settings } = this.#ports;
    // Each request has a signal of its own.
    const never = new AbortController().signal;
    const results = await engine.generateAll(
      requests,
      settings.window().budget,
      (progress) => {
        events.progress(progress);
      },
      never,
    );
    for (const result of results) if (result.ok) events.spent(result.value.spentUsd);
    return results;
  }
}

/** A step is made from an intermediate picture; its recipe tells of the whole edit, from which it can be made again. */
function partOf(step: PreparedEdit | undefined, whole: PreparedEdit | undefined): PreparedEdit | undefined {
  if (!step || !whole) return step;
  const { finish } = step;
  return {
    ...step,
    ...(finish?.kind === 'composite' ? { finish: { ...finish, isPart: true } } : {}),
    inputs: whole.inputs,
    settings: { ...whole.settings, separateAreas: true },
  };
}

/** Beyond the last seed it goes on from the first that is not "random". */
function seedAfter(seed: number, index: number, { seed: { min, max } }: ModelDescriptor): number {
  const next = seed + index;
  return next > max ? Math.max(min, 1) + (next - max - 1) : next;
}
