import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Result } from '../../../core/result';
import {
  addImages,
  newConversation,
  removeImage,
  type Conversation,
  type ConversationImage,
} from '../../../core/vision/ask/conversation';
import { findPurpose } from '../../../core/vision/purposes';
import type { AskPage, AskStart, AskTab } from '../../../platform/askTab';
import type { AskMessageView, AskMethods, AskSnapshot } from '../../../protocol/ask';
import type { Handlers } from '../../../protocol/rpc';
import { JudgeInPlace } from '../judge/judgeInPlace';
import type { DescribeDependencies } from '../ports';
import { askForInput, keyOf } from '../purposeWords';
import { conversationImage, fileOf, imageOfPicture } from '../sourceImages';
import { AnswerActions } from './answerActions';
import { Answering, type AnsweredTab } from './answering';
import { messageView, snapshotOf } from './askView';
import { ConversationMenu } from './conversationMenu';
import { TabNotices } from './tabNotices';

const { t } = vscode.l10n;

/** One tab *Ask* and its conversation. It does not depend on the page: an answer goes on while the panel is hidden. */
export class ConversationTab implements AskTab, AnsweredTab {
  readonly handlers: Handlers<{ readonly [K in keyof AskMethods]: AskMethods[K] }>;
  conversation: Conversation;
  readonly #deps: DescribeDependencies;
  readonly #page: AskPage;
  readonly #notices: TabNotices;
  readonly #answering: Answering;
  readonly #actions: AnswerActions;
  readonly #menu: ConversationMenu;
  readonly #judge: JudgeInPlace;
  #revision = 0;
  #isStarted = false;
  #isDisposed = false;
  #focus: 'answer' | 'question' = 'question';

  constructor(deps: DescribeDependencies, page: AskPage) {
    this.#deps = deps;
    this.#page = page;
    const refresh = (): void => {
      this.refresh();
    };
    this.#notices = new TabNotices(deps.reporter, page, refresh);
    this.#answering = new Answering(deps, page, this, this.#notices);
    this.#actions = new AnswerActions(deps);
    this.#menu = new ConversationMenu(deps);
    this.#judge = new JudgeInPlace(deps, refresh);
    this.conversation = newConversation(randomUUID(), deps.clock.now());
    this.handlers = this.#createHandlers();
  }

  get scope(): vscode.Uri | undefined {
    const [first] = this.conversation.images;
    return first && fileOf(first);
  }

