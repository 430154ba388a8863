import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ImageError } from '../../../core/errors';
import type { InboxEntry } from '../../../core/files/store';
import type { WaitingImage } from '../../../core/generate/run';
import { unpackMask } from '../../../core/mask/runs';
import { successorFor } from '../../../core/models/abilities';
import type { StudioPlan } from '../../../core/studio/plan';
import type { SessionCandidate } from '../../../core/studio/session';
import type { ActionHandlers } from '../../../platform/messages';
import { askToSpend } from '../../../platform/picks/askToSpend';
import type { EditDependencies } from '../ports';
import type { Card } from './cards';
import { pickModelFor } from './picks';
import { previewOf } from './preview';
import { progressLine } from './progressLine';
import { Sender, type WaitingCard } from './sending';
import { randomSeed, type Studio } from './studioSession';

const { t } = vscode.l10n;

/** The requests of one Studio and what comes of them; they go on while its panel is hidden or closed. */
export class Requests {
  readonly #studio: Studio;
  readonly #deps: EditDependencies;
  readonly #sender: Sender;

  constructor(studio: Studio, deps: EditDependencies) {
    this.#studio = studio;
    this.#deps = deps;
    this.#sender = new Sender(deps);
  }

  /**
   * @param change for this request alone, such as one image from the next seed
   */
  async generate(change: { readonly seed?: number; readonly count?: number } = {}): Promise<void> {
    if (this.#studio.isBusy) return;
    if (!vscode.workspace.isTrusted) {
      this.#studio.fail('send', { kind: 'untrustedWorkspace' });
      return;
    }
    this.#studio.setBar('send', undefined);
    this.#studio.cards.isPreparing = true;
    try {
      await this.#generate(change);
    } catch (cause) {
      this.#studio.fail('send', { kind: 'unexpected', cause });
    } finally {
      this.#studio.cards.isPreparing = false;
      this.#studio.refresh();
    }
  }

  async #generate(change: { readonly seed?: number; readonly count?: number }): Promise<void> {
    const { service, askHowToMakeImages, settings, format } = this.#deps;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return;
    await this.#studio.refreshService();
    const plan = this.#studio.plan();
    const state = this.#studio.service;
    if (!state || !plan.entry || plan.problem) return;
    const { entry } = plan;
    const count = change.count ?? plan.count;
    const { perCallAskUsd } = settings.window().budget;
    const priceUsd = (plan.pricePerImageUsd ?? 0) * count * plan.callsPerImage;
    if (perCallAskUsd !== null && priceUsd > perCallAskUsd) {
      if ((await askToSpend(format, priceUsd)) !== 'spend') return;
    }
    const cards = this.#newCards(count);
    const about = format.about(priceUsd);
    this.#studio.announce(
      format.isOne(count)
        ? t('Sent. {0} image, {1}.', count, about)
        : t('Sent. {0} images, {1}.', count, about),
    );
    const mask = this.#studio.mask && unpackMask(this.#studio.mask);
    const seed = change.seed ?? this.#studio.session.seed;
    const sent = await this.#sender.send(
      { session: this.#studio.session, plan: { ...plan, entry }, state, mask, cards, seed },
      {
        arrived: (card, waiting) => void this.#arrive(card, waiting, plan),
        failed: (card, error) => {
          this.#failCard(card, error, plan);
        },
        stopped: (areas, error) => {
          this.#tellAreas(areas, error);
        },
        progress: (progress) => {
          this.#studio.cards.tell(progressLine(progress));
          this.#studio.refresh();
        },
        spent: (usd) => {
          this.#studio.spent(usd);
        },
      },
    );
    if (!sent.ok) {
      for (const { id } of cards) this.#studio.cards.remove(id);
      this.#studio.fail('send', sent.error);
    }
    await this.#pendingArrivals();
    // What was paid for and could not be finished is tried again before anybody presses Retry.
    if (cards.some(({ id }) => this.#studio.cards.find(id))) await this.bringBack('unfinished');
    this.#studio.update({});
    if (settings.window().saveResults === 'auto') await this.#onAutoSave(cards);
  }

  #newCards(count: number): readonly WaitingCard[] {
    const { nextNumber } = this.#studio.session;
    const since = this.#deps.clock.now();
    const cards = Array.from({ length: count }, (_, index) => ({
      kind: 'waiting' as const,
      id: randomUUID(),
      number: nextNumber + index,
      since,
      stop: new AbortController(),
    }));
    this.#studio.cards.removeFailed();
    this.#studio.cards.add(cards);
    this.#studio.update({ nextNumber: nextNumber + count });
    return cards;
  }

