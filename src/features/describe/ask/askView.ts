import * as vscode from 'vscode';
import {
  priceSoFar,
  type Conversation,
  type Message,
  type ModelMessage,
} from '../../../core/vision/ask/conversation';
import { findPurpose, ownPurpose, purposes, type OwnPurpose } from '../../../core/vision/purposes';
import type { MessageInPlace } from '../../../platform/reporter';
import type { Words } from '../../../platform/words';
import type { AskMessageView, AskSnapshot, JudgementView } from '../../../protocol/ask';
import type { NoticeView } from '../../../protocol/view';
import { sentLine } from '../costWords';
import { keyOf, purposeLine, purposeTitle } from '../purposeWords';

const { t } = vscode.l10n;

export interface ViewFacts {
  readonly own: readonly OwnPurpose[];
  readonly words: Words;
  readonly failure: MessageInPlace | undefined;
  readonly progress: string | undefined;
}

export function messageView(message: Message, facts: ViewFacts): AskMessageView {
  const { id, role, text } = message;
  if (role === 'user') {
    const purpose = message.purpose === undefined ? undefined : findPurpose(message.purpose, facts.own);
    return {
      id,
      role,
      name: t('You'),
      text: purpose ? purposeLine(purpose, text) : text === '' ? (message.purpose ?? '') : text,
      isWriting: false,
      canEdit: purpose === undefined,
    };
  }
  const note = noteOf(message, facts.failure);
  const isWriting = message.state.kind === 'writing';
  return {
    id,
    role,
    name: message.modelName,
    text,
    isWriting,
    ...(isWriting && facts.progress !== undefined ? { progress: facts.progress } : {}),
    ...(note === undefined ? {} : { note }),
    ...(facts.failure ? { notice: noticeOf(id, facts.failure) } : {}),
    ...(message.sent && message.sent.length > 0
      ? { sent: sentLine(message.sent, message.usage, message.usd, facts.words, isWhole(message)) }
      : {}),
    canEdit: false,
  };
}

/** What was cut off is booked in full, because the service did not say what it counts. */
function isWhole({ state }: ModelMessage): boolean {
  return state.kind === 'writing' || state.kind === 'done';
}

function noteOf(
  { state, text, droppedMessages = 0 }: ModelMessage,
  failure: MessageInPlace | undefined,
): string | undefined {
  const dropped = droppedMessages > 0 ? [t('Older messages no longer fit and are not sent.')] : [];
  return [...dropped, ...endOf(state, text, failure)].join(' ') || undefined;
}

function endOf(
  state: ModelMessage['state'],
  text: string,
  failure: MessageInPlace | undefined,
): readonly string[] {
  switch (state.kind) {
    case 'writing':
      return [];
    case 'stopped':
      return [text === '' ? t('Stopped.') : t('Stopped. What arrived is kept.')];
    case 'failed':
      // The sentence itself stands beside its buttons; after a reload nobody has it any more.
      return failure ? [] : [t('This answer is not complete.')];
    case 'done':
      if (text.trim() === '') return [t('The model gave no usable answer.')];
      return state.stop === 'length'
        ? [t('The answer was cut at its longest length.')]
        : state.stop === 'contextFull'
          ? [t('The answer was cut: the conversation is as long as the model can read.')]
          : state.stop === 'malformed'
            ? [t('The model broke off before the end.')]
            : [];
  }
}

export interface SnapshotFacts {
  readonly revision: number;
  readonly conversation: Conversation;
  readonly own: readonly OwnPurpose[];
  readonly messages: readonly AskMessageView[];
  readonly modelName: string | undefined;
  readonly nextUsd: number | undefined;
  readonly goneUsd: number;
  readonly isBusy: boolean;
  readonly notices: ReadonlyMap<string, MessageInPlace>;
  readonly judgement: JudgementView | undefined;
  readonly words: Words;
}

/** Buttons, in the order of their use; the rest is in a menu. */
const first = ['caption', 'altText', 'detailed', 'transcribe'];

export function snapshotOf(facts: SnapshotFacts): AskSnapshot {
  const { conversation, own, words, judgement } = facts;
  const ordered = [
    ...purposes
      .filter(({ id }) => first.includes(id))
      .toSorted((a, b) => first.indexOf(a.id) - first.indexOf(b.id)),
    ...own.map(ownPurpose),
    ...purposes.filter(({ id }) => !first.includes(id)),
  ];
  return {
    revision: facts.revision,
    conversation: conversation.id,
    images: conversation.images.map(({ sha256, name }) => ({ id: sha256, name })),
    purposes: ordered.map((purpose) => ({ id: keyOf(purpose), label: purposeTitle(purpose) })),
    messages: facts.messages,
    model: facts.modelName ?? t('Model'),
    isBusy: facts.isBusy,
    price: priceLine(facts, words),
    notices: [...facts.notices].map(([id, message]) => noticeOf(id, message)),
    ...(judgement ? { judgement } : {}),
  };
}

/** `under $0.01 a message · so far $0.01`. */
function priceLine({ conversation, nextUsd, goneUsd }: SnapshotFacts, { format }: Words): string {
  const { usd, isPartial } = priceSoFar(conversation);
  const next = nextUsd === undefined ? t('price not known') : format.price(nextUsd);
  if (nextUsd === 0) return next;
  const total = usd + goneUsd;
  const line = nextUsd === undefined ? next : t('{0} a message', next);
  if (total === 0) return isPartial && nextUsd !== undefined ? t('{0} · so far not known', line) : line;
  const soFar = total > 0 && total < 0.01 ? format.price(total) : format.amount(total);
  return isPartial ? t('{0} · so far {1} or more', line, soFar) : t('{0} · so far {1}', line, soFar);
}

function noticeOf(id: string, { severity, text, buttons }: MessageInPlace): NoticeView {
  // The label itself says which button it is.
  return { id, severity, text, actions: buttons.map(({ label }) => ({ id: label, label })) };
}
