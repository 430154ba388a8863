import assert from 'node:assert/strict';
import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../src/core/result';
import { sha256Hex } from '../../../src/core/sha256';
import { DiskThumbnails } from '../../../src/storage/thumbnails';
import { filesBelow, silentLog, useFolder } from './surroundings';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('thumbnails', () => {
  const root = useFolder();
  let asked: string[];
  let now: number;
  let atOnce: number;
  let most: number;
  /** Called within each making, with how many began before it. */
  let whileMaking: (before: number) => Promise<void>;

  beforeEach(() => {
    asked = [];
    now = Date.parse('2026-11-21T12:00:00Z');
    atOnce = 0;
    most = 0;
    whileMaking = () => Promise.resolve();
  });

  const maker = {
    thumbnail: async (bytes: Uint8Array, sidePx: number): Promise<Result<Uint8Array>> => {
      const name = new TextDecoder().decode(bytes);
      const before = asked.length;
      asked.push(`${name} ${sidePx}`);
      most = Math.max(most, ++atOnce);
      await whileMaking(before);
      atOnce--;
      return name.startsWith('bad')
        ? err({ kind: 'notReadable', name, reason: 'no picture' })
        : ok(new Uint8Array(100));
    },
  };
  const store = (maxBytes = 10_000): DiskThumbnails =>
    new DiskThumbnails(join(root(), 'thumbnails'), async () => maker, silentLog, {
      maxBytes,
      now: () => now,
    });

  it('are made once and kept by the hash of the bytes', async () => {
    const made = await store().make(text('kite'));
    const sha256 = await sha256Hex(text('kite'));
    assert.equal(made?.sha256, sha256);
    assert.equal((await readFile(made.path)).length, 100);
    const later = store();
    assert.equal(await later.find(sha256), made.path);
    await later.make(text('kite'));
    assert.deepEqual(asked, ['kite 264']);
  });

  it('are made once for two that ask at the same time', async () => {
    const thumbnails = store();
    const [one, other] = await Promise.all([thumbnails.make(text('kite')), thumbnails.make(text('kite'))]);
    assert.deepEqual(one, other);
    assert.equal(asked.length, 1);
  });

  it('are made two at a time', async () => {
    const thumbnails = store();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    // The first, the third and the fifth last until the one after them has begun too.
    let letFirstEnd: () => void = () => assert.fail('a second began before a first');
    whileMaking = async (before) => {
      if (before % 2 === 0) await new Promise<void>((resolve) => (letFirstEnd = resolve));
      else letFirstEnd();
    };
    const made = await Promise.all(names.map((name) => thumbnails.make(text(name))));
    assert.ok(made.every((one) => one !== undefined));
    assert.deepEqual(
      asked.toSorted(),
      names.map((name) => `${name} 264`),
    );
    assert.equal(most, 2);
  });

  it('are none for what cannot be opened, and nothing is left of it', async () => {
    assert.equal(await store().make(text('bad')), undefined);
    assert.deepEqual(await filesBelow(root()), []);
  });

  it('are none for a hash that is not one', async () => {
    for (const hash of ['', '../../etc/passwd', 'AB'.repeat(32)])
      assert.equal(await store().find(hash), undefined);
  });

  it('make room: what was used longest ago goes', async () => {
    const thumbnails = store(500);
    const made: { readonly path: string; readonly sha256: string }[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const one = await thumbnails.make(text(name));
      made.push(one!);
      const used = new Date(now - (10 - made.length) * 2 * 86_400_000);
      await utimes(one!.path, used, used);
    }
    // The first is looked at again, and so is the newest of them.
    assert.ok(await thumbnails.find(made[0]!.sha256));
    await thumbnails.make(text('f'));
    const left = await Promise.all(
      made.map(async ({ sha256 }) => (await thumbnails.find(sha256)) !== undefined),
    );
    assert.deepEqual(left, [true, false, false, true, true]);
  });

  it('are marked as used', async () => {
    const thumbnails = store();
    const made = await thumbnails.make(text('kite'));
    const old = new Date(now - 3 * 86_400_000);
    await utimes(made!.path, old, old);
    await thumbnails.find(made!.sha256);
    assert.equal((await stat(made!.path)).mtimeMs, now);
  });
});
