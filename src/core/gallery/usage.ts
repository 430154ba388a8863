/** What ends like an image and stands where a path may stand: between blanks, brackets or quotes. */
const bare = /[^\s"'`()<>[\]{}|]+\.(?:png|jpe?g|webp|gif|avif|tiff?|bmp|svg|heic)(?![\w-])/gi;

/** The same with blanks inside, between quotes or brackets alone. */
const quoted =
  /(?<=["'`(<{])[^"'`()<>{}\n]*\s[^"'`()<>{}\n]*\.(?:png|jpe?g|webp|gif|avif|tiff?|bmp|svg|heic)(?=["'`)>}])/gi;

/**
 * The images that a document may show. It rather names one too many than calls an image unused that is not: languages
 * are not told apart, and a path counts from the document and from the top of the workspace folder.
 *
 * @param documentPath relative to the workspace folder, with `/`
 * @returns paths relative to the workspace folder
 */
export function imagesNamedIn(text: string, documentPath: string): ReadonlySet<string> {
  const found = new Set<string>();
  const folder = documentPath.split('/').slice(0, -1);
  for (const pattern of [bare, quoted]) {
    for (const [target] of text.matchAll(pattern)) {
      const path = decoded(target.replace(/^image::?/, ''));
      if (/^[a-z][a-z0-9+.-]+:/i.test(path)) continue;
      for (const base of [folder, []]) {
        const resolved = resolve(base, path);
        if (resolved !== undefined) found.add(resolved);
      }
    }
  }
  return found;
}

function resolve(base: readonly string[], path: string): string | undefined {
  const segments = path.startsWith('/') ? [] : [...base];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}

function decoded(path: string): string {
  const plain = path
    .replaceAll('&amp;', '&')
    .replaceAll('{sp}', ' ')
    .replaceAll(/\\([ ()_&#%])/g, '$1');
  try {
    return decodeURIComponent(plain);
  } catch {
    // A percent sign that encodes nothing is part of the name.
    return plain;
  }
}
