import * as vscode from 'vscode';
import type { Destination } from '../core/files/store';
import { numberedName } from '../core/names/numbered';
import { fillTemplate } from '../core/names/template';
import { err, ok, type Result } from '../core/result';
import { sha256Of } from './imageUri';

/** Names tried before giving up; nobody has this many videos of one name. */
const MOST_NAMES = 10_000;

/**
 * Films in folders that are not on this disk (`vscode-vfs:` and the like), through the workspace's file system. Best effort,
 * as for images: there is no exclusive write, nothing is flushed, and the film is written in one piece. A film that
 * was cut off in the middle of that is taken for somebody else's file, and the whole one gets another name.
 */
export class WorkspaceFilms {
  async choose({ folder, template, values }: Destination, extension: string): Promise<Result<string>> {
    const filled = fillTemplate(template, values);
    if (!filled.ok) return filled;
    const segments = [...filled.value];
    const name = segments.pop() ?? 'video';
    try {
      for (let number = 1; number <= MOST_NAMES; number++) {
        const path = [...segments, numberedName(name, number, extension)].join('/');
        if (!(await exists(uriOf(folder, path)))) return ok(path);
      }
      return err({ kind: 'notWritable', folder: segments.join('/'), reason: 'every name is taken' });
    } catch (cause) {
      return notWritable(folder, cause);
    }
  }

  async place(
    bytes: Uint8Array,
    { folder, path, sha256 }: { readonly folder: string; readonly path: string; readonly sha256: string },
  ): Promise<Result<'placed' | 'taken'>> {
    const uri = uriOf(folder, path);
    try {
      if (await exists(uri)) return ok((await sha256Of(uri)) === sha256 ? 'placed' : 'taken');
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
      await vscode.workspace.fs.writeFile(uri, bytes);
      return ok('placed');
    } catch (cause) {
      return notWritable(folder, cause);
    }
  }
}

function uriOf(folder: string, path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder, true), ...path.split('/'));
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

function notWritable(folder: string, cause: unknown): Result<never> {
  const reason = cause instanceof vscode.FileSystemError ? cause.code : 'Unknown';
  return err({ kind: 'notWritable', folder, reason });
}
