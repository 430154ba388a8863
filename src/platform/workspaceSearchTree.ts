import * as vscode from 'vscode';
import { forEachAtOnce } from '../core/gallery/atOnce';
import type { LinkTarget, ReadPicture, SearchTree, Stamp, TreeEntry } from '../core/search/files/ports';

/** Questions at once: each goes to another process, and often over a network. */
const AT_ONCE = 16;

/**
 * Workspace folders that are not on this disk (`vscode-vfs:` and the like). Links are not followed: such file systems do
 * not tell where one leads, so that nobody could say whether that is within the folder.
 */
export class WorkspaceSearchTree implements SearchTree {
  async list(folder: string, path: string): Promise<readonly TreeEntry[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(uriIn(folder, path));
      return entries.flatMap(([name, type]): readonly TreeEntry[] => {
        if (type === vscode.FileType.File) return [{ name, kind: 'file' }];
        return type === vscode.FileType.Directory ? [{ name, kind: 'folder' }] : [];
      });
    } catch {
      // Gone, or not to be listed.
      return [];
    }
  }

  async stat(
    folder: string,
    path: string,
    names: readonly string[],
  ): Promise<readonly (Stamp | undefined)[]> {
    const stamps: (Stamp | undefined)[] = names.map(() => undefined);
    await forEachAtOnce([...names.entries()], AT_ONCE, async ([index, name]) => {
      stamps[index] = await stampOf(uriIn(folder, path === '' ? name : `${path}/${name}`));
    });
    return stamps;
  }

  async follow(): Promise<LinkTarget | undefined> {
    return undefined;
  }

  async read(folder: string, path: string, maxBytes: number): Promise<ReadPicture> {
    const uri = uriIn(folder, path);
    const before = await stampOf(uri);
    if (!before) return { kind: 'gone' };
    if (before.bytes > maxBytes) return { kind: 'tooLarge', stamp: before };
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(uri);
    } catch (cause) {
      if (!(cause instanceof vscode.FileSystemError)) throw cause;
      return cause.code === 'FileNotFound' ? { kind: 'gone' } : { kind: 'refused', reason: cause.code };
    }
    const after = await stampOf(uri);
    if (!after) return { kind: 'gone' };
    const isWhole = bytes.length === before.bytes && after.bytes === before.bytes;
    return isWhole && after.timeMs === before.timeMs
      ? { kind: 'read', bytes, stamp: before }
      : { kind: 'changing' };
  }
}

async function stampOf(uri: vscode.Uri): Promise<Stamp | undefined> {
  try {
    const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
    return type === vscode.FileType.File ? { bytes: size, timeMs: mtime } : undefined;
  } catch {
    // Not there.
    return undefined;
  }
}

function uriIn(folder: string, path: string): vscode.Uri {
  const root = vscode.Uri.parse(folder, true);
  return path === '' ? root : vscode.Uri.joinPath(root, ...path.split('/'));
}
