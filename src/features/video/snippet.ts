import * as vscode from 'vscode';
import type { VideoJob, VideoJobOf } from '../../core/video/jobs/job';
import type { LinkInserter, LinkableImage } from '../../platform/insertLinks';
import { findAgain, readOrigin } from './origin';
import { existingPoster, posterFromStart, type PosterPorts } from './poster';

/** Where a film of a job lies in the project. */
export interface PlacedFilm {
  /** Of a shot, from 1; 0 for the whole film. */
  readonly number: number;
  readonly uri: vscode.Uri;
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/** The films of a job, the whole one before its shots. */
export function placedFilms(job: VideoJob): readonly PlacedFilm[] {
  const files = 'files' in job ? (job.files ?? []) : [];
  return files
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ number, target }) =>
      target
        ? [
            {
              number,
              uri: vscode.Uri.joinPath(vscode.Uri.parse(target.folder, true), ...target.path.split('/')),
              width: target.width,
              height: target.height,
              seconds: target.seconds,
            },
          ]
        : [],
    );
}

/** A film as a document links it, with its poster where there is one. */
export async function linkableFilm(
  film: Pick<PlacedFilm, 'uri' | 'width' | 'height'>,
  prompt: string,
): Promise<LinkableImage> {
  const poster = await existingPoster(film.uri);
  return {
    file: film.uri.toString(),
    width: film.width,
    height: film.height,
    prompt,
    video: poster ? { poster: poster.toString() } : {},
  };
}

/** For the films that began with a picture: nothing has to be decoded for those. */
export async function makePosters(job: VideoJobOf<'saved'>, ports: PosterPorts): Promise<void> {
  for (const film of placedFilms(job)) await posterFromStart(job, film, ports);
}

/** Below the words that the film was made from, where they still stand; else at the cursor; else the path is copied. */
export async function insertFilm(
  job: VideoJobOf<'saved'>,
  links: LinkInserter,
  posters: PosterPorts,
): Promise<void> {
  const films = placedFilms(job);
  await makePosters(job, posters);
  const chosen = films.slice(0, job.missing ? films.length : 1);
  const linkable = await Promise.all(chosen.map((film) => linkableFilm(film, job.prompt)));
  if (linkable.length === 0) return;
  const origin = readOrigin(job.origin);
  const document = origin && (await openDocument(origin.document));
  const offset = origin && document ? findAgain(document.getText(), origin) : undefined;
  if (origin && document && offset !== undefined) {
    const range = new vscode.Range(
      document.positionAt(offset),
      document.positionAt(offset + origin.text.length),
    );
    await vscode.window.showTextDocument(document, { preserveFocus: false });
    await links.insertAt(document, range, linkable);
    return;
  }
  if (!(await links.insert(linkable))) await links.copyPaths(linkable);
}

async function openDocument(uri: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    // Closed without being saved, or deleted.
    return undefined;
  }
}
