/** Enough to tell images apart in a list, short enough for a link. */
const MAX_CHARACTERS = 48;

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
  ı: 'i',
};

/**
 * A file name from a prompt: lower case, words joined by `-`. Latin letters lose their marks; letters and digits of
 * other scripts stay, because a name of question marks tells nobody anything.
 *
 * @returns at most 48 characters, cut between words where there are some; `image` where nothing is left
 */
export function slugFrom(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => folded[letter] ?? letter)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if ([...longer].length > MAX_CHARACTERS) break;
    slug = longer;
  }
  if (slug === '') slug = [...(words[0] ?? '')].slice(0, MAX_CHARACTERS).join('');
  return slug === '' ? 'image' : slug;
}
