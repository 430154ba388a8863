import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { ok, type Result } from '../../../core/result';
import type { VideoJobOf } from '../../../core/video/jobs/job';
import type { VideoDependencies, VideoEngine } from '../dependencies';
import { placedFilms } from '../snippet';
import { requestText } from '../words';
import { FilmPage } from './filmPage';
import { readFilm } from './readFilm';

const { t } = vscode.l10n;

/** Long enough for one look at it. */
const STREAM_SECONDS = 3600;
const LIMIT_MS = 30_000;

/** Films on screen: of a file, and of one that is still on its way from S3. */
export class Films implements Disposable {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #store = new DisposableStore();

  constructor(deps: VideoDependencies, engine: VideoEngine) {
    this.#deps = deps;
    this.#engine = engine;
  }

  /** The custom editor of a file. */
  async show(uri: vscode.Uri, panel: vscode.WebviewPanel): Promise<void> {
    const film = await readFilm(uri, this.#deps, this.#engine);
    const page = this.#store.add(new FilmPage(panel, { kind: 'file', film }, this.#deps, this.#engine));
    panel.onDidDispose(() => page.dispose());
  }

  /** Plays from S3 until the file is there, and then shows that. */
  async showStreamed(job: VideoJobOf<'downloading'>): Promise<Result<void>> {
    const { jobs } = this.#engine;
    const url = await jobs.presign(job.id, { seconds: STREAM_SECONDS }, AbortSignal.timeout(LIMIT_MS));
    if (!url.ok) return url;
    const panel = vscode.window.createWebviewPanel(
      'easel.filmStream',
      `${job.label}.mp4`,
      vscode.ViewColumn.Active,
    );
    const store = this.#store.add(new DisposableStore());
    const facts = requestText(job, this.#deps.words);
    store.add(
      new FilmPage(
        panel,
        {
          kind: 'stream',
          name: `${job.label}.mp4`,
          url: url.value.url,
          facts,
          prompt: job.prompt,
          jobId: job.id,
        },
        this.#deps,
        this.#engine,
      ),
    );
    const showFile = (): void => {
      const now = jobs.list().find((view) => view.job.id === job.id)?.job;
      const [film] = now?.state === 'saved' ? placedFilms(now) : [];
      // Behind another tab it waits: opening the file would bring it to the front.
      if (!film || store.isDisposed || !panel.visible) return;
      const { viewColumn, active: isActive } = panel;
      panel.dispose();
      const options: vscode.TextDocumentShowOptions = {
        ...(viewColumn === undefined ? {} : { viewColumn }),
        preserveFocus: !isActive,
      };
      void vscode.commands.executeCommand('vscode.openWith', film.uri, 'easel.film', options);
    };
    store.add(jobs.onDidChange(showFile));
    store.add(panel.onDidChangeViewState(showFile));
    panel.onDidDispose(() => store.dispose());
    panel.title = t('{0} (from S3)', `${job.label}.mp4`);
    return ok();
  }

  dispose(): void {
    this.#store.dispose();
  }
}
