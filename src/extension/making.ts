import { Finisher } from '../core/edit/finisher';
import { Pictures } from '../core/edit/pictures';
import { ImagesByScheme, RecipesByScheme } from '../core/files/byScheme';
import type { RecordedUploads } from '../core/files/recordedUploads';
import { Generator } from '../core/generate/generator';
import type { AdapterLookup } from '../core/generate/ports';
import type { JobList } from '../core/jobs/jobList';
import { createAdapters } from '../core/models/adapters';
import type { ModelRegistry } from '../core/models/registry';
import type { RecipeStore } from '../core/recipes/recipe';
import type { Editing } from '../features/edit/register';
import { GenerateImages } from '../features/generate/generateImages';
import { RecipeCommands } from '../features/generate/recipeCommands';
import { Recovery } from '../features/generate/recovery';
import type { Making } from '../features/generate/register';
import type { ChoiceMemory } from '../platform/choiceMemory';
import { WorkspaceImages } from '../platform/workspaceImages';
import { WorkspaceRecipes } from '../platform/workspaceRecipes';
import type { DiskBlobs } from '../storage/blobs';
import { LocalImages } from '../storage/images';
import { DiskInbox } from '../storage/inbox';
import { SqliteLimiter } from '../storage/limiter';
import { LocalRecipes } from '../storage/recipes';
import type { SharedParts } from './shared';

/** What making images needs beside what everything does. */
export interface MakingSurroundings extends SharedParts {
  readonly registry: ModelRegistry;
  readonly uploads: RecordedUploads;
  readonly jobs: JobList;
  readonly choices: () => Promise<ChoiceMemory>;
  readonly editing: () => Promise<Editing>;
  readonly extensionVersion: string;
}

/** What makes images, and what else the extension does with the same parts. */
export interface MakingParts extends Making {
  readonly generator: Generator;
  readonly adapters: AdapterLookup;
  readonly inbox: DiskInbox;
  readonly blobs: DiskBlobs;
  readonly pictures: Pictures;
  readonly recipeStore: RecipeStore;
}

/** Loaded at the first command that makes an image. */
export async function createMaking(surroundings: MakingSurroundings): Promise<MakingParts> {
  const {
    storage,
    database,
    backends,
    service,
    registry,
    ledger,
    uploads,
    jobs,
    blobs,
    pixels,
    choices,
    search,
    editing,
    recipeFolder,
    settings,
    format,
    reporter,
    clock,
    extensionVersion,
    logOf,
    owner,
  } = surroundings;
  const inbox = owner.add(new DiskInbox(storage, clock, logOf('inbox')));
  const recipes = new RecipesByScheme(new LocalRecipes(storage), new WorkspaceRecipes());
  const pictureBlobs = await blobs();
  const thread = await pixels();
  const pictures = owner.add(new Pictures(thread, pictureBlobs));
  const adapters = createAdapters();
  const generator = new Generator({
    invoker: backends,
    adapters,
    inbox,
    imageStore: new ImagesByScheme(new LocalImages(), new WorkspaceImages()),
    recipes,
    ledger,
    limiter: new SqliteLimiter(database, clock),
    clock,
    random: Math.random,
    extensionVersion,
    proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
    recipeFolder,
    finisher: new Finisher(pictures, thread, pictureBlobs),
    blobs: pictureBlobs,
    uploads,
    jobs,
    log: logOf('generate'),
  });
  const recovery = new Recovery(inbox, generator, reporter, format, logOf('recovery'));
  const images = new GenerateImages({
    service,
    registry,
    engine: generator,
    uploads,
    settings,
    format,
    reporter,
    choices: await choices(),
    search,
    log: logOf('generate'),
    askHowToMakeImages: () => surroundings.askHowToMakeImages(),
    recoverTo: (inboxIds, folder) => recovery.recoverTo(inboxIds, folder),
    openStudio: async (prompt) => {
      await (await editing()).panels.open({ prompt });
    },
  });
  const recipeCommands = new RecipeCommands(recipes, images, async (recipe, folder, choice) =>
    (await editing()).panels.openRecipe(recipe, folder, choice),
  );
  return {
    images,
    recipes: recipeCommands,
    recovery,
    generator,
    adapters,
    inbox,
    blobs: pictureBlobs,
    pictures,
    recipeStore: recipes,
  };
}
