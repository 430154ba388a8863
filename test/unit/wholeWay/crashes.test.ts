import assert from 'node:assert/strict';
import { readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FinishOrder } from '../../../src/core/edit/finish';
import { Generator } from '../../../src/core/generate/generator';
import type { GenerateRequest } from '../../../src/core/generate/run';
import { ok } from '../../../src/core/result';
import { sha256Hex } from '../../../src/core/sha256';
import { DiskBlobs } from '../../../src/storage/blobs';
import { nodeFileSystem, type FileSystem } from '../../../src/storage/fileSystem';
import { LocalImages } from '../../../src/storage/images';
import { DiskInbox } from '../../../src/storage/inbox';
import { LocalRecipes } from '../../../src/storage/recipes';
import { answerOf, fakePorts, generous, png, requestFor } from '../core/generate/fakes';
import { filesBelow, silentLog, useFolder } from '../storage/surroundings';
import { CrashingDisk } from './crashingDisk';

const answer = png('what the model made');
const result = png('what was made of it', 640, 480);

const order: FinishOrder = {
  kind: 'composite',
  source: 'ab'.repeat(32),
  area: { left: 0, top: 0, width: 640, height: 480 },
  featherPx: 4,
  matchColor: true,
};

/** A computer on which one window after the other opens the same project. */
class Computer {
  readonly project: string;
  readonly storage: string;
  readonly ports = fakePorts();
  readonly inboxes: DiskInbox[] = [];
  #living = 100;

  constructor(folder: string) {
    this.project = join(folder, 'project');
    this.storage = join(folder, 'storage');
    this.ports.invoker.reply = () => answerOf({ images: [answer] });
  }

  /** The window before it has died. */
  openWindow(fileSystem: FileSystem = nodeFileSystem): {
    readonly inbox: DiskInbox;
    readonly generator: Generator;
  } {
    const processId = ++this.#living;
    const inbox = new DiskInbox(this.storage, this.ports.clock, silentLog, {
      fileSystem,
      processId,
      isAlive: (id) => id === this.#living,
    });
    this.inboxes.push(inbox);
    const generator = new Generator({
      ...this.ports,
      inbox,
      imageStore: new LocalImages(fileSystem),
      recipes: new LocalRecipes(this.storage, fileSystem),
      blobs: new DiskBlobs(this.storage, this.ports.clock, silentLog, fileSystem),
      finisher: {
        finish: () => Promise.resolve(ok({ bytes: result, width: 640, height: 480, outsidePixels: 300_000 })),
      },
    });
    return { inbox, generator };
  }

  request(isEdit: boolean): GenerateRequest {
    const { destination, ...request } = requestFor();
    assert.ok(destination);
    return {
      ...request,
      destination: { ...destination, folder: pathToFileURL(this.project).href },
      ...(isEdit
        ? {
            edit: {
              input: { kind: 'followPalette', colors: ['#112233'] },
              finish: order,
              inputs: [],
              settings: {},
            },
          }
        : {}),
    };
  }

  /** As after each start. */
  async recover(fileSystem?: FileSystem): Promise<void> {
    await this.#outlastLocks();
    const { inbox, generator } = this.openWindow(fileSystem);
    for (const entry of await inbox.orphans()) {
      const saved = await generator.recover(entry);
      assert.ok(saved.ok, JSON.stringify(saved));
    }
  }

  async images(): Promise<readonly string[]> {
    const files = await filesBelow(this.project).catch((): string[] => []);
    return files.filter((file) => file.startsWith('images/') && !file.endsWith('.tmp'));
  }

  /** So much time passes until the next start that nobody waits for the lock of a dead process. */
  async #outlastLocks(): Promise<void> {
    const names = await readdir(this.project, { recursive: true }).catch((): string[] => []);
    for (const name of names.filter((each) => each.endsWith('.lock'))) {
      await utimes(join(this.project, name), 0, 0);
    }
  }

  /** One whole image, its recipe with one run, nothing that waits, and no second request. */
  async assertOneImage(bytes: Uint8Array, what: string): Promise<void> {
    assert.deepEqual(await this.images(), ['images/red-kite.png'], what);
    const file = await readFile(join(this.project, 'images', 'red-kite.png'));
    assert.ok(file.equals(bytes), `${what}: other bytes`);
    const recipe = await new LocalRecipes(this.storage).read(
      pathToFileURL(this.project).href,
      await sha256Hex(Uint8Array.from(bytes)),
    );
    assert.deepEqual(
      recipe?.runs.map(({ path }) => path),
      ['images/red-kite.png'],
      what,
    );
    const { inbox } = this.openWindow();
    assert.deepEqual(await inbox.entries(), [], what);
    assert.equal(this.ports.invoker.requests.length, 1, what);
    assert.equal(this.ports.ledger.all.length, 1, what);
  }

  dispose(): void {
    for (const inbox of this.inboxes) inbox.dispose();
  }
}

