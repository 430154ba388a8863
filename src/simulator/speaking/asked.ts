import type { Sight } from '../seeing/sight';
import { givenLength } from './given';
import { languageOf } from './language';
import { purposeOf, type Purpose } from './purposes';
import { wordsIn, type Words } from './words';

/** A request as it is understood. */
export interface Asked {
  readonly purpose: Purpose;
  /** The last message's texts. */
  readonly text: string;
  readonly words: Words;
  readonly language: string;
  /** Stands before texts that could be taken for a model's. */
  readonly opening: string;
  readonly pictures: readonly AskedPicture[];
  readonly maxLength: number;
}

export interface AskedPicture {
  readonly sight: Sight;
  /** How the request calls it, or its number from 1. */
  readonly name: string;
}

export interface Question {
  /** Of the last message. */
  readonly text: string;
  readonly system: string;
  /** Name and description of the tool that must be called. */
  readonly tool?: string;
  readonly pictures: readonly { readonly sight: Sight; readonly before: string }[];
}

export function understand({ text, system, tool, pictures }: Question): Asked {
  const { language, unknown } = languageOf([text, system].filter((each) => each !== ''));
  const words = wordsIn(language);
  return {
    purpose: purposeOf([...(tool === undefined ? [] : [tool]), text, system]),
    text,
    words,
    language,
    opening:
      unknown === undefined ? words.placeholder : `${words.placeholder} (${words.noWordsFor(unknown)})`,
    pictures: pictures.map(({ sight, before }, index) => ({
      sight,
      name: nameIn(before) ?? String(index + 1),
    })),
    maxLength: givenLength(`${text}\n${system}`),
  };
}

/** `Candidate B:` or `Image 3` at the end of the text before a picture. */
function nameIn(before: string): string | undefined {
  return /(?:candidate|image|picture|kandidat|bild|imagen|candidato|candidat|option|id)[\s:#"']*([\p{L}\p{N}_-]{1,40})["']?[\s:.]*$/iu.exec(
    before,
  )?.[1];
}
