import type { Result } from '../../result';

export interface TranslatedQuery {
  readonly text: string;
  /** Code of the language it was written in, such as `de`. */
  readonly language: string;
}

/** Puts queries into English for models that know nothing else. */
export interface QueryTranslator {
  /** @returns undefined where the text is English already */
  toEnglish(text: string, signal: AbortSignal): Promise<Result<TranslatedQuery | undefined>>;
}

/** Words that are frequent in one of six languages and are none in English. */
const foreignWords = wordSet(`
  und der das auf ein eine einen einer ohne unter rote blau blaue schwarz schwarze weisse schuh schuhe hund katze haus
  avec dans une rouge bleu bleue noire vert verte chaussure maison chien
  sobre bajo rojo roja azul negro negra blanco verde zapato perro casa
  della sotto senza rosso rossa nero nera bianco scarpa cane
  uma sem vermelho vermelha branco sapato cachorro
  het een zonder onder rood blauw zwart schoen hond
`);

/** Words that English has too, or has borrowed: two of them are too many. */
const doubtfulWords = wordSet(
  'le la les des du de et sans sur mit rot vor el los las y sin il os com met wit noir blanc',
);

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/**
 * A guess that costs nothing, so that a translator is only asked when it is worth it. Letters that English does not have
 * speak against it, and so do words of other languages.
 */
export function looksEnglish(text: string): boolean {
  if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text)) return false;
  // Some words kept their accents on the way into English.
  const borrowed = /café|naïve|façade|décor|résumé|fiancée?|crème|brûlée|jalapeño/gu;
  const words =
    text
      .toLowerCase()
      .replace(borrowed, '')
      .match(/\p{L}+/gu) ?? [];
  if (words.some((word) => /[^a-z]/.test(word) || foreignWords.has(word))) return false;
  return words.filter((word) => doubtfulWords.has(word)).length < 2;
}
