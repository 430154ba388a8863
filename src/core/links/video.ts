import { familyOf } from '../prompts/languages';
import { encodePath, escapeAttribute } from './encode';

/** The film that a snippet shows. */
export interface LinkedVideo {
  /** Relative to the document, `/` between segments, not encoded. */
  readonly path: string;
  /** A picture of it, likewise; absent where there is none. */
  readonly poster?: string;
  /** One line, for who cannot see it; empty for none. */
  readonly alt: string;
  /** In pixels; 0 when unknown. */
  readonly width: number;
  readonly height: number;
}

/**
 * A film as the language shows it: `<video>` in HTML, Markdown, MDX and JSX, else its path.
 *
 * @returns one line
 */
export function videoFor(languageId: string, video: LinkedVideo): string {
  const family = familyOf(languageId);
  const isJsx = family === 'jsx' || languageId === 'mdx';
  if (!isJsx && family !== 'markdown' && family !== 'html') return video.path;
  const { path, poster, alt, width, height } = video;
  const label = alt.replace(/\s+/g, ' ').trim();
  const attributes = [
    `src="${encodePath(path)}"`,
    ...(poster === undefined ? [] : [`poster="${encodePath(poster)}"`]),
    ...(width > 0 && height > 0
      ? [isJsx ? `width={${width}} height={${height}}` : `width="${width}" height="${height}"`]
      : []),
    ...(label === '' ? [] : [`aria-label=${isJsx ? jsxText(label) : `"${escapeAttribute(label)}"`}`]),
    'controls',
    isJsx ? 'playsInline' : 'playsinline',
  ].join(' ');
  return isJsx ? `<video ${attributes} />` : `<video ${attributes}></video>`;
}

/** JSX attributes know no backslash: a text with quotes or ampersands becomes a string expression. */
function jsxText(text: string): string {
  return /["&\\]/.test(text) ? `{${JSON.stringify(text)}}` : `"${text}"`;
}
