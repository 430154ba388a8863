import { canReadImages } from './read';

const byExtension: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  jsx: 'javascriptreact',
  tsx: 'typescriptreact',
  vue: 'vue',
  adoc: 'asciidoc',
  asciidoc: 'asciidoc',
  rst: 'restructuredtext',
};

/** Of documents whose images have alt texts. */
export const altExtensions: readonly string[] = Object.keys(byExtension);

/**
 * The language whose rules a document's alt texts follow: by its name, because VS Code alone knows no MDX, Vue and
 * AsciiDoc and opens them as plain text; else the editor's.
 *
 * @param languageId VS Code's, where the document is open
 * @returns undefined where images have no alt texts
 */
export function altLanguageOf(path: string, languageId?: string): string | undefined {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const own = Object.hasOwn(byExtension, extension) ? byExtension[extension] : languageId;
  return own !== undefined && canReadImages(own) ? own : undefined;
}
