import { decodePath } from '../../links/encode';
import { collapse } from '../../prompts/lines';
import { decodeEntities, textOfMarkup } from '../../prompts/markup';
import { isIn, type AltForm, type DocumentImage, type FoundAlt, type Range } from './image';

/** Elements that show one image by `src` and `alt`, in HTML and in the frameworks' words. */
const imageElement =
  /<(img|Image|NextImage|StaticImage|NuxtImg|NuxtPicture|nuxt-img|nuxt-picture|v-img)(?=[\s/>])/gi;

/** Of those, the ones that HTML writes in any case. */
const anyCase = new Set(['img', 'nuxt-img', 'nuxt-picture', 'v-img']);
const components = new Set(['Image', 'NextImage', 'StaticImage', 'NuxtImg', 'NuxtPicture']);

/** Deeper expressions are left unread. */
const MAX_TAG_LENGTH = 10_000;

interface Attribute {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'text' | 'expression' | 'none';
  /** Decoded text, or the expression's source. */
  readonly value: string;
}

interface Tag {
  readonly end: number;
  readonly attributes: readonly Attribute[];
  /** `{...props}`: attributes may come from elsewhere. */
  readonly hasSpread: boolean;
}

/**
 * Images that stand as elements: `<img>` and the frameworks' own.
 *
 * @param unread comments, scripts, strings: what looks like an element there is none
 */
export function imagesInTags(
  text: string,
  form: Extract<AltForm, 'html' | 'jsx'>,
  unread: readonly Range[],
): readonly DocumentImage[] {
  const imports = importedImages(text);
  const found: DocumentImage[] = [];
  for (const match of text.matchAll(imageElement)) {
    const [opening, name = ''] = match;
    const start = match.index;
    const isElement = anyCase.has(name.toLowerCase()) || components.has(name);
    if (!isElement || isIn(start, unread)) continue;
    const tag = readTag(text, start + opening.length, form === 'jsx');
    const target = tag && targetOf(tag, form, imports);
    if (!tag || target === undefined) continue;
    const altAttribute = tag.attributes.find((each) => isNamed(each, 'alt', form));
    const link = linkAround(text, start);
    const caption = captionAfter(text, tag.end);
    found.push({
      target,
      start,
      end: tag.end,
      alt: altOf(tag, altAttribute, form),
      slot: altAttribute
        ? { form, start: altAttribute.start, end: altAttribute.end, before: '', after: '' }
        : {
            form,
            start: insertAt(tag, start + opening.length),
            end: insertAt(tag, start + opening.length),
            before: ' ',
            after: '',
          },
      ...(link === undefined ? {} : { link }),
      ...(caption === undefined ? {} : { caption }),
    });
  }
  return found;
}

/** After `src`, where people look for it. */
function insertAt(tag: Tag, afterName: number): number {
  return tag.attributes.find(({ name }) => /^(?:src|:src|v-bind:src)$/i.test(name))?.end ?? afterName;
}

function isNamed({ name }: Attribute, wanted: string, form: AltForm): boolean {
  const bare = name.replace(/^(?:v-bind)?:/, '');
  return form === 'jsx' ? name === wanted : bare.toLowerCase() === wanted;
}

function altOf(tag: Tag, attribute: Attribute | undefined, form: AltForm): FoundAlt {
  const isHidden = tag.attributes.some(
    ({ name, value }) =>
      (name.toLowerCase() === 'role' && /^(?:presentation|none)$/.test(value)) ||
      (name.toLowerCase() === 'aria-hidden' && value === 'true'),
  );
  if (!attribute)
    return isHidden ? { kind: 'empty' } : tag.hasSpread ? { kind: 'dynamic' } : { kind: 'none' };
  if (form === 'html' && /^(?:v-bind)?:/.test(attribute.name)) return { kind: 'dynamic' };
  if (attribute.kind === 'expression') {
    const literal = stringLiteral(attribute.value);
    if (literal === undefined) return { kind: 'dynamic' };
    return literal.trim() === '' ? { kind: 'empty' } : { kind: 'text', text: literal };
  }
  return attribute.value.trim() === '' ? { kind: 'empty' } : { kind: 'text', text: attribute.value };
}

