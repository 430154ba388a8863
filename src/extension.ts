import * as vscode from 'vscode';
import { AwsBackends, type BackendChoice } from './aws/backends';
import { AwsModelService } from './aws/modelService';
import { OfflineService } from './aws/offlineService';
import { listProfiles } from './aws/profiles';
import type { BedrockSettings } from './aws/settings';
import { findAwsCli, signInCommand } from './aws/signIn';
import { createPromptFiles } from './extension/promptFiles';
import { RecordedUploads } from './core/files/recordedUploads';
import { JobList } from './core/jobs/jobList';
import { LateVideoJobs } from './core/jobs/lateVideoJobs';
import { LateIndexing } from './core/search/lateIndexing';
import { DisposableStore } from './core/disposable';
import { lazy } from './core/lazy';
import { createRegistry } from './core/models/known';
import { findEmbeddingModel } from './core/search/models/find';
import type { WorkspaceSearch } from './core/search/workspaceSearch';
import { visionFacts, visionModelName } from './core/vision/models/known';
import { registerConnect } from './features/connect/register';
import { SignInNeeded } from './features/connect/signInNeeded';
import { registerDescribe, type Describing } from './features/describe/register';
import { registerEdit, type Editing } from './features/edit/register';
import type { EditDependencies } from './features/edit/ports';
import { registerGallery } from './features/gallery/register';
import { registerGenerate } from './features/generate/register';
import { registerSearch } from './features/search/register';
import { registerSpending } from './features/spending/register';
import type { VideoEngine } from './features/video/dependencies';
import { registerVideo } from './features/video/register';
import { lastModelId } from './platform/lastModelId';
import { systemClock } from './platform/clock';
import { Format } from './platform/format';
import { logWithTopic } from './platform/log';
import { LinkInserter } from './platform/insertLinks';
import { LastTextEditor } from './platform/lastTextEditor';
import { VsCodeNotifications } from './platform/notifications';
import { Reporter } from './platform/reporter';
import { Settings } from './platform/settings';
import { readVsCodeProxy } from './platform/vscodeProxy';
import { SharedDatabase } from './storage/database';
import { SqliteKeptValues } from './storage/keptValues';
import { SqliteLedger } from './storage/ledger';
import { SqliteUploadRecords } from './storage/uploadRecords';
import { InboxWaitingImages } from './storage/waitingImages';

