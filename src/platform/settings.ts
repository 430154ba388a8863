import * as vscode from 'vscode';
import type { OwnPurpose } from '../core/vision/purposes';

export type Provider = 'bedrock' | 'offline';
export type Placement = 'below' | 'replace' | 'none';

/** Settings that hold for the whole window. */
export interface WindowSettings {
  readonly provider: Provider;
  /** Undefined: the AWS SDK's own chain decides. */
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly guardrail: { readonly id: string; readonly version: string } | undefined;
  /** Own prices in USD by model id: per image, per second of a film, or per million tokens (`@input`, `@output`). */
  readonly prices: Readonly<Record<string, number>>;
  readonly budget: BudgetSettings;
  /** What the Studio does with a result: waits for *Accept*, or saves at once. */
  readonly saveResults: 'review' | 'auto';
  /** What the plain wheel does over the canvas. */
  readonly wheel: 'zoom' | 'pan';
  /** A bucket's name or `s3://bucket/prefix`, as written; undefined where none is set up. */
  readonly videoBucket: string | undefined;
  /** Say when a video has ended. */
  readonly notifyOfVideos: boolean;
  readonly search: SearchSettings;
}

/** Search by meaning. */
export interface SearchSettings {
  /** Undefined: Easel's choice. */
  readonly modelId: string | undefined;
  readonly dimensions: number | undefined;
  /** Put queries in other languages into English where the model knows nothing else. */
  readonly isTranslating: boolean;
  /** Tell of similar images before one is generated. */
  readonly isSuggesting: boolean;
}

/** What of a workspace folder is searched. */
export interface SearchFolderSettings {
  /** Globs that are left out, from the editor's settings and from Easel's own. */
  readonly exclude: readonly string[];
  /** Whether `.gitignore` counts. */
  readonly useGitignore: boolean;
  readonly maxFileBytes: number;
}

/** In USD; null switches a limit off. */
export interface BudgetSettings {
  readonly perDayUsd: number | null;
  readonly perCallAskUsd: number | null;
  readonly perCallRefuseUsd: number | null;
}

/** Settings that may differ by document and workspace folder. */
export interface ResourceSettings {
  readonly imageTemplate: string;
  readonly editTemplate: string;
  readonly videoTemplate: string;
  readonly placement: Placement;
  /** Model ids by task. */
  readonly preferredModels: Readonly<Record<string, string>>;
  /** `s3://bucket/prefix`, or undefined. */
  readonly s3Upload: string | undefined;
  readonly describe: DescribeSettings;
  /** A prompt file that makes more combinations is not run. */
  readonly maxCombinations: number;
}

/** How images are described. */
export interface DescribeSettings {
  /** Model or inference profile id; undefined: the best usable. */
  readonly modelId: string | undefined;
  /** BCP 47, or `auto`: the document's own. */
  readonly language: string;
  readonly purposes: readonly OwnPurpose[];
  /** In characters. */
  readonly altMaxLength: number;
}

/** Reads settings into plain values; defaults stand only in `package.json`. What does not fit a type is as if not set. */
export class Settings {
  window(): WindowSettings {
    const easel = vscode.workspace.getConfiguration('easel');
    const guardrailId = text(easel.get('guardrail.id'));
    return {
      provider: easel.get('provider') === 'offline' ? 'offline' : 'bedrock',
      profile: text(easel.get('aws.profile')),
      region: text(easel.get('aws.region')),
      endpoint: text(easel.get('aws.endpoint')),
      guardrail: guardrailId
        ? { id: guardrailId, version: text(easel.get('guardrail.version')) ?? 'DRAFT' }
        : undefined,
      prices: recordOf(easel.get('models.prices'), isPrice),
      saveResults: easel.get('results.save') === 'auto' ? 'auto' : 'review',
      wheel: easel.get('studio.wheel') === 'pan' ? 'pan' : 'zoom',
      videoBucket: text(easel.get('video.bucket')),
      notifyOfVideos: easel.get('video.notify') !== false,
      search: {
        modelId: text(easel.get('search.model')),
        dimensions: number(easel.get('search.dimensions')),
        isTranslating: easel.get('search.translate') !== false,
        isSuggesting: easel.get('search.suggest') !== false,
      },
      budget: {
        perDayUsd: usd(easel, 'budget.perDay'),
        perCallAskUsd: usd(easel, 'budget.perCallAsk'),
        perCallRefuseUsd: usd(easel, 'budget.perCallRefuse'),
      },
    };
  }

