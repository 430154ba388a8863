import type { VideoJob, VideoJobOf } from '../../core/video/jobs/job';
import { lengthText, sizeText } from '../../platform/videoWords';
import type { Words } from '../../platform/words';

/** `Ray 2, 5 s, 540p`. */
export function requestText({ model, durationSeconds, size }: VideoJob, words: Words): string {
  return [
    model.name,
    ...(durationSeconds > 0 ? [lengthText(durationSeconds, words)] : []),
    ...(size ? [sizeText(size)] : []),
  ].join(', ');
}

/** What a video cost here; undefined for a job of another computer, whose books have it. */
export function spentText(job: VideoJobOf<'saved'>, { format }: Words): string | undefined {
  return job.request ? format.price(job.spentUsd) : undefined;
}

/** `3 min`, or `90 s` below two minutes. */
export function usualText(seconds: number, { t, format }: Words): string {
  return seconds < 120
    ? t('{0} s', format.number(Math.round(seconds)))
    : t('{0} min', format.number(Math.round(seconds / 60)));
}

/** `1:24`; hours where there are some. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `18 MB`, in the decimal units of every download. */
export function bytesText(bytes: number, { t, format }: Words): string {
  if (bytes < 1_000_000) return t('{0} kB', format.number(Math.ceil(bytes / 1000)));
  const megabytes = bytes / 1_000_000;
  return t('{0} MB', format.number(megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes)));
}

/** The middle of what is usual for a job. */
export function usualSeconds({ usual }: VideoJob): number {
  return (usual.fromSeconds + usual.toSeconds) / 2;
}
