import { MAX_IMAGES } from '../models/limits';
import { sum } from '../booking';
import type { SentSummary } from '../images';
import type { StopReason, TokenUsage } from '../ports';

/** A picture of a conversation; its bytes stay where they are. */
export interface ConversationImage {
  /** Of its bytes when it was added, lower-case hex. */
  readonly sha256: string;
  readonly name: string;
  /** Where its file is. */
  readonly uri: string;
  readonly width: number;
  readonly height: number;
}

export interface UserMessage {
  readonly role: 'user';
  readonly id: string;
  /** As the user wrote it; a purpose's own words are not repeated. */
  readonly text: string;
  /** Of a ready or own purpose, instead of free words. */
  readonly purpose?: string;
  /** The images that came with it, by hash. */
  readonly images: readonly string[];
  readonly at: number;
}

export type AnswerState =
  | { readonly kind: 'writing' }
  | { readonly kind: 'done'; readonly stop: StopReason }
  /** The user stopped it; what arrived is kept. */
  | { readonly kind: 'stopped' }
  /** `error` is one of `core/errors`; what arrived is kept. */
  | { readonly kind: 'failed'; readonly errorKind: string };

export interface ModelMessage {
  readonly role: 'assistant';
  readonly id: string;
  readonly text: string;
  readonly state: AnswerState;
  readonly modelId: string;
  readonly modelName: string;
  readonly usage?: TokenUsage;
  /** 0 offline; absent where no price is known. */
  readonly usd?: number;
  /** What was sent of each picture. */
  readonly sent?: readonly SentSummary[];
  /** Messages before it that no longer fitted and were not sent. */
  readonly droppedMessages?: number;
  readonly at: number;
}

export type Message = UserMessage | ModelMessage;

/** Questions about pictures and their answers. A plain value; each change makes a new one. */
export interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly images: readonly ConversationImage[];
  /** In turns; the user's is the first. */
  readonly messages: readonly Message[];
}

export function newConversation(id: string, at: number): Conversation {
  return { id, createdAt: at, changedAt: at, images: [], messages: [] };
}

/** @returns the images that found room, at most 20 in all, each once; `refused` is how many did not */
export function addImages(
  conversation: Conversation,
  added: readonly ConversationImage[],
  at: number,
): { readonly conversation: Conversation; readonly refused: number } {
  const known = new Set(conversation.images.map(({ sha256 }) => sha256));
  const fresh = [...new Map(added.map((image) => [image.sha256, image])).values()].filter(
    ({ sha256 }) => !known.has(sha256),
  );
  const room = Math.max(0, MAX_IMAGES - conversation.images.length);
  const images = [...conversation.images, ...fresh.slice(0, room)];
  return {
    conversation: { ...conversation, images, changedAt: at },
    refused: Math.max(0, fresh.length - room),
  };
}

/** A picture that was part of a message stays in its history, and is not sent any more. */
export function removeImage(conversation: Conversation, sha256: string, at: number): Conversation {
  const images = conversation.images.filter((image) => image.sha256 !== sha256);
  return { ...conversation, images, changedAt: at };
}

/** The user's turn. Images that no message has brought yet come with it. */
export function addQuestion(
  conversation: Conversation,
  question: { readonly id: string; readonly text: string; readonly purpose?: string },
  at: number,
): Conversation {
  const brought = new Set(
    conversation.messages.flatMap((message) => (message.role === 'user' ? message.images : [])),
  );
  const images = conversation.images.map(({ sha256 }) => sha256).filter((sha256) => !brought.has(sha256));
  const message: UserMessage = { role: 'user', ...question, images, at };
  return { ...conversation, messages: [...conversation.messages, message], changedAt: at };
}

/** The model's turn begins; its text comes by and by. */
export function beginAnswer(
  conversation: Conversation,
  answer: Pick<ModelMessage, 'id' | 'modelId' | 'modelName'>,
  at: number,
): Conversation {
  const message: ModelMessage = { role: 'assistant', ...answer, text: '', state: { kind: 'writing' }, at };
  return { ...conversation, messages: [...conversation.messages, message], changedAt: at };
}

/** Changes an answer; one that is gone (the user edited the question meanwhile) changes nothing. */
export function changeAnswer(
  conversation: Conversation,
  id: string,
  change: Partial<Omit<ModelMessage, 'id' | 'role'>>,
  at: number,
): Conversation {
  const messages = conversation.messages.map((message) =>
    message.role === 'assistant' && message.id === id ? { ...message, ...change } : message,
  );
  return { ...conversation, messages, changedAt: at };
}

/**
 * Edit and resend: the conversation up to the message before, so that the edited words can be added anew. What followed
 * is gone; what it cost stays spent, which `spentUsd` of the caller's ledger knows.
 */
export function withoutFrom(conversation: Conversation, messageId: string, at: number): Conversation {
  const index = conversation.messages.findIndex(({ id }) => id === messageId);
  if (index < 0) return conversation;
  return { ...conversation, messages: conversation.messages.slice(0, index), changedAt: at };
}

/** Price so far, of the messages that are there. */
export function priceSoFar({ messages }: Conversation): {
  readonly usd: number;
  /** Some answer's price is not known. */
  readonly isPartial: boolean;
} {
  const answers = messages.filter((message) => message.role === 'assistant');
  return {
    usd: sum(answers.map(({ usd = 0 }) => usd)),
    isPartial: answers.some(({ usd, state }) => usd === undefined && state.kind !== 'writing'),
  };
}

/** The first words, for a list. */
export function titleOf({ messages, images }: Conversation): string {
  const first = messages.find((message) => message.role === 'user')?.text.trim() ?? '';
  const title = first === '' ? images.map(({ name }) => name).join(', ') : first;
  return title.length > 80 ? `${title.slice(0, 79).trimEnd()}…` : title;
}
