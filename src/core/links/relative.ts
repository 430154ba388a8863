/**
 * The way from a document to an image, as a link in the document states it.
 *
 * @param documentPath absolute, `/` between segments, as in `Uri.path` (`/c:/docs/readme.md`)
 * @param imagePath likewise; not percent-encoded
 * @param base folder that the document's links start from, relative to the document; see `imageBase`
 * @returns a path without encoding; a `file:` URL when the two are on different drives
 */
export function relativeLink(documentPath: string, imagePath: string, base = ''): string {
  const document = documentPath.split('/').slice(0, -1);
  const image = imagePath.split('/');
  const drive = driveOf(document);
  if (drive !== driveOf(image)) return `file://${imagePath}`;

  const from = base.startsWith('/')
    ? segmentsOf(base)
    : segmentsOf([...document, ...base.split('/')].join('/'));
  const to = segmentsOf(imagePath);
  let shared = 0;
  while (
    shared < from.length &&
    shared < to.length - 1 &&
    isSame(from[shared], to[shared], drive !== undefined && shared === 0)
  )
    shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

function segmentsOf(path: string): readonly string[] {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}

function driveOf(segments: readonly string[]): string | undefined {
  const drive = segments[1];
  return drive !== undefined && /^[A-Za-z]:$/.test(drive) ? drive.toLowerCase() : undefined;
}

function isSame(left: string | undefined, right: string | undefined, isDrive: boolean): boolean {
  return isDrive ? left?.toLowerCase() === right?.toLowerCase() : left === right;
}

/**
 * The folder that image links of this document start from, where the document itself says so.
 *
 * @returns relative to the document, or absolute; empty for the document's own folder
 * @see https://docs.asciidoctor.org/asciidoc/latest/macros/images-directory/
 */
export function imageBase(languageId: string, text: string): string {
  if (languageId !== 'asciidoc' && languageId !== 'adoc') return '';
  const value = /^:imagesdir:[ \t]+(.+?)[ \t]*$/m.exec(text)?.[1] ?? '';
  // A URL or another attribute cannot be resolved here.
  return /[{}]|:\/\//.test(value) ? '' : value.replace(/^\.\/|\/$/g, '');
}
