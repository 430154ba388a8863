import assert from 'node:assert/strict';
import { Asker, type AskRequest } from '../../../../../src/core/vision/ask/asker';
import {
  addImages,
  addQuestion,
  beginAnswer,
  changeAnswer,
  newConversation,
  priceSoFar,
  removeImage,
  titleOf,
  withoutFrom,
  type Conversation,
  type ConversationImage,
} from '../../../../../src/core/vision/ask/conversation';
import { conversationMarkdown, inertMarkdown } from '../../../../../src/core/vision/ask/markdown';
import { parseConversation } from '../../../../../src/core/vision/ask/parse';
import { contextFor, failed, never, said, source, surroundings } from '../fakes';

const picture = (number: number): ConversationImage => ({
  sha256: number.toString(16).padStart(64, '0'),
  name: `${number}.png`,
  uri: `file:///${number}.png`,
  width: 400,
  height: 300,
});

const id = (number: number): string => `id-${number}`;

function asked(conversation: Conversation, number: number, text: string): Conversation {
  return addQuestion(conversation, { id: id(number), text }, number);
}

function answered(conversation: Conversation, number: number, text: string, usd = 0.001): Conversation {
  const begun = beginAnswer(conversation, { id: id(number), modelId: 'm', modelName: 'Claude' }, number);
  return changeAnswer(begun, id(number), { text, usd, state: { kind: 'done', stop: 'end' } }, number);
}

const withImages = (...numbers: readonly number[]): Conversation =>
  addImages(newConversation('c', 0), numbers.map(picture), 0).conversation;

function request(conversation: Conversation, changes: Partial<AskRequest> = {}): AskRequest {
  return {
    conversation,
    images: conversation.images.map(({ name }) => source(`400x300-${name}`)),
    wordsOf: ({ text }) => text,
    fineText: false,
    context: contextFor(),
    ...changes,
  };
}

/** `user: [image] text` for each message sent. */
function turns(around: ReturnType<typeof surroundings>): readonly string[] {
  return (around.converser.requests.at(-1)?.messages ?? []).map(
    ({ role, content }) =>
      `${role}: ${content.map((part) => (part.kind === 'image' ? '[image]' : part.text)).join(' ')}`,
  );
}

describe('a conversation', () => {
  it('takes 20 images, each once', () => {
    const first = addImages(newConversation('c', 0), [picture(1), picture(1), picture(2)], 5);
    assert.deepEqual(
      [first.conversation.images.length, first.refused, first.conversation.changedAt],
      [2, 0, 5],
    );
    const more = Array.from({ length: 21 }, (_, index) => picture(index));
    const second = addImages(first.conversation, more, 6);
    assert.deepEqual([second.conversation.images.length, second.refused], [20, 1]);
    assert.equal(removeImage(second.conversation, picture(1).sha256, 7).images.length, 19);
  });

  it('brings images with the question that follows them', () => {
    const one = asked(withImages(1), 1, 'What?');
    const two = asked(addImages(answered(one, 2, 'A.'), [picture(2)], 3).conversation, 3, 'And this?');
    assert.deepEqual(
      two.messages.map((message) => (message.role === 'user' ? message.images : [])),
      [[picture(1).sha256], [], [picture(2).sha256]],
    );
  });

  it('is edited by what comes before the message', () => {
    const full = answered(asked(answered(asked(withImages(1), 1, 'A?'), 2, 'A.'), 3, 'B?'), 4, 'B.');
    const edited = asked(withoutFrom(full, id(3), 9), 5, 'C?');
    assert.deepEqual(
      edited.messages.map(({ text }) => text),
      ['A?', 'A.', 'C?'],
    );
    assert.equal(
      changeAnswer(edited, id(4), { text: 'late' }, 10).messages.some(({ text }) => text === 'late'),
      false,
    );
  });

  it('knows its price so far and its title', () => {
    const one = answered(asked(withImages(1), 1, 'What is this?'), 2, 'A.', 0.0012);
    assert.deepEqual(priceSoFar(one), { usd: 0.0012, isPartial: false });
    const begun = beginAnswer(asked(one, 3, 'x'), { id: id(4), modelId: 'm', modelName: 'M' }, 4);
    const stopped = changeAnswer(begun, id(4), { state: { kind: 'stopped' } }, 5);
    assert.deepEqual(priceSoFar(stopped), { usd: 0.0012, isPartial: true });
    assert.equal(titleOf(one), 'What is this?');
    assert.equal(titleOf(withImages(1, 2)), '1.png, 2.png');
  });

  it('is read back as it was written; what was being written counts as stopped', () => {
    const begun = beginAnswer(asked(withImages(1), 1, 'A?'), { id: id(2), modelId: 'm', modelName: 'M' }, 2);
    const back = parseConversation('c', JSON.parse(JSON.stringify(begun)));
    assert.deepEqual(back, changeAnswer(begun, id(2), { state: { kind: 'stopped' } }, 2));
    assert.equal(parseConversation('other', begun), undefined);
    assert.equal(parseConversation('c', { ...begun, messages: [{ role: 'user' }] }), undefined);
  });
});

