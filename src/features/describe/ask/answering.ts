import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Disposable } from '../../../core/disposable';
import { Emitter } from '../../../core/emitter';
import {
  addQuestion,
  beginAnswer,
  changeAnswer,
  priceSoFar,
  withoutFrom,
  type Conversation,
  type Message,
  type UserMessage,
} from '../../../core/vision/ask/conversation';
import type { AskRequest } from '../../../core/vision/ask/asker';
import type { VisionContext } from '../../../core/vision/caller';
import { languageFor } from '../../../core/vision/language';
import { findPurpose } from '../../../core/vision/purposes';
import type { AskPage } from '../../../platform/askTab';
import type { ActionHandlers } from '../../../platform/messages';
import type { MessageInPlace } from '../../../platform/reporter';
import type { DescribeDependencies } from '../ports';
import { wordsFor } from '../purposeWords';
import { refreshed, sourceOfConversation } from '../sourceImages';
import { VisionAccess } from '../visionAccess';
import type { TabNotices } from './tabNotices';

const { t } = vscode.l10n;

/** While an answer comes, it is shown at most this often: more cannot be read, and each showing costs. */
const SHOW_EVERY_MS = 60;

/** While an answer comes, what has come is written down this often: it is paid for, and the window may be closed. */
const KEEP_EVERY_MS = 1000;

/** What is under way. */
interface Running {
  readonly answerId: string | undefined;
  readonly stop: AbortController;
  progress?: string;
}

/** The tab that answers come into. */
export interface AnsweredTab {
  /** What is shown now; answers change it. */
  conversation: Conversation;
  /** Whose settings hold. */
  readonly scope: vscode.Uri | undefined;
  /** Shows everything anew. */
  refresh(): void;
  /** Shows one message anew. */
  showMessage(id: string): void;
  /** Writes the conversation down. */
  keep(): Promise<void>;
}

/** Answers to one tab's questions: asked for, shown while they come, stopped, and asked for once more. */
export class Answering implements Disposable {
  readonly #deps: DescribeDependencies;
  readonly #access: VisionAccess;
  readonly #page: AskPage;
  readonly #tab: AnsweredTab;
  readonly #notices: TabNotices;
  /** By the id of the answer. */
  readonly #failures = new Map<string, MessageInPlace>();
  readonly #ended = new Emitter<void>();
  #running: Running | undefined;
  #context: VisionContext | undefined;
  #goneUsd = 0;
  #showTimer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  /** Something has come since it was written down. */
  #hasMore = false;

  constructor(deps: DescribeDependencies, page: AskPage, tab: AnsweredTab, notices: TabNotices) {
    this.#deps = deps;
    this.#access = new VisionAccess(deps);
    this.#page = page;
    this.#tab = tab;
    this.#notices = notices;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get modelName(): string | undefined {
    return this.#context?.model.model.name;
  }

  /** Of messages that were written anew: what they cost stays spent. */
  get goneUsd(): number {
    return this.#goneUsd;
  }

  failureOf(answerId: string): MessageInPlace | undefined {
    return this.#failures.get(answerId);
  }

  progressOf(answerId: string): string | undefined {
    return this.#running?.answerId === answerId ? this.#running.progress : undefined;
  }

  questionOf(answerId: string): UserMessage | undefined {
    const { messages } = this.#tab.conversation;
    const at = messages.findIndex(({ id }) => id === answerId);
    return messages.slice(0, Math.max(0, at)).findLast((message) => message.role === 'user');
  }

  /** Another conversation is shown. */
  clear(): void {
    this.#goneUsd = 0;
    this.#failures.clear();
  }

