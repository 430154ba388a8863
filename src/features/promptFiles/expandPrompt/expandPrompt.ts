import * as vscode from 'vscode';
import { parsePromptFile, type PromptFile } from '../../../core/promptFiles/promptFile';
import { PROMPT_COLUMN } from '../../../core/promptFiles/products/columns';
import { descriptionsCsv } from '../../../core/promptFiles/products/descriptionsCsv';
import type { ExpandOutcome, ExpandRequest } from '../../../core/promptFiles/products/productWriter';
import { useValuesFile } from '../../../core/promptFiles/products/useValuesFile';
import { err, ok, type Result } from '../../../core/result';
import type { VisionContext } from '../../../core/vision/caller';
import { signalFrom } from '../../../platform/cancellation';
import { nameOf } from '../../../platform/documentLink';
import { askToSpend } from '../../../platform/picks/askToSpend';
import { activePromptFile } from '../activePromptFile';
import type { Analyses, Analysis, PromptPlace } from '../analysis';
import { PROMPT_FILE_ENDING } from '../isPromptFile';
import type { PromptFileDependencies } from '../ports';
import { rangeIn } from '../ranges';
import { chosenClaude, claudeModels, pickClaude } from './claude';
import { textsIn, writeLabel, writtenMessage, type ExpandSize } from './expandText';
import { confirmExpand, pickNumber, rememberedNumbers } from './offer';
import type { ExpandEngine } from './ports';
import { chooseList, type ProductList } from './productLists';
import { chooseTarget, freeTarget, type Target } from './target';

const { t } = vscode.l10n;

/** How long the service is asked which models there are. */
const ASK_MS = 15_000;

/** More texts than anybody reads through. */
const MOST_TEXTS = 2000;

/** What was decided before anything is sent. */
interface Decided {
  readonly analysis: Analysis;
  readonly place: PromptPlace;
  readonly list: ProductList;
  readonly size: ExpandSize;
  readonly request: ExpandRequest;
  readonly usd: number | undefined;
}

/** *Expand Prompt with Claude*: descriptions of products, as a CSV that the prompt file takes its values from. */
export class ExpandPrompt {
  readonly #deps: PromptFileDependencies;
  readonly #analyses: Analyses;
  readonly #engine: ExpandEngine;
  readonly #running = new Set<string>();

  constructor(deps: PromptFileDependencies, analyses: Analyses, engine: ExpandEngine) {
    this.#deps = deps;
    this.#analyses = analyses;
    this.#engine = engine;
  }

  /** @param argument URI of the file; without it, the one in the active editor */
  async run(argument: unknown): Promise<Result<void>> {
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    const document = await activePromptFile(argument);
    if (!document) return ok();
    const key = document.uri.toString();
    if (this.#running.has(key)) {
      this.#tell(t('Prompts for {0} are being written already.', nameOf(document.uri)));
      return ok();
    }
    this.#running.add(key);
    try {
      const analysis = await this.#analyses.of(document);
      const { place } = analysis;
      if (!place || place.folder.scheme !== 'file') return err({ kind: 'noFolder' });
      const decided = await this.#decide(analysis, place);
      if (!decided?.ok) return decided ?? ok();
      return await this.#write(decided.value);
    } finally {
      this.#running.delete(key);
    }
  }

