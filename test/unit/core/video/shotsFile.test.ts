import assert from 'node:assert/strict';
import { parseShotsFile } from '../../../../src/core/video/shotsFile';

const limits = { maxShots: 3, maxTextLength: 40 };

function shotsOf(...lines: readonly string[]): ReturnType<typeof parseShotsFile> {
  return parseShotsFile(lines.join('\n'), limits);
}

describe('parseShotsFile', () => {
  it('reads a title, and a shot for each heading below it', () => {
    const file = shotsOf(
      '# The kite',
      '',
      'A short film.',
      '',
      '## Start',
      'A red kite lies',
      'on the sand.',
      '![the kite](img/red%20kite.png "Kite")',
      '',
      '## The kite flies ##',
    );
    assert.deepEqual(file, {
      title: 'The kite',
      shots: [
        {
          name: 'Start',
          text: 'A red kite lies on the sand.',
          image: { path: 'img/red kite.png', line: 8 },
          line: 5,
        },
        { name: 'The kite flies', text: 'The kite flies', line: 10 },
      ],
      problems: [],
    });
  });

  it('reads shots without a title, and one shot alone', () => {
    assert.deepEqual(
      shotsOf('# One', 'A kite', '# Two', 'The sea').shots.map(({ text }) => text),
      ['A kite', 'The sea'],
    );
    assert.deepEqual(
      shotsOf('# Film', '## Only', 'A kite').shots.map(({ name }) => name),
      ['Only'],
    );
  });

  it('takes no heading from a code block, and reads files of Windows', () => {
    const file = parseShotsFile(
      '\uFEFF# One\r\nA kite\r\n```sh\r\n# no shot\r\n```\r\n# Two\r\nThe sea\r\n',
      limits,
    );
    assert.deepEqual(
      file.shots.map(({ name }) => name),
      ['One', 'Two'],
    );
    assert.equal(file.shots[1]?.text, 'The sea');
  });

  it('says what is wrong, line by line', () => {
    const file = shotsOf(
      'Loose words',
      '# One',
      'x'.repeat(41),
      '# Two',
      'A kite ![](a.png) ![](b.png) ![](<https://web.site/c.png>)',
      '# ',
      '# Four',
      'The end ![](notes.txt)',
    );
    assert.deepEqual(file.problems, [
      { kind: 'looseText', line: 1 },
      { kind: 'textTooLong', length: 41, maxLength: 40, line: 2 },
      { kind: 'secondImage', line: 5 },
      { kind: 'secondImage', line: 5 },
      { kind: 'noText', line: 6 },
      { kind: 'tooManyShots', shots: 4, maxShots: 3, line: 7 },
      { kind: 'unknownImageType', line: 8 },
    ]);
    assert.deepEqual(shotsOf('').problems, [{ kind: 'noShots', line: 1 }]);
  });
});
