import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectDownloads, VideoInvoker } from '../../src/core/video/jobs/ports';
import { SimulatedClock } from '../unit/core/video/jobs/simulatedClock';
import { summarize, type Bench } from './measure';
import { openWindow, runningJob } from './videoWindow';

const JOBS = 10;
const HOUR_MS = 3_600_000;
const RUNS = 5;

/** How often the store looks for other windows by a timer of the system, which the simulated clock does not turn. */
const WATCH_MS = 2_000;

/**
 * Ten jobs wait for an hour of a simulated clock, in one window with the real database: how often each is asked after, and
 * what our own code costs the processor in that hour. The service answers from memory.
 */
export const videoWaiting: Bench = {
  names: ['video_questions_per_job', 'video_waiting_cpu_ms'],
  run: async () => {
    const questions: number[] = [];
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { asked, cpuMs } = await waitAnHour();
      questions.push(asked / JOBS);
      times.push(cpuMs);
    }
    return {
      video_questions_per_job: summarize(questions, ''),
      video_waiting_cpu_ms: summarize(times, 'ms'),
    };
  },
};

async function waitAnHour(): Promise<{ readonly asked: number; readonly cpuMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const clock = new SimulatedClock();
  const service = new BusyService(clock);
  const window = openWindow(folder, { invoker: service, objects: noObjects, clock });
  const over = new AbortController();
  try {
    for (let number = 0; number < JOBS; number++) {
      const outputUri = `s3://films/job${number}`;
      window.store.add(runningJob(`job${number}`, { folder, outputUri, startedAt: clock.now() }));
    }
    void lookAround(clock, () => window.store.lookAround(), over.signal);
    const before = process.cpuUsage();
    await clock.pass(HOUR_MS);
    const { user, system } = process.cpuUsage(before);
    return { asked: service.asked, cpuMs: (user + system) / 1000 };
  } finally {
    over.abort();
    await window.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookAround(clock: SimulatedClock, look: () => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(WATCH_MS, signal);
    if (signal.aborted) return;
    look();
  }
}

/** No film is ever ready. */
class BusyService implements VideoInvoker {
  asked = 0;
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  start(): never {
    throw new Error('Nobody starts anything here');
  }

  async get(_place: unknown, arn: string): ReturnType<VideoInvoker['get']> {
    this.asked++;
    return {
      ok: true,
      value: {
        arn,
        modelId: 'luma.ray-v2:0',
        status: 'inProgress',
        submittedAt: this.#clock.start,
        outputUri: `s3://films/${arn.split('/').at(-1) ?? ''}`,
      },
    };
  }

  list(): never {
    throw new Error('Nobody looks for lost jobs here');
  }
}

const noObjects: ObjectDownloads = {
  list: unasked,
  head: unasked,
  read: unasked,
  presign: unasked,
  remove: unasked,
};

function unasked(): never {
  throw new Error('Nothing is ready, so nothing is fetched');
}
