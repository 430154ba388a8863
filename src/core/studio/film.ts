import type { VideoResolution, VideoSize } from '../video/task';
import type { SessionImage } from './session';

/** The tasks of the Studio that make a film instead of images. */
export const filmTasks = ['animate', 'storyboard'] as const;
export type FilmTask = (typeof filmTasks)[number];

/** One shot of a storyboard as it is being arranged. */
export interface SessionShot {
  /** Within the session. */
  readonly id: string;
  readonly text: string;
  /** The frame that it begins with. */
  readonly image?: SessionImage;
}

/** What of a session is for films; its image and prompt are those of the session. */
export interface SessionFilm {
  /** Absent while the session makes images. */
  readonly task?: FilmTask;
  /** The user's choice for each task. */
  readonly models: Readonly<Partial<Record<FilmTask, string>>>;
  /** Absent for the model's shortest. */
  readonly durationSeconds?: number;
  /** As the control *Size* has it; absent for the image's own shape. */
  readonly size?: string;
  readonly loop: boolean;
  /** What happens with an image of another shape than the film's. */
  readonly fill: 'crop' | 'pad';
  /** Where the frame stands on the image: 0 at the left or top, 1 at the right or bottom. */
  readonly at: number;
  readonly end?: SessionImage;
  readonly shots: readonly SessionShot[];
}

export const newFilm: SessionFilm = { models: {}, loop: false, fill: 'crop', at: 0.5, shots: [] };

/** The value of the control *Size* for a size: `16:9 720p`, or `1280x720`. */
export function filmSizeValue(size: VideoSize): string {
  return size.kind === 'pixels' ? `${size.width}x${size.height}` : `${size.ratio} ${size.resolution}`;
}

/** @returns undefined for what is no ratio with a resolution */
export function parseFilmSize(value: string): (VideoSize & { readonly kind: 'ratio' }) | undefined {
  const [, ratio, resolution] = /^(\d{1,2}:\d{1,2}) (540p|720p)$/.exec(value) ?? [];
  return ratio === undefined || resolution === undefined
    ? undefined
    : { kind: 'ratio', ratio, resolution: resolution as VideoResolution };
}

/** The shots with one moved a place up or down; the same where there is no place. */
export function withShotMoved(shots: readonly SessionShot[], id: string, by: -1 | 1): readonly SessionShot[] {
  const from = shots.findIndex((shot) => shot.id === id);
  const to = from + by;
  const moved = shots[from];
  if (!moved || to < 0 || to >= shots.length) return shots;
  return shots.toSpliced(from, 1).toSpliced(to, 0, moved);
}
