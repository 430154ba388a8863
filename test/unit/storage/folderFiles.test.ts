import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Library } from '../../../src/core/gallery/library';
import { serializeRecipe } from '../../../src/core/recipes/merge';
import { sha256Hex } from '../../../src/core/sha256';
import { LocalFolderFiles } from '../../../src/storage/folderFiles';
import { sampleRecipe, sampleRun } from '../core/recipes/sampleRecipe';
import { useFolder } from './surroundings';

describe('files of a local folder', () => {
  const root = useFolder();
  const files = new LocalFolderFiles();
  const project = (): string => join(root(), 'project');
  const uri = (): string => pathToFileURL(project()).href;

  async function put(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(root(), path)), { recursive: true });
    await writeFile(join(root(), path), content);
  }

  async function putRecipe(below: string, path: string, pixels: string): Promise<string> {
    const bytes = new TextEncoder().encode(pixels);
    const sha256 = await sha256Hex(bytes);
    const recipe = {
      ...sampleRecipe,
      sha256,
      image: { ...sampleRecipe.image, bytes: bytes.length },
      runs: [{ ...sampleRun, path }],
    };
    await put(`${below}/${sha256.slice(0, 2)}/${sha256}.json`, serializeRecipe(recipe));
    return sha256;
  }

  async function made(): Promise<readonly string[]> {
    const library = new Library({ files, folders: () => [uri()], imagePaths: async () => [] });
    await library.refresh();
    return library.made.map((image) => image.files[0].path);
  }

  it('are found by their recipes, also with blanks and letters of other scripts in the path', async () => {
    await put('project/docs/ein Bild für α.png', 'kite');
    await putRecipe('project/.easel/recipes', 'docs/ein Bild für α.png', 'kite');
    assert.deepEqual(await made(), ['docs/ein Bild für α.png']);
  });

  it('are none where the folder is gone', async () => {
    assert.deepEqual(await files.recipes(uri()), []);
    assert.deepEqual(await files.stat(uri(), ['a.png']), [undefined]);
    assert.equal(await files.read(uri(), 'a.png', 100), undefined);
  });

  it('are not read beyond the length that was asked for', async () => {
    await put('project/a.png', '12345');
    assert.equal((await files.read(uri(), 'a.png', 5))?.length, 5);
    assert.equal(await files.read(uri(), 'a.png', 4), undefined);
  });

  it('are only files', async () => {
    await mkdir(join(project(), 'folder.png'), { recursive: true });
    assert.deepEqual(await files.stat(uri(), ['folder.png']), [undefined]);
    assert.equal(await files.read(uri(), 'folder.png', 100), undefined);
  });

  it('are reached when the folder itself is a link', async () => {
    await put('elsewhere/a.png', 'kite');
    await symlink(join(root(), 'elsewhere'), project());
    assert.equal((await files.stat(uri(), ['a.png']))[0]?.bytes, 4);
  });

  describe('behind links that lead out of the folder', () => {
    it('are not seen: a linked file', async () => {
      await put('secret.png', 'kite');
      await mkdir(project(), { recursive: true });
      await symlink(join(root(), 'secret.png'), join(project(), 'kite.png'));
      await putRecipe('project/.easel/recipes', 'kite.png', 'kite');
      assert.deepEqual(await made(), []);
      assert.equal(await files.read(uri(), 'kite.png', 100), undefined);
    });

    it('are not seen: a linked folder', async () => {
      await put('outside/kite.png', 'kite');
      await mkdir(project(), { recursive: true });
      await symlink(join(root(), 'outside'), join(project(), 'images'));
      await putRecipe('project/.easel/recipes', 'images/kite.png', 'kite');
      assert.deepEqual(await made(), []);
      assert.equal(await files.read(uri(), 'images/kite.png', 100), undefined);
    });

    it('are not seen: linked recipes, a linked shelf, a linked recipe', async () => {
      await put('project/kite.png', 'kite');
      const sha256 = await putRecipe('outside', 'kite.png', 'kite');
      const shelf = sha256.slice(0, 2);
      await mkdir(join(project(), '.easel'), { recursive: true });
      await symlink(join(root(), 'outside'), join(project(), '.easel', 'recipes'));
      assert.deepEqual(await files.recipes(uri()), []);
      assert.deepEqual(await made(), []);

      await put('other/kite.png', 'kite');
      const other = pathToFileURL(join(root(), 'other')).href;
      await mkdir(join(root(), 'other', '.easel', 'recipes', 'ff'), { recursive: true });
      await symlink(join(root(), 'outside', shelf), join(root(), 'other', '.easel', 'recipes', shelf));
      await symlink(
        join(root(), 'outside', shelf, `${sha256}.json`),
        join(root(), 'other', '.easel', 'recipes', 'ff', `${sha256}.json`),
      );
      assert.deepEqual(await files.recipes(other), []);
    });
  });
});
