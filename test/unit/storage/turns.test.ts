import assert from 'node:assert/strict';
import { Turns } from '../../../src/storage/turns';

describe('turns', () => {
  it('let work on one thing wait for what came before, and work on another not', async () => {
    const turns = new Turns();
    const order: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = turns.take('a', async () => {
      await gate;
      order.push('first');
    });
    const second = turns.take('a', async () => {
      order.push('second');
      return 2;
    });
    await turns.take('b', async () => {
      order.push('other');
    });
    open();
    await first;
    assert.equal(await second, 2);
    assert.deepEqual(order, ['other', 'first', 'second']);
  });
});
