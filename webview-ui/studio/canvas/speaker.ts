import { formatText } from '../../shared/formatText';
import type { CanvasText } from './texts';

/** Texts by key, as they come from the host. */
export type Texts = Readonly<Record<string, string>>;

/** Words the canvas: in the user's language, with numbers as that language writes them. */
export class Speaker {
  private readonly texts: Texts;
  private readonly announce: (text: string) => void;
  private readonly numbers: Intl.NumberFormat;

  /** @param locale of the numbers, such as `document.documentElement.lang` */
  constructor(texts: Texts, locale: string, announce: (text: string) => void) {
    this.texts = texts;
    this.announce = announce;
    // Coordinates with separators would read as two numbers.
    this.numbers = new Intl.NumberFormat(locale === '' ? 'en' : locale, {
      maximumFractionDigits: 1,
      useGrouping: false,
    });
  }

  /** @returns a text with its places filled in; its key where the host sent none, so that a gap is seen */
  text(key: CanvasText, ...values: readonly (string | number)[]): string {
    return formatText(
      this.texts[key] ?? key,
      ...values.map((value) => (typeof value === 'number' ? this.numbers.format(value) : value)),
    );
  }

  /** Says it to a screen reader. */
  say(key: CanvasText, ...values: readonly (string | number)[]): void {
    this.announce(this.text(key, ...values));
  }
}