/** Builds the objects and hands them to each other. Nothing is read, opened or loaded here. */
export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, globalStorageUri, extensionUri } = context;
  const storage = globalStorageUri.fsPath;
  const extensionVersion = String((context.extension.packageJSON as { version?: unknown }).version);
  const clock = systemClock;

  // What everything says and reads
  const channel = vscode.window.createOutputChannel('Easel', { log: true });
  const settings = new Settings();
  const format = new Format();
  const words = { t: vscode.l10n.t, format };
  const notifications = new VsCodeNotifications();
  const registry = createRegistry();
  const videoModelNames = new Map<string, string>();
  const modelName = (id: string): string =>
    registry.find(id)?.name ??
    videoModelNames.get(id) ??
    findEmbeddingModel(id)?.name ??
    visionModelName(id) ??
    id;
  const reporter = new Reporter({
    notifications,
    log: logWithTopic(channel, 'report'),
    words,
    modelName,
    isOffline: () => settings.window().provider === 'offline',
  });
  const workspace = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '';

  // What is kept
  const database = new SharedDatabase(storage, logWithTopic(channel, 'storage'));
  const ledger = new SqliteLedger(database, clock);
  const kept = new SqliteKeptValues(database, clock);

  // Where requests go
  const offline = new OfflineService(
    vscode.Uri.joinPath(extensionUri, 'dist', 'simulator', 'worker.js').fsPath,
    vscode.Uri.joinPath(globalStorageUri, 'offline').fsPath,
    logWithTopic(channel, 'offline'),
  );
  const bedrockSettings = (): BedrockSettings => {
    const { profile, region, endpoint } = settings.window();
    return { provider: 'bedrock', profile, region, endpoint, proxy: readVsCodeProxy() };
  };
  const backendChoice = (): BackendChoice => {
    const { provider, guardrail } = settings.window();
    return provider === 'offline' ? { provider, guardrail } : { ...bedrockSettings(), guardrail };
  };
  const backends = new AwsBackends({
    choice: backendChoice,
    offline,
    kept,
    clock,
    log: logWithTopic(channel, 'bedrock'),
    factsOf: (id) => registry.find(id) ?? findEmbeddingModel(id) ?? visionFacts(id),
  });
  const uploadRecords = new SqliteUploadRecords(database);
  const uploads = new RecordedUploads(backends, uploadRecords, clock, logWithTopic(channel, 's3'));
  const service = new AwsModelService(backends, registry, clock);

  // What is done
  const jobs = new JobList(clock);
  const videos = new LateVideoJobs();
  const indexing = new LateIndexing();

  // What the user sees
  const booksReady = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  const signInStatus = new SignInNeeded((listener) => reporter.onDidReport(listener));
  const connect = registerConnect({
    profiles: { list: listProfiles },
    cli: { find: () => findAwsCli(), signInCommand: (profile) => signInCommand(profile) },
    identities: backends,
    signInStatus,
    doctor: backends,
    service,
    models: registry.models,
    modelName,
    chosenModelId: () =>
      settings.resource(undefined).preferredModels['textToImage'] ?? lastModelId(context.globalState),
    checkBucket: (signal) => video.checkBucket(signal),
    setUpVideoBucket: () => vscode.commands.executeCommand('easel.setUpVideoBucket'),
    ledger,
    booksReady,
    settings,
    reporter,
    words,
    clock,
    extensionVersion,
    showLog: () => channel.show(),
  });
  const spending = registerSpending({
    ledger,
    booksReady,
    jobs,
    videos,
    indexing,
    signInStatus,
    settings,
    workspace,
    words,
    clock,
    reporter,
    modelName,
  });
  const ownedByMaking = new DisposableStore();

  const thumbnailsFolder = vscode.Uri.joinPath(globalStorageUri, 'thumbnails');
  const lastTextEditor = new LastTextEditor();
  const links = new LinkInserter(lastTextEditor, settings, reporter);

  // Pixel work, in a thread of its own
  const pixels = lazy(async () => {
    const { WorkerPixels } = await import('./pixels/workerPixels');
    const program = vscode.Uri.joinPath(extensionUri, 'dist', 'pixels', 'worker.js').fsPath;
    return ownedByMaking.add(new WorkerPixels(program, logWithTopic(channel, 'pixels')));
  });

  const blobs = lazy(async () => {
    const { DiskBlobs } = await import('./storage/blobs');
    return new DiskBlobs(storage, clock, logWithTopic(channel, 'storage'));
  });
  const choices = lazy(async () => {
    const { ChoiceMemory } = await import('./platform/choiceMemory');
    return new ChoiceMemory(context.globalState);
  });
  const recipeFolder = (folder: string): string | undefined =>
    vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === folder) ? folder : undefined;

  // Search by meaning, loaded at the first search, or a while after the start where the user has agreed before
  const searchDatabase = lazy(async () => {
    const { searchDatabase: open } = await import('./storage/searchDatabase');
    return ownedByMaking.add(open(storage, logWithTopic(channel, 'search')));
  });
  const managedSearch = lazy(async () => {
    const [books, { createSearch }] = await Promise.all([searchDatabase(), import('./extension/search')]);
    const created = ownedByMaking.add(
      createSearch({
        storage,
        vectorProgram: vscode.Uri.joinPath(extensionUri, 'dist', 'storage', 'vectors', 'worker.js').fsPath,
        searchDatabase: books,
        database,
        backends,
        ledger,
        pixels,
        settings,
        workspace: workspace(),
        clock,
        log: logWithTopic(channel, 'search'),
      }),
    );
    indexing.attach(created);
    return created;
  });
  const search: () => Promise<WorkspaceSearch> = managedSearch;
  const pictures = lazy(async () => {
    const { WorkspacePictures } = await import('./extension/pictureList');
    return ownedByMaking.add(new WorkspacePictures());
  });

  // What makes images, and everything that only making needs, is loaded at the first command that makes some.
  const making = lazy(async () => {
    const [
      { ImagesByScheme, RecipesByScheme },
      { Generator },
      { GenerateImages },
      { RecipeCommands },
      { Recovery },
      { WorkspaceImages },
      { WorkspaceRecipes },
      { LocalImages },
      { DiskInbox },
      { SqliteLimiter },
      { LocalRecipes },
      { Pictures },
      { Finisher },
      { createAdapters },
    ] = await Promise.all([
      import('./core/files/byScheme'),
      import('./core/generate/generator'),
      import('./features/generate/generateImages'),
      import('./features/generate/recipeCommands'),
      import('./features/generate/recovery'),
      import('./platform/workspaceImages'),
      import('./platform/workspaceRecipes'),
      import('./storage/images'),
      import('./storage/inbox'),
      import('./storage/limiter'),
      import('./storage/recipes'),
      import('./core/edit/pictures'),
      import('./core/edit/finisher'),
      import('./core/models/adapters'),
    ]);
    const inbox = ownedByMaking.add(new DiskInbox(storage, clock, logWithTopic(channel, 'inbox')));
    const recipes = new RecipesByScheme(new LocalRecipes(storage), new WorkspaceRecipes());
    const pictureBlobs = await blobs();
    const thread = await pixels();
    const pictures = ownedByMaking.add(new Pictures(thread, pictureBlobs));
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
      log: logWithTopic(channel, 'generate'),
    });
    const recovery = new Recovery(inbox, generator, reporter, format, logWithTopic(channel, 'recovery'));
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
      log: logWithTopic(channel, 'generate'),
      askHowToMakeImages: () => connect.askHowToMakeImages(),
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
  });

  const editing: () => Promise<Editing> = lazy(async () => {
    const [
      { generator, adapters, inbox, blobs: pictureBlobs, pictures },
      { Preparer },
      { StudioPanels },
      { QuickEdit },
      { DiskSessions },
    ] = await Promise.all([
      making(),
      import('./core/edit/preparer'),
      import('./features/edit/studio/studioPanels'),
      import('./features/edit/quick/quickEdit'),
      import('./storage/sessions'),
    ]);
    const thread = await pixels();
    const deps: EditDependencies = {
      service,
      modelName,
      engine: generator,
      preparer: new Preparer(pictures, thread, pictureBlobs, adapters),
      pictures,
      pixels: thread,
      blobs: pictureBlobs,
      inbox,
      uploads,
      sessions: new DiskSessions(storage, logWithTopic(channel, 'studio')),
      ledger,
      settings,
      format,
      words,
      reporter,
      clock,
      log: logWithTopic(channel, 'studio'),
      films: () => video.films(),
      askHowToMakeImages: () => connect.askHowToMakeImages(),
      insertLinks: async (images) => {
        if (!(await links.insert(images))) await links.copyPaths(images);
      },
      askTab: async (page) => (await describing()).askTab(page),
      looker: async () => (await describing()).looker,
      search,
    };
    const panels = ownedByMaking.add(new StudioPanels(deps, extensionUri));
    const quick = new QuickEdit(deps, async (image, task) => {
      await panels.open({ image, task });
    });
    return { panels, quick };
  });

  // Videos: looked after in every window, whatever makes them is loaded a little later.
  const videoEngine = lazy(async (): Promise<VideoEngine> => {
    const [
      { AwsVideoConnections },
      { BedrockVideoInvoker },
      { S3Objects },
      { S3VideoBuckets },
      { ImagesByScheme },
      { createVideoRegistry },
      { VideoJobs },
      { WorkspaceImages },
      { LocalImages },
      { LocalRecipes },
      { LocalFilms },
      { WorkspaceFilms },
      { SqliteVideoJobs },
      { SqliteLease },
    ] = await Promise.all([
      import('./aws/videoConnections'),
      import('./aws/videoInvoker'),
      import('./aws/videoObjects'),
      import('./aws/videoBuckets'),
      import('./core/files/byScheme'),
      import('./core/video/known'),
      import('./core/video/jobs/videoJobs'),
      import('./platform/workspaceImages'),
      import('./storage/images'),
      import('./storage/recipes'),
      import('./storage/videoFiles'),
      import('./platform/workspaceFilms'),
      import('./storage/videoJobs'),
      import('./storage/videoLease'),
    ]);
    const videoRegistry = createVideoRegistry();
    for (const { id, name } of videoRegistry.models) videoModelNames.set(id, name);
    const connections = ownedByMaking.add(
      new AwsVideoConnections({ backends, offline, bedrock: bedrockSettings }),
    );
    ownedByMaking.add(
      settings.onDidChange((affects) => {
        if (['provider', 'aws'].some(affects)) connections.changed();
      }),
    );
    const recipes = new LocalRecipes(storage);
    const objects = new S3Objects(connections);
    const log = logWithTopic(channel, 'video');
    const videoJobs = ownedByMaking.add(
      new VideoJobs(
        {
          invoker: new BedrockVideoInvoker(connections, {
            factsOf: (id) => videoRegistry.find(id),
            log,
          }),
          objects,
          files: new LocalFilms(storage, { elsewhere: new WorkspaceFilms() }),
          store: ownedByMaking.add(new SqliteVideoJobs(database, log)),
          lease: new SqliteLease(database, clock, crypto.randomUUID()),
          ledger,
          blobs: await blobs(),
          recipes,
          // Recipes of films are written with the local file system alone.
          recipeFolder: (folder) => (folder.startsWith('file:') ? recipeFolder(folder) : undefined),
          clock,
          random: Math.random,
          newId: () => crypto.randomUUID(),
          extensionVersion,
          log,
        },
        videoRegistry,
      ),
    );
    videoJobs.begin();
    videos.attach(videoJobs);
    return {
      jobs: videoJobs,
      buckets: new S3VideoBuckets(connections),
      copies: { records: uploadRecords, objects },
      registry: videoRegistry,
      pixels,
      blobs: await blobs(),
      files: new ImagesByScheme(new LocalImages(), new WorkspaceImages()),
      recipes,
    };
  });
  const video = registerVideo({
    engine: videoEngine,
    videos,
    images: jobs,
    service,
    choices,
    links,
    settings,
    reporter,
    words,
    clock,
    log: logWithTopic(channel, 'video'),
    extensionUri,
    workspace,
    askHowToMakeImages: () => connect.askHowToMakeImages(),
    signIn: () => connect.handlers.signIn?.({ handlers: {} }),
  });
  reporter.setDefaults({ ...connect.handlers, ...spending.handlers, ...video.handlers });

  // What looks at images, and everything that only looking needs
  const describing: () => Promise<Describing> = lazy(async () => {
    const [
      { blobs, recipeStore },
      { createDescribing },
      { AwsVisionService },
      { SqliteLimiter },
      { DiskConversations },
    ] = await Promise.all([
      making(),
      import('./features/describe/create'),
      import('./aws/converseService'),
      import('./storage/limiter'),
      import('./storage/conversations'),
    ]);
    return createDescribing({
      vision: (models) => new AwsVisionService(backends, models, clock),
      converser: backends,
      limiter: new SqliteLimiter(database, clock),
      proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
      pixels,
      ledger,
      service,
      conversations: new DiskConversations(storage, logWithTopic(channel, 'ask')),
      recipes: recipeStore,
      blobs,
      settings,
      format,
      words,
      reporter,
      lastTextEditor,
      memory: context.globalState,
      clock,
      log: logWithTopic(channel, 'describe'),
      workspace,
      askHowToMakeImages: () => connect.askHowToMakeImages(),
      openTab: async (images) => (await editing()).panels.openAsk(images),
    });
  });

  subscriptions.push(
    channel,
    notifications,
    database,
    ledger,
    ownedByMaking,
    offline,
    backends,
    lastTextEditor,
    signInStatus,
    connect,
    spending,
    videos,
    indexing,
    video,
    registerGenerate(making, (error) => reporter.report(error)),
    registerEdit(editing, (error) => reporter.report(error)),
    registerDescribe(describing, (error) => reporter.report(error)),
    createPromptFiles({
      registry,
      service,
      database,
      pixels,
      making,
      clock,
      settings,
      reporter,
      words,
      format,
      log: logWithTopic(channel, 'promptFiles'),
      askHowToMakeImages: () => connect.askHowToMakeImages(),
      videos: () => video.ofPrompts(),
      writing: { backends, ledger, memory: context.globalState, workspace },
      extensionUri,
      thumbnailsFolder,
      looker: async () => (await describing()).looker,
    }),
    registerSearch({
      search: managedSearch,
      hasConsented: async () => {
        const { hasConsented } = await import('./extension/consented');
        return hasConsented(storage, searchDatabase, workspace());
      },
      pictures: async () => (await pictures()).list(),
      links,
      settings,
      memory: context.workspaceState,
      reporter,
      words,
      log: logWithTopic(channel, 'search'),
      extensionUri,
      askHowToMakeImages: () => connect.askHowToMakeImages(),
    }),
    registerGallery({
      extensionUri,
      thumbnailsFolder,
      localFiles: async () => new (await import('./storage/folderFiles')).LocalFolderFiles(),
      thumbnails: async () => {
        const { DiskThumbnails } = await import('./storage/thumbnails');
        return new DiskThumbnails(thumbnailsFolder.fsPath, pixels, logWithTopic(channel, 'gallery'));
      },
      waiting: new InboxWaitingImages(async () => (await making()).inbox),
      search,
      memory: context.workspaceState,
      generatePrice: async () => {
        if (!vscode.workspace.isTrusted) return undefined;
        const { usualPrice } = await import('./features/generate/usualPrice');
        return usualPrice({
          service,
          choices: await choices(),
          preferredModelId: () => settings.resource(undefined).preferredModels['textToImage'],
          prices: () => settings.window().prices,
        });
      },
      links,
      settings,
      reporter,
      words,
      log: logWithTopic(channel, 'gallery'),
    }),
    settings.onDidChange((affects) => {
      if (['provider', 'aws', 'guardrail'].some(affects)) backends.changed();
    }),
  );
}
