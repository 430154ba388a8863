import * as vscode from 'vscode';
import type { CopiesInS3 } from '../../core/files/copiesInS3';
import { ok, type Result } from '../../core/result';
import type { FilmFile } from '../../core/video/jobs/job';
import { nameOf } from '../../platform/documentLink';
import { imageUri, sha256Of } from '../../platform/imageUri';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { copyPresignedUrl } from './presign';

const { t } = vscode.l10n;

/** A request to S3 or two. */
const LIMIT_MS = 30_000;

/** *Copy Presigned URL* on a file, in the Explorer, the Gallery or its editor: whatever Easel has put into S3 of it. */
export class SharedFiles {
  readonly #deps: Pick<VideoDependencies, 'reporter' | 'words'>;
  readonly #jobs: VideoEngine['jobs'];
  readonly #copies: CopiesInS3;

  constructor(deps: VideoDependencies, { jobs }: VideoEngine, copies: CopiesInS3) {
    this.#deps = deps;
    this.#jobs = jobs;
    this.#copies = copies;
  }

  async presign(argument: unknown): Promise<Result<void>> {
    const uri = imageUri(argument);
    if (!uri) return ok();
    const name = nameOf(uri);
    const placed = this.#fileOfJob((file) => uriOf(file)?.toString() === uri.toString());
    if (placed) return this.#presignFile(placed, name);
    // Moved, renamed or copied: the bytes are the same.
    const sha256 = await sha256Of(uri);
    const same = this.#fileOfJob(({ target }) => target?.sha256 === sha256);
    if (same) return this.#presignFile(same, name);
    const copy = this.#copies.find(sha256);
    if (!copy.ok) return copy;
    const { value: record } = copy;
    if (!record) {
      this.#tell(t('{0} is not in S3, as far as Easel knows.', name));
      return ok();
    }
    const done = await copyPresignedUrl(
      name,
      (seconds) => this.#copies.presign(record, seconds, AbortSignal.timeout(LIMIT_MS)),
      this.#deps,
    );
    if (done.ok || done.error.kind !== 'videoGone') return done;
    this.#tell(t('{0} is not in S3 any more: {1} was deleted or replaced.', name, record.uri));
    return ok();
  }

  #fileOfJob(isWanted: (file: FilmFile) => boolean): FileOfJob | undefined {
    for (const { job } of this.#jobs.list()) {
      const files = job.state === 'downloading' || job.state === 'saved' ? job.files : undefined;
      const file = files?.find(isWanted);
      if (file) return { jobId: job.id, key: file.key };
    }
    return undefined;
  }

  #presignFile({ jobId, key }: FileOfJob, name: string): Promise<Result<void>> {
    return copyPresignedUrl(
      name,
      (seconds) => this.#jobs.presign(jobId, { seconds, key }, AbortSignal.timeout(LIMIT_MS)),
      this.#deps,
    );
  }

  #tell(text: string): void {
    this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
  }
}

interface FileOfJob {
  readonly jobId: string;
  readonly key: string;
}

function uriOf({ target }: FilmFile): vscode.Uri | undefined {
  return target && vscode.Uri.joinPath(vscode.Uri.parse(target.folder, true), ...target.path.split('/'));
}
