import assert from 'node:assert/strict';
import { fileChanges } from '../../../../src/core/promptFiles/runs/changes';
import { changeText } from '../../../../src/features/promptFiles/compare/changeText';
import { english } from '../../platform/english';

const told = (before: string, after: string): readonly (readonly [string, string | undefined])[] =>
  fileChanges(before, after).map((change) => {
    const { label, detail } = changeText(change, english);
    return [label, detail] as const;
  });

describe('what changed since the last run, in words', () => {
  it('tells fields, words of the prompt, and values of variables', () => {
    const before =
      '---\nsize: 1:1\nseed: 1\nvariables: { thing: [mug, lamp] }\n---\n\nA red {{thing}} on a wooden table in the evening\n';
    const after =
      '---\nsize: 16:9\ncount: 4\nvariables: { thing: [mug, vase] }\n---\n\nA blue {{thing}} on a wooden table in the evening\n';
    assert.deepEqual(told(before, after), [
      ['The prompt', 'A [-red-] {+blue+} …'],
      ['size', '16:9, was 1:1'],
      ['seed is gone', '1'],
      ['count is new', '4'],
      ['Values of thing', 'new: vase · gone: lamp'],
    ]);
  });

  it('tells nothing of a file that says the same', () => {
    assert.deepEqual(told('---\nsize: 1:1\n---\n\nA kite\n', '---\nsize:  1:1\n---\n\nA kite\n'), []);
  });
});
