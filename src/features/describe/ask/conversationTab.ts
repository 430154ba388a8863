import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Emitter } from '../../../core/emitter';
import type { ImageError } from '../../../core/errors';
import type { Result } from '../../../core/result';
import {
  addImages,
  addQuestion,
  beginAnswer,
  changeAnswer,
  newConversation,
  priceSoFar,
  removeImage,
  withoutFrom,
  type Conversation,
  type ConversationImage,
  type Message,
  type UserMessage,
} from '../../../core/vision/ask/conversation';
import type { AskRequest } from '../../../core/vision/ask/asker';
import type { VisionContext } from '../../../core/vision/caller';
import { languageFor } from '../../../core/vision/language';
import { findPurpose } from '../../../core/vision/purposes';
import type { AskPage, AskStart, AskTab } from '../../../platform/askTab';
import type { ActionHandlers } from '../../../platform/messages';
import type { MessageInPlace } from '../../../platform/reporter';
import type { AskMessageView, AskMethods, AskSnapshot } from '../../../protocol/ask';
import type { Handlers } from '../../../protocol/rpc';
import { JudgeInPlace } from '../judge/judgeInPlace';
import type { DescribeDependencies } from '../ports';
import { askForInput, keyOf, wordsFor } from '../purposeWords';
import { conversationImage, fileOf, imageOfPicture, refreshed, sourceOfConversation } from '../sourceImages';
import { VisionAccess } from '../visionAccess';
import { AnswerActions } from './answerActions';
import { messageView, snapshotOf } from './askView';
import { ConversationMenu } from './conversationMenu';

const { t } = vscode.l10n;

/** While an answer comes, it is shown at most this often: more cannot be read, and each showing costs. */
const SHOW_EVERY_MS = 60;

/** How long a success is shown. */
const SAID_MS = 8000;

/** What is under way. */
interface Running {
  readonly answerId: string | undefined;
  readonly stop: AbortController;
  progress?: string;
}