  stop(): void {
    this.#running?.stop.abort();
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    if (!this.#running) return;
    await new Promise<void>((resolve) => {
      const listener = this.#ended.event(() => {
        listener.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    this.stop();
    this.#clearTimers();
  }

  /** @param replaces the message that is written anew; it and what followed go */
  async ask(text: string, purpose?: string, replaces?: string): Promise<void> {
    if (text === '' && purpose === undefined) return;
    await this.#run(async () => {
      if (replaces !== undefined) this.#forgetFrom(replaces);
      const question = { id: randomUUID(), text, ...(purpose === undefined ? {} : { purpose }) };
      const images = await refreshed(this.#tab.conversation.images);
      this.#tab.conversation = addQuestion({ ...this.#tab.conversation, images }, question, this.#now());
    });
  }

  /** The question before an answer, once more. */
  async again(answerId: string): Promise<void> {
    const question = this.questionOf(answerId);
    if (question) await this.ask(question.text, question.purpose, question.id);
  }

  async pickModel(): Promise<boolean> {
    const picked = await this.#access.pickModel(this.#tab.scope);
    if (!picked.ok) {
      this.#notices.fail('send', picked.error);
      return false;
    }
    await this.loadContext();
    return picked.value;
  }

  /** For the model's name and the next price; what fails here is said when something is sent. */
  async loadContext(): Promise<void> {
    const context = await this.#access.peek(this.#tab.scope);
    if (context.ok) this.#context = context.value;
    this.#tab.refresh();
  }

  /** What a short question would cost now; undefined where no price is known. */
  nextUsd(): number | undefined {
    if (!this.#context) return undefined;
    const asked = addQuestion(this.#tab.conversation, { id: 'next', text: ' '.repeat(80) }, 0);
    return this.#deps.asker.estimate(this.#request(this.#context, asked))?.usualUsd;
  }

  #now(): number {
    return this.#deps.clock.now();
  }

  #forgetFrom(messageId: string): void {
    const { conversation } = this.#tab;
    const before = priceSoFar(conversation).usd;
    this.#tab.conversation = withoutFrom(conversation, messageId, this.#now());
    this.#goneUsd += before - priceSoFar(this.#tab.conversation).usd;
  }

  /**
   * Answers the last question; does nothing while an answer comes.
   *
   * @param prepare writes the question down. It is part of what is under way: a second Enter while files are read must
   *   not send it twice
   */
  async #run(prepare: () => Promise<void>): Promise<void> {
    if (this.#running) return;
    const stop = new AbortController();
    this.#running = { answerId: undefined, stop };
    this.#notices.remove('send');
    const retry = async (): Promise<void> => {
      if (this.#tab.conversation.messages.at(-1)?.role === 'user') await this.#run(async () => undefined);
    };
    try {
      await prepare();
      this.#tab.refresh();
      const context = await this.#access.context(this.#tab.scope);
      if (context && !context.ok) this.#notices.fail('send', context.error, { retry });
      else if (context && !stop.signal.aborted) await this.#answerWith(context.value, stop);
    } catch (cause) {
      this.#notices.fail('send', { kind: 'unexpected', cause }, { retry });
    } finally {
      this.#clearTimers();
      this.#running = undefined;
      this.#tab.refresh();
      this.#ended.fire();
    }
    await this.#tab.keep();
  }

  async #answerWith(context: VisionContext, stop: AbortController): Promise<void> {
    this.#context = context;
    const tab = this.#tab;
    const request = this.#request(context, tab.conversation);
    const { model } = context.model;
    const id = randomUUID();
    const running: Running = { answerId: id, stop };
    this.#running = running;
    tab.conversation = beginAnswer(
      tab.conversation,
      { id, modelId: model.id, modelName: model.name },
      this.#now(),
    );
    tab.refresh();
    const price = this.#deps.asker.estimate(request)?.usualUsd;
    this.#page.announce(price === undefined ? t('Sent.') : t('Sent, {0}.', this.#deps.format.about(price)));
    let text = '';
    const tell = (progress: string): void => {
      running.progress = progress;
      this.#showSoon(id);
    };
    const answer = await this.#deps.asker.ask(
      request,
      {
        onText: (piece) => {
          text += piece;
          delete running.progress;
          tab.conversation = changeAnswer(tab.conversation, id, { text }, this.#now());
          this.#showSoon(id);
          this.#keepSoon();
        },
        onQueued: (waitMs) => {
          tell(t('Waits {0} s for the requests per minute of the model.', Math.ceil(waitMs / 1000)));
        },
        onRetry: ({ waitMs, attempt, maxAttempts }) => {
          const seconds = Math.ceil(waitMs / 1000);
          tell(t('Amazon Bedrock is busy. Next try in {0} s ({1} of {2}).', seconds, attempt, maxAttempts));
        },
      },
      stop.signal,
    );
    this.#clearTimers();
    this.#finish(id, answer);
  }

  #finish(id: string, answer: Awaited<ReturnType<DescribeDependencies['asker']['ask']>>): void {
    const tab = this.#tab;
    if (answer.ok) {
      const { text, stop, sent, usage, usd, droppedMessages } = answer.value;
      const change = {
        text,
        state: { kind: 'done', stop },
        sent,
        droppedMessages,
        ...(usage ? { usage } : {}),
        ...(usd === undefined ? {} : { usd }),
      } as const;
      tab.conversation = changeAnswer(tab.conversation, id, change, this.#now());
      this.#page.announce(t('The answer is complete.'));
      return;
    }
    const { error, text, usd, sent, usage } = answer.error;
    const state =
      error.kind === 'cancelled'
        ? ({ kind: 'stopped' } as const)
        : ({ kind: 'failed', errorKind: error.kind } as const);
    tab.conversation = changeAnswer(
      tab.conversation,
      id,
      { text, state, sent, ...(usd === undefined ? {} : { usd }), ...(usage ? { usage } : {}) },
      this.#now(),
    );
    const message = this.#deps.reporter.inPlace(error, this.#repairs(id), { priceUsd: usd });
    if (message) {
      this.#failures.set(id, message);
      this.#page.announce(message.text, true);
    } else this.#page.announce(text === '' ? t('Stopped.') : t('Stopped. What arrived is kept.'));
  }

  #repairs(answerId: string): ActionHandlers {
    return {
      retry: () => this.again(answerId),
      chooseModel: async () => {
        if (await this.pickModel()) await this.again(answerId);
      },
      changeRequest: () => this.again(answerId),
    };
  }

  #request(context: VisionContext, conversation: Conversation): AskRequest {
    const { settings, blobs, lastTextEditor } = this.#deps;
    const { purposes: own, language } = settings.resource(this.#tab.scope).describe;
    const last = conversation.messages.findLast((message) => message.role === 'user');
    const purpose = last?.purpose === undefined ? undefined : findPurpose(last.purpose, own);
    const document = lastTextEditor.get()?.document;
    const inLanguage =
      purpose && !purpose.keepsLanguage && purpose.needs !== 'question'
        ? languageFor(language, document?.getText(), document?.languageId)
        : language === 'auto' || purpose?.keepsLanguage
          ? undefined
          : language;
    return {
      conversation,
      images: conversation.images.map((image) => sourceOfConversation(image, blobs)),
      wordsOf: (message: Message) => (message.role === 'user' ? wordsFor(message, own) : message.text),
      fineText: purpose?.fineText ?? false,
      language: inLanguage,
      context,
    };
  }

  #showSoon(answerId: string): void {
    this.#showTimer ??= setTimeout(() => {
      this.#showTimer = undefined;
      this.#tab.showMessage(answerId);
    }, SHOW_EVERY_MS);
  }

  /** At once, and then now and then. */
  #keepSoon(): void {
    if (this.#keepTimer !== undefined) {
      this.#hasMore = true;
      return;
    }
    this.#hasMore = false;
    void this.#tab.keep();
    this.#keepTimer = setTimeout(() => {
      this.#keepTimer = undefined;
      if (this.#hasMore) this.#keepSoon();
    }, KEEP_EVERY_MS);
  }

  #clearTimers(): void {
    clearTimeout(this.#showTimer);
    clearTimeout(this.#keepTimer);
    this.#showTimer = undefined;
    this.#keepTimer = undefined;
  }
}
