import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newSession, type StudioSession } from '../../../src/core/studio/session';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { DiskSessions } from '../../../src/storage/sessions';
import { fileSystemWith, filesBelow, silentLog, systemError, useFolder } from './surroundings';

const id = '00000000-0000-4000-8000-000000000001';
const other = '00000000-0000-4000-8000-000000000002';

/** With something in every member that a session can have. */
const full: StudioSession = {
  ...newSession(id),
  image: {
    sha256: 'ab',
    name: 'lamp "old".jpg',
    path: 'docs/lamp "old".jpg',
    width: 4032,
    height: 3024,
    hasAlpha: false,
    isLossy: true,
    shownAs: 'webp',
    uri: 'file:///project/docs/lamp.jpg',
  },
  taskChoice: 'inpaint',
  prompt: 'a tall fern 🌿',
  negativePrompt: 'people',
  count: 3,
  seed: 0,
  size: { kind: 'pixels', width: 512, height: 768 },
  options: { cfgScale: 6.5, quality: 'premium', isFast: false },
  models: { inpaint: 'amazon.nova-canvas-v1:0' },
  area: 'words',
  words: 'the lamp',
  garmentClass: 'UPPER_BODY',
  structure: 'sketch',
  upscale: 'creative',
  colors: ['#112233'],
  margins: { left: 1, right: 2, up: 3, down: 4 },
  contextPx: 0,
  featherPx: 0,
  flattenOn: '#000000',
  candidates: [
    {
      id: 'c1',
      number: 1,
      inboxId: 'entry-1',
      width: 10,
      height: 10,
      prompt: 'a tall fern',
      sent: '1024 x 1024',
      seed: 0,
      isAreaChosenByModel: true,
      preview: 'c1.webp',
    },
  ],
  nextNumber: 2,
  spentUsd: 0.14,
};

