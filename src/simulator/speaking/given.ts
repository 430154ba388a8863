/** Alternative texts are at most this long unless the request says. */
const USUAL_LENGTH = 125;

/**
 * A text that a request brings along: in a tag, after a label, or else between quotation marks.
 *
 * @param names of the tag or label, as a pattern
 */
export function givenText(text: string, names: string): string | undefined {
  const quoted = /“([^”]+)”|„([^“]+)“|«([^»]+)»|"""([\s\S]+?)"""|"([^"\n]+)"/u
    .exec(text)
    ?.slice(1)
    .find((group: string | undefined) => group !== undefined);
  return labelledText(text, names) ?? trimmed(quoted);
}

/** As {@link givenText}, in a tag or after a label alone. */
export function labelledText(text: string, names: string): string | undefined {
  const tag = new RegExp(`<(${names})\\b[^>]*>([\\s\\S]*?)</\\1>`, 'iu').exec(text)?.[2];
  const label = new RegExp(
    `^(?:[^\\n<:]{0,40}\\b)?(?:${names})\\b[^\\n:]{0,30}:[ \\t]*\\n?[ \\t]*(\\S[^\\n]*)`,
    'imu',
  ).exec(text)?.[1];
  return trimmed(tag ?? label);
}

function trimmed(text: string | undefined): string | undefined {
  const inner = text
    ?.trim()
    .replaceAll(/^["“„«]+|["”“»]+$/gu, '')
    .trim();
  return inner === '' ? undefined : inner;
}

export const promptNames = 'prompt|original[ _-]?prompt|old[ _-]?prompt|consigne|instrucción';
export const brandNames = 'brand(?:[ _-](?:guide(?:lines)?|rules|text))?|marke|marca|marque';
export const checkedNames =
  'text|statement|claim|caption|description|expected|prompt|texto|texte|beschreibung|aussage';

/** The choices that a request offers: in a tag, after a label, or as a list. */
export function givenCategories(text: string): readonly string[] {
  const names = 'categor(?:y|ies)|classes|labels|choices|kategorien|klassen|categorías|catégories';
  const tag = new RegExp(`<(${names})>([\\s\\S]*?)</\\1>`, 'iu').exec(text)?.[2];
  const line = new RegExp(`(?:${names})\\b[^:\\n]{0,60}:[ \\t]*(\\S[^\\n]*)`, 'iu').exec(text)?.[1];
  const bullets = [...text.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+(.+)$/gmu)]
    .map(([, item = '']) => item)
    .join('\n');
  return (tag ?? line ?? bullets)
    .split(/[\n,;|/]|\bor\b|\boder\b/u)
    .map((item) => item.replaceAll(/^[\s\-*•"'“”[\]]+|[\s."'“”[\]]+$/gu, ''))
    .filter((item) => item !== '');
}

/** The number of characters that the text may have. */
export function givenLength(text: string): number {
  const found = /(\d{2,4})[\s-]*(?:characters?|chars|zeichen|caracteres|caractères)/iu.exec(text)?.[1];
  return found === undefined ? USUAL_LENGTH : Number(found);
}
