import { delimited } from './delimited';
import { languageName } from './language';

export type PurposeId =
  | 'caption'
  | 'detailed'
  | 'altText'
  | 'classify'
  | 'listObjects'
  | 'mainSubject'
  | 'shortStory'
  | 'question'
  | 'transcribe'
  | 'translate'
  | 'promptFor';

/** What a user wants to know of an image. */
export interface Purpose {
  /** `own`: from the user's setting. */
  readonly id: PurposeId | 'own';
  /** What must be asked for before. */
  readonly needs: 'nothing' | 'question' | 'categories' | 'language';
  /** Small letters count: parts of the image are sent as well. */
  readonly fineText: boolean;
  readonly maxTokens: number;
  /** What answers usually take. */
  readonly usualTokens: number;
  /** The words of the answer are the image's own, or belong to it: the document's language does not change them. */
  readonly keepsLanguage: boolean;
  /** Of the user's own: as the setting names it. */
  readonly name?: string;
  readonly prompt: (inputs: PurposeInputs) => string;
}

/** What the purpose needs; texts as the user wrote them. */
export interface PurposeInputs {
  readonly question?: string;
  readonly categories?: readonly string[];
  /** Of the text in the image, to translate it into: BCP 47. */
  readonly targetLanguage?: string;
}

const plain =
  'Answer with plain text alone: no introduction, no heading, no Markdown, no quotation marks around it.';

function purpose(
  id: PurposeId,
  usualTokens: number,
  maxTokens: number,
  prompt: (inputs: PurposeInputs) => string,
  rest: Partial<Pick<Purpose, 'needs' | 'fineText' | 'keepsLanguage'>> = {},
): Purpose {
  return {
    id,
    usualTokens,
    maxTokens,
    prompt,
    needs: 'nothing',
    fineText: false,
    keepsLanguage: false,
    ...rest,
  };
}

/** The ready purposes, in the order in which they are offered. */
export const purposes: readonly Purpose[] = [
  purpose(
    'caption',
    40,
    200,
    () => `Write a caption for this image: one sentence of at most 20 words. ${plain}`,
  ),
  purpose(
    'altText',
    60,
    300,
    () =>
      `Write alternative text for this image: what somebody who cannot see it needs to know, in at most 125 characters. Do not begin with "image of" or the like. ${plain}`,
  ),
  purpose(
    'detailed',
    350,
    1200,
    () =>
      `Describe this image in detail for somebody who cannot see it: first what it is as a whole, then its parts and how they lie, then colors, light, and readable text in quotation marks. Write paragraphs. ${plain}`,
  ),
  purpose(
    'transcribe',
    500,
    4000,
    () =>
      'Write down all text in this image exactly as it stands there, in its own language, in the order in which it is read, line by line. Write tables with one line for each row and " | " between the cells. Where something cannot be read, write [unreadable]. If there is no text, answer with "No text." alone. Add nothing else.',
    { fineText: true, keepsLanguage: true },
  ),
  purpose(
    'translate',
    500,
    4000,
    ({ targetLanguage = 'en' }) =>
      `Translate all text in this image into ${languageName(targetLanguage)}, in the order in which it is read, line by line. Where something cannot be read, write [unreadable]. If there is no text, answer with "No text." alone. Add nothing else.`,
    { needs: 'language', fineText: true, keepsLanguage: true },
  ),
  purpose(
    'question',
    250,
    1500,
    ({ question = '' }) =>
      `Answer the user's question about this image.\n\n${delimited('question', question)}`,
    { needs: 'question', fineText: true },
  ),
  purpose(
    'classify',
    20,
    100,
    ({ categories = [] }) =>
      `Which of these categories does this image belong to? Answer with exactly one of them, written as it stands here, and nothing else.\n\n${delimited('categories', categories.join('\n'))}`,
    { needs: 'categories', keepsLanguage: true },
  ),
  purpose(
    'listObjects',
    150,
    600,
    () =>
      'List the objects in this image, each on a line of its own, the most important first, each once with its number in brackets where there are several. No introduction, no bullets, nothing else.',
  ),
  purpose('mainSubject', 15, 100, () => `Name the main subject of this image in at most six words. ${plain}`),
  purpose(
    'shortStory',
    350,
    1200,
    () => `Tell a short story that this image could belong to, in at most 200 words. ${plain}`,
  ),
  purpose(
    'promptFor',
    120,
    500,
    () =>
      `Write the prompt with which a text-to-image model could have made this image: subject, setting, style, light, colors and composition, in at most 80 words, in English. ${plain}`,
    { keepsLanguage: true },
  ),
];

/** One entry of the setting, as the user wrote it. */
export interface OwnPurpose {
  readonly name: string;
  /** In any language. */
  readonly prompt: string;
  readonly fineText?: boolean;
}

export function ownPurpose({ name, prompt, fineText = false }: OwnPurpose): Purpose {
  return {
    id: 'own',
    name,
    needs: 'nothing',
    fineText,
    keepsLanguage: false,
    usualTokens: 300,
    maxTokens: 1500,
    prompt: () => prompt,
  };
}

/** @returns undefined for what is neither a ready purpose nor an own one's name */
export function findPurpose(id: string, own: readonly OwnPurpose[]): Purpose | undefined {
  const mine = own.find(({ name }) => name === id);
  return mine ? ownPurpose(mine) : purposes.find((each) => each.id === id);
}
