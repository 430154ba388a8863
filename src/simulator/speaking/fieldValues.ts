import { givenCategories, givenText, checkedNames, labelledText } from './given';
import type { Asked, AskedPicture } from './asked';
import { fits, suggestionsFor, type Criterion } from './judging';
import { matchOf, shareFound } from './matching';
import { areaOf, capitalized, drawnThings, fullOf, shortOf, thingsIn, within } from './phrases';
import { listedProducts, textOfProduct } from './products';
import { bestChoice, explanation, improvedPrompt, maskPrompt, promptFor, say, sayOf, scoresFor } from './say';
import type { Schema } from './schema';
import { languageOfQuery, queryInEnglish } from './translating';

/** A place in a schema that wants a value. */
export interface Field {
  readonly name: string;
  /** Names from the root. */
  readonly path: readonly string[];
  readonly description: string;
  readonly picture: AskedPicture | undefined;
  readonly index: number;
  /** Which entry of each list around it, from the root; from 0. */
  readonly place: readonly number[];
  readonly depth: number;
}

const criteria: readonly (readonly [Criterion, RegExp])[] = [
  ['fidelity', /fidelity|prompt|match|adherence|faithful|accura/i],
  ['composition', /composition|layout|framing/i],
  ['artefacts', /artefact|artifact|defect|quality|technical/i],
  ['brand', /brand|style/i],
  ['text', /text|legib|typograph/i],
];

/** A text after what the field is called. */
export function textFor({ name, path, picture, index, place: entry }: Field, asked: Asked): string {
  const { purpose, words, opening, language } = asked;
  const query = labelledText(asked.text, 'query');
  if (query !== undefined && !picture) {
    if (/lang(?:uage)?(?:code)?$/i.test(name)) return languageOfQuery(query);
    if (/english/i.test(name)) return queryInEnglish(query);
  }
  const products = picture ? [] : listedProducts(asked.text);
  if (products.length > 0) return textOfProduct(products, name, entry);
  if (!picture) return say(asked);
  const { sight } = picture;
  const place = path.join(' ');
  if (
    /^(?:id|key|name|label|candidate|image|picture)(?:_?(?:id|name|label))?$/i.test(name) &&
    path.length > 1
  )
    return picture.name;
  if (/^(?:best|winner|preferred)/i.test(name))
    return asked.pictures[bestPicture(asked)]?.name ?? String(index + 1);
  if (/lang(?:uage)?(?:code)?$/i.test(name)) return language;
  if (/mask|area|region/i.test(name) || (purpose === 'mask' && /prompt|text|subject/i.test(name)))
    return maskPrompt(sight, words);
  if (/suggest|advice/i.test(name)) return suggestionsFor(sight, words).join(', ');
  if (/explan|reason|rationale|why|comment|justif|notes?$|because/i.test(name))
    return `${opening}. ${explanation(asked, sight)}`;
  if (/prompt/i.test(name)) {
    if (purpose === 'improve' || purpose === 'judge' || /improv|better|new/i.test(place))
      return improvedPrompt(asked, sight);
    return sight.remembered?.prompt ?? promptFor(sight, words);
  }
  if (/long|extended|detail/i.test(name)) return `${opening}. ${fullOf(sight, words)}`;
  if (/^alt/i.test(name))
    return isDecorative(asked) ? '' : within(`${opening}: ${shortOf(sight, words)}`, asked.maxLength);
  if (/caption|title|summary/i.test(name)) return `${opening}: ${shortOf(sight, words)}.`;
  if (/descri/i.test(name)) return `${opening}. ${fullOf(sight, words)}`;
  if (/transcri|^text$/i.test(name)) return sayOf({ ...asked, purpose: 'transcribe' }, sight);
  if (/translat/i.test(name)) return sayOf({ ...asked, purpose: 'translate' }, sight);
  if (/categor|class/i.test(name)) return sayOf({ ...asked, purpose: 'classify' }, sight);
  if (/subject|motif/i.test(name)) return sayOf({ ...asked, purpose: 'subject' }, sight);
  if (/story/i.test(name)) return sayOf({ ...asked, purpose: 'story' }, sight);
  return sayOf(asked, sight);
}

/** Texts for a field that wants several. */
export function listFor({ name, picture }: Field, { words, pictures, text }: Asked): readonly string[] {
  if (!picture) return [];
  if (/suggest|advice|improve/i.test(name)) return suggestionsFor(picture.sight, words);
  if (/categor|tags?|labels?/i.test(name)) {
    const choice = bestChoice(givenCategories(text), picture.sight);
    return choice ? [choice.choice] : picture.sight.colors.map((color) => words.colors[color.name]);
  }
  if (/ranking|order/i.test(name)) return pictures.map((each) => each.name);
  if (/colou?r/i.test(name)) return picture.sight.colors.map((color) => words.colors[color.name]);
  if (/object|item|thing|element/i.test(name)) return thingsIn(picture.sight, words);
  return [capitalized(areaOf(picture.sight, words))];
}

