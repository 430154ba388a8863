/** What can be asked about pictures. */
export type Purpose =
  | 'caption'
  | 'details'
  | 'alt'
  | 'classify'
  | 'objects'
  | 'subject'
  | 'story'
  | 'answer'
  | 'transcribe'
  | 'translate'
  | 'recreate'
  | 'judge'
  | 'improve'
  | 'mask'
  | 'check'
  | 'compare';

/** Words that give a purpose away, in four languages. Where two are there, the earlier one is meant. */
const signs: readonly (readonly [Purpose, RegExp])[] = [
  ['alt', /\balt(?:ernative)?[\s_-]*te?xt|alternativtext|texto alternativo|texte alternatif/iu],
  [
    'recreate',
    /prompts?\b[^.\n]{0,60}\b(?:could|would|might|can)\b[^.\n]{0,30}\b(?:ma[dk]e|produce|generate|create)|prompts?\s+(?:that|which|from which|to)\s+(?:could|would|might|can|may|re)|(?:re-?create|reproduce)\b|prompt,? (?:mit dem|aus dem|qui|que)/iu,
  ],
  ['answer', /\banswer (?:the|this|my) |\bquestion\b|\bbeantworte|\bresponde a\b|\brépond(?:s|ez) à\b/iu],
  ['improve', /\bimprov\w*|\brewrite|better prompt|verbesser\w*|\bmejora\w*|\bamélior\w*/iu],
  [
    'mask',
    /\bmask\w*(?:[\s_-]+prompt)?|prompt[\s\w]* (?:selects|names) the (?:area|region)|máscara|\bmasque\b/iu,
  ],
  ['judge', /\bjudg\w*|\brat(?:e|ing)\b|\bscor(?:e|es|ing)\b|\bbewert\w*|\bevalú\w*|\bévalu\w*/iu],
  [
    'check',
    /\b(?:check|verify|decide|tell)\b[^.\n]*\b(?:match|fit|agree)\w*|\b(?:does|do)\b[^.\n]*\b(?:match|fit)\b|\b(?:matches|fits)\b|prüfe\w*|comprueb\w*|vérifi\w*/iu,
  ],
  [
    'classify',
    /\bclassif\w*|\bcategor(?:y|ies|i[sz]e)\b|\bklassifizier\w*|\bclasifica\w*|\bclass(?:e|ez)\b/iu,
  ],
  ['translate', /\btranslat\w*|\bübersetz\w*|\btradu\w*/iu],
  [
    'transcribe',
    /\btranscri\w*|\bread (?:all|the|any)\b[^.\n]*\btext|\btext (?:in|on) (?:the|this) (?:picture|image)|\bocr\b|transkribier\w*|abschreib\w*/iu,
  ],
  [
    'objects',
    /\blist\b[^.\n]*\b(?:objects?|things?|items?)|\bobjects\b|gegenstände|objekte|\bobjetos\b|\bobjets\b/iu,
  ],
  ['subject', /\bmain (?:subject|object|motif)|hauptmotiv|motivo principal|sujet principal/iu],
  ['story', /\bstory|geschichte|\bhistoria\b|\bcuento\b|\bhistoire\b/iu],
  ['caption', /\bcaption\w*|bildunterschrift|pie de (?:foto|imagen)|\blégende\b/iu],
  ['compare', /\bcompar\w*|\bdifferences?\b|vergleich\w*|unterschied\w*|\bdiferencia\w*|\bdifférence\w*/iu],
  ['details', /\bdescri(?:be|ption)\w*|beschreib\w*|\bdescri\w+|\bdécri\w*/iu],
];

/**
 * @param texts where to look, the most telling first: the forced tool, the last message, the system's text
 * @returns answering, for a question of no known kind
 */
export function purposeOf(texts: readonly string[]): Purpose {
  for (const text of texts) {
    const instruction = withoutQuotes(text).replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ');
    let [best, earliest]: [Purpose | undefined, number] = [undefined, Infinity];
    for (const [purpose, pattern] of signs) {
      const at = instruction.search(pattern);
      if (at >= 0 && at < earliest) [best, earliest] = [purpose, at];
    }
    if (best) return best;
  }
  return 'answer';
}

/** Documents, prompts and other texts that a request brings along do not say what it wants. */
function withoutQuotes(text: string): string {
  return text
    .replaceAll(/```[\s\S]*?```/g, ' ')
    .replaceAll(/<([a-z][\w-]*)[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replaceAll(/“[^”]*”|„[^“]*“|«[^»]*»|"""[\s\S]*?"""/g, ' ');
}
