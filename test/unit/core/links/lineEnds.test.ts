import assert from 'node:assert/strict';
import { evenLineEnds } from '../../../../src/core/links/lineEnds';

describe('line ends', () => {
  it('are told, and left as they are where they are even', () => {
    assert.deepEqual(evenLineEnds('a\nb\n'), { text: 'a\nb\n', eol: '\n' });
    assert.deepEqual(evenLineEnds('a\r\nb\r\n'), { text: 'a\r\nb\r\n', eol: '\r\n' });
    assert.deepEqual(evenLineEnds('a'), { text: 'a', eol: '\n' });
  });

  it('become what most lines have, as VS Code opens the file', () => {
    assert.deepEqual(evenLineEnds('a\r\nb\nc\r\n'), { text: 'a\r\nb\r\nc\r\n', eol: '\r\n' });
    assert.deepEqual(evenLineEnds('a\nb\r\nc\n'), { text: 'a\nb\nc\n', eol: '\n' });
    assert.deepEqual(evenLineEnds('a\nb\r\n'), { text: 'a\nb\n', eol: '\n' });
    assert.deepEqual(evenLineEnds('a\rb\rc\n'), { text: 'a\r\nb\r\nc\r\n', eol: '\r\n' });
  });
});
