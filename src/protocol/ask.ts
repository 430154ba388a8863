import * as z from 'zod/mini';
import type { Checkers } from './rpc';
import type { ActionView, NoticeView } from './view';

/** One turn of a conversation, as the page shows it. All texts are plain: what a model wrote is shown, never run. */
export interface AskMessageView {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  /** `You`, or the model's name. */
  readonly name: string;
  readonly text: string;
  readonly isWriting: boolean;
  /** While nothing has come: `Amazon Bedrock is busy. Next try in 6 s (2 of 5).` */
  readonly progress?: string;
  /** `Stopped. What arrived is kept.` */
  readonly note?: string;
  /** What went wrong, with its buttons. */
  readonly notice?: NoticeView;
  /** `Sent 1568 x 1176, no EXIF · 1,840 + 42 tokens · under $0.01`. */
  readonly sent?: string;
  /** Words of the user that can be written anew. */
  readonly canEdit: boolean;
}

/** A stretch of the old and the new prompt. */
export interface PromptPart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** What a judge said of several images; words beside every number. */
export interface JudgementView {
  readonly title: string;
  readonly summary: string;
  /** In the order of the images. */
  readonly images: readonly {
    readonly name: string;
    readonly isBest: boolean;
    /** `9 excellent`. */
    readonly overall: string;
    /** Name and value, `none` where there is nothing to judge. */
    readonly scores: readonly { readonly name: string; readonly value: string }[];
    readonly explanation: string;
    readonly suggestions: readonly string[];
  }[];
  /** Absent where the judge had nothing to better. */
  readonly prompt?: { readonly parts: readonly PromptPart[]; readonly actions: readonly ActionView[] };
  /** What was sent, and what it cost. */
  readonly sent: string;
}

export interface AskSnapshot {
  readonly revision: number;
  /** For the page to keep; the next window finds the conversation by it. */
  readonly conversation: string;
  readonly images: readonly { readonly id: string; readonly name: string }[];
  /** The first four are buttons, the rest a menu. */
  readonly purposes: readonly ActionView[];
  readonly messages: readonly AskMessageView[];
  readonly model: string;
  readonly isBusy: boolean;
  /** `under $0.01 a message · so far $0.01`. */
  readonly price: string;
  readonly notices: readonly NoticeView[];
  readonly judgement?: JudgementView;
}

export const answerActions = ['insert', 'copy', 'save', 'again'] as const;
export type AnswerAction = (typeof answerActions)[number];

export const askMenuActions = ['model', 'new', 'history', 'markdown'] as const;
export type AskMenuAction = (typeof askMenuActions)[number];

/** What the tab asks of the host. Every id in it was issued by the host. */
export interface AskMethods {
  'ask.ready': {
    /** @see AskSnapshot.conversation */
    params: { readonly conversation?: string | undefined };
    result: { readonly snapshot: AskSnapshot; readonly focus: 'answer' | 'question' };
  };
  'ask.addImages': { params: Record<string, never>; result: undefined };
  'ask.removeImage': { params: { readonly image: string }; result: undefined };
  'ask.purpose': { params: { readonly purpose: string }; result: undefined };
  'ask.send': {
    /** @property replaces the message that is written anew; it and what followed go */
    params: { readonly text: string; readonly replaces?: string | undefined };
    result: undefined;
  };
  'ask.stop': { params: Record<string, never>; result: undefined };
  'ask.answer': { params: { readonly message: string; readonly action: AnswerAction }; result: undefined };
  'ask.menu': { params: { readonly action: AskMenuAction }; result: undefined };
  'ask.act': { params: { readonly notice: string; readonly action: string }; result: undefined };
}

/** What the host tells the tab. */
export interface AskEvents {
  'ask.snapshot': AskSnapshot;
  /** One message anew, whole, while it is being written. */
  'ask.message': AskMessageView;
  /** The tab comes to the front. */
  'ask.show': { readonly focus: 'answer' | 'question' };
  /** A keybinding of the workbench. */
  'ask.submit': Record<string, never>;
}

const nothing = z.object({}) as z.ZodMiniType<Record<string, never>>;
const id = z.string().check(z.maxLength(200));

/** One checker for each method. */
export const askCheckers: Checkers<{ [K in keyof AskMethods]: AskMethods[K] }> = {
  'ask.ready': z.object({ conversation: z.optional(z.string().check(z.regex(/^[0-9a-f-]{36}$/))) }),
  'ask.addImages': nothing,
  'ask.removeImage': z.object({ image: id }),
  'ask.purpose': z.object({ purpose: id }),
  'ask.send': z.object({ text: z.string().check(z.maxLength(200_000)), replaces: z.optional(id) }),
  'ask.stop': nothing,
  'ask.answer': z.object({ message: id, action: z.enum(answerActions) }),
  'ask.menu': z.object({ action: z.enum(askMenuActions) }),
  'ask.act': z.object({ notice: id, action: id }),
};
