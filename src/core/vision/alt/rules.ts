import { collapse } from '../../prompts/lines';

/** Longer alt texts are read aloud in one breath nobody has. */
export const DEFAULT_MAX_ALT = 125;

/** What screen readers say themselves, in the languages whose documents are most. */
const leadIns: readonly RegExp[] = [
  /^(?:(?:this|the) (?:image|picture|photo(?:graph)?|graphic|illustration|screenshot) (?:shows|depicts|displays|contains|features)\s+|(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic) (?:of|showing|depicting)\s+)/i,
  // Only before words whose form stays right when they begin the sentence.
  /^(?:(?:das|dieses) (?:bild|foto) zeigt|auf dem (?:bild|foto) (?:ist|sind)) (?=(?:eine?|die|das|zwei|drei|vier|mehrere|viele|\d+) )/i,
  /^(?:(?:l['’]image|la photo|cette image|cette photo) (?:montre|représente)\s+|(?:une |l['’])?(?:image|photo|photographie) (?:de |d['’]|montrant )\s*)/i,
  /^(?:(?:la imagen|la foto|esta imagen) (?:muestra|representa)\s+|(?:una )?(?:imagen|foto|fotografía) (?:de|que muestra)\s+)/i,
  /^(?:(?:l['’]immagine|la foto|questa immagine) (?:mostra|rappresenta)\s+|(?:un['’]|una )?(?:immagine|foto|fotografia) (?:di|che mostra)\s+)/i,
  /^(?:(?:a imagem|a foto|esta imagem) (?:mostra|representa)\s+|(?:uma )?(?:imagem|foto|fotografia) (?:de|que mostra)\s+)/i,
  /^(?:(?:de afbeelding|de foto) toont\s+|(?:een )?(?:afbeelding|foto) van\s+)/i,
];

/** The same, where they stand behind: 「…の画像」, `…의 이미지`. */
const tails: readonly RegExp[] = [
  /(?:の(?:画像|写真|イメージ)|的(?:图片|照片|图像|圖片|圖像))[。.]?$/,
  /(?:의|하는|있는) ?(?:이미지|사진|그림)(?:입니다)?[.]?$/,
];

/**
 * A model's alt text as it goes into a document: one line, without "image of", quotation marks, Markdown, or a file's
 * ending. What is too long stays too long; `shortenAlt` makes it short.
 */
export function tidyAlt(text: string): string {
  let line = collapse(text.replace(/[\p{Cc}\p{Cf}]+/gu, ' '));
  line = line.replace(/^(?:alt(?:ernative)?[ -]?text|alt)\s*[:：]\s*/i, '');
  line = line.replace(/^(["'“„«»‘「])(.*)(["'”“»«’」])$/u, '$2').trim();
  line = line.replace(/(\*\*|__)(.+?)\1/g, '$2');
  for (const leadIn of leadIns) {
    const lead = leadIn.exec(line);
    if (lead && lead[0].length < line.length) {
      line = capitalized(line.slice(lead[0].length).trim());
      break;
    }
  }
  for (const tail of tails) {
    const rest = line.replace(tail, '').trim();
    if (rest !== '') line = rest;
  }
  return line;
}

/**
 * The beginning of a text that fits, cut at the end of a sentence where one ends in time, else between words.
 *
 * @param maxLength in UTF-16 units, at least 20
 */
export function shortenAlt(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const room = text.slice(0, maxLength);
  const sentences = Array.from(room.matchAll(/[.!?](?=\s)|[。！？]/g));
  const end = sentences.at(-1)?.index;
  if (end !== undefined && end >= maxLength / 3) return room.slice(0, end + 1).replace(/[.。]$/, '');
  const clause = Math.max(room.lastIndexOf(', '), room.lastIndexOf('; '), room.lastIndexOf('、'));
  const blank = room.slice(0, -1).lastIndexOf(' ');
  const at = clause >= maxLength / 2 ? clause : blank >= maxLength / 2 ? blank : maxLength - 1;
  const cut = room.slice(0, at).replace(/[\uD800-\uDBFF]$/, '');
  return at === clause ? cut : `${cut.replace(/[\s,;:.–—-]+$/u, '')}…`;
}

function capitalized(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
