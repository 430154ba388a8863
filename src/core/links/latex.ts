import type { LinkedImage } from './link';

/**
 * `\includegraphics` of `graphicx`, as wide as the text: an image of 1024 pixels would run off the page. The `alt` key is
 * part of graphicx since 2021 and becomes the alternative text of a tagged PDF.
 *
 * @see https://ctan.org/pkg/graphicx
 */
export function latexLink({ path, alt }: LinkedImage): string {
  const text = alt === '' ? '' : `,alt={${escapeText(alt)}}`;
  return `\\includegraphics[width=\\linewidth${text}]{${path.replace(/[%#{}]/g, '\\$&')}}`;
}

function escapeText(text: string): string {
  const words: Readonly<Record<string, string>> = {
    '\\': '\\textbackslash{}',
    '~': '\\textasciitilde{}',
    '^': '\\textasciicircum{}',
  };
  return text.replace(/[\\{}%#&_$~^]/g, (character) => words[character] ?? `\\${character}`);
}
