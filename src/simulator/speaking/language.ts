/** The languages that the simulator has words for. */
export type Language = 'en' | 'de' | 'es' | 'fr';

/** Each language's names, as an instruction in any of the four may call it, and words that hardly any other uses. */
const languages: Readonly<Record<Language, { readonly names: string; readonly usual: ReadonlySet<string> }>> =
  {
    en: {
      names: 'english|englisch|inglés|anglais',
      usual: new Set('the this of is what in and write please picture image describe which with'.split(' ')),
    },
    de: {
      names: 'german|deutsch|alemán|allemand',
      usual: new Set(
        'der die das ist und was bitte bild beschreibe ein eine den welche mit auf dieses im'.split(' '),
      ),
    },
    es: {
      names: 'spanish|spanisch|español|castellano|espagnol',
      usual: new Set(
        'el los las una qué que y imagen describe esta por del con en cuál dónde favor'.split(' '),
      ),
    },
    fr: {
      names: 'french|französisch|francés|français',
      usual: new Set('le les des une est et quelle image décris cette dans du avec sur quel où'.split(' ')),
    },
  };

/** Ways to ask for a language; what follows is its name or its code. */
const asking = String.raw`(?:\b(?:in|into|to|auf|ins|en|al|language|langue|sprache|idioma)\b(?:\s+(?:is|the|code|language|of))*[\s:="'“„«(]+)`;
const endOfWord = String.raw`(?![\p{L}\p{N}])`;

/** Languages that are asked for and have no words here. */
const unknownNames =
  'japanese|chinese|korean|italian|portuguese|dutch|polish|russian|ukrainian|turkish|arabic|hebrew|hindi|swedish|norwegian|danish|finnish|czech|greek|hungarian|romanian|latin|italienisch|japanisch';

export interface AskedLanguage {
  readonly language: Language;
  /** The name of the language that was asked for and is not known. */
  readonly unknown?: string;
}

/**
 * The language that texts ask for, the first of them that does; else that in which the first is written.
 *
 * @param texts the last message before the system's
 */
export function languageOf(texts: readonly string[]): AskedLanguage {
  for (const text of texts) {
    const asked = askedIn(text);
    if (asked) return asked;
  }
  return { language: writtenIn(texts[0] ?? '') };
}

function askedIn(text: string): AskedLanguage | undefined {
  const codes = 'en|de|es|fr';
  const names = [
    ...Object.values(languages).map((language) => language.names),
    unknownNames,
    String.raw`(?:${codes})(?:-[a-z]{2})?(?=["'”“»).\s]*(?:$|\n|[.;,)]))`,
  ].join('|');
  const pattern = new RegExp(`${asking}(${names})${endOfWord}`, 'giu');
  const [, name] = [...text.matchAll(pattern)].at(-1) ?? [];
  if (name === undefined) return undefined;
  for (const [language, { names: own }] of Object.entries(languages)) {
    const isOwn =
      new RegExp(`^(?:${own})$`, 'iu').test(name) ||
      name.toLowerCase().startsWith(`${language}-`) ||
      name.toLowerCase() === language;
    if (isOwn) return { language: language as Language };
  }
  return { language: 'en', unknown: name };
}

function writtenIn(text: string): Language {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let [best, most]: [Language, number] = ['en', 0];
  for (const [language, { usual }] of Object.entries(languages)) {
    const count = words.filter((word) => usual.has(word)).length;
    if (count > most) [best, most] = [language as Language, count];
  }
  return best;
}
