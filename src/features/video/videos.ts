import * as vscode from 'vscode';
import { CopiesInS3 } from '../../core/files/copiesInS3';
import { ok } from '../../core/result';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { showJobsCommand } from '../../platform/ids';
import { nameOf } from '../../platform/documentLink';
import { Announcer } from './announcer';
import { BucketSetup } from './bucketSetup';
import { CleanUp } from './cleanUp';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { Films } from './film/films';
import { FindJobs } from './findJobs';
import { JobActions } from './jobActions';
import { MakeVideo } from './makeVideo';
import { SharedFiles } from './sharedFiles';
import { insertFilm, makePosters, placedFilms } from './snippet';
import { Storyboard } from './storyboard';
import { StudioFilms } from './studioFilms';
import { VideosOfPrompts } from './videosOfPrompts';

/** Everything about videos that needs more than the list of jobs; built at its first use. */
export class Videos implements Disposable {
  readonly make: MakeVideo;
  readonly bucket: BucketSetup;
  readonly storyboard: Storyboard;
  readonly find: FindJobs;
  readonly cleanUp: CleanUp;
  readonly shared: SharedFiles;
  readonly actions: JobActions;
  readonly films: Films;
  /** What the Studio gets of all this. */
  readonly studio: StudioFilms;
  /** What prompt files get of all this. */
  readonly ofPrompts: VideosOfPrompts;
  readonly #store = new DisposableStore();
  readonly #announcer: Announcer;

  constructor(deps: VideoDependencies, engine: VideoEngine) {
    this.bucket = new BucketSetup(deps, engine);
    this.make = new MakeVideo(deps, engine, this.bucket);
    this.storyboard = this.#store.add(new Storyboard(deps, engine, this.make));
    this.find = new FindJobs(deps, engine);
    const copies = new CopiesInS3(engine.copies);
    this.cleanUp = new CleanUp(deps, engine, this.bucket, copies);
    this.shared = new SharedFiles(deps, engine, copies);
    this.films = this.#store.add(new Films(deps, engine));
    this.studio = new StudioFilms(deps, engine, this.make, this.bucket);
    this.ofPrompts = new VideosOfPrompts(deps, engine, this.bucket);
    this.actions = new JobActions(deps, engine, this.make, this.films);
    const report = async (done: Promise<{ readonly ok: boolean }>): Promise<void> => {
      const result = await done;
      if (!result.ok && 'error' in result) deps.reporter.report(result.error as never);
    };
    this.#announcer = this.#store.add(
      new Announcer({
        jobs: engine.jobs,
        reporter: deps.reporter,
        words: deps.words,
        clock: deps.clock,
        taken: (job) => {
          if (job.state === 'saved')
            void report(makePosters(job, { ...engine, log: deps.log }).then(() => ok()));
        },
        isWanted: () => deps.settings.window().notifyOfVideos,
        fileName: (job) => {
          const [film] = placedFilms(job);
          return film ? nameOf(film.uri) : `${job.label}.mp4`;
        },
        open: (job) => {
          const [film] = placedFilms(job);
          return film && vscode.commands.executeCommand('vscode.openWith', film.uri, 'easel.film');
        },
        insert: (job) => insertFilm(job, deps.links, { ...engine, log: deps.log }),
        retry: (job, choice) => report(this.actions.againById(job.id, job.label, choice)),
        showJobs: () => vscode.commands.executeCommand(showJobsCommand),
      }),
    );
  }

  /** Says what ended while no window was open. */
  begin(): void {
    this.#announcer.look();
  }

  dispose(): void {
    this.#store.dispose();
  }
}
