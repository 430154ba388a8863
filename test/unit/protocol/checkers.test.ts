import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as z from 'zod/mini';
import { galleryCheckers } from '../../../src/protocol/gallery';
import { candidateActions, studioCheckers } from '../../../src/protocol/studio';

type Check = (params: unknown) => boolean;

function checks(checkers: Readonly<Record<string, z.ZodMiniType>>): (method: string) => Check {
  return (method) => (params) => {
    const checker = checkers[method];
    assert.ok(checker, method);
    return z.safeParse(checker, params).success;
  };
}

const huge = 'x'.repeat(1_000_000);

/** Sent to every method: none of it is a request's parameters. */
const nonsense: readonly unknown[] = [undefined, null, 0, 1, '', 'x', true, Symbol('x'), () => 1];

describe("the checkers of the Studio's page", () => {
  const of = checks(studioCheckers);

  for (const method of Object.keys(studioCheckers)) {
    it(`refuses for ${method} what is no object`, () => {
      for (const params of nonsense) assert.equal(of(method)(params), false, String(params));
    });
  }

  it('takes changes of every kind of value', () => {
    const margins = { left: 0, right: 1, up: 2, down: 100_000 };
    for (const value of ['text', '', 0, -1.5, true, [], ['#ffffff'], margins]) {
      assert.ok(of('change')({ id: 'prompt', value }), JSON.stringify(value));
    }
  });

  it('refuses changes that are too long, not numbers, or of no known shape', () => {
    for (const value of [
      huge,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      null,
      undefined,
      Array.from({ length: 101 }, () => 'x'),
      ['x'.repeat(101)],
      [1],
      [[]],
      { left: 1 },
      { left: 1, right: 1, up: 1, down: -1 },
      { left: 1, right: 1, up: 1, down: 0.5 },
      { left: 1, right: 1, up: 1, down: 100_001 },
      new Uint8Array(4),
    ]) {
      assert.equal(of('change')({ id: 'prompt', value }), false, inspect(value).slice(0, 40));
    }
    for (const id of [huge, 5, null, ['prompt']]) {
      assert.equal(of('change')({ id, value: '' }), false);
    }
  });

  it('hands on nothing that was not asked for', () => {
    const hostile = JSON.parse(
      '{"id":"margins","value":{"left":1,"right":1,"up":1,"down":1,"__proto__":{"polluted":1},"more":1},"__proto__":{"polluted":1}}',
    ) as unknown;
    const { id, value } = z.parse(studioCheckers.change, hostile);
    assert.equal(id, 'margins');
    assert.deepEqual(value, { left: 1, right: 1, up: 1, down: 1 });
    assert.ok(typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('takes bytes only as bytes', () => {
    const paste = of('pasteImage');
    assert.ok(paste({ bytes: new Uint8Array([1]), as: 'picture' }));
    assert.ok(paste({ bytes: new Uint8Array([1]), as: 'mask' }));
    for (const bytes of [[1, 2], 'iVBOR', { 0: 1, length: 1 }, new Uint16Array(2), new ArrayBuffer(2)]) {
      assert.equal(paste({ bytes, as: 'picture' }), false);
    }
    assert.equal(paste({ bytes: new Uint8Array(1), as: 'file:///etc/passwd' }), false);
    assert.equal(of('saveMask')({ packed: 'x' }), false);
    assert.equal(of('saveMask')({}), false);
  });

  it("checks what is said of the mask, and takes 'no mask' for an answer", () => {
    const summary = {
      isEmpty: false,
      share: 0.5,
      areas: 2,
      bounds: { left: 0, top: 0, width: 1, height: 1 },
    };
    const changed = of('maskChanged');
    assert.ok(changed({ summary }));
    assert.ok(changed({ summary, packed: new Uint8Array(2) }));
    assert.ok(changed({ summary: { isEmpty: true, share: 0, areas: 0 } }));
    for (const change of [
      { share: -0.1 },
      { share: 1.1 },
      { share: Number.NaN },
      { areas: -1 },
      { areas: 1.5 },
      { isEmpty: 'no' },
      { bounds: { left: -1, top: 0, width: 1, height: 1 } },
      { bounds: { left: 0, top: 0, width: 1e9, height: 1 } },
      { bounds: {} },
    ]) {
      assert.equal(changed({ summary: { ...summary, ...change } }), false, JSON.stringify(change));
    }
    assert.equal(changed({ summary, packed: [1, 2] }), false);
  });

  it('knows every action on a candidate, and no other', () => {
    for (const action of candidateActions) assert.ok(of('candidate')({ id: 'c1', action }));
    for (const action of ['', 'delete', 'constructor', 'toString', 1, null]) {
      assert.equal(of('candidate')({ id: 'c1', action }), false);
    }
    assert.equal(of('candidate')({ id: huge, action: 'accept' }), false);
    assert.equal(of('allCandidates')({ action: 'choose' }), false);
    assert.equal(of('focus')({ region: 'elsewhere' }), false);
    assert.equal(of('act')({ notice: 'n', action: huge }), false);
    assert.equal(of('chooseImage')({ control: 5 }), false);
  });
});

describe("the checkers of the Gallery's page", () => {
  const of = checks(galleryCheckers);

  for (const method of Object.keys(galleryCheckers)) {
    it(`refuses for ${method} what is no object`, () => {
      for (const params of nonsense) assert.equal(of(method)(params), false, String(params));
    });
  }

  it('takes a thousand ids, and no more', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `id ${index}`);
    for (const method of ['thumbnails', 'select', 'addImages']) {
      assert.ok(of(method)({ ids }));
      assert.equal(of(method)({ ids: [...ids, 'one more'] }), false);
      assert.equal(of(method)({ ids: [5] }), false);
      assert.equal(of(method)({ ids: ['x'.repeat(301)] }), false);
      assert.equal(of(method)({ ids: { length: 1, 0: 'x' } }), false);
    }
  });

  it('takes bytes of a picture to look with, neither none nor more than 30 million', () => {
    const picture = of('addPicture');
    assert.ok(picture({ bytes: new Uint8Array(1), name: '' }));
    assert.ok(picture({ bytes: new Uint8Array(30_000_000), name: 'a.png' }));
    assert.equal(picture({ bytes: new Uint8Array(30_000_001), name: 'a.png' }), false);
    assert.equal(picture({ bytes: new Uint8Array(0), name: 'a.png' }), false);
    assert.equal(picture({ bytes: [1, 2, 3], name: 'a.png' }), false);
    assert.equal(picture({ bytes: 'AAAA', name: 'a.png' }), false);
    assert.equal(picture({ bytes: new Uint8Array(1), name: 'x'.repeat(301) }), false);
  });

  it('takes no action, scope or query of its own making', () => {
    assert.ok(of('image')({ ids: ['a'], action: 'open' }));
    assert.equal(of('image')({ ids: ['a'], action: 'delete' }), false);
    assert.ok(of('scope')({ scope: 'waiting' }));
    assert.equal(of('scope')({ scope: '__proto__' }), false);
    assert.equal(of('search')({ query: 'x'.repeat(1001) }), false);
    assert.equal(of('focus')({ hasFocus: 'yes' }), false);
  });
});
