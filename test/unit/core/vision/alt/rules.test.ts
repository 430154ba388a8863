import assert from 'node:assert/strict';
import { altForm } from '../../../../../src/core/vision/alt/form';
import { shortenAlt, tidyAlt } from '../../../../../src/core/vision/alt/rules';

describe('the rules of alt texts', () => {
  it('take away what screen readers say themselves', () => {
    const cases = [
      ['An image of a brass lamp', 'A brass lamp'],
      ['The picture shows a lamp.', 'A lamp.'],
      ['Screenshot of the settings', 'Screenshot of the settings'],
      ['Das Bild zeigt eine Lampe', 'Eine Lampe'],
      ['Ein Foto von einer Lampe', 'Ein Foto von einer Lampe'],
      ['L’image montre une lampe', 'Une lampe'],
      ['Imagen de una lámpara', 'Una lámpara'],
      ['机の上のランプの画像', '机の上のランプ'],
      ['책상 위의 램프 이미지', '책상 위의 램프 이미지'],
      ['An image of', 'An image of'],
    ] as const;
    for (const [text, tidy] of cases) assert.equal(tidyAlt(text), tidy);
  });

  it('make one plain line', () => {
    assert.equal(tidyAlt('  "A **brass** lamp\n on\ta desk"  '), 'A brass lamp on a desk');
    assert.equal(tidyAlt('Alt text: A lamp\u200B'), 'A lamp');
    assert.equal(tidyAlt('„Eine Lampe“'), 'Eine Lampe');
  });

  it('shorten at a sentence, a clause or a word', () => {
    assert.equal(shortenAlt('Short.', 20), 'Short.');
    assert.equal(shortenAlt('A brass lamp. It stands on a desk.', 30), 'A brass lamp');
    assert.equal(shortenAlt('A brass lamp on a desk, beside a tall fern', 30), 'A brass lamp on a desk');
    assert.equal(shortenAlt('A brass lamp on a large wooden desk', 30), 'A brass lamp on a large…');
    assert.equal(shortenAlt('ラ'.repeat(30), 20), `${'ラ'.repeat(19)}…`);
    assert.ok(shortenAlt('🏮'.repeat(30), 20).length <= 20);
  });
});

describe('the form of alt texts', () => {
  const form = altForm(40, 'auto');

  it('gives a decorative image none', () => {
    assert.deepEqual(form.parse({ kind: 'decorative', alt: 'A line' }), {
      ok: true,
      value: { kind: 'decorative', alt: '' },
    });
  });

  it('makes a description of what is too long', () => {
    const long = 'A chart of the sales of lamps, which rose from 3 to 9 in May';
    assert.deepEqual(form.parse({ kind: 'informative', alt: long }), {
      ok: true,
      value: { kind: 'complex', alt: 'A chart of the sales of lamps', description: long },
    });
    assert.deepEqual(form.parse({ kind: 'complex', alt: 'A chart', description: ' All\nof it. ' }), {
      ok: true,
      value: { kind: 'complex', alt: 'A chart', description: 'All of it.' },
    });
  });

  it('keeps the kind that the user has decided', () => {
    assert.deepEqual(altForm(40, 'functional').parse({ kind: 'decorative', alt: 'Home' }), {
      ok: true,
      value: { kind: 'functional', alt: 'Home' },
    });
  });

  it('says what is wrong with anything else', () => {
    for (const input of [{}, 'x', { kind: 'nice', alt: 'x' }, { kind: 'informative', alt: ' ' }]) {
      const parsed = form.parse(input);
      assert(!parsed.ok);
      assert.match(parsed.error, /kind|alt|form/);
    }
  });
});
