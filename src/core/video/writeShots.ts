import { collapse } from '../prompts/lines';

/** A shot to be written into a Markdown file. */
export interface ShotToWrite {
  readonly text: string;
  /** Relative to the file, with `/`. */
  readonly image?: string;
}

/**
 * A storyboard as a Markdown file that `parseShotsFile` reads: one heading per shot.
 *
 * @param heading of a shot, by its number from 1
 */
export function writeShotsFile(shots: readonly ShotToWrite[], heading: (number: number) => string): string {
  return shots
    .map(({ text, image }, index) =>
      [
        `## ${heading(index + 1)}`,
        plainText(text),
        ...(image === undefined ? [] : [`![](<${encodeURI(image)}>)`]),
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/** In one line, without what would begin a heading, a fence or a comment. */
function plainText(text: string): string {
  return collapse(text)
    .replaceAll('<!--', '')
    .replace(/^(?:#{1,6}\s+|`{3,}|~{3,})/, '')
    .trim();
}
