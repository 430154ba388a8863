import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { PromptProblem } from '../../core/promptFiles/problems';
import type { Analyses, Analysis } from './analysis';
import { isPromptFile } from './isPromptFile';
import type { PromptFileDependencies } from './ports';
import { rangeIn } from './ranges';
import { problemText } from './words/problemText';

/** Long enough not to judge half a word, short enough to feel immediate. */
const REST_MS = 120;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Underlines what is wrong in the prompt files that are open, and again whenever one of them or what it reads changes. */
export class Diagnostics implements Disposable {
  readonly #deps: Pick<PromptFileDependencies, 'words' | 'reporter' | 'settings'>;
  readonly #analyses: Analyses;
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection('easel.promptFiles'));
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Files that a prompt file has asked for, by the prompt file. */
  readonly #asked = new Map<string, ReadonlySet<string>>();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  /** Tells which file was looked at anew, so that lenses and grids follow. */
  readonly onDidLook = this.#changed.event;

  constructor(deps: Pick<PromptFileDependencies, 'words' | 'reporter' | 'settings'>, analyses: Analyses) {
    this.#deps = deps;
    this.#analyses = analyses;
    const { workspace } = vscode;
    const beside = workspace.createFileSystemWatcher('**/*.{md,csv,tsv,json,yaml,yml,txt}');
    for (const each of [
      beside,
      beside.onDidChange((uri) => this.#besideChanged(uri)),
      beside.onDidCreate((uri) => this.#besideChanged(uri)),
      beside.onDidDelete((uri) => this.#besideChanged(uri)),
      workspace.onDidChangeTextDocument(({ document }) => this.#besideChanged(document.uri)),
      workspace.onDidCloseTextDocument((document) => this.#close(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.lookAtAll()),
      deps.settings.onDidChange((affects) => {
        if (['models', 'prompts', 'provider'].some(affects)) this.lookAtAll();
      }),
    ]) {
      this.#store.add(each);
    }
  }

  /** Looks a moment later; a further change before that begins the moment anew. */
  lookSoon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.look(document), REST_MS),
    );
  }

  /** Looks at once. What was read of an older version than the one that is open now is not shown. */
  async look(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    try {
      const analysis = await this.#analyses.of(document);
      if (document.isClosed || document.version !== analysis.version || this.#store.isDisposed) return;
      this.#asked.set(key, analysis.asked);
      this.#collection.set(document.uri, diagnosticsOf(analysis, this.#deps));
      this.#changed.fire(document.uri);
    } catch (cause) {
      this.#deps.reporter.report({ kind: 'unexpected', cause });
    }
  }

  lookAtAll(): void {
    this.#analyses.forgetAll();
    for (const document of vscode.workspace.textDocuments)
      if (isPromptFile(document)) this.lookSoon(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #besideChanged(uri: vscode.Uri): void {
    const changed = uri.toString();
    for (const document of vscode.workspace.textDocuments) {
      if (this.#asked.get(document.uri.toString())?.has(changed) !== true) continue;
      this.#analyses.forget(document.uri);
      this.lookSoon(document);
    }
  }

  #close({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#asked.delete(key);
    this.#analyses.forget(uri);
    this.#collection.delete(uri);
  }
}

function diagnosticsOf(
  { document, problems }: Analysis,
  { words }: Pick<PromptFileDependencies, 'words'>,
): readonly vscode.Diagnostic[] {
  return problems.map((problem) => {
    const diagnostic = new vscode.Diagnostic(
      rangeIn(document, problem.range),
      problemText(problem, words),
      severities[problem.severity],
    );
    diagnostic.source = 'Easel';
    diagnostic.code = problem.kind;
    const tags = tagsOf(problem);
    return tags ? Object.assign(diagnostic, { tags }) : diagnostic;
  });
}

function tagsOf({ kind }: PromptProblem): vscode.DiagnosticTag[] | undefined {
  if (kind === 'unusedVariable') return [vscode.DiagnosticTag.Unnecessary];
  return kind === 'modelEnded' ? [vscode.DiagnosticTag.Deprecated] : undefined;
}
