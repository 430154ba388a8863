import type { Words } from '../../platform/words';

/** Sizes and prices repeat; beyond this many different ones, forgetting them is cheaper. */
const MOST_KEPT = 20_000;

/**
 * The same words, which remember how a number is written. A snapshot writes some 20,000 numbers, mostly the same few, and
 * `Intl` takes longer for each than all else together.
 */
export function rememberFormats(words: Words): Words {
  const { format } = words;
  return {
    t: words.t,
    format: {
      price: remember((usd) => format.price(usd)),
      about: remember((usd) => format.about(usd)),
      amount: remember((usd) => format.amount(usd)),
      number: remember((value) => format.number(value)),
      date: (value) => format.date(value),
      time: (value) => format.time(value),
      isOne: (count) => format.isOne(count),
      language: (code) => format.language(code),
    },
  };
}

function remember(write: (value: number) => string): (value: number) => string {
  const written = new Map<number, string>();
  return (value) => {
    let text = written.get(value);
    if (text === undefined) {
      text = write(value);
      if (written.size >= MOST_KEPT) written.clear();
      written.set(value, text);
    }
    return text;
  };
}
