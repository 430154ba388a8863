import { collapse } from '../prompts/lines';
import { textOfMarkup } from '../prompts/markup';

/** Which language a document is written in. */
export interface DetectedLanguage {
  /** BCP 47, such as `de` or `pt-BR`. */
  readonly code: string;
  /** The document says so itself, or its words do. */
  readonly from: 'declared' | 'text';
}

/** Longer texts say no more about their language. */
const MAX_LETTERS = 20_000;

/** What is seen of fewer words is chance. */
const MIN_HITS = 3;

/** Documents that say their language, each in a fixed place. */
const declarations: readonly RegExp[] = [
  /<html\b[^>]*?\slang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/i,
  /^---\r?\n(?:(?!---)[^\n]*\n)*?(?:lang|language|locale)[ \t]*:[ \t]*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)["']?[ \t]*\r?$/m,
  /^:lang:[ \t]+([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[ \t]*\r?$/m,
];

/** Small words that are frequent in one language, and seldom words of another. */
const words: Readonly<Record<string, string>> = {
  en: 'the and of to is in that it for with as are this be on you from by not or have an',
  de: 'der die das und ist nicht ein eine mit für auf den dem des zu von im sich auch wird oder werden sie',
  fr: 'le la les des est et une dans pour que qui sur pas avec sont du au ce cette vous nous ou être',
  es: 'el la los las una que y en por con para es del se no como más su este esta pero son',
  it: 'il lo gli che di una per con non sono della nel alla questo questa più come anche si è dei delle',
  pt: 'o os as um uma que não com para por do da dos das em são mais como você está isso ao pela',
  nl: 'de het een van en is dat niet voor met op zijn aan wordt ook deze bij naar maar worden je om',
  sv: 'och att det som en på är av för med den till inte har kan ett om eller från denna du',
  da: 'og at det som en på er af for med den til ikke har kan et om eller fra denne du blev',
  nb: 'og å det som en på er av for med den til ikke har kan et om eller fra denne du ble',
  fi: 'ja on ei se että ovat oli kun mutta tai myös jos voi ole kuin tämä sen ovat niin',
  pl: 'i w na nie się jest to z do że jak dla przez od są oraz lub tego może być po',
  cs: 'a je na se v že to s z pro jako nebo jsou pokud které ale by při také může tento',
  tr: 've bir bu için ile olarak da de daha gibi olan çok veya değil kadar ise her sonra',
  id: 'dan yang di untuk dengan ini dari pada adalah tidak itu akan dalam ke atau dapat juga',
};

const lists = Object.entries(words).map(([code, list]) => [code, new Set(list.split(' '))] as const);

/** Scripts that one language of those we can name writes. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Hangul}/gu, 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Devanagari}/gu, 'hi'],
];

/**
 * The language of a document: what it declares, else what its script and its small words say.
 *
 * @returns undefined where nobody can tell; a guess would put a foreign sentence into somebody's document
 */
export function languageOf(text: string, languageId = 'plaintext'): DetectedLanguage | undefined {
  for (const declaration of declarations) {
    const code = declaration.exec(text.slice(0, MAX_LETTERS))?.[1];
    if (code !== undefined) return { code, from: 'declared' };
  }
  const code = languageOfWords(proseOf(text, languageId));
  return code === undefined ? undefined : { code, from: 'text' };
}

/**
 * The language to answer in.
 *
 * @param setting a BCP 47 code, or `auto`: the document's own
 * @param text of the document; undefined where there is none
 */
export function languageFor(
  setting: string,
  text: string | undefined,
  languageId?: string,
): string | undefined {
  if (setting !== '' && setting !== 'auto') return setting;
  return text === undefined ? undefined : languageOf(text, languageId)?.code;
}

/** The English name of a language, as models know it; the code itself where it has none. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a code: the user wrote the name of a language into the setting, which models understand as well.
    return collapse(code);
  }
}

/** What the prompt says about the answer's language; empty where nobody knows one. */
export function languageInstruction(code: string | undefined): string {
  return code === undefined ? '' : `Write in ${languageName(code)}.`;
}

/** Without code, addresses and markup: their words are English in every document. */
function proseOf(text: string, languageId: string): string {
  const withoutCode = text
    .slice(0, MAX_LETTERS)
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/^\s*(?:import|export|const|let|var|function|return)\b.*$/gm, ' ');
  return /[<>]/.test(withoutCode) && languageId !== 'plaintext' ? textOfMarkup(withoutCode) : withoutCode;
}

function languageOfWords(text: string): string | undefined {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  if (letters === 0) return undefined;
  const counts = scripts.map(([script, code]) => [code, (text.match(script) ?? []).length] as const);
  const count = (code: string): number => counts.find(([each]) => each === code)?.[1] ?? 0;
  // Japanese writes Chinese signs too, and Korean now and then; their own letters decide.
  const eastAsian = count('ja') + count('ko') + count('zh');
  if (eastAsian > letters / 4) {
    if (count('ja') > eastAsian / 20) return 'ja';
    return count('ko') > eastAsian / 2 ? 'ko' : 'zh';
  }
  const [script, most] = counts.reduce<readonly [string, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    ['', 0],
  );
  if (most > letters / 3) {
    if (script === 'ru' && /[іїєґ]/i.test(text)) return 'uk';
    return script === 'ar' && /[پچژگ]/.test(text) ? 'fa' : script;
  }
  return bestOf(text.toLowerCase().match(/\p{L}+/gu) ?? []);
}

function bestOf(tokens: readonly string[]): string | undefined {
  const scored = lists
    .map(([code, list]) => ({ code, hits: tokens.filter((token) => list.has(token)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [first, second] = scored;
  if (!first || first.hits < MIN_HITS) return undefined;
  // Neighbors share many words; where two are as likely, neither is said.
  return second && second.hits >= first.hits * 0.9 ? undefined : first.code;
}
