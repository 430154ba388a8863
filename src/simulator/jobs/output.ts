import { randomUUID } from 'node:crypto';
import type { FilmMaker } from '../film/maker';
import { joined, readTrack, writeMp4 } from '../film/mp4';
import type { ShotRequest } from '../film/shot';
import { decodePicture } from '../pictures/decode';
import type { Picture } from '../pictures/picture';
import type { S3Service } from '../s3/service';
import { folderOf, type FailureType, type FilmPlan, type Job } from './job';

/** The service's sentences: https://docs.aws.amazon.com/nova/latest/userguide/video-gen-errors.html */
const sentences: Readonly<Record<FailureType, string>> = {
  INTERNAL_SERVER_EXCEPTION: 'Something went wrong on the server side.',
  RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION: 'The generated content has been blocked by our content filters.',
  RATE_LIMIT_EXCEEDED: 'Service capacity limit has been reached. Please try again later.',
  ABORTED: 'Request has been aborted.',
};

/** A job's own sentence, which differs from that of its parts in one case. */
export function failureMessage(failure: FailureType): string {
  return failure === 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION'
    ? 'The generated video has been blocked by our content filters.'
    : sentences[failure];
}

/** The file that is there from the start. */
export async function writeManifest(s3: S3Service, job: Job): Promise<boolean> {
  const { bucket, prefix } = folderOf(job);
  const text = JSON.stringify({ requestId: randomUUID() });
  return s3.putObject(bucket, `${prefix}manifest.json`, Buffer.from(text), 'application/json');
}

/** Makes all shots that the ending lets succeed. */
export async function makeShots(
  films: FilmMaker,
  job: Job,
  plan: FilmPlan,
): Promise<readonly (Buffer | undefined)[]> {
  const { width, height, fps, modelName } = plan;
  const { failure, shots: failing } = job.ending;
  const isMade = (index: number): boolean =>
    failure === undefined || (failing !== undefined && !failing.includes(index + 1));
  return Promise.all(
    plan.shots.map(async ({ start, end, ...rest }, index) => {
      if (!isMade(index)) return undefined;
      const request: ShotRequest = { ...rest, width, height, fps, modelName };
      const pictures = { start: await pictureOf(start), end: await pictureOf(end) };
      return films.shot({
        ...request,
        ...(pictures.start ? { start: pictures.start } : {}),
        ...(pictures.end ? { end: pictures.end } : {}),
      });
    }),
  );
}

/**
 * Writes the layout that is documented: the film, its shots, and the file that says how each went.
 *
 * @returns false where the bucket is gone
 * @see https://docs.aws.amazon.com/nova/latest/userguide/video-gen-access.html
 */
export async function writeOutput(
  s3: S3Service,
  job: Job,
  plan: FilmPlan,
  shots: readonly (Buffer | undefined)[],
): Promise<boolean> {
  const { bucket, prefix } = folderOf(job);
  const place = (name: string): string => `s3://${bucket}/${prefix}${name}`;
  const shotName = (index: number): string => `shot_${String(index + 1).padStart(4, '0')}.mp4`;
  const partOf = (name: string, isMade: boolean): object =>
    isMade
      ? { status: 'SUCCESS', location: place(name) }
      : {
          status: 'FAILURE',
          failureType: job.ending.failure,
          failureMessage: sentences[job.ending.failure ?? 'INTERNAL_SERVER_EXCEPTION'],
        };
  const files = new Map<string, Buffer>();
  const made = shots.filter((shot) => shot !== undefined);
  const isWhole = made.length === shots.length && job.ending.failure === undefined;
  if (plan.hasShotFiles) {
    for (const [index, shot] of shots.entries()) if (shot) files.set(shotName(index), shot);
  }
  if (isWhole) {
    const film = writeMp4(joined(made.map((shot) => readTrack(shot, plan.fps))));
    files.set('output.mp4', film);
  }
  for (const [name, bytes] of files) {
    if (!(await s3.putObject(bucket, `${prefix}${name}`, bytes, 'video/mp4'))) return false;
  }
  if (job.ending.isSilent) return true;
  const status = {
    schemaVersion: '1.0',
    shots: plan.hasShotFiles
      ? shots.map((shot, index) => partOf(shotName(index), shot !== undefined))
      : [partOf('output.mp4', isWhole)],
    fullVideo: partOf('output.mp4', isWhole),
  };
  const text = Buffer.from(JSON.stringify(status));
  // Last, so that whoever sees it finds everything that it names.
  return s3.putObject(bucket, `${prefix}video-generation-status.json`, text, 'application/json');
}

async function pictureOf(text: string | undefined): Promise<Picture | undefined> {
  return text === undefined ? undefined : decodePicture(Buffer.from(text, 'base64'));
}
