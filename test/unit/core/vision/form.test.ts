import assert from 'node:assert/strict';
import { err, ok } from '../../../../src/core/result';
import { FormAsker, type Form, type FormQuestion } from '../../../../src/core/vision/form';
import { contextFor, failed, filledIn, never, said, surroundings } from './fakes';

const form: Form<number> = {
  name: 'record',
  description: 'Records a number.',
  inputSchema: { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] },
  parse: (input) => {
    const value = (input as { value?: unknown } | null)?.value;
    return typeof value === 'number' ? ok(value) : err('value: it is no number.');
  },
};

const question: FormQuestion = {
  purpose: 'judge',
  system: 'Look.',
  messages: [{ role: 'user', content: [{ kind: 'text', text: 'How many?' }] }],
  maxTokens: 100,
  usualTokens: 20,
};

const wordsOf = (request: { messages: readonly { content: readonly unknown[] }[] } | undefined): string =>
  JSON.stringify(request?.messages.at(-1)?.content);

describe('FormAsker', () => {
  it('makes the model fill in the form', async () => {
    const { caller, converser } = surroundings();
    converser.reply = () => filledIn({ value: 7 });
    const answer = await new FormAsker(caller).ask(question, form, contextFor(), {}, never);
    assert.deepEqual(answer, ok({ value: 7, usd: 0.00165 }));
    assert.deepEqual(converser.requests[0]?.tool, {
      name: 'record',
      description: 'Records a number.',
      inputSchema: form.inputSchema,
      choice: 'this',
    });
  });

  it('asks again once for what is outside the schema, saying what is wrong', async () => {
    const { caller, converser, ledger } = surroundings();
    converser.reply = (_request, number) => filledIn({ value: number === 1 ? 'seven' : 7 });
    const answer = await new FormAsker(caller).ask(question, form, contextFor(), {}, never);
    assert.deepEqual(answer, ok({ value: 7, usd: 0.0033 }));
    assert.match(wordsOf(converser.requests[1]), /value: it is no number\./);
    assert.doesNotMatch(wordsOf(converser.requests[0]), /no number/);
    assert.equal(ledger.states().length, 2);
  });

  it('gives up after the second, and says what was spent', async () => {
    const { caller, converser } = surroundings();
    converser.reply = () => said('I would rather not.');
    const answer = await new FormAsker(caller).ask(question, form, contextFor(), {}, never);
    assert(!answer.ok);
    const { context: _context, ...error } = answer.error.error;
    assert.deepEqual(error, { kind: 'noUsableAnswer', asked: 'judge', spentUsd: 0.0033 });
    assert.equal(converser.requests.length, 2);
  });

  it('adds what the first cost to a failure of the second', async () => {
    const { caller, converser } = surroundings();
    converser.reply = (_request, number) =>
      number === 1 ? filledIn({}) : failed({ kind: 'noModelAccess', modelId: 'm' });
    const answer = await new FormAsker(caller).ask(question, form, contextFor(), {}, never);
    assert(!answer.ok);
    assert.deepEqual([answer.error.error.kind, answer.error.usd], ['noModelAccess', 0.00165]);
  });

  it('lets a model that refuses to be made to do it by itself, from then on at once', async () => {
    const { caller, converser } = surroundings();
    converser.reply = ({ tool }) =>
      tool?.choice === 'this' ? failed({ kind: 'badRequest', reason: 'thinking' }) : filledIn({ value: 7 });
    const asker = new FormAsker(caller);
    assert.ok((await asker.ask(question, form, contextFor(), {}, never)).ok);
    assert.ok((await asker.ask(question, form, contextFor(), {}, never)).ok);
    assert.deepEqual(
      converser.requests.map(({ tool }) => tool?.choice),
      ['this', 'auto', 'auto'],
    );
    assert.match(wordsOf(converser.requests[1]), /using the tool/);
  });

  it('tells the first refusal where the model refuses both', async () => {
    const { caller, converser } = surroundings();
    converser.reply = (_request, number) => failed({ kind: 'badRequest', reason: `no ${number}` });
    const answer = await new FormAsker(caller).ask(question, form, contextFor(), {}, never);
    assert(!answer.ok && answer.error.error.kind === 'badRequest');
    assert.equal(answer.error.error.reason, 'no 1');
  });

  it('reads a form that was written as text', async () => {
    const { caller, converser } = surroundings();
    converser.reply = () => said('```json\n{"value": 3}\n```');
    assert.deepEqual(
      await new FormAsker(caller).ask(question, form, contextFor(), {}, never),
      ok({ value: 3, usd: 0.00165 }),
    );
  });
});
