import * as vscode from 'vscode';
import { linkPlaces, textEdits, writeLinks, type LinkOutcome, type LinkTarget } from './documentLink';
import type { LinkableImage } from './insertLinks';
import type { Placement, Settings } from './settings';

/** Writes links in one undo step, as the settings place them. */
export async function writeLinksAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  images: readonly LinkableImage[],
  settings: Pick<Settings, 'resource'>,
): Promise<LinkOutcome> {
  return writeLinks(
    { document, version: document.version },
    images.map((image) => targetOf(image, range)),
    placementFor(document, settings),
  );
}

/**
 * The edits that a drop at this place makes.
 *
 * @returns undefined in a language that has no place for a link
 */
export function dropEdits(
  document: vscode.TextDocument,
  position: vscode.Position,
  images: readonly LinkableImage[],
  settings: Pick<Settings, 'resource'>,
): readonly vscode.TextEdit[] | undefined {
  const range = new vscode.Range(position, position);
  const targets = images.map((image) => targetOf(image, range));
  const places = linkPlaces(document, targets, placementFor(document, settings));
  return places && textEdits(document, places);
}

/** Who inserts a link wants one, also where generating writes none. */
function placementFor(document: vscode.TextDocument, settings: Pick<Settings, 'resource'>): Placement {
  const { placement } = settings.resource(document);
  return placement === 'none' ? 'below' : placement;
}

function targetOf({ file, width, height, prompt, video }: LinkableImage, range: vscode.Range): LinkTarget {
  const poster = video?.poster;
  return {
    file: vscode.Uri.parse(file, true),
    width,
    height,
    prompt,
    range,
    ...(video ? { video: poster === undefined ? {} : { poster: vscode.Uri.parse(poster, true) } } : {}),
  };
}