function targetOf(tag: Tag, form: AltForm, imports: ReadonlyMap<string, string>): string | undefined {
  const source = tag.attributes.find((each) => isNamed(each, 'src', form));
  if (!source || source.kind === 'none') return undefined;
  const isBound = form === 'html' && /^(?:v-bind)?:/.test(source.name);
  if (source.kind === 'text' && !isBound) return source.value === '' ? undefined : decodePath(source.value);
  const code = source.value.trim();
  const required = /^require\(\s*(["'])(.+?)\1\s*\)(?:\.default)?$/.exec(code)?.[2];
  const target = stringLiteral(code) ?? required ?? imports.get(code.replace(/\.src$/, ''));
  return target === undefined || target === '' ? undefined : decodePath(target);
}

/** `import logo from './logo.png'`, by name. */
function importedImages(text: string): ReadonlyMap<string, string> {
  const imports =
    /\bimport\s+([A-Za-z_$][\w$]*)\s+from\s+["']([^"'\n]+\.(?:png|jpe?g|gif|webp|avif|svg|tiff?)(?:\?[^"'\n]*)?)["']/g;
  return new Map(
    Array.from(text.matchAll(imports), ([, name = '', path = '']) => [name, path.replace(/\?.*$/, '')]),
  );
}

/** The text of a plain string or template without expressions. */
function stringLiteral(code: string): string | undefined {
  const match = /^\s*(?:"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\$])*)`)\s*$/.exec(code);
  const body = match?.[1] ?? match?.[2] ?? match?.[3];
  return body?.replace(/\\(.)/g, (_whole, character: string) => (character === 'n' ? ' ' : character));
}

/** @returns undefined for a tag that does not end */
function readTag(text: string, from: number, isJsx: boolean): Tag | undefined {
  const attributes: Attribute[] = [];
  let hasSpread = false;
  let at = from;
  const limit = Math.min(text.length, from + MAX_TAG_LENGTH);
  while (at < limit) {
    const character = text.charAt(at);
    if (character === '>') return { end: at + 1, attributes, hasSpread };
    if (/[\s/]/.test(character)) {
      at++;
      continue;
    }
    if (isJsx && character === '{') {
      const end = braceEnd(text, at);
      if (end === undefined) return undefined;
      hasSpread ||= /^\{\s*\.\.\./.test(text.slice(at, end));
      at = end;
      continue;
    }
    const attribute = readAttribute(text, at, isJsx);
    if (!attribute) return undefined;
    attributes.push(attribute);
    at = attribute.end;
  }
  return undefined;
}

function readAttribute(text: string, start: number, isJsx: boolean): Attribute | undefined {
  const name = /^[^\s=/<>"'{}]+/.exec(text.slice(start, start + 200))?.[0];
  if (name === undefined) return undefined;
  const equals = /^\s*=\s*/.exec(text.slice(start + name.length, start + name.length + 200))?.[0];
  if (equals === undefined) return { name, start, end: start + name.length, kind: 'none', value: '' };
  const at = start + name.length + equals.length;
  const quote = text.charAt(at);
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, at + 1);
    if (close < 0) return undefined;
    return { name, start, end: close + 1, kind: 'text', value: decodeEntities(text.slice(at + 1, close)) };
  }
  if (isJsx && quote === '{') {
    const end = braceEnd(text, at);
    if (end === undefined) return undefined;
    return { name, start, end, kind: 'expression', value: text.slice(at + 1, end - 1) };
  }
  const bare = /^[^\s<>]+/.exec(text.slice(at, at + 2000))?.[0] ?? '';
  return { name, start, end: at + bare.length, kind: 'text', value: decodeEntities(bare) };
}

/** Where the braces that open at `start` are closed; strings inside may hold any brace. */
function braceEnd(text: string, start: number): number | undefined {
  const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|[{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match.index - start > MAX_TAG_LENGTH) return undefined;
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth === 0) return match.index + 1;
  }
  return undefined;
}

/** The link or button that holds the offset: where it leads, or empty. */
function linkAround(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - 2000), offset);
  const opened = Array.from(before.matchAll(/<(\/?)(a|Link|NuxtLink|button)\b([^>]*)>/g)).at(-1);
  if (!opened || opened[1] === '/' || opened[3]?.endsWith('/') === true) return undefined;
  return decodeEntities(/\b(?:href|to)\s*=\s*["']([^"']*)["']/.exec(opened[3] ?? '')?.[1] ?? '');
}

/** The `figcaption` of the same figure. */
function captionAfter(text: string, offset: number): string | undefined {
  const after = text.slice(offset, offset + 2000);
  const caption = /^(?:(?!<img|<\/figure)[\s\S])*?<figcaption\b[^>]*>([\s\S]*?)<\/figcaption/i.exec(
    after,
  )?.[1];
  return caption === undefined ? undefined : collapse(textOfMarkup(caption));
}