  async start({ images, purpose, isJudged = false }: AskStart): Promise<void> {
    this.#isStarted = true;
    this.#focus = purpose || isJudged ? 'answer' : 'question';
    const uris = images.map((uri) => uri.toString());
    const isSame =
      uris.length > 0 &&
      uris.length === this.conversation.images.length &&
      this.conversation.images.every(({ uri }) => uris.includes(uri));
    if (!isSame && uris.length > 0) {
      await this.#stopAndWait();
      this.#open(newConversation(randomUUID(), this.#deps.clock.now()));
      await this.#add(images);
    }
    this.#page.show(this.#focus);
    this.refresh();
    if (purpose) {
      // An answer that comes about the same images is paid for: it ends first.
      await this.#answering.idle();
      await this.#answering.ask(purpose.input, purpose.id);
    }
    if (isJudged) await this.#judgeAll();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#answering.dispose();
    this.#judge.dispose();
    this.#notices.dispose();
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
        void this.#answering.loadContext();
        return { snapshot: this.#snapshot(), focus: this.#focus };
      },
      'ask.addImages': done(() => this.#chooseImages()),
      'ask.removeImage': done(({ image }) => {
        this.#change(removeImage(this.conversation, image, this.#now()));
      }),
      'ask.purpose': done(({ purpose }) => this.#choosePurpose(purpose)),
      // Not awaited: the page sees the answer come by what it is told.
      'ask.send': done(({ text, replaces }) => {
        void this.#answering.ask(text.trim(), undefined, replaces);
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
      this.#change(addImages(this.conversation, [imageOfPicture(picture)], this.#now()).conversation);
  }

  #open(conversation: Conversation): void {
    this.conversation = conversation;
    this.#notices.clear();
    this.#answering.clear();
    this.#judge.clear();
  }

  #change(conversation: Conversation): void {
    this.conversation = conversation;
    this.refresh();
  }

  async keep(): Promise<void> {
    const { conversations, workspace } = this.#deps;
    const written = await conversations.write(workspace(), this.conversation);
    if (!written.ok) this.#notices.fail('keep', written.error);
  }

  async #add(uris: readonly vscode.Uri[]): Promise<void> {
    const read: ConversationImage[] = [];
    for (const uri of uris) {
      const image = await conversationImage(uri);
      if (image.ok) read.push(image.value);
      else this.#notices.fail('images', image.error);
    }
    const { conversation, refused } = addImages(this.conversation, read, this.#now());
    this.#change(conversation);
    if (refused > 0) {
      const count = conversation.images.length + refused;
      this.#notices.fail('images', { kind: 'tooManyImages', count, maxCount: conversation.images.length });
    }
  }

  async #chooseImages(): Promise<void> {
    const scope = this.scope;
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
    const purpose = findPurpose(id, this.#deps.settings.resource(this.scope).describe.purposes);
    if (!purpose || this.#answering.isRunning) return;
    const input = await askForInput(purpose);
    if (input !== undefined) await this.#answering.ask(input, keyOf(purpose));
  }

  #stop(): void {
    this.#answering.stop();
    this.#judge.stop();
  }

  async #stopAndWait(): Promise<void> {
    this.#stop();
    await this.#answering.idle();
  }

  // Answers, menu, buttons

  async #answer(messageId: string, action: AskMethods['ask.answer']['params']['action']): Promise<void> {
    const message = this.conversation.messages.find(({ id }) => id === messageId);
    if (message?.role !== 'assistant') return;
    if (action === 'again') {
      await this.#answering.again(messageId);
      return;
    }
    const question = this.#answering.questionOf(messageId);
    const done = await this.#actions.run(action, message.text, {
      images: this.conversation.images,
      isAltText: question?.purpose === 'altText',
    });
    if (!done.ok) this.#notices.fail('answer', done.error);
    else if (done.value !== undefined) this.#notices.tell('answer', done.value);
  }

  async #runMenu(action: AskMethods['ask.menu']['params']['action']): Promise<void> {
    switch (action) {
      case 'model':
        await this.#answering.pickModel();
        return;
      case 'new': {
        await this.#stopAndWait();
        const { images } = this.conversation;
        this.#open(newConversation(randomUUID(), this.#now()));
        this.#change(addImages(this.conversation, images, this.#now()).conversation);
        return;
      }
      case 'history': {
        const chosen = await this.#menu.pickEarlier(this.conversation.id);
        if (!chosen) return;
        await this.#stopAndWait();
        this.#open(chosen);
        this.refresh();
        return;
      }
      case 'markdown': {
        const own = this.#deps.settings.resource(this.scope).describe.purposes;
        const saved = await this.#menu.saveMarkdown(this.conversation, own, this.scope);
        if (!saved.ok) this.#notices.fail('answer', saved.error);
        else if (saved.value !== undefined) this.#notices.tell('answer', saved.value);
      }
    }
  }

  async #judgeAll(): Promise<void> {
    const files = this.conversation.images.flatMap((image) => fileOf(image) ?? []);
    const judged = await this.#judge.judge(files);
    if (!judged.ok) this.#notices.fail('judge', judged.error, { retry: () => this.#judgeAll() });
    else if (judged.value !== undefined) this.#page.announce(judged.value);
  }

  #runButton(notice: string, action: string): void {
    if (notice === this.#judge.id) {
      void this.#judge.act(action).then((done: Result<void>) => {
        if (!done.ok) this.#notices.fail('judge', done.error);
      });
      return;
    }
    const message = this.#answering.failureOf(notice) ?? this.#notices.shown.get(notice);
    const run = message?.buttons.find(({ label }) => label === action)?.run;
    if (!run) return;
    this.#notices.remove(notice);
    run();
  }

  // Showing

  refresh(): void {
    if (this.#isDisposed) return;
    this.#page.tell('ask.snapshot', this.#snapshot());
  }

  showMessage(id: string): void {
    const view = this.#viewOf(id);
    if (view && !this.#isDisposed) this.#page.tell('ask.message', view);
  }

  #viewOf(id: string): AskMessageView | undefined {
    const message = this.conversation.messages.find((each) => each.id === id);
    if (!message) return undefined;
    const own = this.#deps.settings.resource(this.scope).describe.purposes;
    return messageView(message, {
      own,
      words: this.#deps.words,
      failure: this.#answering.failureOf(id),
      progress: this.#answering.progressOf(id),
    });
  }

  #snapshot(): AskSnapshot {
    const { settings, words } = this.#deps;
    const own = settings.resource(this.scope).describe.purposes;
    return snapshotOf({
      revision: ++this.#revision,
      conversation: this.conversation,
      own,
      messages: this.conversation.messages.flatMap(({ id }) => this.#viewOf(id) ?? []),
      modelName: this.#answering.modelName,
      nextUsd: this.#answering.nextUsd(),
      goneUsd: this.#answering.goneUsd + this.#judge.spentUsd,
      isBusy: this.#answering.isRunning || this.#judge.isBusy,
      notices: this.#notices.shown,
      judgement: this.#judge.view,
      words,
    });
  }
}
