import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { until } from '../host/until';

/** Edits as commands, without the Studio; the offline provider answers. */
describe('edits from the Explorer', () => {
  function root(): string {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'the tests need an open folder');
    return folder.uri.fsPath;
  }

  function picture(width: number, height: number): Promise<Buffer> {
    const disc = Buffer.from(
      `<svg width="${width}" height="${height}"><circle cx="50%" cy="50%" r="25%" fill="#c33"/></svg>`,
    );
    return sharp({ create: { width, height, channels: 3, background: '#8ac' } })
      .composite([{ input: disc }])
      .png()
      .toBuffer();
  }

  async function write(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const path = join(root(), name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
    return vscode.Uri.file(path);
  }

  /** Enter in the Quick Pick, pressed until the command has gone on. */
  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  async function edits(): Promise<readonly string[]> {
    const folder = join(root(), 'updated-images');
    return (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  }

  async function madeBy(run: () => Thenable<unknown>): Promise<readonly string[]> {
    const before = await edits();
    await accept(run());
    return (await edits()).filter((path) => !before.includes(path));
  }

  it('removes a background and keeps the original as it was', async () => {
    const bytes = await picture(640, 480);
    const image = await write('docs/disc one.png', bytes);
    const added = await madeBy(() => vscode.commands.executeCommand('easel.task.removeBackground', image));
    assert.equal(added.length, 1, added.join());
    const { channels, width, height } = await sharp(await readFile(added[0] ?? '')).metadata();
    assert.deepEqual({ channels, width, height }, { channels: 4, width: 640, height: 480 });
    assert.deepEqual(await readFile(image.fsPath), bytes);
  });

  it('enlarges an image fourfold', async () => {
    const image = await write('docs/small.png', await picture(120, 80));
    const added = await madeBy(() => vscode.commands.executeCommand('easel.task.upscale', image));
    assert.equal(added.length, 1, added.join());
    const { width, height } = await sharp(await readFile(added[0] ?? '')).metadata();
    assert.deepEqual({ width, height }, { width: 480, height: 320 });
  });

  it('edits a selection of several, one after the other', async () => {
    const first = await write('docs/first.png', await picture(320, 320));
    const second = await write('docs/second.png', await picture(256, 384));
    const added = await madeBy(() =>
      vscode.commands.executeCommand('easel.task.removeBackground', first, [first, second]),
    );
    const sizes = await Promise.all(
      added.map(async (path) => {
        const { width, height } = await sharp(await readFile(path)).metadata();
        return `${width} x ${height}`;
      }),
    );
    assert.deepEqual(sizes.sort(), ['256 x 384', '320 x 320']);
  });

  it('erases what a mask beside the image shows, and nothing else', async () => {
    const bytes = await picture(320, 240);
    const image = await write('docs/masked.png', bytes);
    const area = Buffer.from(
      '<svg width="320" height="240"><rect x="130" y="90" width="60" height="60" fill="#fff"/></svg>',
    );
    const mask = await write(
      'docs/masked.mask.png',
      await sharp({ create: { width: 320, height: 240, channels: 3, background: '#000' } })
        .composite([{ input: area }])
        .png()
        .toBuffer(),
    );
    const added = await madeBy(() =>
      vscode.commands.executeCommand('easel.task.removeObject', image, [image, mask]),
    );
    assert.equal(added.length, 1, added.join());
    const before = await sharp(bytes).ensureAlpha().raw().toBuffer();
    const { data: after, info } = await sharp(await readFile(added[0] ?? ''))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [320, 240]);
    // The feather of the default is far less than this.
    const far = 40;
    let inside = 0;
    for (let y = 0; y < 240; y++) {
      for (let x = 0; x < 320; x++) {
        const at = (y * 320 + x) * 4;
        const isEqual = before.compare(after, at, at + 4, at, at + 4) === 0;
        const isFar = x < 130 - far || x >= 190 + far || y < 90 - far || y >= 150 + far;
        if (isFar) assert.ok(isEqual, `pixel ${x}, ${y} is not the original's`);
        else if (!isEqual) inside += 1;
      }
    }
    assert.ok(inside > 1000, `${inside} pixels changed`);
  });

  it('says that a file is no image, and makes nothing', async () => {
    const liar = await write('docs/lying.png', Buffer.from('<!doctype html><p>Not found</p>'));
    const before = await edits();
    await vscode.commands.executeCommand('easel.task.removeBackground', liar);
    assert.deepEqual(await edits(), before);
    await unlink(liar.fsPath);
  });

  it('opens a Studio for an image and finds it again', async () => {
    const image = await write('docs/studio.png', await picture(200, 200));
    const studios = (): readonly string[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs.map(({ label }) => label))
        .filter((label) => label.startsWith('Studio'));
    await vscode.commands.executeCommand('easel.editInStudio', image);
    await until('the Studio', async () => studios().includes(`Studio: ${basename(image.fsPath)}`));
    const count = studios().length;
    await vscode.commands.executeCommand('easel.editInStudio', image);
    assert.equal(studios().length, count);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
