import assert from 'node:assert/strict';
import { readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../src/core/clock';
import { sha256Hex } from '../../../src/core/sha256';
import { DiskBlobs } from '../../../src/storage/blobs';
import type { FileSystem } from '../../../src/storage/fileSystem';
import { fileSystemWith, filesBelow, silentLog, systemError, useFolder } from './surroundings';

const bytes = Uint8Array.of(1, 2, 3, 0, 255);
const DAY_MS = 24 * 3_600_000;

describe('DiskBlobs', () => {
  const folder = useFolder();
  let time = 0;
  const clock: Clock = { now: () => time, sleep: () => Promise.resolve() };
  const blobs = (fileSystem?: FileSystem): DiskBlobs => new DiskBlobs(folder(), clock, silentLog, fileSystem);
  const pathOf = (sha256: string): string => join(folder(), 'blobs', sha256.slice(0, 2), sha256);

  beforeEach(() => {
    time = Date.now();
  });

  async function kept(content = bytes): Promise<string> {
    const put = await blobs().put(content);
    assert.ok(put.ok);
    return put.value;
  }

  it('gives back what was put in, under its hash, and leaves nothing else', async () => {
    const sha256 = await kept();
    assert.equal(sha256, await sha256Hex(bytes));
    assert.deepEqual(await blobs().read(sha256), bytes);
    assert.deepEqual(await filesBelow(folder()), [`blobs/${sha256.slice(0, 2)}/${sha256}`]);
  });

  it('gives back memory of its own', async () => {
    const sha256 = await kept();
    const first = await blobs().read(sha256);
    first?.fill(9);
    assert.deepEqual(await blobs().read(sha256), bytes);
  });

  it('writes equal bytes once', async () => {
    const sha256 = await kept();
    const refusing = fileSystemWith({ writeNew: () => Promise.reject(systemError('EIO')) });
    assert.deepEqual(await blobs(refusing).put(bytes), { ok: true, value: sha256 });
  });

  it('keeps equal bytes whole when they are put by many at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => blobs().put(bytes)));
    const sha256 = await sha256Hex(bytes);
    for (const put of all) assert.deepEqual(put, { ok: true, value: sha256 });
    assert.equal((await filesBelow(folder())).length, 1);
    assert.deepEqual(await blobs().read(sha256), bytes);
  });

  it('takes nothing but a hash for a name', async () => {
    await writeFile(join(folder(), 'secret'), 'x');
    const sha256 = await kept();
    for (const name of [
      '',
      '../secret',
      '../../secret',
      `${sha256}/../x`,
      sha256.toUpperCase(),
      'f'.repeat(63),
    ]) {
      assert.equal(await blobs().read(name), undefined, name);
    }
  });

  it('has nothing where nothing was put', async () => {
    assert.equal(await blobs().read('a'.repeat(64)), undefined);
    await blobs().prune(new Set());
  });

  it('does not give out damaged bytes, and takes them again', async () => {
    const sha256 = await kept();
    await truncate(pathOf(sha256), 2);
    assert.equal(await blobs().read(sha256), undefined);
    assert.equal(await kept(), sha256);
    assert.deepEqual(await blobs().read(sha256), bytes);
  });

  it('does not give out bytes that were changed and are as long as before, and takes them again', async () => {
    const sha256 = await kept();
    await writeFile(pathOf(sha256), Uint8Array.of(1, 2, 3, 0, 254));
    assert.equal(await blobs().read(sha256), undefined);
    assert.equal(await kept(), sha256);
    assert.deepEqual(await blobs().read(sha256), bytes);
  });

  for (const [operation, code, kind] of [
    ['writeNew', 'ENOSPC', 'diskFull'],
    ['rename', 'EDQUOT', 'diskFull'],
    ['makeFolder', 'EACCES', 'notWritable'],
    ['writeNew', 'EROFS', 'notWritable'],
  ] as const) {
    it(`says ${kind} when ${operation} fails with ${code}, and leaves nothing`, async () => {
      const refusing = fileSystemWith({ [operation]: () => Promise.reject(systemError(code)) });
      const put = await blobs(refusing).put(bytes);
      assert.ok(!put.ok);
      assert.equal(put.error.kind, kind);
      assert.deepEqual(await filesBelow(folder()), []);
    });
  }

  it('removes after three months what nobody has used, and nothing that is in use', async () => {
    const [old, used, held] = [
      await kept(Uint8Array.of(1)),
      await kept(Uint8Array.of(2)),
      await kept(Uint8Array.of(3)),
    ];
    time += 80 * DAY_MS;
    assert.ok(await blobs().read(used), 'reading is using');
    time += 11 * DAY_MS;
    await blobs().prune(new Set([held]));
    assert.equal(await blobs().read(old), undefined);
    for (const each of [used, held]) assert.ok(await blobs().read(each), each);
  });

  it('counts putting what is there as using it', async () => {
    const sha256 = await kept();
    const longAgo = time / 1000 - 89 * 24 * 3600;
    await utimes(pathOf(sha256), longAgo, longAgo);
    await kept();
    assert.ok(Math.abs((await stat(pathOf(sha256))).mtimeMs - time) < 2);
  });

  it('writes anew what somebody has removed', async () => {
    const sha256 = await kept();
    await rm(join(folder(), 'blobs'), { recursive: true });
    assert.equal(await kept(), sha256);
    assert.deepEqual(new Uint8Array(await readFile(pathOf(sha256))), bytes);
  });
});
