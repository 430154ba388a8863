import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../src/core/clock';
import type { InboxEntry } from '../../../src/core/files/store';
import type { Recipe } from '../../../src/core/recipes/recipe';
import { sha256Hex } from '../../../src/core/sha256';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { DiskInbox, type InboxSurroundings } from '../../../src/storage/inbox';
import { sampleRecipe } from '../core/recipes/sampleRecipe';
import {
  Child,
  childProgram,
  destinationIn,
  fileSystemWith,
  filesBelow,
  removeChildProgram,
  silentLog,
  systemError,
  useFolder,
} from './surroundings';

const bytes = new Uint8Array([9, 8, 7, 0, 255]);
const MINUTE_MS = 60_000;

async function recipeFor(content: Uint8Array): Promise<Recipe> {
  return { ...sampleRecipe, sha256: await sha256Hex(Uint8Array.from(content)) };
}

describe('DiskInbox', () => {
  const folder = useFolder();
  let time = 0;
  let living = new Set<number>();
  const opened: DiskInbox[] = [];
  const clock: Clock = { now: () => time, sleep: () => Promise.resolve() };

  beforeEach(() => {
    time = Date.now();
    living = new Set();
  });
  afterEach(() => {
    for (const inbox of opened.splice(0)) inbox.dispose();
  });

  /** The inbox of a window that lives until it is taken from `living`. */
  function windowOf(processId: number, surroundings: InboxSurroundings = {}): DiskInbox {
    living.add(processId);
    const isAlive = (id: number): boolean => living.has(id);
    const inbox = new DiskInbox(folder(), clock, silentLog, { processId, isAlive, ...surroundings });
    opened.push(inbox);
    return inbox;
  }

  async function put(inbox: DiskInbox, content = bytes): Promise<InboxEntry> {
    const result = await inbox.put(
      { extension: 'png', recipe: await recipeFor(content), destination: destinationIn(folder()) },
      content,
    );
    assert.ok(result.ok);
    return result.value;
  }

  const ids = (entries: readonly InboxEntry[]): readonly string[] => entries.map(({ id }) => id);
  const insideInbox = (): Promise<readonly string[]> => filesBelow(join(folder(), 'inbox'));

  it('gives back what was put in, whole', async () => {
    const inbox = windowOf(1);
    const entry = await put(inbox);
    assert.deepEqual(await inbox.entries(), [entry]);
    assert.deepEqual(entry, {
      id: entry.id,
      receivedAt: time,
      extension: 'png',
      recipe: await recipeFor(bytes),
      destination: destinationIn(folder()),
    });
    assert.deepEqual(new Uint8Array((await inbox.read(entry.id)) ?? []), bytes);
  });

  it('keeps an entry that has no place yet', async () => {
    const inbox = windowOf(1);
    const result = await inbox.put({ extension: 'png', recipe: await recipeFor(bytes) }, bytes);
    assert.ok(result.ok);
    assert.ok(!('destination' in result.value));
    assert.deepEqual(await inbox.entries(), [result.value]);
  });

  it('shows the oldest first', async () => {
    const inbox = windowOf(1);
    time += 2000;
    const later = await put(inbox);
    time -= 1000;
    const earlier = await put(inbox);
    assert.deepEqual(ids(await inbox.entries()), [earlier.id, later.id]);
  });

  it('leaves nothing of a removed entry, and removes twice without complaint', async () => {
    const inbox = windowOf(1);
    const entry = await put(inbox);
    await inbox.remove(entry.id);
    await inbox.remove(entry.id);
    assert.deepEqual(await insideInbox(), []);
    assert.deepEqual(await inbox.entries(), []);
    assert.equal(await inbox.read(entry.id), undefined);
  });

  it('takes no path for an id', async () => {
    const inbox = windowOf(1);
    await put(inbox);
    await writeFile(join(folder(), 'secret.bin'), 'x');
    assert.equal(await inbox.read('../secret'), undefined);
    await inbox.remove('../secret');
    assert.deepEqual((await readdir(folder())).sort(), ['inbox', 'secret.bin']);
  });

  it('calls nothing an orphan while its window lives', async () => {
    const [one, two] = [windowOf(1), windowOf(2)];
    const entry = await put(one);
    assert.deepEqual(await one.orphans(), []);
    assert.deepEqual(await two.orphans(), []);
    assert.deepEqual(ids(await two.entries()), [entry.id]);
    assert.equal(await two.read(entry.id), undefined);
  });

  it('hands over what a dead window left, at once', async () => {
    const entry = await put(windowOf(1));
    living.delete(1);
    const two = windowOf(2);
    assert.deepEqual(await two.orphans(), [entry]);
    assert.deepEqual(new Uint8Array((await two.read(entry.id)) ?? []), bytes);
    await two.remove(entry.id);
    assert.deepEqual(await insideInbox(), []);
  });

  it('hands an orphan to one window only', async () => {
    const entry = await put(windowOf(1));
    living.delete(1);
    const others = [windowOf(2), windowOf(3), windowOf(4)];
    for (const other of others) assert.deepEqual(ids(await other.orphans()), [entry.id]);
    const read = await Promise.all(others.map((other) => other.read(entry.id)));
    assert.equal(read.filter((each) => each !== undefined).length, 1);
    for (const other of others) assert.deepEqual(await other.orphans(), []);
  });

  it('leaves an orphan that nobody has read to the window that can place it', async () => {
    const entry = await put(windowOf(1));
    living.delete(1);
    const [two, three] = [windowOf(2), windowOf(3)];
    assert.deepEqual(ids(await two.orphans()), [entry.id]);
    assert.deepEqual(ids(await three.orphans()), [entry.id]);
    assert.ok(await three.read(entry.id));
  });

  it('hands over again what was taken over by a window that died too', async () => {
    const entry = await put(windowOf(1));
    living.delete(1);
    assert.ok(await windowOf(2).read(entry.id));
    living.delete(2);
    const three = windowOf(3);
    assert.deepEqual(ids(await three.orphans()), [entry.id]);
    assert.ok(await three.read(entry.id));
  });

  it('is not fooled by a new process with the number of a dead one', async () => {
    const entry = await put(windowOf(1));
    const two = windowOf(2);
    time += 3 * MINUTE_MS;
    assert.deepEqual(ids(await two.orphans()), [entry.id]);
    const sameNumber = windowOf(1);
    assert.deepEqual(ids(await sameNumber.orphans()), [entry.id]);
  });

  it('waits for a window on another machine until it shows no life', async () => {
    const entry = await put(windowOf(1));
    living.delete(1);
    const [name = ''] = (await insideInbox()).filter((each) => each.endsWith('.json'));
    const inbox = join(folder(), 'inbox');
    await rename(join(inbox, name), join(inbox, name.replace(/-[0-9a-f]{8}-/, '-00000000-')));
    const two = windowOf(2);
    assert.deepEqual(await two.orphans(), []);
    time += 3 * MINUTE_MS;
    assert.deepEqual(ids(await two.orphans()), [entry.id]);
  });

  it('does not give out damaged bytes', async () => {
    const inbox = windowOf(1);
    const entry = await put(inbox);
    await truncate(join(folder(), 'inbox', `${entry.id}.bin`), 3);
    assert.equal(await inbox.read(entry.id), undefined);
  });

  it('removes halves after a day, and puts whole bytes without an entry with the answers', async () => {
    const inbox = join(folder(), 'inbox');
    const id = '00000000-0000-4000-8000-000000000001';
    const other = '00000000-0000-4000-8000-000000000002';
    await mkdir(inbox);
    await writeFile(join(inbox, `${id}.7-00000000-00000000.tmp`), 'half');
    await writeFile(join(inbox, `${id}.7-00000000-00000000.json`), '{"half":');
    await writeFile(join(inbox, `${other}.bin`), 'whole');
    await writeFile(join(inbox, 'notes.txt'), 'not ours');
    const entry = await put(windowOf(1));
    const two = windowOf(2);
    await two.orphans();
    assert.equal((await insideInbox()).length, 6);
    time += 25 * 60 * MINUTE_MS;
    assert.deepEqual(ids(await two.orphans()), [entry.id]);
    assert.equal((await insideInbox()).length, 3);
    assert.equal(await readFile(join(folder(), 'answers', `${other}.bin`), 'utf8'), 'whole');
  });

  it('reads entries past one that is damaged', async () => {
    const inbox = windowOf(1);
    const [damaged, entry] = [await put(inbox), await put(inbox)];
    const [name = ''] = (await insideInbox()).filter(
      (each) => each.startsWith(damaged.id) && each.endsWith('.json'),
    );
    await writeFile(join(folder(), 'inbox', name), '{}');
    assert.deepEqual(ids(await inbox.entries()), [entry.id]);
  });

  it('has no entries before the first', async () => {
    assert.deepEqual(await windowOf(1).entries(), []);
    assert.deepEqual(await windowOf(1).orphans(), []);
  });

  const failures: readonly (readonly [keyof FileSystem, string, string])[] = [
    ['makeFolder', 'EACCES', 'notWritable'],
    ['writeNew', 'ENOSPC', 'diskFull'],
    ['writeNew', 'EROFS', 'notWritable'],
    ['rename', 'EDQUOT', 'diskFull'],
    ['rename', 'EIO', 'notWritable'],
  ];
  for (const [operation, code, kind] of failures) {
    it(`says ${kind} when ${operation} fails with ${code}, and leaves nothing`, async () => {
      const fileSystem = fileSystemWith({ [operation]: () => Promise.reject(systemError(code)) });
      const inbox = windowOf(1, { fileSystem });
      const result = await inbox.put({ extension: 'png', recipe: await recipeFor(bytes) }, bytes);
      assert.ok(!result.ok);
      assert.equal(result.error.kind, kind);
      assert.deepEqual(await filesBelow(folder()), []);
    });
  }

  it('leaves nothing when only the bytes find no room', async () => {
    const fileSystem = fileSystemWith({
      writeNew: (path, content) =>
        path.endsWith('.tmp')
          ? Promise.reject(systemError('ENOSPC'))
          : nodeFileSystem.writeNew(path, content),
    });
    const result = await windowOf(1, { fileSystem }).put(
      { extension: 'png', recipe: await recipeFor(bytes) },
      bytes,
    );
    assert.ok(!result.ok && result.error.kind === 'diskFull');
    assert.deepEqual(await filesBelow(folder()), []);
  });

  it('keeps an answer that is not understood', async () => {
    const file = (await windowOf(1).keepAnswer(bytes)) ?? '';
    assert.ok(file.startsWith(join(folder(), 'answers')));
    assert.deepEqual(new Uint8Array(await readFile(file)), bytes);
  });

  it('says when even an answer cannot be kept', async () => {
    const fileSystem = fileSystemWith({ writeNew: () => Promise.reject(systemError('ENOSPC')) });
    assert.equal(await windowOf(1, { fileSystem }).keepAnswer(bytes), undefined);
  });

  describe('beside a window that is killed', () => {
    let program = '';
    before(async () => {
      program = await childProgram();
    });
    after(() => removeChildProgram(program));

    it('has every image that was said to be there, and never half of one', async () => {
      const promised = new Set<string>();
      const size = 1_000_000;
      for (let round = 0; round < 6; round++) {
        const child = new Child(program, ['fill', folder(), String(size)]);
        assert.equal(await child.next(), 'ready');
        child.go();
        // Killed at another moment of the writing each time, because nobody waits for it.
        for (let number = 0; number <= round; number++) {
          promised.add(((await child.next()) as { id: string }).id);
        }
        child.process.kill('SIGKILL');
        await child.ended();
      }
      const inbox = new DiskInbox(folder(), clock, silentLog);
      opened.push(inbox);
      const orphans = await inbox.orphans();
      for (const id of promised) assert.ok(ids(orphans).includes(id), 'an image is lost');
      for (const { id } of orphans) {
        const content = await inbox.read(id);
        assert.equal(content?.length, size);
        assert.ok(content.every((byte) => byte === content[0]));
        await inbox.remove(id);
      }
      const past = time / 1000 - 90_000;
      for (const name of await insideInbox()) await utimes(join(folder(), 'inbox', name), past, past);
      await inbox.orphans();
      assert.deepEqual(await insideInbox(), []);
      assert.deepEqual(await readdir(folder()), ['inbox']);
    });
  });
});
