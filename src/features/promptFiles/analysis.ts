import * as vscode from 'vscode';
import { checkPromptFile } from '../../core/promptFiles/check';
import { Expansion } from '../../core/promptFiles/expand';
import type { ModelFacts } from '../../core/promptFiles/modelFacts';
import type { PromptProblem } from '../../core/promptFiles/problems';
import { parsePromptFile, type PromptFile } from '../../core/promptFiles/promptFile';
import { loadSources, noSources, type PromptSources } from '../../core/promptFiles/sources';
import { folderReader } from '../../platform/folderReader';
import type { PromptFileDependencies } from './ports';

/** Everything that is known of one version of a prompt file. */
export interface Analysis {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly file: PromptFile;
  readonly sources: PromptSources;
  readonly expansion: Expansion;
  readonly problems: readonly PromptProblem[];
  readonly models: ModelFacts;
  /** Absent for a file that lies in no workspace folder: then nothing beside it is read. */
  readonly place?: PromptPlace;
  /** Files beside it that were asked for, also those that are not there. */
  readonly asked: ReadonlySet<string>;
}

/** Where a prompt file lies. */
export interface PromptPlace {
  readonly folder: vscode.Uri;
  /** Relative to the folder, with `/`. */
  readonly path: string;
}

/** Reads prompt files, each version once. */
export class Analyses {
  readonly #deps: Pick<PromptFileDependencies, 'settings' | 'models'>;
  readonly #kept = new Map<string, { readonly version: number; readonly analysis: Promise<Analysis> }>();

  constructor(deps: Pick<PromptFileDependencies, 'settings' | 'models'>) {
    this.#deps = deps;
  }

  async of(document: vscode.TextDocument): Promise<Analysis> {
    const key = document.uri.toString();
    const kept = this.#kept.get(key);
    if (kept?.version === document.version) return kept.analysis;
    const { version } = document;
    const analysis = this.#analyze(document);
    this.#kept.set(key, { version, analysis });
    analysis.catch(() => {
      if (this.#kept.get(key)?.analysis === analysis) this.#kept.delete(key);
    });
    return analysis;
  }

  /** The next question reads the file again, and what lies beside it. */
  forget(uri: vscode.Uri): void {
    this.#kept.delete(uri.toString());
  }

  forgetAll(): void {
    this.#kept.clear();
  }

  async #analyze(document: vscode.TextDocument): Promise<Analysis> {
    const { version, uri } = document;
    const text = document.getText();
    const { preferredModels, maxCombinations } = this.#deps.settings.resource(uri);
    const models: ModelFacts = { ...(await this.#deps.models()), preferred: preferredModels };
    const file = parsePromptFile(text);
    const place = placeOf(uri);
    const asked = new Set<string>();
    const sources = place
      ? await loadSources(
          file,
          place.path,
          folderReader(place.folder, (each) => asked.add(each.toString())),
        )
      : noSources;
    const expansion = new Expansion(file, sources);
    const problems = checkPromptFile(file, expansion, { models, maxCombinations, sources });
    return {
      document,
      version,
      file,
      sources,
      expansion,
      problems,
      models,
      asked,
      ...(place ? { place } : {}),
    };
  }
}

/** @returns undefined for a file in no workspace folder */
export function placeOf(uri: vscode.Uri): PromptPlace | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (!folder) return undefined;
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(root) ? { folder, path: uri.path.slice(root.length) } : undefined;
}