describe('a crash', () => {
  const root = useFolder();
  const computers: Computer[] = [];
  afterEach(() => {
    for (const computer of computers.splice(0)) computer.dispose();
  });

  async function newComputer(): Promise<Computer> {
    const folder = join(root(), String(computers.length));
    const computer = new Computer(folder);
    computers.push(computer);
    await nodeFileSystem.makeFolder(folder);
    await nodeFileSystem.makeFolder(computer.project);
    return computer;
  }

  /** @returns true where the window lived to the end */
  async function generateUntil(computer: Computer, disk: CrashingDisk, isEdit: boolean): Promise<boolean> {
    const { generator } = computer.openWindow(disk);
    return Promise.race([
      generator
        .generate(computer.request(isEdit), generous, () => undefined, new AbortController().signal)
        .then(() => true),
      disk.crashed.then(() => false),
    ]);
  }

  /** The step in which nothing but the inbox has the image. */
  async function firstStepAfterReceipt(isEdit: boolean): Promise<number> {
    for (let step = 0; ; step++) {
      const computer = await newComputer();
      const isAlive = await generateUntil(computer, new CrashingDisk(step), isEdit);
      assert.ok(!isAlive, 'it was never received');
      if (computer.ports.ledger.states()[0]?.startsWith('settled')) {
        assert.deepEqual(await computer.images(), []);
        return step;
      }
    }
  }

  for (const [name, isEdit, bytes] of [
    ['an image', false, answer],
    ['the answer to an edit', true, result],
  ] as const) {
    it(`at any step after ${name} was received leaves one file, and costs nothing more`, async function () {
      this.timeout(60_000);
      let received = 0;
      for (let step = 0; ; step++) {
        const computer = await newComputer();
        const isAlive = await generateUntil(computer, new CrashingDisk(step), isEdit);
        const [booking] = computer.ports.ledger.states();
        const wasReceived = booking?.startsWith('settled') ?? false;
        await computer.recover();
        if (wasReceived) {
          received++;
          await computer.assertOneImage(bytes, `step ${step}`);
        } else {
          // The bytes were nowhere but in memory, or whole in the inbox.
          assert.ok((await computer.images()).length <= 1, `step ${step}`);
          assert.equal(booking, 'reserved', 'what may have been paid stays counted');
        }
        if (isAlive) break;
      }
      assert.ok(received > 10, `${received} crashes after the answer`);
    });

    it(`while ${name} is recovered leaves it to the next start`, async function () {
      this.timeout(60_000);
      const received = await firstStepAfterReceipt(isEdit);
      for (let step = 0, isAlive = false; !isAlive; step++) {
        const computer = await newComputer();
        await generateUntil(computer, new CrashingDisk(received), isEdit);
        const dying = new CrashingDisk(step);
        isAlive = await Promise.race([
          computer.recover(dying).then(() => true),
          dying.crashed.then(() => false),
        ]);
        await computer.recover();
        await computer.assertOneImage(bytes, `step ${step}`);
      }
    });
  }

  it('at any step after the answer was received leaves one candidate in the Studio', async function () {
    this.timeout(60_000);
    for (let step = 0, isAlive = false; !isAlive; step++) {
      const computer = await newComputer();
      const { destination: _none, ...request } = computer.request(true);
      const disk = new CrashingDisk(step);
      const { generator } = computer.openWindow(disk);
      isAlive = await Promise.race([
        generator
          .generate({ ...request, session: 'one' }, generous, () => undefined, new AbortController().signal)
          .then(() => true),
        disk.crashed.then(() => false),
      ]);
      if (!computer.ports.ledger.states()[0]?.startsWith('settled')) continue;
      // As the Studio does when it opens again.
      const next = computer.openWindow();
      for (const entry of await next.inbox.entries()) {
        const completed = await next.generator.complete(entry);
        assert.ok(completed.ok, `step ${step}`);
      }
      const waiting = await next.inbox.entries();
      assert.deepEqual(
        waiting.map(({ session, finish }) => ({ session, finish })),
        [{ session: 'one', finish: undefined }],
        `step ${step}`,
      );
      const bytes = await next.inbox.read(waiting[0]?.id ?? '');
      assert.deepEqual(bytes && Uint8Array.from(bytes), result, `step ${step}`);
      // The raw answer that nobody needs any more goes too.
      await next.inbox.orphans();
      const images = (await filesBelow(join(computer.storage, 'inbox'))).filter((name) =>
        name.endsWith('.bin'),
      );
      assert.ok(images.length <= 1, `step ${step}: ${images.join()}`);
      assert.equal(computer.ports.invoker.requests.length, 1);
    }
  });
});
