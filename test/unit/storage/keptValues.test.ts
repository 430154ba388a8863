import assert from 'node:assert/strict';
import { SqliteKeptValues } from '../../../src/storage/keptValues';
import { needSqlite, SettableClock, useWindows } from './sqlite';
import { useFolder } from './surroundings';

const HOUR_MS = 3_600_000;

describe('SqliteKeptValues', () => {
  needSqlite();
  const folder = useFolder();
  const openWindow = useWindows(folder);
  const clock = new SettableClock(Date.UTC(2026, 10, 20));
  const openValues = (): SqliteKeptValues => new SqliteKeptValues(openWindow(), clock);

  it('gives back what JSON can carry, also in another window', () => {
    const values = openValues();
    for (const value of [0, '', false, null, [1, 'zwei'], { "it's": { nested: '🪁' } }]) {
      values.set('key', value, HOUR_MS);
      assert.deepEqual(openValues().get('key'), value);
    }
  });

  it('has nothing where nothing was kept', () => assert.equal(openValues().get('key'), undefined));

  it('forgets a value when its time is over', () => {
    const values = openValues();
    values.set('short', 1, HOUR_MS);
    values.set('long', 2, 2 * HOUR_MS);
    clock.time += HOUR_MS;
    assert.equal(values.get('short'), undefined);
    assert.equal(values.get('long'), 2);
  });

  it('lasts from the last time it was set', () => {
    const values = openValues();
    values.set('key', 1, HOUR_MS);
    clock.time += HOUR_MS / 2;
    values.set('key', 2, HOUR_MS);
    clock.time += HOUR_MS / 2;
    assert.equal(values.get('key'), 2);
  });

  it('forgets a key that is set to undefined', () => {
    const values = openValues();
    values.set('key', 1, HOUR_MS);
    values.set('key', undefined, HOUR_MS);
    assert.equal(values.get('key'), undefined);
  });

  it('keeps nothing without a database, and does not fail', () => {
    const values = new SqliteKeptValues(openWindow({ findSqlite: () => undefined }), clock);
    values.set('key', 1, HOUR_MS);
    assert.equal(values.get('key'), undefined);
  });
});
