import * as vscode from 'vscode';

/** Numbers, prices and dates as the language of the editor writes them. */
export class Format {
  readonly #locale = vscode.env.language;

  /** `$0.04`, `under $0.01`, `free`: for buttons and rows. */
  price(usd: number): string {
    if (usd === 0) return vscode.l10n.t('free');
    if (usd < 0.01) return vscode.l10n.t('under {0}', this.amount(0.01));
    return this.amount(usd);
  }

  /** `about $0.04`, `under $0.01`, `free`: for sentences and titles. */
  about(usd: number): string {
    return usd < 0.01 ? this.price(usd) : vscode.l10n.t('about {0}', this.amount(usd));
  }

  /** `$0.63`, also for zero. */
  amount(usd: number): string {
    return new Intl.NumberFormat(this.#locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
    }).format(usd);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#locale).format(value);
  }

  /** `September 30, 2026`, from an ISO date or milliseconds. */
  date(value: string | number): string {
    return new Intl.DateTimeFormat(this.#locale, {
      dateStyle: 'long',
      ...(isDay(value) ? { timeZone: 'UTC' } : {}),
    }).format(new Date(value));
  }

  /** `14:02`, local. */
  time(value: number): string {
    return new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(new Date(value));
  }

  /** `German`, from a code such as `de`; the code itself where it names no language. */
  language(code: string): string {
    try {
      return new Intl.DisplayNames([this.#locale], { type: 'language' }).of(code) ?? code;
    } catch {
      // Not the form of a code: a model has made it up.
      return code;
    }
  }

  /** `one` or `other` (or what the language has), to choose between two whole sentences. */
  isOne(count: number): boolean {
    return new Intl.PluralRules(this.#locale).select(count) === 'one';
  }
}

/** A date without a time means that day everywhere; shown in UTC, it does not slip to the day before. */
function isDay(value: string | number): boolean {
  return typeof value === 'string' && value.length === 10;
}
