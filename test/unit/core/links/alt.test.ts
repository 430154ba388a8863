import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { altFromPrompt } from '../../../../src/core/links/alt';

describe('altFromPrompt', () => {
  const cases: readonly (readonly [prompt: string, alt: string])[] = [
    ['A red kite over a green hill.', 'A red kite over a green hill.'],
    ['  a\r\n\tred   kite ', 'a red kite'],
    ['An image of a red kite', 'A red kite'],
    ['Generate a picture of the sea', 'The sea'],
    ['create an image showing émigrés', 'Émigrés'],
    ['Imagery of war', 'Imagery of war'],
    ['A picture frame', 'A picture frame'],
    ['', ''],
    [' \n ', ''],
  ];
  for (const [prompt, alt] of cases) {
    it(`makes ${JSON.stringify(alt)} of ${JSON.stringify(prompt)}`, () => {
      assert.equal(altFromPrompt(prompt), alt);
    });
  }

  it('keeps 125 characters as they are', () => {
    const text = 'x'.repeat(60) + ' ' + 'y'.repeat(64);
    assert.equal(altFromPrompt(text), text);
  });

  it('cuts a longer text between words, without punctuation before the dots', () => {
    const alt = altFromPrompt(`${'word '.repeat(23)}last, ${'more '.repeat(20)}`);
    assert.equal(alt, `${'word '.repeat(23)}last…`);
    assert.ok(alt.length <= 125);
  });

  it('never cuts inside a character of two units', () => {
    const alt = altFromPrompt(`x${'🪁'.repeat(100)}`);
    assert.equal(alt, `x${'🪁'.repeat(61)}…`);
    assert.ok(alt.length <= 125);
  });

  it('keeps what joins an emoji', () => {
    assert.equal(altFromPrompt('a 👩‍🚀 in space'), 'a 👩‍🚀 in space');
  });
});
