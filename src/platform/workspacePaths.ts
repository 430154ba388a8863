import * as vscode from 'vscode';

/** What may show an image. */
const DOCUMENT_GLOB =
  '**/*.{md,mdx,markdown,html,htm,adoc,asciidoc,rst,tex,css,scss,less,js,jsx,ts,tsx,vue,svelte,astro,ipynb,txt}';

/** More documents than this are not read to learn which images they show. */
const MOST_DOCUMENTS = 5000;

/** Folders that no editor setting names, and that hold others' images or our own masks. */
const NEVER = '{**/node_modules/**,**/.git/**,**/.easel/**}';

/** Documents of a folder that may show an image. @see pathsOf */
export function documentPaths(folder: string): Promise<readonly string[]> {
  return pathsOf(folder, DOCUMENT_GLOB, MOST_DOCUMENTS);
}

/** @returns paths relative to the folder, without what the editor's settings exclude from search and Explorer */
export async function pathsOf(folder: string, glob: string, most?: number): Promise<readonly string[]> {
  const root = vscode.Uri.parse(folder, true);
  const exclude = excludePattern(root);
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(root, glob), exclude, most);
  const start = root.path.endsWith('/') ? root.path.length : root.path.length + 1;
  return found.map((uri) => uri.path.slice(start));
}

/** A pattern given to `findFiles` takes the place of the user's excludes, so they are put into it. */
function excludePattern(root: vscode.Uri): string {
  const patterns = ['files', 'search'].flatMap((section) => {
    const value: unknown = vscode.workspace.getConfiguration(section, root).get('exclude');
    if (typeof value !== 'object' || value === null) return [];
    // Braces do not nest in a glob, and a comma would part it: such a pattern hides nothing here.
    return Object.entries(value).flatMap(([glob, isOn]) =>
      isOn === true && !/[{},]/.test(glob) ? [glob] : [],
    );
  });
  return `{${[NEVER.slice(1, -1), ...patterns, ...patterns.map((glob) => `${glob}/**`)].join(',')}}`;
}
