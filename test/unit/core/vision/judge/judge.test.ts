import assert from 'node:assert/strict';
import { toJSONSchema } from 'zod/mini';
import { sortImages } from '../../../../../src/core/gallery/order';
import { makingOf } from '../../../../../src/core/gallery/recipeScan';
import type { GalleryImage } from '../../../../../src/core/gallery/image';
import { mergeRecipes } from '../../../../../src/core/recipes/merge';
import { parseRecipe } from '../../../../../src/core/recipes/parse';
import { judgeForm, judgeSchema } from '../../../../../src/core/vision/judge/form';
import { comparisonsOf, Judge, type JudgeRequest } from '../../../../../src/core/vision/judge/judge';
import { gradeOf, type Verdict } from '../../../../../src/core/vision/judge/judgement';
import { promptDiff } from '../../../../../src/core/vision/judge/promptDiff';
import { scoreOf, withVerdict } from '../../../../../src/core/vision/judge/recipe';
import { sampleRecipe } from '../../recipes/sampleRecipe';
import { contextFor, filledIn, never, source, surroundings } from '../fakes';

const entry = (image: number, overall: number): Record<string, unknown> => ({
  image,
  overall,
  promptFidelity: 9,
  composition: 8,
  text: null,
  artifacts: 9,
  brandFit: 8,
  explanation: 'The fern follows the light.',
  suggestions: ['A clay pot'],
});

const filled = (...overall: readonly number[]): Record<string, unknown> => ({
  images: overall.map((score, index) => entry(index + 1, score)).reverse(),
  best: 2,
  summary: 'Candidate 2 fits best.',
  improvedPrompt: ' a tall fern in a clay pot ',
});

const request = (count: number): JudgeRequest => ({
  images: Array.from({ length: count }, (_, index) => source(`400x300-${index}.png`)),
  prompt: 'a tall fern',
  negativePrompt: 'people',
  brand: 'Calm colors',
  language: 'ko',
  context: contextFor(),
});

describe('Judge', () => {
  it('compares all candidates in one request', async () => {
    const { caller, fitter, converser } = surroundings();
    converser.reply = () => filledIn(filled(8, 9, 6));
    const judgement = await new Judge(caller, fitter).judge(request(3), {}, never);
    assert(judgement.ok);
    const { verdicts, best, improvedPrompt, usd } = judgement.value;
    assert.deepEqual([verdicts.map(({ overall }) => overall), best], [[8, 9, 6], 1]);
    assert.equal(improvedPrompt, 'a tall fern in a clay pot');
    assert.equal(usd, 0.00165);
    assert.deepEqual(verdicts[0]?.scores, {
      promptFidelity: 9,
      composition: 8,
      text: null,
      artifacts: 9,
      brandFit: 8,
    });
    const [sent] = converser.requests;
    const parts = sent?.messages[0]?.content ?? [];
    assert.equal(parts.filter(({ kind }) => kind === 'image').length, 3);
    const last = parts.at(-1);
    assert(last?.kind === 'text');
    assert.match(
      last.text,
      /these 3 images[\s\S]*<prompt>\na tall fern\n<\/prompt>[\s\S]*<not-wanted>\npeople[\s\S]*<brand>\nCalm colors[\s\S]*Write in Korean/,
    );
    assert.equal(sent?.tool?.choice, 'this');
  });

  it('asks again once for an answer outside the schema, then says so with what it cost', async () => {
    const { caller, fitter, converser } = surroundings();
    converser.reply = (_request, number) => filledIn(number === 1 ? filled(8, 11) : filled(8, 9));
    assert.ok((await new Judge(caller, fitter).judge(request(2), {}, never)).ok);
    converser.reply = () => filledIn(filled(8));
    const failed = await new Judge(caller, fitter).judge(request(2), {}, never);
    assert(!failed.ok && failed.error.error.kind === 'noUsableAnswer');
    assert.deepEqual([failed.error.error.asked, failed.error.error.spentUsd], ['judge', 0.0033]);
    assert.match(JSON.stringify(converser.requests.at(-1)?.messages), /image 2 has no entry/);
  });

  it('takes only whole scores from 1 to 10', () => {
    const form = judgeForm(2);
    assert.ok(form.parse(filled(1, 10)).ok);
    for (const score of [0, 11, 7.5, '8', null]) {
      const parsed = form.parse(filled(8, score as number));
      assert(!parsed.ok);
    }
    assert.ok(!form.parse({ ...filled(8, 9), best: 3 }).ok);
  });

  it('shows the model the schema that is checked', () => {
    const checked = toJSONSchema(judgeSchema) as unknown as {
      properties: { images: { items: { required: string[]; properties: object } } };
      required: string[];
    };
    const shown = judgeForm(2).inputSchema as unknown as typeof checked;
    assert.deepEqual(Object.keys(shown.properties).sort(), Object.keys(checked.properties).sort());
    assert.deepEqual(
      Object.keys(shown.properties.images.items.properties).sort(),
      Object.keys(checked.properties.images.items.properties).sort(),
    );
    for (const name of checked.properties.images.items.required) {
      assert.ok(shown.properties.images.items.required.includes(name), name);
    }
  });

  it('cuts more than 20 candidates into even comparisons', () => {
    const sizes = (count: number): readonly number[] =>
      comparisonsOf(Array.from({ length: count })).map(({ length }) => length);
    assert.deepEqual(sizes(3), [3]);
    assert.deepEqual(sizes(20), [20]);
    assert.deepEqual(sizes(21), [11, 10]);
    assert.deepEqual(sizes(0), []);
  });

  it('has words for scores', () => {
    assert.deepEqual([10, 9, 8, 7, 6, 4, 3, 1].map(gradeOf), [
      'excellent',
      'excellent',
      'good',
      'good',
      'mixed',
      'mixed',
      'poor',
      'poor',
    ]);
  });
});

