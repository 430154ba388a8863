import { syntaxOf } from '../../prompts/languages';
import { markupTokens } from '../../prompts/markup';
import { scan } from '../../prompts/scan';
import type { DocumentImage } from './image';
import { imagesInTags } from './tags';

/** HTML, Vue and their like; what stands in comments, scripts and styles is not read. */
export function readHtml(text: string): readonly DocumentImage[] {
  const unread = markupTokens(text).filter(
    ({ kind }) => kind === 'comment' || kind === 'script' || kind === 'style',
  );
  return imagesInTags(text, 'html', unread);
}

/** JSX and TSX; elements in comments and strings are none. */
export function readJsx(text: string, languageId: string): readonly DocumentImage[] {
  const syntax = syntaxOf(languageId);
  const unread = syntax ? scan(text, syntax).filter(({ kind }) => kind !== 'text') : [];
  return imagesInTags(text, 'jsx', unread);
}