describe('DiskSessions', () => {
  const folder = useFolder();
  const sessions = (fileSystem?: FileSystem): DiskSessions =>
    new DiskSessions(folder(), silentLog, fileSystem);

  it('gives back a session whole, to another window too', async () => {
    assert.deepEqual(await sessions().write(full), { ok: true, value: undefined });
    assert.deepEqual(await sessions().read(id), full);
    assert.deepEqual(await filesBelow(folder()), [`studio/${id}/session.json`]);
  });

  it('has none where none was written, or what was written is none', async () => {
    assert.equal(await sessions().read(id), undefined);
    await mkdir(join(folder(), 'studio', id), { recursive: true });
    for (const text of ['', '{', 'null', '[]', '"x"', '{"count":0}']) {
      await writeFile(join(folder(), 'studio', id, 'session.json'), text);
      const read = await sessions().read(id);
      // A list has none of a session's members, and reads as a new one.
      assert.deepEqual(read, text === '[]' ? newSession(id) : undefined, text);
    }
  });

  it('keeps the last of many writes, whole', async () => {
    const store = sessions();
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, index) => store.write({ ...full, prompt: `draft ${index}` })),
    );
    assert.ok(all.every(({ ok }) => ok));
    assert.equal((await sessions().read(id))?.prompt, 'draft 29');
    assert.deepEqual(await filesBelow(folder()), [`studio/${id}/session.json`]);
  });

  it('writes after a write that failed', async () => {
    let isFull = true;
    const store = sessions(
      fileSystemWith({
        writeNew: (path, bytes) =>
          isFull ? Promise.reject(systemError('ENOSPC')) : nodeFileSystem.writeNew(path, bytes),
      }),
    );
    const refused = await store.write(full);
    assert.ok(!refused.ok);
    assert.equal(refused.error.kind, 'diskFull');
    isFull = false;
    assert.ok((await store.write(full)).ok);
    assert.deepEqual(await sessions().read(id), full);
  });

  it('leaves the session as it was, and no half, when the disk is full', async () => {
    assert.ok((await sessions().write(full)).ok);
    for (const operation of ['writeNew', 'rename']) {
      const refusing = fileSystemWith({ [operation]: () => Promise.reject(systemError('ENOSPC')) });
      assert.equal((await sessions(refusing).write({ ...full, prompt: 'new' })).ok, false);
    }
    assert.deepEqual(await sessions().read(id), full);
    assert.deepEqual(await filesBelow(folder()), [`studio/${id}/session.json`]);
  });

  it('keeps a mask byte for byte, and removes it', async () => {
    const packed = Uint8Array.of(0x45, 0x4d, 1, 0, 255);
    assert.equal(await sessions().readMask(id), undefined);
    assert.ok((await sessions().writeMask(id, packed)).ok);
    assert.deepEqual(await sessions().readMask(id), packed);
    assert.ok((await sessions().writeMask(id, undefined)).ok);
    assert.equal(await sessions().readMask(id), undefined);
    assert.ok((await sessions().writeMask(id, undefined)).ok);
  });

  it('has no mask when it was removed while a write of it was still under way', async () => {
    const store = sessions();
    const written = store.writeMask(id, Uint8Array.of(1));
    const removed = store.writeMask(id, undefined);
    await Promise.all([written, removed]);
    assert.equal(await sessions().readMask(id), undefined);
  });

  it('has the mask when it was written while its removal was still under way', async () => {
    const store = sessions();
    await store.writeMask(id, Uint8Array.of(1));
    await Promise.all([store.writeMask(id, undefined), store.writeMask(id, Uint8Array.of(2))]);
    assert.deepEqual(await sessions().readMask(id), Uint8Array.of(2));
  });

  it('leaves nothing of a session that is removed while a write is still under way', async () => {
    const store = sessions();
    await Promise.all([store.write(full), store.writeMask(id, Uint8Array.of(1)), store.remove(id)]);
    assert.deepEqual(await filesBelow(folder()), []);
    assert.deepEqual(await store.list(), []);
  });

  it("puts files for the page into the session's own folder, whatever their name", async () => {
    const store = sessions();
    const path = await store.writeFile(id, 'c1.webp', Uint8Array.of(1));
    assert.deepEqual(path, { ok: true, value: join(store.folderOf(id), 'c1.webp') });
    const outside = await store.writeFile(id, '../../escaped.webp', Uint8Array.of(2));
    assert.deepEqual(outside, { ok: true, value: join(store.folderOf(id), 'escaped.webp') });
    await store.removeFile(id, 'c1.webp');
    await store.removeFile(id, 'c1.webp');
    await store.removeFile(id, '..');
    assert.deepEqual(await filesBelow(folder()), [`studio/${id}/escaped.webp`]);
  });

  it('takes no path for an id', async () => {
    await writeFile(join(folder(), 'session.json'), JSON.stringify(full));
    for (const hostile of ['', '..', '../x', `${id}/..`, id.toUpperCase().replace('0', 'G'), `${id} `]) {
      assert.throws(() => sessions().folderOf(hostile), TypeError);
      assert.equal(await sessions().read(hostile), undefined);
      assert.equal(await sessions().readMask(hostile), undefined);
      await assert.rejects(sessions().write({ ...full, id: hostile }), TypeError);
      await assert.rejects(sessions().remove(hostile), TypeError);
    }
    assert.deepEqual(await readdir(folder()), ['session.json']);
    assert.ok(await readFile(join(folder(), 'session.json')));
  });

  it('lists sessions, the last one first, and nothing that is none', async () => {
    assert.deepEqual(await sessions().list(), []);
    await sessions().write(full);
    await sessions().write({ ...full, id: other });
    await utimes(join(folder(), 'studio', other, 'session.json'), 1000, 1000);
    await mkdir(join(folder(), 'studio', 'notes'));
    await mkdir(join(folder(), 'studio', '00000000-0000-4000-8000-000000000003'));
    assert.deepEqual(await sessions().list(), [id, other]);
    await sessions().remove(id);
    assert.deepEqual(await sessions().list(), [other]);
  });
});
