import * as vscode from 'vscode';
import type { Destination, ImageStore, SavedFile } from '../core/files/store';
import { numberedName } from '../core/names/numbered';
import { fillTemplate } from '../core/names/template';
import { err, ok, type Result } from '../core/result';

/** Names tried before giving up; nobody has this many images of one name. */
const MOST_NAMES = 10_000;

/**
 * Images in folders that are not on this disk (`vscode-vfs:` and the like), through the workspace's file system. Best
 * effort: it has no exclusive write, so two windows that write the same name at the same moment may both believe they won.
 */
export class WorkspaceImages implements ImageStore {
  async save(destination: Destination, bytes: Uint8Array, extension: string): Promise<Result<SavedFile>> {
    const filled = fillTemplate(destination.template, destination.values);
    if (!filled.ok) return filled;
    const segments = [...filled.value];
    const name = segments.pop() ?? 'image';
    const root = vscode.Uri.parse(destination.folder, true);
    const folder = vscode.Uri.joinPath(root, ...segments);
    try {
      await vscode.workspace.fs.createDirectory(folder);
      for (let number = 1; number <= MOST_NAMES; number++) {
        const fileName = numberedName(name, number, extension);
        const uri = vscode.Uri.joinPath(folder, fileName);
        if (await exists(uri)) continue;
        await vscode.workspace.fs.writeFile(uri, bytes);
        return ok({ uri: uri.toString(), relativePath: [...segments, fileName].join('/') });
      }
      return err({ kind: 'notWritable', folder: segments.join('/'), reason: 'every name is taken' });
    } catch (cause) {
      return err({
        kind: 'notWritable',
        folder: segments.join('/'),
        reason: cause instanceof vscode.FileSystemError ? cause.code : 'Unknown',
      });
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (cause) {
    if (cause instanceof vscode.FileSystemError && cause.code === 'FileNotFound') return false;
    throw cause;
  }
}
