import assert from 'node:assert/strict';
import type { MadeCell } from '../../../src/core/promptFiles/runs/record';
import { SqliteCells } from '../../../src/storage/cells';
import { SettableClock, needSqlite, useWindows } from './sqlite';
import { useFolder } from './surroundings';

const made: MadeCell = {
  images: [{ sha256: 'ab'.repeat(32), path: 'images/kite.png' }],
  madeAt: '2026-11-21T13:00:00.000Z',
  priceUsd: 0.04,
};
const key = '1'.repeat(64);
const scope = 'file:///project';

describe('the book of cells', () => {
  needSqlite();
  const folder = useFolder();
  const open = useWindows(folder);
  const clock = new SettableClock(Date.UTC(2026, 10, 21));

  it('lets one window make a cell, and tells the other that it is busy', () => {
    const one = new SqliteCells(open(), clock, scope, { processId: 1, isAlive: () => true });
    const other = new SqliteCells(open(), clock, scope, { processId: 2, isAlive: () => true });
    assert.deepEqual(one.begin('bedrock', key, false), { ok: true, value: { kind: 'yours' } });
    assert.deepEqual(other.begin('bedrock', key, false), { ok: true, value: { kind: 'busy' } });
    assert.deepEqual(other.begin('bedrock', key, true), { ok: true, value: { kind: 'busy' } });
    one.made('bedrock', key, made);
    assert.deepEqual(other.begin('bedrock', key, false), { ok: true, value: { kind: 'made', made } });
    assert.deepEqual(other.begin('bedrock', key, true), { ok: true, value: { kind: 'yours' } });
  });

  it('knows what a window has left that died, also where its process id is in use again', () => {
    const dead = new SqliteCells(open(), clock, scope, { processId: 7 });
    dead.begin('bedrock', key, false);
    const gone = new SqliteCells(open(), clock, scope, { processId: 8, isAlive: () => false });
    assert.deepEqual(gone.begin('bedrock', key, false), { ok: true, value: { kind: 'left' } });
    const reused = new SqliteCells(open(), clock, scope, { processId: 7, isAlive: () => true });
    assert.deepEqual(reused.begin('bedrock', key, false), { ok: true, value: { kind: 'left' } });
    const late = new SqliteCells(open(), new SettableClock(clock.time + 3_600_000), scope, {
      processId: 9,
      isAlive: () => true,
    });
    assert.deepEqual(late.begin('bedrock', key, false), { ok: true, value: { kind: 'left' } });
  });

  it('keeps providers and projects apart', () => {
    const one = new SqliteCells(open(), clock, scope);
    const elsewhere = new SqliteCells(open(), clock, 'file:///other');
    one.made('bedrock', key, made);
    assert.equal(one.begin('offline', key, false).ok, true);
    assert.deepEqual(elsewhere.begin('bedrock', key, false), { ok: true, value: { kind: 'yours' } });
    const found = one.find('bedrock', [key]);
    assert.deepEqual(found.ok && found.value.get(key), { kind: 'made', made });
  });

  it('finds thousands of cells, and remembers doubts and releases', () => {
    const book = new SqliteCells(open(), clock, scope);
    const keys = Array.from({ length: 1500 }, (_, index) => index.toString(16).padStart(64, '0'));
    for (const each of keys.slice(0, 3)) book.made('bedrock', each, made);
    book.doubt('bedrock', keys[3] ?? '');
    book.begin('bedrock', keys[4] ?? '', false);
    book.release('bedrock', keys[4] ?? '');
    const found = book.find('bedrock', keys);
    assert.ok(found.ok);
    assert.deepEqual([...found.value.values()].map(({ kind }) => kind).toSorted(), [
      'inDoubt',
      'made',
      'made',
      'made',
    ]);
  });
});
