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

/** In UTF-16 units. Nobody writes a longer one by hand, and reading it takes longer than a key press may. */
const LONG = 200_000;

/** A long file is read when nobody has typed for this long. */
const LONG_REST_MS = 400;

/** Reads prompt files, each version once; of a long file only the version that somebody rests at. */
export class Analyses {
  readonly #deps: Pick<PromptFileDependencies, 'settings' | 'models'>;
  readonly #rest: typeof pause;
  readonly #kept = new Map<string, { readonly version: number; readonly analysis: Promise<Analysis> }>();

  /** @param rest waits; a test decides how long */
  constructor(deps: Pick<PromptFileDependencies, 'settings' | 'models'>, rest: typeof pause = pause) {
    this.#deps = deps;
    this.#rest = rest;
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
    const isLong = text.length > LONG;
    if (isLong) {
      await this.#rest(LONG_REST_MS);
      if (document.version !== version && !document.isClosed) return this.of(document);
    }
    // Other extensions get their turn between the steps of a long file.
    const breathe = (): Promise<void> | undefined => (isLong ? this.#rest(0) : undefined);
    const { preferredModels, maxCombinations } = this.#deps.settings.resource(uri);
    const models: ModelFacts = { ...(await this.#deps.models()), preferred: preferredModels };
    const file = parsePromptFile(text);
    await breathe();
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
    await breathe();
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
