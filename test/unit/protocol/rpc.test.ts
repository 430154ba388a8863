import assert from 'node:assert/strict';
import { parseToHost } from '../../../src/protocol/rpc';

describe('the frame of a message from a page', () => {
  it('is an id, a method and anything at all', () => {
    const message = { id: 0, method: 'ready', params: { deep: [1] } };
    assert.deepEqual(parseToHost(message), message);
    assert.deepEqual(parseToHost({ id: 1, method: 'ready', params: undefined }), {
      id: 1,
      method: 'ready',
      params: undefined,
    });
  });

  it('carries nothing else on', () => {
    const message = JSON.parse('{"id":1,"method":"m","params":{},"__proto__":{"a":1},"more":2}') as unknown;
    const parsed = parseToHost(message);
    assert.deepEqual(Object.keys(parsed ?? {}).toSorted(), ['id', 'method', 'params']);
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  });

  for (const [name, message] of Object.entries({
    nothing: undefined,
    null: null,
    text: 'ready',
    'a list': [1, 'ready', {}],
    'no id': { method: 'ready', params: {} },
    'an id that is text': { id: '1', method: 'ready', params: {} },
    'a negative id': { id: -1, method: 'ready', params: {} },
    'half an id': { id: 0.5, method: 'ready', params: {} },
    'an id that is no number': { id: Number.NaN, method: 'ready', params: {} },
    'an id past counting': { id: 2 ** 60, method: 'ready', params: {} },
    'no method': { id: 1, params: {} },
    'a method that is an object': { id: 1, method: { name: 'ready' }, params: {} },
    'a method without end': { id: 1, method: 'x'.repeat(65), params: {} },
  })) {
    it(`is not ${name}`, () => {
      assert.equal(parseToHost(message), undefined);
    });
  }
});
