import * as vscode from 'vscode';
import type { VideoJob } from '../../core/video/jobs/job';
import { startPictureOf } from '../../core/video/jobs/pictures';
import type { VideoDependencies, VideoEngine } from './dependencies';

/** What making a poster needs. */
export type PosterPorts = Pick<VideoEngine, 'files' | 'blobs' | 'pixels'> & Pick<VideoDependencies, 'log'>;

/** The picture of a film stands beside it under the film's own name. */
export function posterUri(film: vscode.Uri): vscode.Uri {
  return film.with({ path: film.path.replace(/\.mp4$/i, '.poster.jpg') });
}

/** @returns undefined where none has been made */
export async function existingPoster(film: vscode.Uri): Promise<vscode.Uri | undefined> {
  const poster = posterUri(film);
  return (await exists(poster)) ? poster : undefined;
}

/** False also where it cannot be read: either way there is nothing to show. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Beside its film; whatever goes wrong, the film itself is not touched. @returns false where none was written */
export async function writePoster(
  film: vscode.Uri,
  jpeg: Uint8Array,
  { files, log }: Pick<VideoEngine, 'files'> & Pick<VideoDependencies, 'log'>,
): Promise<boolean> {
  if (await existingPoster(film)) return false;
  const owner = vscode.workspace.getWorkspaceFolder(film)?.uri ?? vscode.Uri.joinPath(film, '..');
  const path = posterUri(film)
    .path.slice(owner.path.length)
    .replace(/^\/+/, '')
    .replace(/\.jpg$/, '');
  // A name that looks like a variable of a template is not worth a poster.
  if (path.includes('${')) return false;
  const saved = await files.save(
    {
      folder: owner.toString(),
      template: path,
      values: { slug: '', task: '', model: '', seed: '', date: '', n: '' },
    },
    jpeg,
    'jpg',
  );
  if (!saved.ok) log.warn('no poster was written', { kind: saved.error.kind });
  return saved.ok;
}

/** The picture that a film began with is its first one: no film has to be decoded for that poster. */
export async function posterFromStart(
  { request }: Pick<VideoJob, 'request'>,
  film: {
    readonly uri: vscode.Uri;
    readonly number: number;
    readonly width: number;
    readonly height: number;
  },
  ports: PosterPorts,
): Promise<void> {
  const sha256 = request && startPictureOf(request.task, film.number);
  if (sha256 === undefined || !vscode.workspace.isTrusted || (await existingPoster(film.uri))) return;
  const bytes = await ports.blobs.read(sha256);
  if (!bytes) return;
  const opened = await (await ports.pixels()).open(bytes);
  if (!opened.ok) return;
  try {
    const { width, height } = opened.value.facts;
    const jpeg = await opened.value.fit({
      area: { left: 0, top: 0, width, height },
      width: film.width,
      height: film.height,
      format: 'jpeg',
      flattenOn: '#000000',
    });
    if (jpeg.ok) await writePoster(film.uri, jpeg.value.bytes, ports);
  } finally {
    opened.value.close();
  }
}