/** One of the values that the schema offers. */
export function choiceFor(
  values: readonly unknown[],
  { name, picture, index }: Field,
  asked: Asked,
): unknown {
  const texts = values.filter((value) => typeof value === 'string');
  if (!picture || texts.length === 0) return values[0];
  if (/^(?:best|winner|preferred)/i.test(name)) {
    const best = asked.pictures[bestPicture(asked)]?.name;
    return texts.find((text) => text === best) ?? texts[bestPicture(asked)] ?? texts[0];
  }
  const own = texts.find((text) => text === picture.name);
  if (own !== undefined) return own;
  if (/^(?:id|key|candidate|image|picture)/i.test(name)) return texts[index] ?? texts[0];
  const verdict = verdictAmong(texts, asked, picture);
  if (verdict !== undefined) return verdict;
  if (texts.includes('decorative')) {
    const isComplex = picture.sight.detail === 'high' && !picture.sight.subject;
    const kind = isDecorative(asked) ? 'decorative' : isComplex ? 'complex' : 'informative';
    return texts.find((text) => text === kind) ?? texts[0];
  }
  return bestChoice(texts, picture.sight)?.choice ?? texts[0];
}

/** A score, a place in the list, or the least that is allowed where neither is known. */
export function numberFor(
  { name, path, picture, index, place }: Field,
  asked: Asked,
  { minimum = 0, maximum = 10 }: Schema,
): number {
  if (!picture && /product|index|number|^id$/i.test(name) && listedProducts(asked.text).length > 0)
    return (place.at(-1) ?? 0) + (minimum === 0 ? 0 : 1);
  if (!picture) return minimum;
  if (/index|number|^(?:candidate|image|picture)(?:_?id)?$|^id$|rank|position/i.test(name))
    return index + (minimum === 0 ? 0 : 1);
  if (/best|winner/i.test(name)) return bestPicture(asked) + (minimum === 0 ? 0 : 1);
  if (/confidence|probability|certainty/i.test(name)) return minimum;
  if (/^width/i.test(name)) return picture.sight.width;
  if (/^height/i.test(name)) return picture.sight.height;
  if (asked.purpose !== 'judge' && !/score|rating/i.test(path.join(' '))) return minimum;
  const scores = scoresFor(asked, picture.sight);
  const criterion =
    [name, ...path.toReversed()]
      .map((part) => criteria.find(([, pattern]) => pattern.test(part))?.[0])
      .find((each) => each !== undefined) ?? 'overall';
  // Scores are from 1 to 10, whatever the schema counts in.
  return maximum > 10 || maximum <= 1 ? (scores[criterion] / 10) * maximum : scores[criterion];
}

export function flagFor({ name, picture }: Field, asked: Asked): boolean {
  if (!picture) return false;
  if (/decorative/i.test(name)) return isDecorative(asked);
  if (/unsafe|harm|offens/i.test(name)) return false;
  if (/^(?:is_?)?safe/i.test(name)) return true;
  if (/found|present|visible|exists/i.test(name)) return isThere(asked, picture);
  if (/fit|match|agree|pass|ok/i.test(name)) return fits(checkedText(asked), picture.sight);
  if (/drawn|generated|synthetic/i.test(name)) return picture.sight.isMarked;
  return false;
}

/** Something stands out, and nothing that can be measured speaks against what is looked for. */
function isThere({ text }: Asked, { sight }: AskedPicture): boolean {
  const wanted = labelledText(text, 'wish|object|subject');
  const share = wanted === undefined ? undefined : shareFound(matchOf(wanted, sight));
  const hasArea = drawnThings(sight).length > 0 || sight.subject !== undefined;
  return hasArea && (share === undefined || share > 0);
}

/** Of the words for fitting, not fitting and unsafe, where the choices are those. */
function verdictAmong(texts: readonly string[], asked: Asked, { sight }: AskedPicture): string | undefined {
  const isAgainst = (text: string): boolean => /(?:not|no|mis|n['’]t|un|in|nicht|differs)/i.test(text);
  const isAbout = (text: string): boolean => /fit|match|passt|coincid|correspond|^yes$|^no$/i.test(text);
  const positive = texts.find((text) => isAbout(text) && !isAgainst(text));
  const negative = texts.find((text) => isAbout(text) && isAgainst(text));
  if (positive === undefined || negative === undefined) return undefined;
  return fits(checkedText(asked), sight) ? positive : negative;
}

function checkedText({ text }: Asked): string {
  return givenText(text, checkedNames) ?? text;
}

/** Nothing in it stands out: one color, and no detail. */
function isDecorative({ pictures }: Asked): boolean {
  const sight = pictures[0]?.sight;
  return sight !== undefined && !sight.subject && sight.colors.length === 1 && sight.detail === 'low';
}

function bestPicture(asked: Asked): number {
  const scores = asked.pictures.map(({ sight }) => scoresFor(asked, sight).overall);
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}
