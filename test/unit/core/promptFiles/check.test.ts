import assert from 'node:assert/strict';
import { createRegistry } from '../../../../src/core/models/known';
import { checkPromptFile } from '../../../../src/core/promptFiles/check';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import { factsOfTable } from '../../../../src/core/promptFiles/modelFacts';
import type { PromptProblem } from '../../../../src/core/promptFiles/problems';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { withChanges } from '../../../../src/core/promptFiles/text';
import { videoModels } from '../../../../src/core/video/catalogue';

const models = factsOfTable(createRegistry(), videoModels, Date.parse('2026-11-21'));

function check(text: string, maxCombinations = 200): readonly PromptProblem[] {
  const file = parsePromptFile(text);
  return checkPromptFile(file, new Expansion(file), { models, maxCombinations });
}

/** Each problem with what it underlines. */
function said(text: string, maxCombinations?: number): readonly (readonly [string, string])[] {
  return check(text, maxCombinations).map(({ kind, range }) => [kind, text.slice(range.start, range.end)]);
}

function mended(text: string): string {
  const fix = check(text).flatMap(({ fixes = [] }) => fixes)[0];
  assert.ok(fix);
  return withChanges(text, fix.changes);
}

describe('checking a prompt file', () => {
  it('finds nothing wrong with one that the model takes', () => {
    assert.deepEqual(
      said('---\nmodel: Stable Image Core\nsize: 16:9\nseed: 0\ncount: 4\n---\nA red kite'),
      [],
    );
    assert.deepEqual(said('A red kite'), []);
  });

  it('switches from an ended model to the successor of its task', () => {
    const text = '---\nmodel: amazon.nova-canvas-v1:0\n---\nA kite';
    assert.deepEqual(said(text), [['modelEnded', 'amazon.nova-canvas-v1:0']]);
    assert.equal(mended(text), '---\nmodel: stability.stable-image-core-v1:1\n---\nA kite');
    const edit = '---\nmodel: Nova Canvas\ntask: inpaint\nimage: a.png\nmask: m.png\n---\nA fern';
    assert.match(mended(edit), /model: stability\.stable-image-inpaint-v1:0\n/);
    const video = '---\nmodel: amazon.nova-reel-v1:0\ntask: textToVideo\n---\nA kite';
    assert.match(mended(video), /model: luma\.ray-v2:0\n/);
  });

  it('tells what the model takes instead of a size, and the closest one', () => {
    const text = '---\nmodel: stability.stable-image-core-v1:1\nsize: [16:9, 1000x900, 7:3]\n---\nA kite';
    assert.deepEqual(said(text), [
      ['sizeNotTaken', '1000x900'],
      ['sizeNotTaken', '7:3'],
    ]);
    assert.match(mended(text), /size: \[16:9, \d+:\d+, 7:3\]/);
    // Pixels in a shape that the model has are that shape.
    assert.deepEqual(said('---\nmodel: stability.stable-image-core-v1:1\nsize: 1024x1024\n---\nA kite'), []);
  });

  it('tells options that the model has not, and values it does not take', () => {
    assert.deepEqual(
      said(
        '---\nmodel: stability.stable-image-core-v1:1\nstyle: anime\noptions:\n  outputFormat: webp\n  quality: premium\n---\nA kite',
      ),
      [
        ['optionNotTaken', 'style'],
        ['optionValueNotTaken', 'webp'],
        ['optionNotTaken', 'quality'],
      ],
    );
  });

  it('measures the longest of all readings against the limit', () => {
    const filler = 'x'.repeat(9_990);
    assert.deepEqual(said(`---\nmodel: stability.stable-image-core-v1:1\n---\n${filler} {a|bbb}`), []);
    const [problem] = check(
      `---\nmodel: stability.stable-image-core-v1:1\n---\n${filler} {a|${'b'.repeat(10)}}`,
    );
    assert.ok(problem?.kind === 'promptTooLong');
    assert.equal(problem.length, 10_001);
  });

  it('tells what an edit lacks, and fields of other tasks', () => {
    assert.deepEqual(
      check('---\ntask: inpaint\ncolors: ["#ffffff"]\n---\nA fern').map((problem) => [
        problem.kind,
        'field' in problem ? problem.field : '',
      ]),
      [
        ['inputMissing', 'image'],
        ['inputMissing', 'mask'],
        ['fieldNotInTask', 'colors'],
      ],
    );
  });

  it('tells a way to give the area that the model does not take', () => {
    assert.deepEqual(
      said(
        '---\nmodel: stability.stable-image-erase-object-v1:0\ntask: removeObject\nimage: a.png\nwords: the lamp\n---\n',
      ),
      [['areaNotTaken', 'words']],
    );
  });

  it('tells unknown models with the one that was meant', () => {
    const text = '---\nmodel: stable image coer\n---\nA kite';
    assert.deepEqual(said(text), [['unknownModel', 'stable image coer']]);
    assert.match(mended(text), /model: Stable Image Core\n/);
  });

  it('counts before anything is built', () => {
    const [problem] = check('{a|b}'.repeat(60));
    assert.ok(problem?.kind === 'tooManyCombinations');
    assert.equal(problem.isExact, false);
    assert.deepEqual(said('{1..200}'), []);
    assert.deepEqual(
      check('{1..201}').map(({ kind }) => kind),
      ['tooManyCombinations'],
    );
  });

  it('knows what can go along an axis', () => {
    assert.deepEqual(
      said('---\ngrid: { columns: Seed, rows: alternative 1, tabs: moon }\nseed: 1..2\n---\n{a|b}'),
      [['unknownAxis', 'moon']],
    );
    assert.deepEqual(said('---\ngrid: { columns: seed, rows: seed }\nseed: 1..2\n---\nA'), [
      ['axisTwice', 'seed'],
    ]);
  });

  it('knows films', () => {
    assert.deepEqual(
      said('---\nmodel: luma.ray-v2:0\ntask: textToVideo\nduration: 6\nseed: 3\nsize: 16:9\n---\nA kite'),
      [
        ['durationNotTaken', '6'],
        ['seedNotTaken', 'seed'],
      ],
    );
    assert.deepEqual(said('---\nmodel: luma.ray-v2:0\n---\nA kite'), [['taskNotDone', 'luma.ray-v2:0']]);
  });
});
