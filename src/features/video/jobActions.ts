import * as vscode from 'vscode';
import type { Destination } from '../../core/files/store';
import { ok, type Result } from '../../core/result';
import type { VideoJobView } from '../../core/video/jobs/job';
import type { LinkableImage } from '../../platform/insertLinks';
import type { VideoDependencies, VideoEngine } from './dependencies';
import type { Films } from './film/films';
import type { JobRow } from './jobRows';
import type { MakeVideo } from './makeVideo';
import { copyPresignedUrl } from './presign';
import { insertFilm } from './snippet';

const { t } = vscode.l10n;

/** A request to S3, or a list of a few. */
const LIMIT_MS = 30_000;

/** What the rows of the Jobs view do. A row that is gone does nothing. */
export class JobActions {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #make: MakeVideo;
  readonly #films: Films;

  constructor(deps: VideoDependencies, engine: VideoEngine, make: MakeVideo, films: Films) {
    this.#deps = deps;
    this.#engine = engine;
    this.#make = make;
    this.#films = films;
  }

  async open(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    const view = row && this.#video(row);
    if (view && view.job.state === 'downloading') return this.#films.showStreamed(view.job);
    const [file] = row?.files ?? [];
    if (row && file !== undefined) await openFile(vscode.Uri.parse(file, true), row.kind);
    return ok();
  }

  async reveal(argument: unknown): Promise<Result<void>> {
    const [file] = rowOf(argument)?.files ?? [];
    if (file !== undefined) {
      await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(file, true));
    }
    return ok();
  }

  async insertSnippet(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    const view = row && this.#video(row);
    if (view?.job.state === 'saved') {
      await insertFilm(view.job, this.#deps.links, { ...this.#engine, log: this.#deps.log });
    } else if (row?.kind === 'image') await this.#insertImages(row);
    return ok();
  }

  async presign(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    if (row?.kind !== 'video') return ok();
    return this.#presignJob(row.jobId, row.label);
  }

  async again(argument: unknown, choice: 'same' | 'next' | 'edit'): Promise<Result<void>> {
    const row = rowOf(argument);
    return row?.kind === 'video' ? this.againById(row.jobId, row.label, choice) : ok();
  }

  async againById(jobId: string, label: string, choice: 'same' | 'next' | 'edit'): Promise<Result<void>> {
    const again = await this.#engine.jobs.again(jobId, choice === 'next' ? 'next' : 'same');
    if (again) return this.#make.again(again, choice === 'edit');
    this.#deps.reporter.tell({
      severity: 'warning',
      text: t('{0} cannot be made again: its request or its images are gone.', label),
      actions: [],
    });
    return ok();
  }

  async cancel(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    if (!row) return ok();
    if (row.kind === 'image') this.#deps.images.cancel(row.jobId);
    else if (!this.#engine.jobs.cancelQueued(row.jobId)) {
      this.#deps.reporter.tell({
        severity: 'info',
        text: t('{0} has been sent already. AWS cannot stop a video it has started.', row.label),
        actions: [],
      });
    }
    return ok();
  }

  async retryDownload(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    const view = row && this.#video(row);
    if (!view || view.job.state !== 'downloading') return ok();
    const { job } = view;
    const kind = job.trouble?.error.kind;
    // The same folder would refuse it again.
    const isElsewhere = job.destination === undefined || kind === 'notWritable' || kind === 'noFolder';
    const destination = isElsewhere ? await this.#otherDestination(view) : undefined;
    if (!isElsewhere || destination) this.#engine.jobs.retryDownload(job.id, destination);
    return ok();
  }

  async signIn(): Promise<Result<void>> {
    await this.#deps.signIn();
    this.#engine.jobs.wake();
    return ok();
  }

  async forget(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    if (row?.kind === 'image') this.#deps.images.forget(row.jobId);
    else if (row) this.#engine.jobs.forget(row.jobId);
    return ok();
  }

  /** VS Code's modal warning: what is gone from S3 cannot come back. */
  async deleteFromS3(argument: unknown): Promise<Result<void>> {
    const row = rowOf(argument);
    if (row?.kind !== 'video') return ok();
    const { jobs } = this.#engine;
    const { format } = this.#deps.words;
    const objects = await jobs.objects(row.jobId, AbortSignal.timeout(LIMIT_MS));
    if (!objects.ok) return objects;
    const count = objects.value.length;
    if (count === 0) {
      this.#deps.reporter.tell({
        severity: 'info',
        text: t('Nothing of {0} is in S3 any more.', row.label),
        actions: [],
      });
      return ok();
    }
    const question = format.isOne(count)
      ? t('Delete {0} file of {1} from S3? This cannot be undone.', format.number(count), row.label)
      : t('Delete {0} files of {1} from S3? This cannot be undone.', format.number(count), row.label);
    const answer = await vscode.window.showWarningMessage(question, { modal: true }, t('Delete'));
    if (answer === undefined) return ok();
    const removed = await jobs.deleteFromS3(row.jobId, AbortSignal.timeout(LIMIT_MS));
    if (!removed.ok) return removed;
    this.#deps.reporter.tell({
      severity: 'info',
      text: t('Deleted {0} from S3. Files in your project stay.', row.label),
      actions: [],
    });
    return ok();
  }

  #video(row: JobRow): VideoJobView | undefined {
    return row.kind === 'video'
      ? this.#engine.jobs.list().find(({ job }) => job.id === row.jobId)
      : undefined;
  }

  #presignJob(jobId: string, name: string): Promise<Result<void>> {
    return copyPresignedUrl(
      name,
      (seconds) => this.#engine.jobs.presign(jobId, { seconds }, AbortSignal.timeout(LIMIT_MS)),
      this.#deps,
    );
  }

  async #insertImages({ files, label }: JobRow): Promise<void> {
    const linkable = files.map((file): LinkableImage => ({ file, width: 0, height: 0, prompt: label }));
    const { links } = this.#deps;
    if (linkable.length > 0 && !(await links.insert(linkable))) await links.copyPaths(linkable);
  }

  async #otherDestination({ job }: VideoJobView): Promise<Destination | undefined> {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: t('Save {0} In', job.label),
        openLabel: t('Choose Folder'),
        canSelectFiles: false,
        canSelectFolders: true,
        canSelectMany: false,
      })) ?? [];
    if (!folder) return undefined;
    const values = job.destination?.values ?? {
      slug: job.label,
      task: job.kind,
      model: '',
      seed: '',
      date: '',
      n: '',
    };
    return { folder: folder.toString(), template: '${slug}', values };
  }
}

/** A tree passes its node, a click the row itself; others can pass anything. */
function rowOf(argument: unknown): JobRow | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const row = 'row' in argument ? argument.row : argument;
  const isRow = typeof row === 'object' && row !== null && 'jobId' in row && 'files' in row;
  return isRow ? (row as JobRow) : undefined;
}

async function openFile(uri: vscode.Uri, kind: JobRow['kind']): Promise<void> {
  if (kind === 'video') await vscode.commands.executeCommand('vscode.openWith', uri, 'easel.film');
  else await vscode.commands.executeCommand('vscode.open', uri);
}
