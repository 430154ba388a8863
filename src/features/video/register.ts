import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { BucketCheck } from '../../core/doctor';
import { lazy } from '../../core/lazy';
import type { Result } from '../../core/result';
import type { FilmMaker } from '../../core/video/filmMaker';
import type { PromptVideos } from '../../core/video/promptVideos';
import { registerCommand } from '../../platform/commands';
import type { CommandId } from '../../platform/ids';
import type { DefaultHandlers } from '../../platform/reporter';
import type { VideoDependencies } from './dependencies';
import type { JobsNode } from './jobsTree';
import type { Videos } from './videos';

/** What the rest of Easel gets from this feature. */
export interface VideoFeature extends Disposable {
  /** For `Reporter.setDefaults`. */
  readonly handlers: DefaultHandlers;
  /** For the Studio. */
  films(): Promise<FilmMaker>;
  /** For prompt files. */
  ofPrompts(): Promise<PromptVideos>;
  /** For *Check AWS Setup*. */
  checkBucket(signal: AbortSignal): Promise<BucketCheck | undefined>;
}

/** Long enough for the window to have come to rest: jobs of an earlier day are not in a hurry. */
const AFTER_START_MS = 2000;

const shotsFiles: vscode.DocumentFilter = { language: 'markdown', pattern: '**/*.shots.md' };

/** Videos: their commands, the Jobs view, the film editor, storyboards, and what happens when one has ended. */
export function registerVideo(deps: VideoDependencies): VideoFeature {
  const store = new DisposableStore();
  const report = (error: Parameters<VideoDependencies['reporter']['report']>[0]): void =>
    deps.reporter.report(error);
  const videos = lazy(async () => {
    const [{ Videos: Loaded }, engine] = await Promise.all([import('./videos'), deps.engine()]);
    return store.add(new Loaded(deps, engine));
  });

  const command = (
    id: Exclude<CommandId, `easel.jobs.${string}`>,
    run: (videos: Videos, ...args: readonly unknown[]) => Promise<Result<void>>,
  ): void => {
    store.add(
      registerCommand(id, report, async (...args: readonly unknown[]) => run(await videos(), ...args)),
    );
  };
  command('easel.makeVideoFromSelection', ({ make }) => make.fromSelection());
  command('easel.animateImage', ({ make }, image, images) => make.animate(image, images));
  command('easel.runStoryboard', ({ storyboard }, document) => storyboard.run(document));
  command('easel.setUpVideoBucket', ({ bucket }) => bucket.run());
  command('easel.findVideoJobs', ({ find }) => find.run());
  command('easel.cleanUpAws', ({ cleanUp }) => cleanUp.run());
  command('easel.copyPresignedUrl', ({ shared }, file) => shared.presign(file));

  const onJob = (
    id: Extract<CommandId, `easel.jobs.${string}`>,
    run: (videos: Videos, job: unknown) => Promise<Result<void>>,
  ): void => {
    store.add(registerCommand(id, report, async (...[job]: readonly unknown[]) => run(await videos(), job)));
  };
  onJob('easel.jobs.open', ({ actions }, job) => actions.open(job));
  onJob('easel.jobs.reveal', ({ actions }, job) => actions.reveal(job));
  onJob('easel.jobs.insertSnippet', ({ actions }, job) => actions.insertSnippet(job));
  onJob('easel.jobs.copyPresignedUrl', ({ actions }, job) => actions.presign(job));
  onJob('easel.jobs.makeAgain', ({ actions }, job) => actions.again(job, 'same'));
  onJob('easel.jobs.nextSeed', ({ actions }, job) => actions.again(job, 'next'));
  onJob('easel.jobs.editAndRetry', ({ actions }, job) => actions.again(job, 'edit'));
  onJob('easel.jobs.cancel', ({ actions }, job) => actions.cancel(job));
  onJob('easel.jobs.retryDownload', ({ actions }, job) => actions.retryDownload(job));
  onJob('easel.jobs.signIn', async ({ actions }) => actions.signIn());
  onJob('easel.jobs.forget', ({ actions }, job) => actions.forget(job));
  onJob('easel.jobs.deleteFromS3', ({ actions }, job) => actions.deleteFromS3(job));

  store.add(registerJobsView(deps));
  registerFilms(store, videos);
  registerStoryboards(store, videos);

  // Looks after what is under way, also where nobody opens a view.
  const timer = setTimeout(() => {
    videos()
      .then((loaded) => loaded.begin())
      .catch((cause: unknown) => report({ kind: 'unexpected', cause }));
  }, AFTER_START_MS);
  store.add({ dispose: () => clearTimeout(timer) });

  return {
    dispose: () => store.dispose(),
    films: async () => (await videos()).studio,
    ofPrompts: async () => (await videos()).ofPrompts,
    checkBucket: async (signal) => (await videos()).bucket.look(signal),
    handlers: {
      setUpVideoBucket: async ({ handlers }) => {
        const { bucket } = await videos();
        const done = await bucket.setUp();
        if (!done.ok) report(done.error);
        else if (done.value) await handlers.retry?.();
      },
    },
  };
}

/** The view is drawn before anything is loaded that makes or fetches. */
function registerJobsView(deps: VideoDependencies): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<JobsNode | undefined>());
  const tree = lazy(async () => {
    const { JobsTree } = await import('./jobsTree');
    const loaded = store.add(new JobsTree(deps));
    store.add(loaded.onDidChangeTreeData((node) => changed.fire(node)));
    loaded.setVisible(view.visible);
    return loaded;
  });
  const view = store.add(
    vscode.window.createTreeView<JobsNode>('easel.jobs', {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: async (node) => (await tree()).getChildren(node),
        getTreeItem: async (node) => (await tree()).getTreeItem(node),
      },
    }),
  );
  store.add(
    view.onDidChangeVisibility(({ visible }) => void tree().then((loaded) => loaded.setVisible(visible))),
  );
  return store;
}

function registerFilms(store: DisposableStore, videos: () => Promise<Videos>): void {
  store.add(
    vscode.window.registerCustomEditorProvider(
      'easel.film',
      {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: async ({ uri }, panel) => (await videos()).films.show(uri, panel),
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
  );
}

function registerStoryboards(store: DisposableStore, videos: () => Promise<Videos>): void {
  const lenses = store.add(new vscode.EventEmitter<void>());
  store.add(
    vscode.languages.registerCodeLensProvider(shotsFiles, {
      onDidChangeCodeLenses: lenses.event,
      provideCodeLenses: async (document) => (await videos()).storyboard.lenses(document),
    }),
  );
  store.add(
    vscode.languages.registerCompletionItemProvider(shotsFiles, {
      provideCompletionItems: async (document, position) => {
        const { cameraCompletions } = await import('./cameraWords');
        return cameraCompletions(document, position);
      },
    }),
  );
}
