import * as vscode from 'vscode';
import type { EditDependencies } from '../ports';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** Words for the area, proposed from the picture. */
export class WordsSuggestion {
  readonly #studio: Studio;
  readonly #deps: Pick<EditDependencies, 'looker' | 'format'>;
  #isBusy = false;
  /** The picture that the price is of, and the price; asked for when words are first wanted. */
  #priced: { readonly sha256: string; readonly usd?: number | undefined } | undefined;

  constructor(studio: Studio, deps: Pick<EditDependencies, 'looker' | 'format'>) {
    this.#studio = studio;
    this.#deps = deps;
  }

  /** With the price; undefined without a picture, and where nobody names an area. */
  get label(): string | undefined {
    const { image, area } = this.#studio.session;
    const { task } = this.#studio.plan();
    if (!image || (area !== 'words' && task !== 'recolor')) return undefined;
    if (this.#isBusy) return t('Looking…');
    if (this.#priced?.sha256 !== image.sha256) {
      this.#priced = { sha256: image.sha256 };
      void this.#loadPrice(image.sha256);
    }
    const { usd } = this.#priced;
    return usd === undefined ? t('Suggest') : t('Suggest · {0}', this.#deps.format.price(usd));
  }

  async #loadPrice(sha256: string): Promise<void> {
    const { image } = this.#studio.session;
    const usd = image && (await (await this.#deps.looker()).wordsPriceUsd(image));
    if (this.#priced?.sha256 !== sha256 || usd === undefined) return;
    this.#priced = { sha256, usd };
    this.#studio.refresh();
  }

  async suggest(): Promise<void> {
    const { image, prompt, words } = this.#studio.session;
    if (!image || this.#isBusy) return;
    this.#isBusy = true;
    this.#studio.setBar('words', undefined);
    try {
      const looker = await this.#deps.looker();
      const wish = words.trim() === '' ? prompt : words;
      const proposed = await looker.suggestWords(image, wish, AbortSignal.timeout(60_000));
      if (!proposed.ok) {
        this.#studio.fail('words', proposed.error, { retry: () => this.suggest() });
        return;
      }
      if (!proposed.value) return;
      const { words: found, usd } = proposed.value;
      this.#studio.spent(usd ?? 0);
      if (found === undefined) {
        this.#studio.setBar('words', {
          severity: 'info',
          text: t('The image does not seem to show that.'),
          buttons: [{ label: t('OK'), run: () => undefined }],
        });
        return;
      }
      this.#studio.update({ words: found });
      this.#studio.announce(t('Suggested: {0}', found));
    } finally {
      this.#isBusy = false;
      this.#studio.refresh();
    }
  }
}
