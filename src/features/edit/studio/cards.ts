import * as vscode from 'vscode';
import type { MessageInPlace } from '../../../platform/reporter';
import type { SessionCandidate } from '../../../core/studio/session';
import { scoreWord } from '../../../platform/scoreWord';
import type { CandidateView } from '../../../protocol/studio';

/** A place in the strip that holds no result yet, or never will. */
export type Card =
  | {
      readonly kind: 'waiting';
      readonly id: string;
      readonly number: number;
      readonly since: number;
      readonly text?: string;
      readonly stop: AbortController;
    }
  | {
      readonly kind: 'failed';
      readonly id: string;
      readonly number: number;
      readonly icon: 'circle-slash' | 'error' | 'warning';
      readonly message: MessageInPlace;
    };

/** The cards of one panel that are not results; results live in the session. */
export class Cards {
  #cards: readonly Card[] = [];
  /** From the key until the cards stand. */
  isPreparing = false;

  get isWaiting(): boolean {
    return this.#cards.some(({ kind }) => kind === 'waiting');
  }

  find(id: string): Card | undefined {
    return this.#cards.find((card) => card.id === id);
  }

  add(cards: readonly Card[]): void {
    this.#cards = [...this.#cards, ...cards];
  }

  remove(id: string): void {
    this.#cards = this.#cards.filter((card) => card.id !== id);
  }

  /** A waiting card becomes a failed one; without a message it goes. */
  fail(id: string, icon: 'circle-slash' | 'error' | 'warning', message: MessageInPlace | undefined): void {
    this.#cards = this.#cards.flatMap((card) => {
      if (card.id !== id || card.kind !== 'waiting') return [card];
      return message ? [{ kind: 'failed', id, number: card.number, icon, message }] : [];
    });
  }

  /** The same line on every waiting card: retries concern the model, not one image. */
  tell(text: string | undefined): void {
    this.#cards = this.#cards.map((card) => {
      if (card.kind !== 'waiting') return card;
      const { text: _text, ...rest } = card;
      return text === undefined ? rest : { ...rest, text };
    });
  }

  stopAll(): void {
    for (const card of this.#cards) if (card.kind === 'waiting') card.stop.abort();
  }

  removeFailed(): void {
    this.#cards = this.#cards.filter(({ kind }) => kind === 'waiting');
  }

  /** Cards and results together, by number. */
  views(candidates: readonly SessionCandidate[], urlOf: (file: string) => string): readonly CandidateView[] {
    const cards = this.#cards.map(cardView);
    const ready = candidates.map((candidate) => readyView(candidate, urlOf));
    return [...cards, ...ready].toSorted((a, b) => a.number - b.number);
  }
}

function cardView(card: Card): CandidateView {
  const { id, number } = card;
  if (card.kind === 'waiting') {
    const { since, text } = card;
    const isCancelled = card.stop.signal.aborted;
    return {
      id,
      number,
      state: {
        kind: 'waiting',
        since,
        ...(isCancelled ? { text: vscode.l10n.t('Cancelling…') } : text === undefined ? {} : { text }),
        canCancel: !isCancelled,
      },
    };
  }
  const { icon, message } = card;
  return {
    id,
    number,
    state: {
      kind: 'failed',
      icon,
      text: message.text,
      // The label itself says which button it is.
      actions: message.buttons.map(({ label }) => ({ id: label, label })),
    },
  };
}

function readyView(candidate: SessionCandidate, urlOf: (file: string) => string): CandidateView {
  const {
    id,
    number,
    width,
    height,
    prompt,
    sent,
    isAreaChosenByModel,
    savedAs,
    preview,
    margins,
    judgement,
  } = candidate;
  return {
    id,
    number,
    state: {
      kind: 'ready',
      url: urlOf(preview),
      width,
      height,
      alt: prompt === '' ? vscode.l10n.t('Candidate {0}', number) : prompt,
      sent,
      isAreaChosenByModel,
      isAccepted: savedAs !== undefined,
      ...(margins ? { margins } : {}),
      ...(judgement ? { score: scoreWord(judgement.overall) } : {}),
    },
  };
}