  #failCard(card: Card, error: ImageError, { pricePerImageUsd }: StudioPlan): void {
    const message =
      error.kind === 'cancelled'
        ? undefined
        : this.#deps.reporter.inPlace(
            error,
            this.#repairs(error),
            pricePerImageUsd === undefined ? {} : { priceUsd: pricePerImageUsd },
          );
    const isHeldBack = error.kind === 'contentFiltered' || error.kind === 'guardrailIntervened';
    this.#studio.cards.fail(card.id, isHeldBack ? 'circle-slash' : 'error', message);
    if (!message) return;
    this.#studio.announce(
      isHeldBack
        ? t('Candidate {0} was held back by the content filter.', card.number)
        : t('Candidate {0} failed: {1}', card.number, message.text),
      !isHeldBack,
    );
  }

  #tellAreas({ done, of }: { readonly done: number; readonly of: number }, error: ImageError): void {
    const message = this.#deps.reporter.inPlace(error, this.#repairs(error));
    const some = t('{0} of {1} areas are done.', done, of);
    const bar = message ?? { severity: 'info' as const, text: '', buttons: [] };
    const text = `${some} ${bar.text}`.trimEnd();
    this.#studio.setBar('send', { ...bar, text });
    this.#studio.announce(text);
  }

  #repairs(error: ImageError): ActionHandlers {
    const { task, entry } = this.#studio.plan();
    const successor =
      ('successorId' in error ? error.successorId : undefined) ?? (entry && successorFor(entry.model, task));
    const region = error.kind === 'modelNotInRegion' ? error.regions[0] : undefined;
    return {
      retry: () => this.generate(),
      editPrompt: () => {
        this.#studio.focusPrompt();
      },
      changeRequest: () => {
        this.#studio.focusPrompt();
      },
      nextSeed: () => this.generate({ seed: (this.#studio.session.seed ?? randomSeed()) + 1 }),
      chooseModel: () => pickModelFor(this.#studio, this.#deps),
      ...(successor === undefined
        ? {}
        : {
            useSuccessor: () => {
              this.#studio.chooseModel(successor);
            },
          }),
      ...(region === undefined
        ? {}
        : { switchRegion: () => this.#deps.settings.setForUser('aws.region', region) }),
    };
  }

  readonly #arriving = new Set<Promise<void>>();

  #arrive(card: Card, waiting: WaitingImage, plan: StudioPlan): Promise<void> {
    const work = this.#keep(card, waiting, plan)
      .catch((cause: unknown) => {
        this.#studio.fail('send', { kind: 'unexpected', cause });
      })
      .finally(() => this.#arriving.delete(work));
    this.#arriving.add(work);
    return work;
  }

  async #pendingArrivals(): Promise<void> {
    while (this.#arriving.size > 0) await Promise.all(this.#arriving);
  }

  async #keep(card: Card, { inboxId, bytes, recipe }: WaitingImage, plan: StudioPlan): Promise<void> {
    const { sessions, pixels } = this.#deps;
    const { extension, bytes: shown } = await previewOf(bytes, pixels);
    const preview = `candidate-${card.number}.${extension}`;
    const written = await sessions.writeFile(this.#studio.session.id, preview, shown);
    if (!written.ok) this.#studio.fail('send', written.error);
    const candidate: SessionCandidate = {
      id: card.id,
      number: card.number,
      inboxId,
      width: recipe.image.width,
      height: recipe.image.height,
      prompt: recipe.prompt,
      sent: sentLine(recipe.model.name, recipe.seed, plan),
      ...(recipe.seed === undefined ? {} : { seed: recipe.seed }),
      isAreaChosenByModel: plan.isAreaChosenByModel,
      ...(plan.task === 'outpaint' ? { margins: this.#studio.session.margins } : {}),
      preview,
    };
    this.#studio.cards.remove(card.id);
    this.#studio.addCandidate(candidate);
    // Not a moment later: a crash now must not part the result from its panel.
    await this.#studio.saveNow();
    const total = this.#studio.session.candidates.length;
    this.#studio.announce(t('Candidate {0} of {1} is ready.', card.number, total));
  }

  /** Answers that had arrived and are not in the session: the window had ended, or they could not be finished then. */
  async bringBack(which: 'all' | 'unfinished'): Promise<void> {
    const { inbox, engine } = this.#deps;
    const { id, candidates } = this.#studio.session;
    const known = new Set(candidates.map(({ inboxId }) => inboxId));
    const mine = (await inbox.entries()).filter(
      (entry) =>
        entry.session === id && !known.has(entry.id) && (which === 'all' || entry.finish !== undefined),
    );
    for (const entry of mine) {
      const completed = await engine.complete(entry);
      const bytes = completed.ok ? await inbox.read(completed.value.id) : undefined;
      if (!completed.ok) this.#studio.fail('restored', completed.error);
      else if (bytes) await this.#adopt(completed.value, bytes);
    }
  }

  async #adopt(entry: InboxEntry, bytes: Uint8Array): Promise<void> {
    const { nextNumber } = this.#studio.session;
    const { recipe } = entry;
    const card: Card = {
      kind: 'waiting',
      id: randomUUID(),
      number: nextNumber,
      since: entry.receivedAt,
      stop: new AbortController(),
    };
    this.#studio.update({ nextNumber: nextNumber + 1 });
    await this.#keep(card, { inboxId: entry.id, bytes, recipe }, this.#studio.plan());
  }

  cancel(): void {
    this.#studio.cards.stopAll();
    this.#studio.refresh();
  }

  cancelCard(id: string): void {
    const card = this.#studio.cards.find(id);
    if (card?.kind === 'waiting') card.stop.abort();
    this.#studio.refresh();
  }

  /** Set by whoever knows how to accept. */
  #onAutoSave: (cards: readonly Card[]) => Promise<void> = async () => undefined;

  /** @param accept saves a result that has just arrived, where the settings want no review */
  acceptAtOnce(accept: (candidateId: string) => Promise<void>): void {
    this.#onAutoSave = async (cards) => {
      for (const { id } of cards) if (this.#studio.candidate(id)) await accept(id);
    };
  }
}

function sentLine(modelName: string, seed: number | undefined, { fitting }: StudioPlan): string {
  return [
    modelName,
    ...(fitting ? [t('sent {0} x {1}', fitting.width, fitting.height)] : []),
    ...(seed === undefined ? [] : [t('seed {0}', String(seed))]),
  ].join(' · ');
}
