import { queueKey, type VideoJob, type VideoJobView } from './job';
import { elapsedMs, isOverdue } from './times';

/** @param jobs newest first */
export function viewsOf(jobs: readonly VideoJob[], now: number): readonly VideoJobView[] {
  const waiting = new Map<string, number>();
  const lines = new Map<string, number>();
  for (const job of jobs.toReversed()) {
    if (job.state !== 'queued') continue;
    const key = queueKey(job);
    const line = (waiting.get(key) ?? 0) + 1;
    waiting.set(key, line);
    lines.set(job.id, line);
  }
  return jobs.map((job) => {
    const elapsed = elapsedMs(job, now);
    const line = lines.get(job.id);
    const files = job.state === 'downloading' || job.state === 'saved' ? (job.files ?? []) : [];
    return {
      job,
      elapsedMs: elapsed,
      isOverdue: job.state === 'running' && isOverdue(job, elapsed),
      ...(line === undefined ? {} : { line }),
      totalBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}
