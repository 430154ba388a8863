import * as vscode from 'vscode';
import type { Disposable } from '../../../core/disposable';
import { ok, type Result } from '../../../core/result';
import { sum } from '../../../core/vision/booking';
import { nameOf } from '../../../platform/documentLink';
import type { CommandId } from '../../../platform/ids';
import type { JudgedImages, LookAtImages } from '../../../platform/lookAtImages';
import type { JudgementView } from '../../../protocol/ask';
import { ImageLooker } from '../lookAtImages';
import type { DescribeDependencies } from '../ports';
import { readFile } from '../sourceImages';

const { t } = vscode.l10n;

/** The judgement that a tab shows: asked for, and the better prompt run from it. */
export class JudgeInPlace implements Disposable {
  readonly id = 'judgement';
  readonly #looker: LookAtImages;
  readonly #onChange: () => void;
  #judged: JudgedImages | undefined;
  #files: readonly vscode.Uri[] = [];
  #stop: AbortController | undefined;
  #spentUsd = 0;

  constructor(deps: DescribeDependencies, onChange: () => void) {
    this.#looker = new ImageLooker(deps);
    this.#onChange = onChange;
  }

  get view(): JudgementView | undefined {
    return this.#judged?.view;
  }

  get isBusy(): boolean {
    return this.#stop !== undefined;
  }

  get spentUsd(): number {
    return this.#spentUsd;
  }

  clear(): void {
    this.#judged = undefined;
    this.#spentUsd = 0;
  }

  stop(): void {
    this.#stop?.abort();
  }

  dispose(): void {
    this.stop();
  }

  /** @returns what to say of it; undefined when the user left a question */
  async judge(files: readonly vscode.Uri[]): Promise<Result<string | undefined>> {
    if (this.#stop || files.length === 0) return ok(undefined);
    const stop = new AbortController();
    this.#stop = stop;
    this.#onChange();
    try {
      const images = files.map((file) => ({ name: nameOf(file), file, read: () => readFile(file) }));
      const judged = await this.#looker.judge(images, t('Run This Prompt…'), stop.signal);
      if (!judged.ok) return judged;
      if (!judged.value) return ok(undefined);
      this.#judged = judged.value;
      this.#files = files;
      this.#spentUsd = sum([this.#spentUsd, judged.value.usd ?? 0]);
      return ok(t('Judged. {0}', judged.value.summary));
    } finally {
      this.#stop = undefined;
      this.#onChange();
    }
  }

  /** A button of the judgement. */
  async act(action: string): Promise<Result<void>> {
    const { improvedPrompt = '', best = 0 } = this.#judged ?? {};
    const file = this.#files[best];
    if (action === 'copy') await vscode.env.clipboard.writeText(improvedPrompt);
    else if (action === 'run' && file) {
      const command: CommandId = 'easel.runPrompt';
      await vscode.commands.executeCommand(command, file, improvedPrompt);
    }
    return ok();
  }
}
