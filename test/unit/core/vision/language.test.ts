import assert from 'node:assert/strict';
import { languageFor, languageName, languageOf } from '../../../../src/core/vision/language';

const samples: Readonly<Record<string, string>> = {
  en: 'The lamp stands on the desk and its light falls on the fern that grows beside it.',
  de: 'Die Lampe steht auf dem Tisch und ihr Licht fällt auf den Farn, der nicht weit von ihr wächst.',
  fr: 'La lampe est posée sur le bureau et sa lumière tombe sur la fougère qui pousse dans le pot.',
  es: 'La lámpara está en la mesa y su luz cae sobre el helecho que crece para los que no lo ven.',
  it: 'La lampada è sul tavolo e la sua luce cade sulla felce che cresce nel vaso di una signora, non più.',
  pt: 'A lâmpada está na mesa e a sua luz cai sobre o feto que não cresce mais do que isso, por uma razão.',
  nl: 'De lamp staat op het bureau en het licht valt op de varen die niet ver van een raam groeit.',
  pl: 'Lampa stoi na biurku i jej światło pada na paproć, która nie jest już mała, oraz do okna.',
  ko: '램프가 책상 위에 있고 그 빛이 고사리에 떨어집니다.',
  ja: 'ランプは机の上にあり、その光がシダに落ちています。',
  zh: '灯在桌子上，它的光照在蕨类植物上。',
  ru: 'Лампа стоит на столе, и её свет падает на папоротник.',
  uk: 'Лампа стоїть на столі, і її світло падає на папороть.',
  el: 'Η λάμπα στέκεται στο γραφείο και το φως της πέφτει στη φτέρη.',
  ar: 'المصباح على المكتب وضوءه يسقط على السرخس.',
  he: 'המנורה עומדת על השולחן והאור שלה נופל על השרך.',
};

describe('the language of a document', () => {
  it('shows in its script and its small words', () => {
    for (const [code, text] of Object.entries(samples)) {
      assert.deepEqual([code, languageOf(text)], [code, { code, from: 'text' }]);
    }
  });

  it('is what the document declares', () => {
    const german = samples['de'] ?? '';
    assert.equal(
      languageOf(`<!doctype html><html class="x" lang="pt-BR"><p>${german}`, 'html')?.code,
      'pt-BR',
    );
    assert.equal(languageOf(`---\ntitle: x\nlang: fr\n---\n${german}`, 'markdown')?.code, 'fr');
    assert.equal(languageOf(`= Title\n:lang: ja\n\n${german}`, 'asciidoc')?.from, 'declared');
  });

  it('is not that of its code and addresses', () => {
    const text = `Die Lampe ist nicht auf dem Tisch.\n\n\`\`\`js\n// the and of to is in that it for with as\n\`\`\`\nhttps://the.and.of.to/is/in`;
    assert.equal(languageOf(text, 'markdown')?.code, 'de');
  });

  it('is not guessed where nobody can tell', () => {
    for (const text of ['', '![](a.png)', 'Lorem ipsum', '# README', '42', 'og at det som en på er av for']) {
      assert.equal(languageOf(text, 'markdown'), undefined, text);
    }
  });

  it('gives way to the setting', () => {
    assert.equal(languageFor('ko', samples['de'], 'markdown'), 'ko');
    assert.equal(languageFor('auto', samples['de'], 'markdown'), 'de');
    assert.equal(languageFor('auto', undefined), undefined);
  });

  it('has a name that models know', () => {
    assert.equal(languageName('de'), 'German');
    assert.equal(languageName('pt-BR'), 'Brazilian Portuguese');
    assert.equal(languageName('plain English, please'), 'plain English, please');
  });
});
