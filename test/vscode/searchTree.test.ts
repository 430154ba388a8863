import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WorkspaceSearchTree } from '../../src/platform/workspaceSearchTree';

/** Any scheme goes the same way; this one needs no provider of its own. */
describe('a folder that is read through the workspace’s file system', () => {
  const tree = new WorkspaceSearchTree();
  let folder: vscode.Uri;

  before(async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root);
    folder = vscode.Uri.joinPath(root.uri, 'tree of search');
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'a b', 'kite#1.png'),
      new Uint8Array([1, 2, 3]),
    );
  });
  after(async () => {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('is listed, with folders and files told apart', async () => {
    assert.deepEqual(await tree.list(folder.toString(), ''), [{ name: 'a b', kind: 'folder' }]);
    assert.deepEqual(await tree.list(folder.toString(), 'a b'), [{ name: 'kite#1.png', kind: 'file' }]);
    assert.deepEqual(await tree.list(folder.toString(), 'nowhere'), []);
  });

  it('tells size and time of files, and nothing of what is none', async () => {
    const [file, none] = await tree.stat(folder.toString(), 'a b', ['kite#1.png', 'lamp.png']);
    assert.equal(file?.bytes, 3);
    assert.ok((file?.timeMs ?? 0) > 0);
    assert.equal(none, undefined);
    assert.deepEqual(await tree.stat(folder.toString(), '', ['a b']), [undefined]);
  });

  it('reads what is there, and says why it does not read the rest', async () => {
    const read = await tree.read(folder.toString(), 'a b/kite#1.png', 100);
    assert.deepEqual(read.kind === 'read' && [...read.bytes], [1, 2, 3]);
    assert.equal((await tree.read(folder.toString(), 'a b/kite#1.png', 2)).kind, 'tooLarge');
    assert.equal((await tree.read(folder.toString(), 'lamp.png', 100)).kind, 'gone');
  });
});
