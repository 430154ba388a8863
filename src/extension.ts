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
import { registerConnect } from './features/connect/register';
import { SignInNeeded } from './features/connect/signInNeeded';
import { registerGenerate } from './features/generate/register';
import { registerSpending } from './features/spending/register';
import { ChoiceMemory } from './platform/choiceMemory';
import { systemClock } from './platform/clock';
import { Format } from './platform/format';
import { logWithTopic } from './platform/log';
import { VsCodeNotifications } from './platform/notifications';
import { Reporter } from './platform/reporter';
import { Settings } from './platform/settings';
import { readVsCodeProxy } from './platform/vscodeProxy';
import { SharedDatabase } from './storage/database';
import { SqliteKeptValues } from './storage/keptValues';
import { SqliteLedger } from './storage/ledger';

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
  const modelName = (id: string): string => registry.find(id)?.name ?? id;
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
    factsOf: (id) => registry.find(id),
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

  // What makes images, and everything that only making needs, is loaded at the first command that makes some.
  const ownedByMaking = new DisposableStore();
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
    ]);
    const inbox = ownedByMaking.add(new DiskInbox(storage, clock, logWithTopic(channel, 'inbox')));
    const recipes = new RecipesByScheme(new LocalRecipes(storage), new WorkspaceRecipes());
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
    });
    return { images, recipes: new RecipeCommands(recipes, images), recovery };
  });

  subscriptions.push(
    channel,
    notifications,
    database,
    ledger,
    ownedByMaking,
    offline,
    backends,
    signInStatus,
    connect,
    spending,
    registerGenerate(making, (error) => reporter.report(error)),
    settings.onDidChange((affects) => {
      if (['provider', 'aws', 'guardrail'].some(affects)) backends.changed();
    }),
  );
}
