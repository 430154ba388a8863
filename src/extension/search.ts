import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AwsBackends } from '../aws/backends';
import { AwsEmbeddingService } from '../aws/embeddingService';
import type { Clock } from '../core/clock';
import { DisposableStore, type Disposable } from '../core/disposable';
import { lazy } from '../core/lazy';
import type { Log } from '../core/log';
import type { Ledger } from '../core/money/ledger';
import type { PictureShrinker } from '../core/pixels/port';
import { err } from '../core/result';
import { embeddingContexts, type EmbeddingContexts } from '../core/search/embedding/context';
import { Embedder } from '../core/search/embedding/embedder';
import { SearchTreeByScheme } from '../core/search/files/byScheme';
import type { QueryTranslator } from '../core/search/finding/language';
import { Searcher } from '../core/search/finding/searcher';
import { Suggester } from '../core/search/finding/suggester';
import { Indexer } from '../core/search/indexing/indexer';
import type { SearchFolder } from '../core/search/indexing/ports';
import { embeddingModels } from '../core/search/models/catalogue';
import { WatchedIndexes } from '../core/search/workspace/watchedIndexes';
import { SearchOfWorkspace } from '../core/search/workspace/searchOfWorkspace';
import { SearchWatcher } from '../platform/searchWatcher';
import { affectsSearchedFiles, type Settings } from '../platform/settings';
import { WorkspaceSearchTree } from '../platform/workspaceSearchTree';
import type { SharedDatabase } from '../storage/database';
import { SqliteLimiter } from '../storage/limiter';
import { SqliteSearchFiles } from '../storage/searchFiles';
import { SqliteSearchLease } from '../storage/searchLease';
import { SqliteProbes } from '../storage/searchProbes';
import { LocalSearchTree } from '../storage/searchTree';
import { SqliteSearchRecords } from '../storage/searchWorkspaces';
import { WorkerVectorIndexes } from '../storage/vectors/workerVectorIndex';

/** What search is built from; all of it outlives search. */
export interface SearchSurroundings {
  /** Of the extension, on this disk. */
  readonly storage: string;
  /** `storage/vectors/worker.js` as built. */
  readonly vectorProgram: string;
  /** Where indexes are kept track of; its owner disposes it. */
  readonly searchDatabase: SharedDatabase;
  /** The books of all windows. */
  readonly database: SharedDatabase;
  readonly backends: AwsBackends;
  readonly ledger: Ledger;
  readonly pixels: () => Promise<PictureShrinker>;
  readonly settings: Settings;
  readonly workspace: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A window that could not go on, or serves while another one indexes, looks again this often. */
const LOOK_AGAIN_MS = 60_000;
const looksUntilRetry = 10;
const SETTINGS_SETTLE_MS = 2000;

/** Search of this window's workspace, with all that keeps it up to date. */
export function createSearch(surroundings: SearchSurroundings): SearchOfWorkspace & Disposable {
  const { settings, backends, clock, log, ledger, workspace, searchDatabase } = surroundings;
  const store = new DisposableStore();
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 32);
  const folder = join(surroundings.storage, 'search', key);
  const indexes = store.add(
    new WatchedIndexes(new WorkerVectorIndexes(surroundings.vectorProgram, folder, log)),
  );
  const files = new SqliteSearchFiles(searchDatabase, clock, workspace);
  const records = new SqliteSearchRecords(searchDatabase, workspace);
  const pixels: PictureShrinker = {
    shrink: async (bytes, order, signal) => (await surroundings.pixels()).shrink(bytes, order, signal),
  };
  const embedder = new Embedder({
    invoker: backends,
    ledger,
    limiter: new SqliteLimiter(surroundings.database, clock),
    clock,
    random: Math.random,
    proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
    log,
  });
  const models = new AwsEmbeddingService(backends, embeddingModels, clock);
  const asked = embeddingContexts(models, () => {
    const { search, budget } = settings.window();
    const { perDayUsd, perCallRefuseUsd } = budget;
    const { modelId, dimensions } = search;
    return { modelId, dimensions, workspace, budget: { perDayUsd, perCallRefuseUsd } };
  });
  const context: EmbeddingContexts = async (signal, space) =>
    vscode.workspace.isTrusted ? asked(signal, space) : err({ kind: 'untrustedWorkspace' });
  const shared = { files, records, indexes, pixels, embedder, ledger, context, clock, log };
  const indexer = new Indexer({
    ...shared,
    tree: new SearchTreeByScheme(new LocalSearchTree(), new WorkspaceSearchTree()),
    lease: new SqliteSearchLease(searchDatabase, clock, workspace, crypto.randomUUID()),
    folders: () => searchFolders(settings),
  });
  // Most queries are English: what asks for a translation is loaded at the first that is not.
  const asking = lazy(async () => {
    const { createTranslator } = await import('./queryTranslator');
    return createTranslator(surroundings);
  });
  const translator: QueryTranslator = {
    toEnglish: async (text, signal) => (await asking()).toEnglish(text, signal),
  };
  const searcher = new Searcher({
    ...shared,
    probes: new SqliteProbes(searchDatabase),
    translator: () => (settings.window().search.isTranslating ? translator : undefined),
  });
  const search = new SearchOfWorkspace(
    {
      indexer,
      searcher,
      suggester: new Suggester(searcher, clock, () => files.version()),
      files,
      records,
      indexes,
      models,
      folders: () => searchFolders(settings).map(({ uri }) => uri),
      isSuggesting: () => settings.window().search.isSuggesting,
      recovered: () => indexes.recovered,
    },
    store,
  );
  keepUpToDate(search, settings, store);
  return search;
}

function keepUpToDate(search: SearchOfWorkspace, settings: Settings, store: DisposableStore): void {
  const lookAtAll = (): void => search.start();
  // Model and length are two settings: what is sent between the two changes would be paid for in vain.
  let settling: ReturnType<typeof setTimeout> | undefined;
  const lookWhenSettled = (): void => {
    clearTimeout(settling);
    settling = setTimeout(lookAtAll, SETTINGS_SETTLE_MS);
  };
  store.add({ dispose: () => clearTimeout(settling) });
  store.add(new SearchWatcher({ look: (folder, paths) => search.look(folder, paths), lookAtAll }));
  store.add(
    settings.onDidChange((affects) => {
      if (['provider', 'aws', 'budget', 'search'].some(affects)) lookWhenSettled();
    }),
  );
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsSearchedFiles(event)) lookWhenSettled();
    }),
  );
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(lookAtAll));
  let looks = 0;
  const timer = setInterval(() => {
    looks++;
    search.checkOthers();
    const { kind } = search.state;
    if (kind === 'elsewhere' || (kind === 'stopped' && looks % looksUntilRetry === 0)) lookAtAll();
  }, LOOK_AGAIN_MS);
  store.add({ dispose: () => clearInterval(timer) });
}

function searchFolders(settings: Settings): readonly SearchFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => {
    const { exclude, useGitignore, maxFileBytes } = settings.searchFolder(uri);
    return { uri: uri.toString(), rules: { exclude, useGitignore }, maxFileBytes };
  });
}
