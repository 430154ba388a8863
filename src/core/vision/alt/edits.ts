import { inlineAsciidocLink } from '../../links/asciidoc';
import type { PlaceEdit } from '../../links/below';
import { linkFor } from '../../links/link';
import { placeLink } from '../../links/placement';
import { decorative, type AltText } from './altText';
import type { AltForm, DocumentImage } from './image';
import { describeBlock } from './describeBlock';

export interface AltPlace {
  readonly text: string;
  readonly languageId: string;
  readonly eol: '\n' | '\r\n';
}

export interface AltEdits {
  /** In the order of the document, without overlap. */
  readonly edits: readonly PlaceEdit[];
  /** False where a long description has no place in the document: the caller says so. */
  readonly isDescriptionPlaced: boolean;
}

/** The edits that give an image its alt text, and a complex one its description below. */
export function altEdits(place: AltPlace, image: DocumentImage, { alt, description }: AltText): AltEdits {
  const { form, start, end, before, after } = image.slot;
  const edit = { offset: start, length: end - start, text: before + encodeAlt(form, alt, before) + after };
  const own = place.text.slice(start, end) === edit.text ? [] : [edit];
  if (description === undefined || description === '') return { edits: own, isDescriptionPlaced: true };
  const below = describeBelow(place, image, description);
  return { edits: [...own, ...(below ? [below] : [])], isDescriptionPlaced: below !== undefined };
}

/**
 * The edits that mark an image as decoration by the user's own word: an empty text, or an element where the document's
 * own form cannot say it.
 *
 * @returns none where the document says so already, or has no way to
 */
export function decorativeEdits(place: AltPlace, image: DocumentImage): readonly PlaceEdit[] {
  const { form } = image.slot;
  if (form !== 'markdown' && form !== 'mdx') return altEdits(place, image, decorative).edits;
  const { start, end, asDecoration } = image;
  return asDecoration === undefined ? [] : [{ offset: start, length: end - start, text: asDecoration }];
}

/** The text as the form writes it: by the rules of new links, so that both are written alike. */
function encodeAlt(form: AltForm, alt: string, before: string): string {
  const line = alt.replace(/\s+/g, ' ').trim();
  const link = (languageId: string): string =>
    linkFor(languageId, { path: 'x', alt: line, width: 0, height: 0 });
  switch (form) {
    case 'markdown':
    case 'mdx':
      return link(form).slice('!['.length, -'](x)'.length);
    case 'html':
      return link('html').slice('<img src="x" '.length, -'>'.length);
    case 'jsx':
      return link('typescriptreact').slice('<img src="x" '.length, -' />'.length);
    case 'asciidoc':
      return asciidocText(link('asciidoc').slice('image::x['.length, -']'.length), before);
    case 'asciidocInline':
      return asciidocText(inlineAsciidocLink(link('asciidoc')).slice('image:x['.length, -']'.length), before);
    case 'restructuredText':
      return line === '' ? '' : ` ${line}`;
  }
}

/** Empty on purpose, and a named value, are written in quotes: without, the file's name would be read aloud. */
function asciidocText(encoded: string, before: string): string {
  if (before === 'alt=') return encoded.startsWith('"') ? encoded : `"${encoded}"`;
  return encoded === '' ? 'alt=""' : encoded;
}

function describeBelow(
  { text, languageId, eol }: AltPlace,
  image: DocumentImage,
  description: string,
): PlaceEdit | undefined {
  const { start, end, slot } = image;
  const block = describeBlock(slot.form, description);
  if (slot.form !== 'jsx') {
    return placeLink({ text, start, end, link: block, placement: 'below', languageId, eol });
  }
  // Only among other elements: alone in an expression, a second element would be an error.
  const isAmongElements =
    /^\s*<(?!\w+>\s*\(|=)/.test(text.slice(end, end + 500)) &&
    />\s*$/.test(text.slice(Math.max(0, start - 500), start));
  if (!isAmongElements) return undefined;
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1];
  return { offset: end, length: 0, text: indent === undefined ? block : eol + indent + block };
}
