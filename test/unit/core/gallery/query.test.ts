import assert from 'node:assert/strict';
import { isEmptyQuery, matchScore, parseQuery, searchTextOf } from '../../../../src/core/gallery/query';
import { imageAt } from './samples';

function score(query: string, image = imageAt('docs/img/kite.png')): number {
  return matchScore(parseQuery(query), searchTextOf(image));
}

describe('a query', () => {
  it('is taken apart into words, +words, -words and phrases', () => {
    assert.deepEqual(parseQuery('Red +kite -"blue sea" "over the"'), {
      wanted: ['red', 'kite', 'over the'],
      unwanted: ['blue sea'],
    });
  });

  it('asks for nothing while only a sign or an open quote stands there', () => {
    for (const text of ['', '  ', '+', '-', '"', '-"', '+ -']) {
      assert.equal(isEmptyQuery(parseQuery(text)), true, JSON.stringify(text));
    }
  });

  it('keeps a sign inside a word', () => {
    assert.deepEqual(parseQuery('lamp-fern c++').wanted, ['lamp-fern', 'c++']);
  });

  it('finds words in name, path and prompt, all of them', () => {
    assert.ok(score('kite') > 0);
    assert.ok(score('docs') > 0);
    assert.ok(score('sea') > 0);
    assert.ok(score('sea docs') > 0);
    assert.equal(score('sea boat'), 0);
  });

  it('leaves out what has an unwanted word anywhere', () => {
    for (const query of ['kite -sea', 'kite -docs', '-kite']) assert.equal(score(query), 0, query);
    assert.ok(score('kite -boat') > 0);
    assert.ok(score('-boat') > 0);
  });

  it('does not look at case and accents', () => {
    const image = imageAt('Café.png', { prompt: 'ÜBER den Wolken' });
    assert.ok(score('cafe', image) > 0);
    assert.ok(score('über', image) > 0);
    assert.ok(score('UBER', image) > 0);
  });

  it('takes a name as closer than a prompt, and a prompt as closer than a folder', () => {
    const named = score('fern', imageAt('a/fern.png', { prompt: '' }));
    const asked = score('fern', imageAt('a/b.png', { prompt: 'a fern' }));
    const placed = score('fern', imageAt('fern/b.png', { prompt: '' }));
    assert.ok(named > asked && asked > placed && placed > 0);
  });

  it('finds a copy by its own path', () => {
    const image = imageAt(
      'a.png',
      {},
      { files: [imageAt('a.png').files[0], imageAt('copy/b.png').files[0]] },
    );
    assert.ok(score('copy', image) > 0);
  });
});
