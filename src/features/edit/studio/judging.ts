import * as vscode from 'vscode';
import type { Recipe } from '../../../core/recipes/recipe';
import { err, ok } from '../../../core/result';
import type { SessionCandidate } from '../../../core/studio/session';
import type { JudgedImages } from '../../../platform/lookAtImages';
import type { JudgementView } from '../../../protocol/ask';
import type { EditDependencies } from '../ports';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** A result that is compared with the others of its panel. */
export interface JudgedCandidate {
  readonly candidate: SessionCandidate;
  /** Absent once it is a file: then the recipe in the project is what counts. */
  readonly recipe: Recipe | undefined;
  readonly read: () => Promise<Uint8Array | undefined>;
}

/** What a judge says of the candidates, in place. */
export class Judging {
  readonly #studio: Studio;
  readonly #deps: Pick<EditDependencies, 'looker' | 'format'>;
  #judged: JudgedImages | undefined;
  #candidates: readonly JudgedCandidate[] = [];
  #stop: AbortController | undefined;

  constructor(studio: Studio, deps: Pick<EditDependencies, 'looker' | 'format'>) {
    this.#studio = studio;
    this.#deps = deps;
  }

  get view(): JudgementView | undefined {
    return this.#judged?.view;
  }

  get best(): SessionCandidate | undefined {
    return this.#candidates[this.#judged?.best ?? 0]?.candidate;
  }

  /** Empty where there is nothing to better. */
  get improvedPrompt(): string {
    return this.#judged?.improvedPrompt ?? '';
  }

  async judge(candidates: readonly JudgedCandidate[]): Promise<void> {
    if (this.#stop || candidates.length === 0) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#tellBusy(candidates.length, stop);
    try {
      await this.#judge(candidates, stop.signal);
    } finally {
      this.#stop = undefined;
    }
  }

  async #judge(candidates: readonly JudgedCandidate[], signal: AbortSignal): Promise<void> {
    const looker = await this.#deps.looker();
    const images = candidates.map(({ candidate, recipe, read }) => {
      const name = t('Candidate {0}', candidate.number);
      return {
        name,
        made: { prompt: candidate.prompt, negativePrompt: recipe?.negativePrompt },
        ...(candidate.savedAs === undefined ? {} : { file: vscode.Uri.parse(candidate.savedAs, true) }),
        read: async () => {
          const bytes = await read();
          return bytes ? ok(bytes) : err({ kind: 'notReadable' as const, name, reason: 'gone' });
        },
      };
    });
    const judged = await looker.judge(images, this.#runLabel(), signal);
    this.#studio.setBar('judge', undefined);
    if (!judged.ok) {
      this.#studio.fail('judge', judged.error, { retry: () => this.judge(candidates) });
      return;
    }
    if (!judged.value) return;
    this.#judged = judged.value;
    this.#candidates = candidates;
    for (const [index, { candidate }] of candidates.entries()) {
      const judgement = judged.value.judgements[index];
      // Discarded or accepted meanwhile, it is another value by now.
      const now = this.#studio.candidate(candidate.id);
      if (now && judgement) this.#studio.replaceCandidate({ ...now, judgement });
    }
    this.#studio.spent(judged.value.usd ?? 0);
    this.#studio.announce(t('Judged. {0}', judged.value.summary));
  }

  #tellBusy(count: number, stop: AbortController): void {
    const { format } = this.#deps;
    this.#studio.setBar('judge', {
      severity: 'info',
      text: format.isOne(count)
        ? t('Judging {0} candidate…', format.number(count))
        : t('Judging {0} candidates…', format.number(count)),
      buttons: [
        {
          label: t('Cancel'),
          run: () => {
            stop.abort();
          },
        },
      ],
    });
  }

  /** The price stands on the button that spends it. */
  #runLabel(): string {
    const { pricePerImageUsd } = this.#studio.plan();
    const price =
      pricePerImageUsd === undefined ? t('price not known') : this.#deps.format.price(pricePerImageUsd);
    return t('Run This Prompt · {0}', price);
  }

  /** A button of the judgement that spends nothing. */
  async act(action: string): Promise<void> {
    if (action === 'copy') await vscode.env.clipboard.writeText(this.improvedPrompt);
    if (action === 'close') {
      this.#judged = undefined;
      this.#studio.refresh();
    }
  }
}
