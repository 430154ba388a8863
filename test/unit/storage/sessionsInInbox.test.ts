import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FinishOrder } from '../../../src/core/edit/finish';
import type { InboxEntry } from '../../../src/core/files/store';
import { sha256Hex } from '../../../src/core/sha256';
import { DiskInbox } from '../../../src/storage/inbox';
import { sampleRecipe } from '../core/recipes/sampleRecipe';
import { destinationIn, silentLog, useFolder } from './surroundings';

const bytes = Uint8Array.of(7, 7, 7);
const area = { left: -3, top: 0, width: 1024, height: 512 };

const orders: Readonly<Record<string, FinishOrder>> = {
  'a composite with a mask': {
    kind: 'composite',
    source: 'ab'.repeat(32),
    mask: 'cd'.repeat(32),
    area,
    featherPx: 0,
    matchColor: false,
  },
  'a composite that extends': {
    kind: 'composite',
    source: 'ab'.repeat(32),
    area,
    featherPx: 12,
    matchColor: true,
    extend: { left: 1, top: 0, right: 3, bottom: 4 },
  },
  'a cut-out': { kind: 'cutOut', source: 'ab'.repeat(32), area },
  'a crop': { kind: 'crop', source: 'ab'.repeat(32), area },
};

describe('answers to edits in the inbox', () => {
  const folder = useFolder();
  const opened: DiskInbox[] = [];
  afterEach(() => {
    for (const inbox of opened.splice(0)) inbox.dispose();
  });

  function windowOf(processId: number, isAlive = true): DiskInbox {
    const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
    const inbox = new DiskInbox(folder(), clock, silentLog, { processId, isAlive: () => isAlive });
    opened.push(inbox);
    return inbox;
  }

  async function put(inbox: DiskInbox, more: Partial<InboxEntry>): Promise<InboxEntry> {
    const recipe = { ...sampleRecipe, sha256: await sha256Hex(bytes) };
    const entry = await inbox.put({ extension: 'png', recipe, ...more }, bytes);
    assert.ok(entry.ok);
    return entry.value;
  }

  for (const [name, finish] of Object.entries(orders)) {
    it(`keep ${name} to the last field, for the next window too`, async () => {
      const entry = await put(windowOf(1), { finish, session: 'session-1' });
      const next = windowOf(2, false);
      assert.deepEqual(await next.entries(), [entry]);
      const [orphan] = await next.orphans();
      assert.deepEqual(orphan?.finish, finish);
      assert.equal(orphan.session, 'session-1');
      assert.deepEqual(new Uint8Array((await next.read(entry.id)) ?? []), bytes);
    });
  }

  it('count no more when their result is there, and go with the next start', async () => {
    const inbox = windowOf(1);
    const answer = await put(inbox, { finish: orders['a crop']!, session: 'one' });
    const result = await put(inbox, { session: 'one', madeOf: answer.id });
    assert.deepEqual(await inbox.entries(), [result]);
    const next = windowOf(2, false);
    assert.deepEqual(await next.orphans(), [result]);
    const left = (await readdir(join(folder(), 'inbox'))).filter((name) => name.includes(answer.id));
    assert.deepEqual(left, []);
  });

  it('stay while a living window still works on them', async () => {
    const inbox = windowOf(1);
    const answer = await put(inbox, { finish: orders['a crop']!, session: 'one' });
    await put(inbox, { session: 'one', madeOf: answer.id });
    await windowOf(2, true).orphans();
    const left = (await readdir(join(folder(), 'inbox'))).filter((name) => name.includes(answer.id));
    assert.equal(left.length, 2);
  });

  it('go with their result, which the user has accepted or discarded', async () => {
    const inbox = windowOf(1);
    const answer = await put(inbox, { finish: orders['a crop']!, session: 'one' });
    const result = await put(inbox, { session: 'one', madeOf: answer.id });
    await inbox.remove(result.id);
    assert.deepEqual(await inbox.entries(), []);
    assert.deepEqual(await readdir(join(folder(), 'inbox')), []);
  });

  it('have neither order nor session where none was given', async () => {
    await put(windowOf(1), { destination: destinationIn(folder()) });
    const [entry] = await windowOf(1).entries();
    assert.ok(entry && !('finish' in entry) && !('session' in entry));
  });

  for (const [name, finish] of Object.entries({
    'of an unknown kind': { kind: 'explode', source: 'ab', area },
    'without a source': { kind: 'cutOut', area },
    'with half an area': { kind: 'crop', source: 'ab', area: { left: 1 } },
    'with a feather that is text': {
      kind: 'composite',
      source: 'ab',
      area,
      featherPx: '4',
      matchColor: true,
    },
  })) {
    it(`are not handed out with an order ${name}, and stay on the disk`, async () => {
      const inbox = windowOf(1);
      const entry = await put(inbox, {});
      const inside = join(folder(), 'inbox');
      const [file] = (await readdir(inside)).filter((each) => !each.endsWith('.bin'));
      assert.ok(file !== undefined);
      const kept = JSON.parse(await readFile(join(inside, file), 'utf8')) as object;
      await writeFile(join(inside, file), JSON.stringify({ ...kept, finish }));
      assert.deepEqual(await inbox.entries(), []);
      assert.equal(await inbox.read(entry.id), undefined);
      assert.equal((await readdir(inside)).length, 2);
    });
  }
});
