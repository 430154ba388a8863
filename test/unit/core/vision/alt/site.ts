import type { AltDocument } from '../../../../../src/core/vision/alt/batch';

/** How one page of the site is written in each language, with the alt text that belongs to its picture, or without. */
const pages: Readonly<Record<string, (number: number, alt: string | undefined) => string>> = {
  markdown: (number, alt = '') =>
    `# Page ${number}\n\nThe lamp ${number} stands on the desk.\n\n![${alt}](img/${number}.png)\n\n![Kept](img/kept.png)\n`,
  mdx: (number, alt) =>
    `import shot from './img/${number}.png';\n\n# Page ${number}\n\n<img src={shot}${alt === undefined ? '' : ` alt="${alt}"`} />\n`,
  html: (number, alt) =>
    `<!doctype html>\n<html lang="en"><body>\n<h1>Page ${number}</h1>\n<p>The lamp.</p>\n<img src="img/${number}.png"${alt === undefined ? '' : ` alt="${alt}"`} width="3">\n<img src="kept.png" alt="">\n</body></html>\n`,
  typescriptreact: (number, alt) =>
    `export const Page${number} = () => (\n  <main>\n    <img src="./img/${number}.png"${alt === undefined ? '' : ` alt="${alt}"`} />\n    <img src="./kept.png" alt={t('kept')} />\n  </main>\n);\n`,
  asciidoc: (number, alt = '') => `= Page ${number}\n\nThe lamp.\n\nimage::img/${number}.png[${alt}]\n`,
  restructuredtext: (number, alt) =>
    `Page ${number}\n======\n\nThe lamp.\n\n.. image:: img/${number}.png\n${alt === undefined ? '' : `   :alt: ${alt}\n`}   :width: 3px\n`,
};

const endings: Readonly<Record<string, string>> = {
  markdown: 'md',
  mdx: 'mdx',
  html: 'html',
  typescriptreact: 'tsx',
  asciidoc: 'adoc',
  restructuredtext: 'rst',
};

export interface Page {
  readonly document: AltDocument;
  /** With the alt text in it. */
  readonly expected: string;
}

/** Sixty pages in six languages; the picture of each has its number as name. */
export function site(altOf: (number: number) => string): readonly Page[] {
  return Object.entries(pages).flatMap(([languageId, write], kind) =>
    Array.from({ length: 10 }, (_, index): Page => {
      const number = kind * 10 + index;
      return {
        document: {
          uri: `file:///site/${number}.${endings[languageId] ?? ''}`,
          languageId,
          text: write(number, undefined),
          eol: '\n',
        },
        expected: write(number, altOf(number)),
      };
    }),
  );
}
