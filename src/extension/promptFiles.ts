import type { Uri } from 'vscode';
import type { AwsModelService } from '../aws/modelService';
import type { Disposable } from '../core/disposable';
import type { Pictures } from '../core/edit/pictures';
import type { Blobs } from '../core/files/blobs';
import type { Inbox } from '../core/files/store';
import type { Generator } from '../core/generate/generator';
import type { AdapterLookup } from '../core/generate/ports';
import { lazy } from '../core/lazy';
import type { Log } from '../core/log';
import type { ModelRegistry } from '../core/models/registry';
import type { Pixels } from '../core/pixels/port';
import type { RecipeStore } from '../core/recipes/recipe';
import type { GridPorts } from '../features/promptFiles/grid/ports';
import type { PromptFileDependencies } from '../features/promptFiles/ports';
import { registerPromptFiles } from '../features/promptFiles/register';
import type { RunEngine } from '../features/promptFiles/run/ports';
import type { LookAtImages } from '../platform/lookAtImages';
import type { SharedDatabase } from '../storage/database';
import type { ExpandSurroundings } from './expandPrompt';

/** What of the extension prompt files are built from. */
export interface PromptFileParts extends Pick<
  PromptFileDependencies,
  'settings' | 'reporter' | 'words' | 'format' | 'clock'
> {
  readonly registry: ModelRegistry;
  readonly service: AwsModelService;
  readonly database: SharedDatabase;
  readonly pixels: () => Promise<Pixels>;
  readonly log: Log;
  readonly making: () => Promise<MakingParts>;
  readonly askHowToMakeImages: () => Promise<boolean>;
  readonly videos: RunEngine['videos'];
  /** What asks Claude for texts. */
  readonly writing: Pick<ExpandSurroundings, 'backends' | 'ledger' | 'memory' | 'workspace'>;
  readonly extensionUri: Uri;
  readonly thumbnailsFolder: Uri;
  readonly looker: () => Promise<LookAtImages>;
}

/** What makes images, shared with every other command. */
interface MakingParts {
  readonly generator: Generator;
  readonly adapters: AdapterLookup;
  readonly inbox: Inbox;
  readonly blobs: Blobs;
  readonly pictures: Pictures;
  readonly recipeStore: RecipeStore;
}

/** Wires prompt files; what they need is loaded when the first of them is open, and the engine when one is run. */
export function createPromptFiles(parts: PromptFileParts): Disposable {
  const { registry, clock, making, settings, reporter, words, format } = parts;
  const engine = lazy(() => createEngine(parts));
  const expanding = lazy(async () => {
    const { createExpandEngine } = await import('./expandPrompt');
    return createExpandEngine({ ...parts, ...parts.writing });
  });
  return registerPromptFiles(
    async () => {
      const [{ factsOfTable }, { videoModels }] = await Promise.all([
        import('../core/promptFiles/modelFacts'),
        import('../core/video/catalogue'),
      ]);
      return {
        settings,
        reporter,
        words,
        format,
        clock,
        engine,
        expanding,
        grid: () => createGrid(parts),
        models: async () => Promise.resolve(factsOfTable(registry, videoModels, clock.now())),
        recipes: async () => (await making()).recipeStore,
      };
    },
    (error) => reporter.report(error),
  );
}

async function createGrid({
  making,
  pixels,
  log,
  extensionUri,
  thumbnailsFolder,
  looker,
}: PromptFileParts): Promise<GridPorts> {
  const [{ recipeStore }, { DiskThumbnails }, { LocalFolderFiles }] = await Promise.all([
    making(),
    import('../storage/thumbnails'),
    import('../storage/folderFiles'),
  ]);
  return {
    extensionUri,
    thumbnailsFolder,
    thumbnails: new DiskThumbnails(thumbnailsFolder.fsPath, pixels, log),
    files: new LocalFolderFiles(),
    recipes: recipeStore,
    looker,
    log,
  };
}

async function createEngine({
  making,
  pixels,
  service,
  settings,
  database,
  clock,
  log,
  askHowToMakeImages,
  videos,
}: PromptFileParts): Promise<RunEngine> {
  const [
    { generator, adapters, inbox, blobs, pictures, recipeStore },
    { Preparer },
    { SqliteCells },
    { RecipeCells },
    { LocalRuns, runSuffix },
    { LocalFolderFiles },
    { LocalNewFiles },
  ] = await Promise.all([
    making(),
    import('../core/edit/preparer'),
    import('../storage/cells'),
    import('../storage/cellRecipes'),
    import('../storage/runs'),
    import('../storage/folderFiles'),
    import('../storage/newFiles'),
  ]);
  const preparer = lazy(async () => new Preparer(pictures, await pixels(), blobs, adapters));
  return {
    service,
    adapters,
    engine: generator,
    inbox,
    edits: {
      prepare: async (draft, signal) => (await preparer()).prepare(draft, signal),
      blobs,
      pictures,
      pixels,
    },
    folderPorts: (folder) => ({
      book: new SqliteCells(database, clock, folder),
      store: new LocalRuns(folder),
      archive: new RecipeCells(new LocalFolderFiles(), folder),
      log,
    }),
    copies: { recipes: recipeStore, files: new LocalNewFiles(), pixels },
    budget: () => settings.window().budget,
    runSuffix,
    askHowToMakeImages,
    videos,
  };
}
