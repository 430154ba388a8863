import assert from 'node:assert/strict';
import { matchQuestion } from '../../../../../src/core/vision/questions/checkMatch';
import { classifyQuestion } from '../../../../../src/core/vision/questions/classify';
import { FolderBatch } from '../../../../../src/core/vision/questions/folderBatch';
import { maskPromptQuestion } from '../../../../../src/core/vision/questions/maskPrompt';
import { ImageQuestions } from '../../../../../src/core/vision/questions/question';
import { reportMarkdown } from '../../../../../src/core/vision/questions/report';
import { contextFor, failed, filledIn, never, source, surroundings } from '../fakes';

describe('questions of one image', () => {
  it('propose the words that select an area', async () => {
    const { caller, fitter, converser, ledger } = surroundings();
    converser.reply = () => filledIn({ found: true, maskPrompt: ' the chair\nat the left. ' });
    const questions = new ImageQuestions(caller, fitter);
    const question = maskPromptQuestion('make the left chair green');
    const answer = await questions.ask(source('400x300.png'), question, contextFor(), {}, never);
    assert(answer.ok);
    assert.deepEqual(answer.value.value, { isFound: true, words: 'the chair at the left' });
    assert.match(JSON.stringify(converser.requests[0]?.messages), /<wish>\\nmake the left chair green/);
    assert.equal(ledger.all[0]?.booking.task, 'maskPrompt');
    assert.deepEqual(question.form.parse({ found: false, maskPrompt: 'x' }), {
      ok: true,
      value: { isFound: false, words: '' },
    });
    assert.ok(!question.form.parse({ found: true, maskPrompt: '' }).ok);
  });

  it('say whether an image fits a text', () => {
    const { form, words } = matchQuestion('A lamp', 'de');
    assert.match(words, /<text>\nA lamp\n<\/text>[\s\S]*Write in German\.$/);
    assert.deepEqual(form.parse({ verdict: 'unsafe', reason: ' Blood. ' }), {
      ok: true,
      value: { verdict: 'unsafe', reason: 'Blood.' },
    });
    assert.ok(!form.parse({ verdict: 'maybe', reason: '' }).ok);
  });

  it('choose one of the categories, or none', () => {
    const { form } = classifyQuestion(['Logo', 'Photo']);
    assert.deepEqual(form.parse({ category: 'photo', reason: 'x' }), {
      ok: true,
      value: { category: 'Photo', reason: 'x' },
    });
    assert.deepEqual(form.parse({ category: 'none of these', reason: 'x' }), {
      ok: true,
      value: { category: undefined, reason: 'x' },
    });
    assert.ok(!form.parse({ category: 'Map', reason: 'x' }).ok);
  });
});

describe('one question of a folder', () => {
  const images = Array.from({ length: 30 }, (_, index) => source(`400x300-${index}.png`));
  const question = classifyQuestion(['Logo', 'Photo']);

  it('is answered for each image, in their order', async () => {
    const { caller, fitter, converser, limiter } = surroundings();
    converser.reply = (_request, number) =>
      number === 5
        ? failed({ kind: 'answerFiltered' }, '', true)
        : filledIn({ category: number % 2 === 0 ? 'Logo' : 'Photo', reason: 'x' });
    const batch = new FolderBatch(new ImageQuestions(caller, fitter));
    const seen: number[] = [];
    const outcome = await batch.run(images, question, contextFor(), ({ done }) => seen.push(done), never);
    assert(outcome.ok);
    assert.deepEqual(
      outcome.value.rows.map(({ image }) => image.name),
      images.map(({ name }) => name),
    );
    assert.deepEqual(outcome.value.rows.filter(({ error }) => error).length, 1);
    assert.equal(seen.at(-1), 30);
    assert.equal(limiter.acquired.length, 30);
    assert.equal(outcome.value.errors.length, 1);
  });

  it('keeps what is answered when the user cancels, and gives the rest of the money back', async () => {
    const { caller, fitter, converser, ledger } = surroundings();
    converser.reply = () => filledIn({ category: 'Logo', reason: 'x' });
    const controller = new AbortController();
    const batch = new FolderBatch(new ImageQuestions(caller, fitter));
    const stop = ({ done }: { done: number }): void => {
      if (done === 3) controller.abort();
    };
    const outcome = await batch.run(images, question, contextFor(), stop, controller.signal);
    assert(outcome.ok);
    const { rows, isCancelled, spentUsd } = outcome.value;
    const answered = rows.filter(({ value }) => value).length;
    assert.ok(isCancelled && answered >= 3 && answered < 30 && spentUsd !== undefined);
    assert.equal(Math.round(ledger.spentUsd() * 1e5), Math.round(spentUsd * 1e5));
  });

  it('ends in a report in which what a model wrote is text', () => {
    assert.equal(
      reportMarkdown({
        title: 'Classification',
        summary: '2 images, $0.01',
        columns: ['Image', 'Category', 'Why'],
        rows: [{ path: 'img/a b.png', cells: ['Logo', 'a | <b>\n[x](https://e.x)'] }],
      }),
      [
        '# Classification',
        '',
        '2 images, $0.01',
        '',
        '| Image | Category | Why |',
        '| --- | --- | --- |',
        '| [img/a b.png](img/a%20b.png) | Logo | a \\| \\<b\\> \\[x\\](https\\://e.x) |',
        '',
      ].join('\n'),
    );
  });
});
