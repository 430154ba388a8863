import assert from 'node:assert/strict';
import { slugFrom } from '../../../../src/core/names/slug';

const cases: readonly (readonly [prompt: string, slug: string])[] = [
  ['A red kite over the sea', 'a-red-kite-over-the-sea'],
  ['  Two   lines\n\tof words!  ', 'two-lines-of-words'],
  ["The dog's “best” friend’s kite", 'the-dogs-best-friends-kite'],
  ['\'quoted\' "words" `code`', 'quoted-words-code'],
  ['Crème brûlée, Ångström, Łódź, Straße, Þór, IŞIK', 'creme-brulee-angstrom-lodz-strasse-thor-isik'],
  ['凧が海の上を飛ぶ', '凧が海の上を飛ぶ'],
  ['바다 위의 연', '바다-위의-연'],
  ['Воздушный змей', 'воздушный-змей'],
  ['طائرة ورقية', 'طائرة-ورقية'],
  ['عفيفة', 'عفيفة'],
  ['पतंग की उड़ान', 'पतंग-की-उड़ान'.normalize('NFC')],
  ['می‌خواهم', 'میخواهم'],
  ['kite 🪁 and 👩‍🚀', 'kite-and'],
  ['ＦＵＬＬ width ２', 'full-width-2'],
  ['co\u00adoperate', 'cooperate'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\Windows\\system32', 'c-windows-system32'],
  ['a\u202Egnp.exe', 'agnp-exe'],
  ['🪁🪁', 'image'],
  ['...', 'image'],
  ['', 'image'],
];

describe('slugFrom', () => {
  for (const [prompt, slug] of cases) {
    it(`makes ${slug} of ${JSON.stringify(prompt)}`, () => assert.equal(slugFrom(prompt), slug));
  }

  it('cuts between words', () => {
    const prompt = 'A very detailed watercolor painting of a lighthouse in a winter storm';
    assert.equal(slugFrom(prompt), 'a-very-detailed-watercolor-painting-of-a');
  });

  it('cuts inside a word that has no end', () => {
    assert.equal(slugFrom('x'.repeat(500)), 'x'.repeat(48));
    assert.equal(slugFrom(`a ${'x'.repeat(500)}`), `a-${'x'.repeat(46)}`);
  });

  it('leaves room in a name of 143 bytes, and tears no letter from its marks', () => {
    for (const letter of ['凧', '𠮷', 'नि', 'е́']) {
      const slug = slugFrom(letter.repeat(300));
      assert.ok(Buffer.byteLength(slug) <= 120, letter);
      assert.equal(slug, letter.normalize('NFC').repeat(slug.length / letter.normalize('NFC').length));
    }
  });

  it('gives a slug back unchanged', () => {
    for (const [, slug] of cases) assert.equal(slugFrom(slug), slug);
  });
});
