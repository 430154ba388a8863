import * as vscode from 'vscode';
import type { CommandId } from '../../../platform/ids';
import type { ActionView } from '../../../protocol/view';
import type { EditDependencies } from '../ports';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** Images of the workspace that a prompt may make needless; looked for after the user has changed it. */
export class SimilarImages {
  readonly #studio: Pick<Studio, 'session' | 'refresh' | 'announce'>;
  readonly #deps: Pick<EditDependencies, 'search' | 'format' | 'log'>;
  #asking: AbortController | undefined;
  #count = 0;

  constructor(
    studio: Pick<Studio, 'session' | 'refresh' | 'announce'>,
    deps: Pick<EditDependencies, 'search' | 'format' | 'log'>,
  ) {
    this.#studio = studio;
    this.#deps = deps;
  }

  /** Undefined where nothing is close. */
  get view(): ActionView | undefined {
    if (this.#count === 0) return undefined;
    return { id: 'open', label: countWords(this.#count, this.#deps.format) };
  }

  /** The prompt is another one: what was found for the one before says nothing any more. */
  promptChanged(): void {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#find(this.#studio.session.prompt, asking.signal).catch((cause: unknown) => {
      this.#deps.log.debug('similar images cannot be looked for', { cause });
    });
  }

  /** Shows them in the Gallery, from where they can be linked. */
  async open(): Promise<void> {
    const { prompt } = this.#studio.session;
    await vscode.commands.executeCommand('easel.gallery.search' satisfies CommandId, asQuery(prompt));
  }

  dispose(): void {
    this.#asking?.abort();
  }

  async #find(prompt: string, signal: AbortSignal): Promise<void> {
    const search = await this.#deps.search();
    // Asked anew after each wait.
    const isOver = (): boolean => signal.aborted;
    if (isOver()) return;
    const found = await search.suggest(prompt, signal);
    // Nobody has asked for it aloud, so no failure is told: what matters of it shows where somebody searches.
    if (isOver()) return;
    const count = found.ok ? found.value.length : 0;
    if (count === this.#count) return;
    this.#count = count;
    if (count > 0) this.#studio.announce(countWords(count, this.#deps.format));
    this.#studio.refresh();
  }
}

function countWords(count: number, format: EditDependencies['format']): string {
  return format.isOne(count)
    ? t('1 similar image is here')
    : t('{0} similar images are here', format.number(count));
}

/** A prompt is no query: signs and quotes in it mean nothing. */
function asQuery(prompt: string): string {
  return prompt
    .replace(/["^]/g, ' ')
    .replace(/(^|\s)[+-](?=\S)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
