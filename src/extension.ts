import * as vscode from 'vscode';
import { AwsBackends, type BackendChoice } from './aws/backends';
import { AwsModelService } from './aws/modelService';
import { OfflineService } from './aws/offlineService';
import { listProfiles } from './aws/profiles';
import { findAwsCli, signInCommand } from './aws/signIn';
import { JobList } from './core/jobs/jobList';
import { DisposableStore } from './core/disposable';
import { lazy } from './core/lazy';
import { createRegistry } from './core/models/known';
import { visionFacts, visionModelName } from './core/vision/models/known';
import { registerConnect } from './features/connect/register';
import { SignInNeeded } from './features/connect/signInNeeded';
import { registerDescribe, type Describing } from './features/describe/register';
import { registerEdit, type Editing } from './features/edit/register';
import type { EditDependencies } from './features/edit/ports';
import { registerGallery } from './features/gallery/register';
import { registerGenerate } from './features/generate/register';
import { registerSpending } from './features/spending/register';
import { ChoiceMemory } from './platform/choiceMemory';
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
  const modelName = (id: string): string => registry.find(id)?.name ?? visionModelName(id) ?? id;
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
  const backendChoice = (): BackendChoice => {
    const { provider, profile, region, endpoint, guardrail } = settings.window();
    return provider === 'offline'
      ? { provider, guardrail }
      : { provider, profile, region, endpoint, guardrail, proxy: readVsCodeProxy() };
  };
  const backends = new AwsBackends({
    choice: backendChoice,
    offline,
    kept,
    clock,
    log: logWithTopic(channel, 'bedrock'),
    factsOf: (id) => registry.find(id) ?? visionFacts(id),
  });
  const service = new AwsModelService(backends, registry, clock);

  // What is done
  const choices = new ChoiceMemory(context.globalState);
  const jobs = new JobList(clock);

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
      settings.resource(undefined).preferredModels['textToImage'] ?? choices.read()?.modelId,
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
    signInStatus,
    settings,
    workspace,
    words,
    clock,
    reporter,
    modelName,
  });
  reporter.setDefaults({ ...connect.handlers, ...spending.handlers });

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
      { DiskBlobs },
      { Pictures },
      { Finisher },
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
      import('./storage/blobs'),
      import('./core/edit/pictures'),
      import('./core/edit/finisher'),
    ]);
    const inbox = ownedByMaking.add(new DiskInbox(storage, clock, logWithTopic(channel, 'inbox')));
    const recipes = new RecipesByScheme(new LocalRecipes(storage), new WorkspaceRecipes());
    const blobs = new DiskBlobs(storage, clock, logWithTopic(channel, 'storage'));
    const thread = await pixels();
    const pictures = ownedByMaking.add(new Pictures(thread, blobs));
    const generator = new Generator({
      invoker: backends,
      registry,
      inbox,
      imageStore: new ImagesByScheme(new LocalImages(), new WorkspaceImages()),
      recipes,
      ledger,
      limiter: new SqliteLimiter(database, clock),
      clock,
      random: Math.random,
      extensionVersion,
      proofs: (region, modelId, proof) => backends.remember(region, modelId, proof),
      recipeFolder: (folder) =>
        vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === folder) ? folder : undefined,
      finisher: new Finisher(pictures, thread, blobs),
      blobs,
      uploads: backends,
      jobs,
      log: logWithTopic(channel, 'generate'),
    });
    const recovery = new Recovery(inbox, generator, reporter, format, logWithTopic(channel, 'recovery'));
    const images = new GenerateImages({
      service,
      registry,
      engine: generator,
      uploads: backends,
      settings,
      format,
      reporter,
      choices,
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
      inbox,
      blobs,
      pictures,
      recipeStore: recipes,
    };
  });

  const editing: () => Promise<Editing> = lazy(async () => {
    const [
      { generator, inbox, blobs, pictures },
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
      preparer: new Preparer(pictures, thread, blobs, registry),
      pictures,
      pixels: thread,
      blobs,
      inbox,
      sessions: new DiskSessions(storage, logWithTopic(channel, 'studio')),
      ledger,
      settings,
      format,
      words,
      reporter,
      clock,
      log: logWithTopic(channel, 'studio'),
      askHowToMakeImages: () => connect.askHowToMakeImages(),
      insertLinks: async (images) => {
        if (!(await links.insert(images))) await links.copyPaths(images);
      },
      askTab: async (page) => (await describing()).askTab(page),
      looker: async () => (await describing()).looker,
    };
    const panels = ownedByMaking.add(new StudioPanels(deps, extensionUri));
    const quick = new QuickEdit(deps, async (image, task) => {
      await panels.open({ image, task });
    });
    return { panels, quick };
  });

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
    registerGenerate(making, (error) => reporter.report(error)),
    registerEdit(editing, (error) => reporter.report(error)),
    registerDescribe(describing, (error) => reporter.report(error)),
    registerGallery({
      extensionUri,
      thumbnailsFolder,
      localFiles: async () => new (await import('./storage/folderFiles')).LocalFolderFiles(),
      thumbnails: async () => {
        const { DiskThumbnails } = await import('./storage/thumbnails');
        return new DiskThumbnails(thumbnailsFolder.fsPath, pixels, logWithTopic(channel, 'gallery'));
      },
      waiting: new InboxWaitingImages(async () => (await making()).inbox),
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
