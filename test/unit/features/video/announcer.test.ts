import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/emitter';
import type { ImageError } from '../../../../src/core/errors';
import type { VideoJob, VideoJobView } from '../../../../src/core/video/jobs/job';
import { Announcer } from '../../../../src/features/video/announcer';
import { english } from '../../platform/english';
import { failed, saved, viewOf } from './samples';

/** Jobs whose ends a test decides, and a clock that stands still until the minute is let pass. */
function setUp(isWanted = true) {
  const changed = new Emitter<void>();
  let jobs: readonly VideoJob[] = [];
  const taken = new Set<string>();
  const said: string[] = [];
  const handed: string[] = [];
  const reported: ImageError[] = [];
  let pass: () => void = () => undefined;
  const announcer = new Announcer({
    jobs: {
      onDidChange: changed.event,
      list: (): readonly VideoJobView[] => jobs.map((job) => viewOf(job)),
      takeAnnouncement: (id) => !taken.has(id) && taken.add(id).has(id),
    },
    reporter: {
      tell: ({ text, actions }) => said.push(`${text} [${actions.join(', ')}]`),
      report: (error) => reported.push(error),
    },
    words: english,
    clock: {
      now: () => 0,
      sleep: () =>
        new Promise((resolve) => {
          pass = resolve;
        }),
    },
    taken: ({ id }) => void handed.push(id),
    isWanted: () => isWanted,
    fileName: ({ label }) => `${label}.mp4`,
    open: () => undefined,
    insert: () => undefined,
    retry: () => undefined,
    showJobs: () => undefined,
  });
  const end = (...ended: readonly VideoJob[]): void => {
    jobs = [...jobs, ...ended];
    changed.fire();
  };
  const passMinute = async (): Promise<void> => {
    pass();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { announcer, said, handed, reported, taken, end, passMinute };
}

describe('saying that videos have ended', () => {
  it('names the film, its price and what can be done', () => {
    const { end, said } = setUp();
    end(saved);
    assert.deepEqual(said, ['kite-flight.mp4 is ready ($3.75). [openVideo, insertSnippet]']);
  });

  it('says each once, whatever changes afterwards', () => {
    const { end, said, announcer } = setUp();
    end(saved);
    announcer.look();
    assert.equal(said.length, 1);
  });

  it('says together what ends within a minute of the first', async () => {
    const { end, said, passMinute } = setUp();
    end(saved);
    end({ ...saved, id: 'two' });
    end({ ...saved, id: 'three' });
    end({ ...saved, id: 'four' });
    assert.equal(said.length, 1);
    await passMinute();
    assert.deepEqual(said.slice(1), ['3 videos are ready. [showJobs]']);
  });

  it('says how many shots are there where some are missing', () => {
    const { end, said } = setUp();
    end({ ...saved, shots: 6, shotsMade: 4, missing: { kind: 'videoFiltered' } });
    assert.deepEqual(said, [
      '4 of 6 shots of kite-flight are ready ($3.75). The rest is missing: the content filter held the video back. [openVideo, insertSnippet]',
    ]);
  });

  it('offers another seed for the shots that are missing, where the model takes one', () => {
    const { end, said } = setUp();
    end({ ...saved, seed: 7, shots: 6, shotsMade: 4, missing: { kind: 'videoNoCapacity' } });
    assert.match(said[0] ?? '', /had no capacity\. \[openVideo, insertSnippet, nextSeed\]$/);
  });

  it('names no price for a video that another computer has paid for', () => {
    const { end, said } = setUp();
    const { request: _request, ...foreign } = saved;
    end({ ...foreign, spentUsd: 0 });
    assert.deepEqual(said, ['kite-flight.mp4 is ready. [openVideo, insertSnippet]']);
  });

  it('reports the failure itself', () => {
    const { end, reported } = setUp();
    end(failed);
    assert.deepEqual(reported, [{ kind: 'videoFiltered' }]);
  });

  it('is silent where the setting is off, and stays so when it is switched on', () => {
    const { end, said, handed, taken } = setUp(false);
    end(saved);
    assert.deepEqual(said, []);
    assert.deepEqual([...taken], ['one']);
    assert.deepEqual(handed, ['one'], 'its poster is made all the same');
  });
});
