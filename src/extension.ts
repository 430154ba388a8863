import * as vscode from 'vscode';
import { AwsBackends, type BackendChoice } from './aws/backends';
import { AwsModelService } from './aws/modelService';
import { OfflineService } from './aws/offlineService';
import { listProfiles } from './aws/profiles';
import type { BedrockSettings } from './aws/settings';
import { findAwsCli, signInCommand } from './aws/signIn';
import { createPromptFiles } from './extension/promptFiles';
import type { SharedParts } from './extension/shared';
import { RecordedUploads } from './core/files/recordedUploads';
import { JobList } from './core/jobs/jobList';
import { LateVideoJobs } from './core/jobs/lateVideoJobs';
import { LateIndexing } from './core/search/lateIndexing';
import { DisposableStore } from './core/disposable';
import { lazy } from './core/lazy';
import { createRegistry } from './core/models/known';
import { findEmbeddingModel } from './core/search/models/find';
import { visionFacts, visionModelName } from './core/vision/models/known';
import { registerConnect } from './features/connect/register';
import { SignInNeeded } from './features/connect/signInNeeded';
import { registerDescribe, type Describing } from './features/describe/register';
import { registerEdit, type Editing } from './features/edit/register';
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
    checkSearch: async (signal) => {
      if ((vscode.workspace.workspaceFolders ?? []).length === 0) return undefined;
      if (!(await hasConsentedHere())) return { kind: 'notIndexed' };
      const { checkSearch } = await import('./core/search/check');
      return checkSearch(await managedSearch(), signal);
    },
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

  const askHowToMakeImages = (): Promise<boolean> => connect.askHowToMakeImages();
  const shared: SharedParts = {
    storage,
    database,
    ledger,
    backends,
    service,
    blobs,
    pixels,
    search: () => managedSearch(),
    askHowToMakeImages,
    recipeFolder,
    settings,
    format,
    reporter,
    clock,
    logOf: (topic) => logWithTopic(channel, topic),
    owner: ownedByMaking,
  };

  // Search by meaning, loaded at the first search, or a while after the start where the user has agreed before
  const searchDatabase = lazy(async () => {
    const { searchDatabase: open } = await import('./storage/searchDatabase');
    return ownedByMaking.add(open(storage, logWithTopic(channel, 'search')));
  });
  const hasConsentedHere = async (): Promise<boolean> => {
    const { hasConsented } = await import('./extension/consented');
    return hasConsented(storage, searchDatabase, workspace());
  };
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
  const thumbnails = lazy(async () => {
    const { DiskThumbnails } = await import('./storage/thumbnails');
    return new DiskThumbnails(thumbnailsFolder.fsPath, pixels, logWithTopic(channel, 'gallery'));
  });
  const pictures = lazy(async () => {
    const { WorkspacePictures } = await import('./extension/pictureList');
    return ownedByMaking.add(new WorkspacePictures(await thumbnails()));
  });

  // What makes images, and everything that only making needs, is loaded at the first command that makes some.
  const making = lazy(async () => {
    const { createMaking } = await import('./extension/making');
    return createMaking({ ...shared, registry, uploads, jobs, choices, editing, extensionVersion });
  });

  const editing: () => Promise<Editing> = lazy(async () => {
    const { createEditing } = await import('./extension/editing');
    return createEditing({
      ...shared,
      making: await making(),
      modelName,
      extensionUri,
      words,
      uploads,
      links,
      films: () => video.films(),
      describing,
    });
  });

  // Videos: looked after in every window, whatever makes them is loaded a little later.
  const videoEngine = lazy(async (): Promise<VideoEngine> => {
    const { createVideoEngine } = await import('./extension/videoEngine');
    return createVideoEngine({
      ...shared,
      offline,
      bedrock: bedrockSettings,
      videos,
      uploadRecords,
      names: videoModelNames,
      extensionVersion,
    });
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
    askHowToMakeImages,
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
      askHowToMakeImages,
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
      askHowToMakeImages,
      videos: () => video.ofPrompts(),
      writing: { backends, ledger, memory: context.globalState, workspace },
      extensionUri,
      thumbnailsFolder,
      looker: async () => (await describing()).looker,
    }),
    registerSearch({
      search: managedSearch,
      hasConsented: hasConsentedHere,
      pictures: async () => (await pictures()).list(),
      thumbnails: async (images, signal) => (await pictures()).thumbnailsOf(images, signal),
      links,
      settings,
      memory: context.workspaceState,
      reporter,
      words,
      log: logWithTopic(channel, 'search'),
      extensionUri,
      askHowToMakeImages,
    }),
    registerGallery({
      extensionUri,
      thumbnailsFolder,
      localFiles: async () => new (await import('./storage/folderFiles')).LocalFolderFiles(),
      thumbnails,
      waiting: new InboxWaitingImages(async () => (await making()).inbox),
      search: managedSearch,
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