  resource(scope: vscode.ConfigurationScope | undefined): ResourceSettings {
    const easel = vscode.workspace.getConfiguration('easel', scope ?? null);
    const placement = easel.get('insert.placement');
    return {
      imageTemplate: text(easel.get('output.images')) ?? '',
      editTemplate: text(easel.get('output.edits')) ?? '',
      videoTemplate: text(easel.get('output.videos')) ?? '',
      placement: placement === 'replace' || placement === 'none' ? placement : 'below',
      preferredModels: recordOf(easel.get('models.preferred'), (value) => typeof value === 'string'),
      s3Upload: text(easel.get('s3.upload')),
      describe: {
        modelId: text(easel.get('describe.model')),
        language: text(easel.get('describe.language')) ?? 'auto',
        purposes: listOf(easel.get('describe.purposes'), isOwnPurpose),
        altMaxLength: altLength(easel.get('altText.maxLength')),
      },
      maxCombinations: combinations(easel.get('prompts.maxCombinations')),
    };
  }

  /** @param folder a workspace folder */
  searchFolder(folder: vscode.Uri): SearchFolderSettings {
    const easel = vscode.workspace.getConfiguration('easel', folder);
    const editor = vscode.workspace.getConfiguration(undefined, folder);
    const globs = [...editorExcludes.map((key) => editor.get(key)), easel.get('search.exclude')];
    const megabytes = number(easel.get('search.maxFileMB')) ?? 0;
    return {
      exclude: [...new Set(globs.flatMap(globsThatAreOn))],
      useGitignore: editor.get(editorUsesGitignore) !== false,
      maxFileBytes: Math.max(1, megabytes) * 1_000_000,
    };
  }

  /** Tells once per change of any of our settings. */
  onDidChange(listener: (affects: (key: string) => boolean) => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('easel')) {
        listener((key) => event.affectsConfiguration(`easel.${key}`));
      }
    });
  }

  /** Where the user has set it, else for the user everywhere. */
  async set(key: string, value: unknown): Promise<void> {
    const easel = vscode.workspace.getConfiguration('easel');
    const isOfWorkspace = easel.inspect(key)?.workspaceValue !== undefined;
    const { Workspace, Global } = vscode.ConfigurationTarget;
    await easel.update(key, value, isOfWorkspace ? Workspace : Global);
  }

  async setForUser(key: string, value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration('easel').update(key, value, vscode.ConfigurationTarget.Global);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A limit that is not a usable number falls back to the default, never to "no limit". */
function usd(easel: vscode.WorkspaceConfiguration, key: string): number | null {
  const value: unknown = easel.get(key);
  if (value === null || isPrice(value)) return value;
  const fallback: unknown = easel.inspect(key)?.defaultValue;
  return isPrice(fallback) ? fallback : 0;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The editor's own settings of what it shows and searches. */
const editorExcludes = ['files.exclude', 'search.exclude'] as const;
const editorUsesGitignore = 'search.useIgnoreFiles';

/** Whether a change of the editor's own settings changes which files are searched. */
export function affectsSearchedFiles(event: vscode.ConfigurationChangeEvent): boolean {
  return [...editorExcludes, editorUsesGitignore].some((key) => event.affectsConfiguration(key));
}

function globsThatAreOn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
}

function altLength(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(500, Math.max(20, value)) : 125;
}

/** What is no number never means "no limit". */
function combinations(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(10_000, Math.max(1, Math.floor(value)))
    : 1;
}

function isOwnPurpose(value: unknown): value is OwnPurpose {
  if (typeof value !== 'object' || value === null) return false;
  const { name, prompt, fineText = false } = value as Readonly<Record<string, unknown>>;
  return (
    typeof name === 'string' &&
    name.trim() !== '' &&
    typeof prompt === 'string' &&
    prompt.trim() !== '' &&
    typeof fineText === 'boolean'
  );
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function recordOf<T>(value: unknown, isEntry: (entry: unknown) => entry is T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, T] => isEntry(pair[1])));
}

function listOf<T>(value: unknown, isEntry: (entry: unknown) => entry is T): readonly T[] {
  return Array.isArray(value) ? value.filter((entry: unknown) => isEntry(entry)) : [];
}
