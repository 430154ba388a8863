import * as vscode from 'vscode';
import { AwsBackends, type BackendChoice } from './aws/backends';
import { AwsModelService } from './aws/modelService';
import { OfflineService } from './aws/offlineService';
import { listProfiles } from './aws/profiles';
import { findAwsCli, signInCommand } from './aws/signIn';
import { ImagesByScheme, RecipesByScheme } from './core/files/byScheme';
import { Generator } from './core/generate/generator';
import { JobList } from './core/jobs/jobList';
import { createRegistry } from './core/models/known';
import { registerConnect } from './features/connect/register';
import { SignInNeeded } from './features/connect/signInNeeded';
import { GenerateImages } from './features/generate/generateImages';
import { RecipeCommands } from './features/generate/recipeCommands';
import { Recovery } from './features/generate/recovery';
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
import { WorkspaceImages } from './platform/workspaceImages';
import { WorkspaceRecipes } from './platform/workspaceRecipes';
import { SharedDatabase } from './storage/database';
import { LocalImages } from './storage/images';
import { DiskInbox } from './storage/inbox';
import { SqliteKeptValues } from './storage/keptValues';
import { SqliteLedger } from './storage/ledger';
import { SqliteLimiter } from './storage/limiter';
import { LocalRecipes } from './storage/recipes';

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
  const inbox = new DiskInbox(storage, clock, logWithTopic(channel, 'inbox'));
  const recipes = new RecipesByScheme(new LocalRecipes(storage), new WorkspaceRecipes());

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
  const recovery = new Recovery(inbox, generator, reporter, format, logWithTopic(channel, 'recovery'));
  const generate = new GenerateImages({
    service,
    registry,
    engine: generator,
    settings,
    format,
    reporter,
    choices,
    askHowToMakeImages: () => connect.askHowToMakeImages(),
    recoverTo: (inboxIds, folder) => recovery.recoverTo(inboxIds, folder),
  });

  subscriptions.push(
    channel,
    notifications,
    database,
    ledger,
    inbox,
    offline,
    backends,
    signInStatus,
    connect,
    spending,
    registerGenerate(generate, new RecipeCommands(recipes, generate), (error) => reporter.report(error)),
    settings.onDidChange((affects) => {
      if (['provider', 'aws', 'guardrail'].some(affects)) backends.changed();
    }),
    recovery.recoverSoon(),
  );
}