describe('verdicts in recipes', () => {
  const verdict: Verdict = {
    overall: 8,
    scores: { promptFidelity: 9, composition: 8, text: null, artifacts: 9, brandFit: null },
    explanation: 'Why',
    suggestions: ['More light'],
  };
  const by = { modelId: 'm', modelName: 'Claude', at: Date.UTC(2026, 10, 20), comparedWith: 3 };
  const judged = withVerdict(sampleRecipe, verdict, by);

  it('are read back, and leave out what could not be judged', () => {
    assert.deepEqual(parseRecipe(JSON.parse(JSON.stringify(judged))), judged);
    assert.deepEqual(judged.judgements, [
      {
        judgedAt: '2026-11-20T00:00:00.000Z',
        model: { id: 'm', name: 'Claude' },
        overall: 8,
        scores: { promptFidelity: 9, composition: 8, artifacts: 9 },
        explanation: 'Why',
        suggestions: ['More light'],
        comparedWith: 3,
      },
    ]);
    assert.deepEqual(parseRecipe(sampleRecipe), sampleRecipe);
  });

  it('join what was said before, each once', () => {
    const later = withVerdict(sampleRecipe, { ...verdict, overall: 4 }, { ...by, at: by.at + 1000 });
    const merged = mergeRecipes(mergeRecipes(judged, later), judged);
    assert.deepEqual(
      merged.judgements?.map(({ overall }) => overall),
      [8, 4],
    );
    assert.deepEqual(merged.runs, sampleRecipe.runs);
    assert.equal(scoreOf(merged), 4);
    assert.equal('judgements' in mergeRecipes(sampleRecipe, sampleRecipe), false);
  });

  it('sort the Gallery, the unjudged last', () => {
    const image = (key: string, score: number | undefined, timeMs: number): GalleryImage => {
      const { score: _none, ...making } = makingOf(sampleRecipe);
      return {
        key,
        timeMs,
        files: [{ uri: key, folder: '', path: key, bytes: 1, timeMs }],
        making: { ...making, ...(score === undefined ? {} : { score }) },
      };
    };
    assert.equal(makingOf(judged).score, 8);
    assert.equal('score' in makingOf(sampleRecipe), false);
    const images = [
      image('none', undefined, 9),
      image('old8', 8, 1),
      image('new8', 8, 2),
      image('nine', 9, 0),
    ];
    assert.deepEqual(
      sortImages(images, 'score', new Map()).map(({ key }) => key),
      ['nine', 'new8', 'old8', 'none'],
    );
  });
});

describe('the difference of two prompts', () => {
  const marked = (old: string, improved: string): string =>
    promptDiff(old, improved)
      .map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`))
      .join('');

  it('is shown by words', () => {
    assert.equal(marked('a tall fern', 'a tall fern in a clay pot'), 'a tall fern +in a clay pot+');
    assert.equal(
      marked('a red kite, sunny', 'a blue kite, sunny'),
      'a -red +blue kite, sunny'.replace('-red +blue ', '-red -+blue +'),
    );
    assert.equal(marked('', 'new'), '+new+');
    assert.equal(marked('高い木', '高い大木'), '高い+大+木');
  });

  it('holds all of both texts', () => {
    const old = 'A brass lamp, on a desk; beside it a fern.';
    const improved = 'On a desk a brass lamp. Beside it, two ferns!';
    const parts = promptDiff(old, improved);
    assert.equal(
      parts
        .filter(({ kind }) => kind !== 'removed')
        .map(({ text }) => text)
        .join(''),
      improved,
    );
    assert.equal(
      parts
        .filter(({ kind }) => kind !== 'added')
        .map(({ text }) => text.trim())
        .join(' ')
        .replace(/\s+/g, ''),
      old.replace(/\s+/g, ''),
    );
  });
});