/** One tab *Ask* and its conversation. It does not depend on the page: an answer goes on while the panel is hidden. */
export class ConversationTab implements AskTab {
  readonly handlers: Handlers<{ readonly [K in keyof AskMethods]: AskMethods[K] }>;
  readonly #deps: DescribeDependencies;
  readonly #page: AskPage;
  readonly #access: VisionAccess;
  readonly #answers: AnswerActions;
  readonly #menu: ConversationMenu;
  readonly #judge: JudgeInPlace;
  readonly #notices = new Map<string, MessageInPlace>();
  /** Failures by the id of the answer. */
  readonly #failures = new Map<string, MessageInPlace>();
  readonly #changed = new Emitter<void>();
  #conversation: Conversation;
  #running: Running | undefined;
  #context: VisionContext | undefined;
  /** Of messages that were written anew: what they cost stays spent. */
  #goneUsd = 0;
  #revision = 0;
  #isStarted = false;
  #isDisposed = false;
  #focus: 'answer' | 'question' = 'question';
  #showTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: DescribeDependencies, page: AskPage) {
    this.#deps = deps;
    this.#page = page;
    this.#access = new VisionAccess(deps);
    this.#answers = new AnswerActions(deps);
    this.#menu = new ConversationMenu(deps);
    this.#judge = new JudgeInPlace(deps, () => {
      this.#refresh();
    });
    this.#conversation = newConversation(randomUUID(), deps.clock.now());
    this.handlers = this.#createHandlers();
  }

  get #scope(): vscode.Uri | undefined {
    const [first] = this.#conversation.images;
    return first && fileOf(first);
  }

  async start({ images, purpose, isJudged = false }: AskStart): Promise<void> {
    this.#isStarted = true;
    this.#focus = purpose || isJudged ? 'answer' : 'question';
    const uris = images.map((uri) => uri.toString());
    const isSame =
      uris.length > 0 &&
      uris.length === this.#conversation.images.length &&
      this.#conversation.images.every(({ uri }) => uris.includes(uri));
    if (!isSame && uris.length > 0) {
      await this.#stopAndWait();
      this.#open(newConversation(randomUUID(), this.#deps.clock.now()));
      await this.#add(images);
    }
    this.#page.show(this.#focus);
    this.#refresh();
    if (purpose) await this.#ask(purpose.input, purpose.id);
    if (isJudged) await this.#judgeAll();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#running?.stop.abort();
    this.#judge.dispose();
    clearTimeout(this.#showTimer);
  }

  #createHandlers(): ConversationTab['handlers'] {
    const done =
      <P>(work: (params: P) => unknown) =>
      async (params: P): Promise<undefined> => {
        await work(params);
        return undefined;
      };
    return {
      'ask.ready': async ({ conversation }) => {
        await this.#restore(conversation);
        void this.#loadContext();
        return { snapshot: this.#snapshot(), focus: this.#focus };
      },
      'ask.addImages': done(() => this.#chooseImages()),
      'ask.removeImage': done(({ image }) => {
        this.#change(removeImage(this.#conversation, image, this.#now()));
      }),
      'ask.purpose': done(({ purpose }) => this.#choosePurpose(purpose)),
      // Not awaited: the page sees the answer come by what it is told.
      'ask.send': done(({ text, replaces }) => {
        void this.#ask(text.trim(), undefined, replaces);
      }),
      'ask.stop': done(() => {
        this.#stop();
      }),
      'ask.answer': done(({ message, action }) => this.#answer(message, action)),
      'ask.menu': done(({ action }) => this.#runMenu(action)),
      'ask.act': done(({ notice, action }) => {
        this.#runButton(notice, action);
      }),
    };
  }

  #now(): number {
    return this.#deps.clock.now();
  }

  // Conversation

  async #restore(id: string | undefined): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const kept =
      id === undefined ? undefined : await this.#deps.conversations.read(this.#deps.workspace(), id);
    const picture = this.#page.picture();
    if (kept) this.#open(kept);
    else if (picture)
      this.#change(addImages(this.#conversation, [imageOfPicture(picture)], this.#now()).conversation);
  }

  #open(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#goneUsd = 0;
    this.#notices.clear();
    this.#failures.clear();
    this.#judge.clear();
  }

  #change(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#refresh();
  }

  async #keep(): Promise<void> {
    const { conversations, workspace } = this.#deps;
    const written = await conversations.write(workspace(), this.#conversation);
    if (!written.ok) this.#fail('keep', written.error, {});
  }

  async #add(uris: readonly vscode.Uri[]): Promise<void> {
    const read: ConversationImage[] = [];
    for (const uri of uris) {
      const image = await conversationImage(uri);
      if (image.ok) read.push(image.value);
      else this.#fail('images', image.error, {});
    }
    const { conversation, refused } = addImages(this.#conversation, read, this.#now());
    this.#change(conversation);
    if (refused > 0) {
      const count = conversation.images.length + refused;
      this.#fail('images', { kind: 'tooManyImages', count, maxCount: conversation.images.length }, {});
    }
  }

  async #chooseImages(): Promise<void> {
    const scope = this.#scope;
    const uris = await vscode.window.showOpenDialog({
      title: t('Add Images'),
      canSelectMany: true,
      filters: { [t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff', 'svg'] },
      ...(scope ? { defaultUri: vscode.Uri.joinPath(scope, '..') } : {}),
    });
    if (uris) await this.#add(uris);
  }

  // Questions

  async #choosePurpose(id: string): Promise<void> {
    const purpose = findPurpose(id, this.#deps.settings.resource(this.#scope).describe.purposes);
    if (!purpose || this.#running) return;
    const input = await askForInput(purpose);
    if (input !== undefined) await this.#ask(input, keyOf(purpose));
  }

  /** @param replaces the message that is written anew; it and what followed go */
  async #ask(text: string, purpose?: string, replaces?: string): Promise<void> {
    if (this.#running || (text === '' && purpose === undefined)) return;
    if (replaces !== undefined) this.#forgetFrom(replaces);
    const question = { id: randomUUID(), text, ...(purpose === undefined ? {} : { purpose }) };
    const images = await refreshed(this.#conversation.images);
    this.#change(addQuestion({ ...this.#conversation, images }, question, this.#now()));
    await this.#run();
  }

  #forgetFrom(messageId: string): void {
    const before = priceSoFar(this.#conversation).usd;
    this.#conversation = withoutFrom(this.#conversation, messageId, this.#now());
    this.#goneUsd += before - priceSoFar(this.#conversation).usd;
  }

  /** Answers the last question. */
  async #run(): Promise<void> {
    const stop = new AbortController();
    this.#running = { answerId: undefined, stop };
    this.#notices.delete('send');
    this.#refresh();
    try {
      const context = await this.#access.context(this.#scope);
      if (context && !context.ok) this.#fail('send', context.error, { retry: () => this.#run() });
      else if (context && !stop.signal.aborted) await this.#answerWith(context.value, stop);
    } catch (cause) {
      this.#fail('send', { kind: 'unexpected', cause }, { retry: () => this.#run() });
    } finally {
      this.#running = undefined;
      this.#refresh();
      this.#changed.fire();
    }
    await this.#keep();
  }

  async #answerWith(context: VisionContext, stop: AbortController): Promise<void> {
    this.#context = context;
    const request = this.#request(context, this.#conversation);
    const { model } = context.model;
    const id = randomUUID();
    const running: Running = { answerId: id, stop };
    this.#running = running;
    this.#change(
      beginAnswer(this.#conversation, { id, modelId: model.id, modelName: model.name }, this.#now()),
    );
    const price = this.#deps.asker.estimate(request)?.usualUsd;
    this.#page.announce(price === undefined ? t('Sent.') : t('Sent, {0}.', this.#deps.format.about(price)));
    let text = '';
    const answer = await this.#deps.asker.ask(
      request,
      {
        onText: (piece) => {
          text += piece;
          delete running.progress;
          this.#conversation = changeAnswer(this.#conversation, id, { text }, this.#now());
          this.#showSoon(id);
        },
        onQueued: (waitMs) => {
          running.progress = t(
            'Waits {0} s for the requests per minute of the model.',
            Math.ceil(waitMs / 1000),
          );
          this.#showSoon(id);
        },
        onRetry: ({ waitMs, attempt, maxAttempts }) => {
          running.progress = t(
            'Amazon Bedrock is busy. Next try in {0} s ({1} of {2}).',
            Math.ceil(waitMs / 1000),
            attempt,
            maxAttempts,
          );
          this.#showSoon(id);
        },
      },
      stop.signal,
    );
    clearTimeout(this.#showTimer);
    this.#showTimer = undefined;
    this.#finish(id, answer);
  }

  #finish(id: string, answer: Awaited<ReturnType<DescribeDependencies['asker']['ask']>>): void {
    if (answer.ok) {
      const { text, stop, sent, usage, usd, droppedMessages } = answer.value;
      this.#conversation = changeAnswer(
        this.#conversation,
        id,
        {
          text,
          state: { kind: 'done', stop },
          sent,
          droppedMessages,
          ...(usage ? { usage } : {}),
          ...(usd === undefined ? {} : { usd }),
        },
        this.#now(),
      );
      this.#page.announce(t('The answer is complete.'));
      return;
    }
    const { error, text, usd } = answer.error;
    const state =
      error.kind === 'cancelled'
        ? ({ kind: 'stopped' } as const)
        : ({ kind: 'failed', errorKind: error.kind } as const);
    this.#conversation = changeAnswer(this.#conversation, id, { text, state, usd }, this.#now());
    const message = this.#deps.reporter.inPlace(error, this.#repairs(id), { priceUsd: usd });
    if (message) {
      this.#failures.set(id, message);
      this.#page.announce(message.text, true);
    } else this.#page.announce(text === '' ? t('Stopped.') : t('Stopped. What arrived is kept.'));
  }

  #repairs(answerId: string): ActionHandlers {
    return {
      retry: () => this.#again(answerId),
      chooseModel: async () => {
        if (await this.#pickModel()) await this.#again(answerId);
      },
      changeRequest: () => this.#again(answerId),
    };
  }

  /** The question before an answer, once more. */
  async #again(answerId: string): Promise<void> {
    const question = this.#questionOf(answerId);
    if (question && !this.#running) await this.#ask(question.text, question.purpose, question.id);
  }

  #questionOf(answerId: string): UserMessage | undefined {
    const { messages } = this.#conversation;
    const at = messages.findIndex(({ id }) => id === answerId);
    return messages.slice(0, Math.max(0, at)).findLast((message) => message.role === 'user');
  }

  #request(context: VisionContext, conversation: Conversation): AskRequest {
    const { settings, blobs, lastTextEditor } = this.#deps;
    const { purposes: own, language } = settings.resource(this.#scope).describe;
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

  #stop(): void {
    this.#running?.stop.abort();
    this.#judge.stop();
  }

  async #stopAndWait(): Promise<void> {
    this.#stop();
    if (!this.#running) return;
    await new Promise<void>((resolve) => {
      const listener = this.#changed.event(() => {
        listener.dispose();
        resolve();
      });
    });
  }

  // Answers, menu, buttons

  async #answer(messageId: string, action: AskMethods['ask.answer']['params']['action']): Promise<void> {
    const message = this.#conversation.messages.find(({ id }) => id === messageId);
    if (message?.role !== 'assistant') return;
    if (action === 'again') {
      await this.#again(messageId);
      return;
    }
    const question = this.#questionOf(messageId);
    const done = await this.#answers.run(action, message.text, {
      images: this.#conversation.images,
      isAltText: question?.purpose === 'altText',
    });
    if (!done.ok) this.#fail('answer', done.error, {});
    else if (done.value !== undefined) this.#tell('answer', done.value);
  }

  async #runMenu(action: AskMethods['ask.menu']['params']['action']): Promise<void> {
    switch (action) {
      case 'model':
        await this.#pickModel();
        return;
      case 'new': {
        await this.#stopAndWait();
        const { images } = this.#conversation;
        this.#open(newConversation(randomUUID(), this.#now()));
        this.#change(addImages(this.#conversation, images, this.#now()).conversation);
        return;
      }
      case 'history': {
        const chosen = await this.#menu.pickEarlier(this.#conversation.id);
        if (!chosen) return;
        await this.#stopAndWait();
        this.#open(chosen);
        this.#refresh();
        return;
      }
      case 'markdown': {
        const own = this.#deps.settings.resource(this.#scope).describe.purposes;
        const saved = await this.#menu.saveMarkdown(this.#conversation, own, this.#scope);
        if (!saved.ok) this.#fail('answer', saved.error, {});
        else if (saved.value !== undefined) this.#tell('answer', saved.value);
      }
    }
  }

  async #pickModel(): Promise<boolean> {
    const picked = await this.#access.pickModel(this.#scope);
    if (!picked.ok) {
      this.#fail('send', picked.error, {});
      return false;
    }
    await this.#loadContext();
    return picked.value;
  }

  async #judgeAll(): Promise<void> {
    const files = this.#conversation.images.flatMap((image) => fileOf(image) ?? []);
    const judged = await this.#judge.judge(files);
    if (!judged.ok) this.#fail('judge', judged.error, { retry: () => this.#judgeAll() });
    else if (judged.value !== undefined) this.#page.announce(judged.value);
  }

  #runButton(notice: string, action: string): void {
    if (notice === this.#judge.id) {
      void this.#judge.act(action).then((done: Result<void>) => {
        if (!done.ok) this.#fail('judge', done.error, {});
      });
      return;
    }
    const buttons = (this.#failures.get(notice) ?? this.#notices.get(notice))?.buttons;
    const run = buttons?.find(({ label }) => label === action)?.run;
    if (!run) return;
    if (this.#notices.delete(notice)) this.#refresh();
    run();
  }

  #fail(id: string, error: ImageError, handlers: ActionHandlers): void {
    const message = this.#deps.reporter.inPlace(error, handlers);
    if (!message) return;
    this.#notices.set(id, message);
    this.#page.announce(message.text, true);
    this.#refresh();
  }

  /** What went well, for a moment. */
  #tell(id: string, text: string): void {
    const message: MessageInPlace = { severity: 'info', text, buttons: [] };
    this.#notices.set(id, message);
    this.#page.announce(text);
    this.#refresh();
    setTimeout(() => {
      if (this.#notices.get(id) !== message) return;
      this.#notices.delete(id);
      this.#refresh();
    }, SAID_MS);
  }

  // Showing

  async #loadContext(): Promise<void> {
    const context = await this.#access.peek(this.#scope);
    // What fails here is said when something is sent.
    if (context.ok) this.#context = context.value;
    this.#refresh();
  }

  #refresh(): void {
    if (this.#isDisposed) return;
    this.#page.tell('ask.snapshot', this.#snapshot());
  }

  #showSoon(answerId: string): void {
    this.#showTimer ??= setTimeout(() => {
      this.#showTimer = undefined;
      const view = this.#viewOf(answerId);
      if (view && !this.#isDisposed) this.#page.tell('ask.message', view);
    }, SHOW_EVERY_MS);
  }

  #viewOf(id: string): AskMessageView | undefined {
    const message = this.#conversation.messages.find((each) => each.id === id);
    if (!message) return undefined;
    const own = this.#deps.settings.resource(this.#scope).describe.purposes;
    return messageView(message, {
      own,
      words: this.#deps.words,
      failure: this.#failures.get(id),
      progress: this.#running?.answerId === id ? this.#running.progress : undefined,
    });
  }

  #snapshot(): AskSnapshot {
    const { settings, words } = this.#deps;
    const own = settings.resource(this.#scope).describe.purposes;
    return snapshotOf({
      revision: ++this.#revision,
      conversation: this.#conversation,
      own,
      messages: this.#conversation.messages.flatMap(({ id }) => this.#viewOf(id) ?? []),
      modelName: this.#context?.model.model.name,
      nextUsd: this.#nextUsd(),
      goneUsd: this.#goneUsd + this.#judge.spentUsd,
      isBusy: this.#running !== undefined || this.#judge.isBusy,
      notices: this.#notices,
      judgement: this.#judge.view,
      words,
    });
  }

  /** What a short question would cost now. */
  #nextUsd(): number | undefined {
    if (!this.#context) return undefined;
    const asked = addQuestion(this.#conversation, { id: 'next', text: ' '.repeat(80) }, 0);
    return this.#deps.asker.estimate(this.#request(this.#context, asked))?.usualUsd;
  }
}
