import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { CopyWish } from '../../../src/core/promptFiles/copies';
import { Copies } from '../../../src/core/promptFiles/runs/copies';
import type { MadeImage } from '../../../src/core/promptFiles/runs/record';
import type { Recipe } from '../../../src/core/recipes/recipe';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { LocalFolderFiles } from '../../../src/storage/folderFiles';
import { LocalNewFiles } from '../../../src/storage/newFiles';
import { LocalRecipes } from '../../../src/storage/recipes';
import { silentLog, workerProgram } from '../pixels/support';
import { filesBelow, useFolder } from '../storage/surroundings';

const wish: CopyWish = { formats: ['jpeg', 'webp', 'avif'], widths: [320, 4000] };

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('copies beside the images of a prompt file', function () {
  this.timeout(60_000);
  const base = useFolder();
  let pixels: WorkerPixels;
  let folder: string;
  let image: MadeImage;
  let bytes: Buffer;

  const inProject = (path: string): string => join(base(), 'project', path);
  const recipes = (): LocalRecipes => new LocalRecipes(base());

  function copies(wanted: CopyWish = wish): Copies {
    const files = new LocalFolderFiles();
    return new Copies(wanted, {
      folder,
      reader: { read: (path, maxBytes) => files.read(folder, path, maxBytes) },
      recipes: recipes(),
      files: new LocalNewFiles(),
      pixels: async () => Promise.resolve(pixels),
    });
  }

  async function made(): Promise<readonly string[]> {
    return (await filesBelow(inProject('.'))).filter((path) => !path.startsWith('.easel/'));
  }

  beforeEach(async () => {
    pixels = new WorkerPixels(workerProgram, silentLog);
    folder = pathToFileURL(join(base(), 'project')).href;
    await mkdir(inProject('docs'), { recursive: true });
    const half = { create: { width: 320, height: 480, channels: 4, background: '#c02020ff' } } as const;
    bytes = await sharp({ create: { width: 640, height: 480, channels: 4, background: '#00000000' } })
      .composite([{ input: await sharp(half).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    await writeFile(inProject('docs/kite.png'), bytes);
    image = { sha256: hashOf(bytes), path: 'docs/kite.png' };
    const recipe: Recipe = {
      schemaVersion: '1.0',
      sha256: image.sha256,
      task: 'textToImage',
      prompt: 'A kite',
      model: { id: 'm', name: 'M', invokedAs: 'm' },
      image: { type: 'png', width: 640, height: 480, bytes: bytes.length },
      request: {},
      index: 0,
      runs: [
        {
          madeAt: '2026-11-21T12:00:00.000Z',
          provider: 'offline',
          region: 'us-west-2',
          priceUsd: 0,
          durationMs: 1,
          extensionVersion: '0',
          path: 'docs/kite.png',
        },
      ],
    };
    assert.ok((await recipes().write(folder, recipe)).ok);
  });

  afterEach(() => pixels.dispose());

  it('are written once, in every format and width, and stand in the recipe', async () => {
    assert.equal(await copies().missing([image]), 6);
    assert.deepEqual(await copies().write(image), { ok: true, value: 6 });
    assert.deepEqual(await made(), [
      'docs/kite-320.avif',
      'docs/kite-320.jpg',
      'docs/kite-320.webp',
      'docs/kite.avif',
      'docs/kite.jpg',
      'docs/kite.png',
      'docs/kite.webp',
    ]);
    const recipe = await recipes().read(folder, image.sha256);
    assert.equal(recipe?.copies?.length, 6);
    assert.equal(recipe.runs.length, 1, 'no making more');
    for (const { path, sha256, type, width, height } of recipe.copies) {
      const copy = await readFile(inProject(path));
      assert.equal(hashOf(copy), sha256);
      const facts = await sharp(copy).metadata();
      assert.deepEqual([facts.width, facts.height], [width, height], path);
      assert.equal(facts.format, type === 'avif' ? 'heif' : type, path);
      assert.equal(height, width * 0.75);
      const { data, info } = await sharp(copy).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      const alphaAt = (x: number): number | undefined => data[(info.width * 10 + x) * 4 + 3];
      assert.equal(alphaAt(5), 255);
      // Only JPEG has no transparency.
      assert.equal(alphaAt(info.width - 5), type === 'jpeg' ? 255 : 0, path);
    }
    assert.deepEqual(await readFile(inProject('docs/kite.png')), bytes, 'the image itself stays as it came');
    assert.equal(await copies().missing([image]), 0);
    assert.deepEqual(await copies().write(image), { ok: true, value: 0 });
  });

  it('never take the place of somebody else’s file, also not through a link', async () => {
    await writeFile(inProject('docs/kite.webp'), 'mine');
    await writeFile(join(base(), 'outside.jpg'), 'theirs');
    await symlink(join(base(), 'outside.jpg'), inProject('docs/kite.jpg'));
    const only: CopyWish = { formats: ['jpeg', 'webp'], widths: [] };
    assert.deepEqual(await copies(only).write(image), { ok: true, value: 2 });
    assert.equal(await readFile(inProject('docs/kite.webp'), 'utf8'), 'mine');
    assert.equal(await readFile(join(base(), 'outside.jpg'), 'utf8'), 'theirs');
    const recipe = await recipes().read(folder, image.sha256);
    assert.deepEqual(
      recipe?.copies?.map(({ path }) => path),
      ['docs/kite-2.jpg', 'docs/kite-2.webp'],
    );
  });

  it('are taken up after a crash between file and recipe', async () => {
    const only: CopyWish = { formats: ['webp'], widths: [] };
    assert.ok((await copies(only).write(image)).ok);
    await rm(inProject('.easel'), { recursive: true });
    const { copies: _lost, ...recipe }: Recipe = {
      schemaVersion: '1.0',
      sha256: image.sha256,
      task: 'textToImage',
      prompt: 'A kite',
      model: { id: 'm', name: 'M', invokedAs: 'm' },
      image: { type: 'png', width: 640, height: 480, bytes: bytes.length },
      request: {},
      index: 0,
      runs: [
        {
          madeAt: '2026-11-21T12:00:00.000Z',
          provider: 'offline',
          region: 'r',
          priceUsd: 0,
          durationMs: 1,
          extensionVersion: '0',
        },
      ],
    };
    assert.ok((await recipes().write(folder, recipe)).ok);
    assert.equal(await copies(only).missing([image]), 1);
    assert.ok((await copies(only).write(image)).ok);
    assert.deepEqual(await made(), ['docs/kite.png', 'docs/kite.webp']);
    assert.equal(await copies(only).missing([image]), 0);
  });

  it('are written again where one was deleted, and none of an image that was changed by hand', async () => {
    const only: CopyWish = { formats: ['webp'], widths: [200] };
    assert.deepEqual(await copies(only).write(image), { ok: true, value: 2 });
    await rm(inProject('docs/kite-200.webp'));
    assert.equal(await copies(only).missing([image]), 1);
    assert.deepEqual(await copies(only).write(image), { ok: true, value: 1 });
    const more: CopyWish = { ...only, widths: [100] };
    await writeFile(inProject('docs/kite.png'), await sharp(bytes).negate().png().toBuffer());
    assert.deepEqual(await copies(more).write(image), { ok: true, value: 0 });
    await rm(inProject('docs/kite.png'));
    assert.equal(await copies(more).missing([image]), 0, 'there is nothing to make them of');
  });
});