describe('Asker', () => {
  it('sends the conversation in turns, with its images where they came', async () => {
    const around = surroundings();
    const one = answered(asked(withImages(1), 1, 'What?'), 2, 'A lamp.');
    const two = asked(addImages(one, [picture(2)], 3).conversation, 3, 'And this?');
    const answer = await new Asker(around.caller, around.fitter).ask(request(two), {}, never);
    assert(answer.ok);
    assert.deepEqual(turns(around), [
      'user: Image 1: [image] What?',
      'assistant: A lamp.',
      'user: Image 2: [image] And this?',
    ]);
    assert.deepEqual([answer.value.droppedMessages, answer.value.sent.length], [0, 2]);
    assert.equal(around.converser.requests[0]?.maxTokens, 4000);
  });

  it('leaves the oldest out where all is too long, keeps the images, and says so', async () => {
    const around = surroundings();
    const long = 'word '.repeat(80_000);
    let conversation = answered(asked(withImages(1), 1, 'First?'), 2, long);
    conversation = answered(asked(conversation, 3, 'Second?'), 4, long);
    conversation = answered(asked(conversation, 5, 'Third?'), 6, 'Short.');
    conversation = asked(conversation, 7, 'Last?');
    const answer = await new Asker(around.caller, around.fitter).ask(request(conversation), {}, never);
    assert(answer.ok);
    assert.equal(answer.value.droppedMessages, 2);
    assert.deepEqual(
      turns(around).map((turn) => turn.slice(0, 23)),
      [
        'user: [image] Second?',
        'assistant: word word wo',
        'user: Third?',
        'assistant: Short.',
        'user: Last?',
      ],
    );
  });

  it('refuses a question that is too long alone', async () => {
    const around = surroundings();
    const conversation = asked(withImages(1), 1, 'word '.repeat(200_000));
    const answer = await new Asker(around.caller, around.fitter).ask(request(conversation), {}, never);
    assert(!answer.ok && answer.error.error.kind === 'questionTooLong');
    assert.deepEqual([around.converser.requests.length, around.ledger.all.length], [0, 0]);
  });

  it('leaves out questions that got no answer', async () => {
    const around = surroundings();
    const begun = beginAnswer(
      asked(withImages(1), 1, 'Lost?'),
      { id: id(2), modelId: 'm', modelName: 'M' },
      2,
    );
    const stopped = changeAnswer(begun, id(2), { state: { kind: 'stopped' } }, 2);
    await new Asker(around.caller, around.fitter).ask(request(asked(stopped, 3, 'Again?')), {}, never);
    assert.deepEqual(turns(around), ['user: [image] Again?']);
  });

  it('sends the words of a purpose instead of its name', async () => {
    const around = surroundings();
    const conversation = addQuestion(withImages(1), { id: id(1), text: 'Caption', purpose: 'caption' }, 1);
    const wordsOf = (): string => 'Write a caption.';
    await new Asker(around.caller, around.fitter).ask(request(conversation, { wordsOf }), {}, never);
    assert.deepEqual(turns(around), ['user: [image] Write a caption.']);
  });

  it('keeps what came before the user stopped it', async () => {
    const around = surroundings();
    around.converser.reply = () => failed({ kind: 'cancelled' }, 'A la');
    const listener = { onText: (): void => undefined };
    const answer = await new Asker(around.caller, around.fitter).ask(
      request(asked(withImages(1), 1, 'x')),
      listener,
      never,
    );
    assert(!answer.ok);
    assert.equal(answer.error.text, 'A la');
    assert.equal(answer.error.sent.length, 1, 'what was sent is told');
  });

  it('says of what was refused at once that nothing was sent', async () => {
    const around = surroundings();
    around.converser.reply = () => failed({ kind: 'badRequest', reason: 'no' });
    const answer = await new Asker(around.caller, around.fitter).ask(
      request(asked(withImages(1), 1, 'x')),
      {},
      never,
    );
    assert(!answer.ok);
    assert.deepEqual([answer.error.usd, answer.error.sent], [0, []]);
  });

  it('says before what the next message costs', async () => {
    const around = surroundings();
    around.converser.reply = () => said('x');
    const estimate = new Asker(around.caller, around.fitter).estimate(request(asked(withImages(1), 1, 'x')));
    assert.ok(estimate && estimate.usualUsd > 0.002 && estimate.usualUsd < 0.01);
  });
});

describe('a conversation as Markdown', () => {
  const words = { title: 'Lamps', you: 'You', incomplete: 'Incomplete.' };

  it('has the images, the questions and the answers', () => {
    const conversation = answered(asked(withImages(1), 1, 'What?'), 2, 'A **lamp**.');
    assert.equal(
      conversationMarkdown(conversation, words, () => 'img/1.png'),
      '# Lamps\n\n![1.png](img/1.png)\n\n## You\n\nWhat?\n\n## Claude\n\nA **lamp**.\n',
    );
    const cut = changeAnswer(conversation, id(2), { state: { kind: 'stopped' } }, 3);
    assert.match(
      conversationMarkdown(cut, words, () => undefined),
      /^1\.png$[\s\S]*\*Incomplete\.\*\n$/m,
    );
  });

  it('loads and runs nothing that a model has written', () => {
    const cases = [
      ['<script>x</script>', '\\<script>x\\</script>'],
      ['![a](https://evil.example/x.png)', '!\\[a\\](https\\://evil.example/x.png)'],
      ['[a](command:x)', '\\[a\\](command\\:x)'],
      ['\\\\[a\\\\](x)', '\\[a\\](x)'],
      ['see www.evil.example', 'see www\\.evil.example'],
      ['&lt;b&gt;', '\\&lt;b\\&gt;'],
      ['\t<b>', '   \\<b>'],
      ['- **list** `code`', '- **list** `code`'],
    ] as const;
    for (const [text, inert] of cases) assert.equal(inertMarkdown(text), inert);
  });

  it('leaves fenced code alone, and closes it', () => {
    assert.equal(inertMarkdown('```html\n<b>\n```\n<b>'), '```html\n<b>\n```\n\\<b>');
    assert.equal(inertMarkdown('~~~\n<b>'), '~~~\n<b>\n~~~');
  });
});