  #tell(text: string): void {
    this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
  }

  /** @returns undefined when the user leaves */
  async #decide(analysis: Analysis, place: PromptPlace): Promise<Result<Decided> | undefined> {
    const { words, settings } = this.#deps;
    const { service, askHowToMakeImages, vision, memory, writer } = this.#engine;
    const { document, file } = analysis;
    let list = await chooseList(analysis, place, words, false);
    if (list === 'nothing') {
      this.#tell(
        t(
          'Select the products, one in each line, or put a CSV, JSON or YAML file with them into the folder.',
        ),
      );
      return undefined;
    }
    if (!list?.ok) return list;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return undefined;
    const state = await vision.currentVision(AbortSignal.timeout(ASK_MS));
    if (!state.ok) return state;
    const { provider, region } = state.value;
    const models = claudeModels(state.value, settings);
    let numbers = rememberedNumbers(memory);
    for (;;) {
      const model = chosenClaude(models, document.uri, settings, memory);
      if (!model) {
        const text = t('No Claude model in {0} can be used by this account. Nothing was sent.', region);
        this.#deps.reporter.tell({ severity: 'warning', text, actions: [] });
        return undefined;
      }
      const { perDayUsd, perCallRefuseUsd } = settings.window().budget;
      const context: VisionContext = {
        model,
        region,
        provider,
        workspace: this.#engine.workspace(),
        budget: { perDayUsd, perCallRefuseUsd },
      };
      const { products, variable, label } = list.value;
      const size = { products: products.length, ...numbers };
      const request = { products, ...numbers, prompt: wordsOf(file), variable, context };
      const usd = writer.estimate(request);
      const step = await confirmExpand(
        {
          name: nameOf(document.uri),
          size,
          listLabel: label,
          fileName: nameOf(targetOf(document.uri)),
          usd,
          model,
          where: provider === 'offline' ? t('offline') : region,
          mostRows: settings.resource(document.uri).maxCombinations,
        },
        words,
      );
      if (step === undefined) return undefined;
      if (step === 'write') {
        if (textsIn(size) <= MOST_TEXTS) return ok({ analysis, place, list: list.value, size, request, usd });
        this.#tell(
          t(
            'That would be {0} prompts; {1} is the most at once. Nothing was sent.',
            words.format.number(textsIn(size)),
            words.format.number(MOST_TEXTS),
          ),
        );
      } else if (step === 'products') {
        const other = await chooseList(analysis, place, words, true);
        if (other !== 'nothing' && other?.ok === false) return other;
        if (other !== 'nothing' && other) list = other;
      } else if (step === 'model') {
        await pickClaude(models, model, provider === 'offline', memory, words);
      } else {
        numbers = await pickNumber(step, numbers, memory, words);
      }
    }
  }

  async #write({ analysis, place, list, size, request, usd }: Decided): Promise<Result<void>> {
    const { settings, format, words, reporter } = this.#deps;
    const { document } = analysis;
    // Before the money: a name that is taken is the user's to decide.
    const target = await chooseTarget(targetOf(document.uri), words);
    if (!target) return ok();
    const { perCallAskUsd } = settings.window().budget;
    if (perCallAskUsd !== null && usd !== undefined && usd > perCallAskUsd) {
      if ((await askToSpend(format, usd, writeLabel(size, usd, words))) !== 'spend') return ok();
    }
    const outcome = await this.#ask(request, size, nameOf(document.uri));
    if (!outcome.ok) return outcome;
    for (const error of outcome.value.errors) {
      reporter.report(error, { retry: () => this.#again(document.uri) });
    }
    if (outcome.value.described.length === 0) {
      this.#tellCancelled(outcome.value);
      return ok();
    }
    const csv = descriptionsCsv(outcome.value.described);
    const placed = await this.#place(target, csv, place);
    if (!placed.ok) return placed;
    // Opened anew: it may have been closed meanwhile.
    const current = await vscode.workspace.openTextDocument(document.uri);
    const isUsed = await useInFile(current, list.variable, nameOf(placed.value));
    const message = writtenMessage(
      outcome.value,
      {
        fileName: nameOf(placed.value),
        variable: list.variable,
        isUsed,
        asked: textsIn(size),
        isOffline: request.context.provider === 'offline',
      },
      words,
    );
    reporter.tell(
      message,
      { goToDocument: () => vscode.window.showTextDocument(placed.value, { preview: false }) },
      { goToDocument: nameOf(placed.value) },
    );
    return ok();
  }

  #tellCancelled({ isCancelled, mayBeCharged, spentUsd }: ExpandOutcome): void {
    if (!isCancelled || (!mayBeCharged && spentUsd === 0)) return;
    const { format, reporter } = this.#deps;
    const price = spentUsd === undefined ? t('price not known') : format.about(spentUsd);
    const text = t('Cancelled. The request already sent may be charged ({0}).', price);
    reporter.tell({ severity: 'info', text, actions: [] });
  }

  #again(uri: vscode.Uri): void {
    const { reporter } = this.#deps;
    void this.run(uri).then(
      (result) => {
        if (!result.ok) reporter.report(result.error);
      },
      (cause: unknown) => reporter.report({ kind: 'unexpected', cause }),
    );
  }

  async #ask(request: ExpandRequest, size: ExpandSize, name: string): Promise<Result<ExpandOutcome>> {
    const { format } = this.#deps;
    const total = textsIn(size);
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, cancellable: true, title: name },
      async (notification, token) => {
        const cancellation = signalFrom(token);
        let shown = 0;
        const show = (texts: number): void => {
          notification.report({
            message: t('{0} of {1} prompts written…', format.number(texts), format.number(total)),
            increment: (100 * Math.max(0, texts - shown)) / total,
          });
          shown = Math.max(shown, texts);
        };
        show(0);
        try {
          return await this.#engine.writer.write(request, show, cancellation.signal);
        } finally {
          cancellation.dispose();
        }
      },
    );
  }

  /** @returns where the file is. What is paid for and cannot be written stays open, unsaved. */
  async #place(target: Target, csv: string, { folder }: PromptPlace): Promise<Result<vscode.Uri>> {
    const { files } = this.#engine;
    const bytes = new TextEncoder().encode(csv);
    const pathOf = (uri: vscode.Uri): string => uri.path.slice(folder.path.replace(/\/$/, '').length + 1);
    const written = target.isReplaced
      ? await files.replace(folder.toString(), pathOf(target.uri), bytes)
      : await files.create(folder.toString(), pathOf(target.uri), bytes);
    if (written.ok && written.value !== 'taken') return ok(target.uri);
    if (written.ok) {
      // Somebody took the name while Claude wrote.
      const free = await freeTarget(target.uri);
      return this.#place({ uri: free, isReplaced: false }, csv, { folder, path: '' });
    }
    const unsaved = await vscode.workspace.openTextDocument({ content: csv });
    await vscode.window.showTextDocument(unsaved, { preview: false });
    return written;
  }
}

/** `hero.prompts.csv` beside `hero.imgprompt.md`. */
function targetOf(document: vscode.Uri): vscode.Uri {
  const stem = nameOf(document).slice(0, -PROMPT_FILE_ENDING.length);
  return vscode.Uri.joinPath(document, '..', `${stem}.prompts.csv`);
}

/** The words that the descriptions are put into. */
function wordsOf({ text, prompt }: PromptFile): string {
  return text.slice(prompt.range.start, prompt.range.end);
}

/** The document may have changed while Claude wrote: what it is now is edited. @returns whether the prompt uses them */
async function useInFile(document: vscode.TextDocument, variable: string, path: string): Promise<boolean> {
  const file = parsePromptFile(document.getText());
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of useValuesFile(file, variable, { path, column: PROMPT_COLUMN })) {
    edit.replace(document.uri, rangeIn(document, range), text);
  }
  await vscode.workspace.applyEdit(edit);
  return file.references.some((reference) => reference.kind === 'variable' && reference.name === variable);
}
