import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ImageError } from '../../src/core/errors';
import type { GenerateOutcome, GenerateRequest } from '../../src/core/generate/run';
import { createAdapters } from '../../src/core/models/adapters';
import { createRegistry } from '../../src/core/models/known';
import { factsOfTable } from '../../src/core/promptFiles/modelFacts';
import type { RunRecord } from '../../src/core/promptFiles/runs/record';
import type { Recipe, RecipeJudgement } from '../../src/core/recipes/recipe';
import { err, ok, type Result } from '../../src/core/result';
import { sha256Hex } from '../../src/core/sha256';
import { videoModels } from '../../src/core/video/catalogue';
import { Analyses } from '../../src/features/promptFiles/analysis';
import { Grid } from '../../src/features/promptFiles/grid/grid';
import type { GridDependencies } from '../../src/features/promptFiles/grid/ports';
import { gridSnapshot } from '../../src/features/promptFiles/grid/snapshot';
import { systemClock } from '../../src/platform/clock';
import { Format } from '../../src/platform/format';
import { Reporter } from '../../src/platform/reporter';
import { Settings } from '../../src/platform/settings';
import type { GridSnapshot } from '../../src/protocol/grid';
import { LocalFolderFiles } from '../../src/storage/folderFiles';
import { png } from '../unit/core/generate/fakes';
import { silentLog } from '../unit/core/generate/fakes';
import { FakeBook } from '../unit/core/promptFiles/runs/world';

export function workspaceFolder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  assert.ok(first, 'the tests need an open folder');
  return first.uri;
}

export async function writeInWorkspace(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), ...path.split('/'));
  await mkdir(dirname(uri.fsPath), { recursive: true });
  await writeFile(uri.fsPath, content);
  return uri;
}

/** What outlives a grid: the books, the runs on the disk, and the service with its bill. */
export class GridWorld {
  /** Prompts of all that was sent, in order. */
  readonly sent: string[] = [];
  readonly runs = new Map<string, RunRecord>();
  readonly recipes = new Map<string, Recipe>();
  readonly judged: string[][] = [];
  /** Notifications that were shown. */
  readonly told: string[] = [];
  /** Why a request fails; nothing for one that is answered. */
  fails: (request: GenerateRequest, number: number) => ImageError | undefined = () => undefined;
  /** Answers wait for it. */
  gate: Promise<void> = Promise.resolve();
  readonly #folder: string;
  readonly #book = new FakeBook();
  readonly #settings = new Settings();
  readonly #format = new Format();

  /** @param folder below the workspace, for this world's images */
  constructor(folder: string) {
    this.#folder = folder;
  }

  grid(uri: vscode.Uri): Grid {
    return new Grid(uri, this.deps());
  }

  deps(): GridDependencies {
    const registry = createRegistry();
    const models = async () => Promise.resolve(factsOfTable(registry, videoModels, Date.UTC(2026, 10, 21)));
    const words = { t: vscode.l10n.t, format: this.#format };
    const reporter = new Reporter({
      notifications: {
        show: async (_severity, text) => {
          this.told.push(text);
          return Promise.resolve(undefined);
        },
        showText: async () => Promise.resolve(),
        showFile: async () => Promise.resolve(),
      },
      log: silentLog,
      words,
      modelName: (id) => id,
      isOffline: () => false,
    });
    reporter.setDefaults({ changeBudget: () => undefined });
    return {
      extensionUri: workspaceFolder(),
      thumbnailsFolder: workspaceFolder(),
      thumbnails: {
        find: async () => Promise.resolve(undefined),
        make: async () => Promise.resolve(undefined),
      },
      files: new LocalFolderFiles(),
      recipes: { read: async (_folder, sha256) => Promise.resolve(this.recipes.get(sha256)) },
      looker: async () =>
        Promise.resolve({
          judge: async (images) => {
            this.judged.push(images.map(({ name }) => name));
            const judgements = images.map((_, index) => judgement(5 + index));
            return Promise.resolve(
              ok({
                view: { title: 'Judged', summary: 'The last one.', images: [], sent: '' },
                judgements,
                best: images.length - 1,
                improvedPrompt: '',
                summary: 'The last one.',
                usd: 0.002,
              }),
            );
          },
        }),
      log: silentLog,
      settings: this.#settings,
      words,
      format: this.#format,
      clock: systemClock,
      reporter,
      analyses: new Analyses({ settings: this.#settings, models }),
      onDidLook: new vscode.EventEmitter<vscode.Uri>().event,
      engine: {
        service: {
          current: async () =>
            Promise.resolve(
              ok({ provider: 'bedrock', region: 'us-west-2', models: (await models()).images }),
            ),
          isConnected: async () => Promise.resolve(true),
        },
        adapters: createAdapters(),
        engine: {
          generate: (request) => this.#generate(request),
          recover: () => {
            throw new Error('nothing is to be recovered');
          },
        },
        inbox: { orphans: async () => Promise.resolve([]) },
        edits: undefined as never,
        copies: undefined as never,
        videos: undefined as never,
        folderPorts: () => ({
          book: this.#book.of(
            () => 1,
            () => true,
          ),
          store: {
            write: async (run) => {
              this.runs.set(run.id, structuredClone(run));
              return Promise.resolve(ok());
            },
            list: async () => Promise.resolve([...this.runs.values()].toReversed()),
            read: async (id) => Promise.resolve(this.runs.get(id)),
          },
          archive: {
            find: async () => Promise.resolve(new Map()),
            findVideos: async () => Promise.resolve(new Map()),
            has: async () => Promise.resolve(true),
          },
          log: silentLog,
        }),
        budget: () => ({ perDayUsd: 10, perCallRefuseUsd: 8 }),
        runSuffix: () => String(this.runs.size),
        askHowToMakeImages: async () => Promise.resolve(true),
      },
    };
  }

  async #generate(request: GenerateRequest): Promise<Result<GenerateOutcome>> {
    const number = this.sent.length + 1;
    const error = this.fails(request, number);
    if (error) return err(error);
    this.sent.push(request.prompt);
    await this.gate;
    const bytes = png(`${request.prompt} ${request.seed ?? 0} ${number}`);
    const path = `${this.#folder}/${number}.png`;
    const uri = await writeInWorkspace(path, bytes);
    const sha256 = await sha256Hex(bytes);
    const recipe = { sha256, prompt: request.prompt } as unknown as Recipe;
    return ok({
      images: [{ file: { uri: uri.toString(), relativePath: path }, recipe }],
      inboxIds: [],
      heldBack: 0,
      errors: [],
      warnings: [],
      spentUsd: 0.04,
      mayBeCharged: false,
    });
  }
}

export function snapshotOf(grid: Grid): GridSnapshot {
  return gridSnapshot(grid.state, { t: vscode.l10n.t, format: new Format() });
}

function judgement(overall: number): RecipeJudgement {
  return {
    judgedAt: '2026-11-21T13:00:00.000Z',
    model: { id: 'judge', name: 'Judge' },
    overall,
    scores: {},
    explanation: 'Because.',
    suggestions: [],
    comparedWith: 2,
  };
}
