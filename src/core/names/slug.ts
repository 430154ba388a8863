/** Enough to tell images apart in a list, short enough for a link. */
const MAX_CHARACTERS = 48;

/** Names may be cut at 143 bytes (eCryptfs); a number, an extension and other values of a template want room too. */
const MAX_BYTES = 120;

/** A slug that would be shorter than this takes part of a word that is too long for the rest. */
const MIN_CHARACTERS = 16;

/** Letters that do not fall apart into a base letter and its marks. */
const folded: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
};

/**
 * A file name from a prompt: lower case, words joined by `-`. Latin letters lose their marks; letters and digits of
 * other scripts stay, because a name of question marks tells nobody anything.
 *
 * @returns at most 48 characters and 120 bytes, cut between words where there are some; `image` where nothing is left
 */
export function slugFrom(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    // What stands inside a word and is not seen, or does not part it: joiners, soft hyphens, apostrophes.
    .replace(/\p{Cf}|(?<=\p{L})['’ʼ](?=\p{L})/gu, '')
    .replace(/[ßæœøđðþłħı]/g, (letter) => folded[letter] ?? letter)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    const cut = cutToFit(longer);
    if (cut.length === longer.length) {
      slug = longer;
      continue;
    }
    if ([...slug].length < MIN_CHARACTERS) slug = cut;
    break;
  }
  return slug === '' ? 'image' : slug;
}

/** Cut between letters, each with its marks. */
function cutToFit(text: string): string {
  const encoder = new TextEncoder();
  let cut = '';
  let characters = 0;
  let bytes = 0;
  for (const [letter] of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    characters += [...letter].length;
    bytes += encoder.encode(letter).length;
    if (characters > MAX_CHARACTERS || bytes > MAX_BYTES) break;
    cut += letter;
  }
  return cut.replace(/-$/, '');
}
