import assert from 'node:assert/strict';
import { sampleMp4 } from '../sampleMp4';
import { World, type Death } from './world';

const DAY_MS = 24 * 3_600_000;

/** Steps of a window that lives from the order to the film, so that each of them can be its last. */
async function stepsOfAWholeLife(): Promise<number> {
  const world = new World();
  const window = world.open();
  await window.jobs.start(world.request());
  await world.untilOver();
  await world.close();
  return window.steps;
}

/** A window is told to make a film, and dies; another one is opened a while later. */
async function withDeath(death: Death, between: (world: World) => Promise<void>): Promise<World> {
  const world = new World();
  const first = world.open('one', death);
  // A window that dies in the middle of it answers nobody.
  void first.jobs.start(world.request()).catch(() => undefined);
  await world.clock.until(() => first.isDead, 600_000);
  assert.equal(first.isDead, true, 'it dies');
  await between(world);
  world.open('two');
  await world.clock.pass(60_000);
  await world.untilOver(3 * DAY_MS);
  return world;
}

function check(world: World, death: Death): void {
  const told = `${death.when} step ${death.step}`;
  const { service, disk } = world;
  if (disk.records.size === 0) {
    // It died before the order was on the disk: then nothing at all has happened.
    assert.deepEqual([service.charges, disk.books(), disk.project.size], [0, [], 0], told);
    return;
  }
  assert.deepEqual(world.states(), ['saved'], told);
  assert.equal(service.charges, 1, told);
  assert.deepEqual([...disk.project.keys()], ['generated-videos/kite.mp4'], told);
  assert.deepEqual(disk.books(), ['settled 3.75 succeeded'], told);
  assert.deepEqual(
    [...disk.recipes.values()].map(({ runs }) => runs.length),
    [1],
    told,
  );
}

describe('video jobs whose window is killed', () => {
  it('end with one charge, one file and nothing stuck, whichever step was the last', async () => {
    const steps = await stepsOfAWholeLife();
    assert.ok(steps > 25, String(steps));
    let begun = 0;
    for (let step = 1; step <= steps; step++) {
      for (const when of ['before', 'after'] as const) {
        const death = { step, when };
        const world = await withDeath(death, async () => undefined);
        check(world, death);
        begun += world.disk.records.size;
        // Of what a killed window left, nothing lies around; the last step of all is to clear it away.
        if (step < steps) assert.equal(world.disk.growing.size, 0, `${when} step ${step}`);
        await world.close();
      }
    }
    assert.ok(begun > steps, String(begun));
  });

  for (const [words, ms] of [
    ['a day ahead', DAY_MS],
    ['a day back', -DAY_MS],
  ] as const) {
    it(`end the same way when the clock is set ${words} meanwhile`, async () => {
      const steps = await stepsOfAWholeLife();
      for (let step = 1; step <= steps; step++) {
        const death = { step, when: step % 2 === 0 ? 'before' : 'after' } as const;
        const world = await withDeath(death, async ({ clock }) => clock.set(ms));
        check(world, death);
        await world.close();
      }
    });
  }

  it('end the same way when the computer is off for two days meanwhile', async () => {
    const steps = await stepsOfAWholeLife();
    for (let step = 1; step <= steps; step += 2) {
      const death = { step, when: 'after' } as const;
      const world = await withDeath(death, async ({ clock }) => clock.pass(2 * DAY_MS));
      check(world, death);
      await world.close();
    }
  });

  it('keep one file for each shot there is', async () => {
    const objects = {
      'shot_0001.mp4': sampleMp4('one'),
      'shot_0003.mp4': sampleMp4('three'),
      'video-generation-status.json': new TextEncoder().encode(
        JSON.stringify({
          schemaVersion: '1.0',
          shots: [
            { status: 'SUCCESS', location: 's3://films/x/shot_0001.mp4' },
            { status: 'FAILURE', failureType: 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION', failureMessage: '' },
            { status: 'SUCCESS', location: 's3://films/x/shot_0003.mp4' },
          ],
          fullVideo: { status: 'FAILURE', failureType: 'INTERNAL_SERVER_EXCEPTION', failureMessage: '' },
        }),
      ),
    };
    for (let step = 14; step < 44; step++) {
      const world = new World();
      world.service.making = () => ({ failure: 'Something went wrong.', objects });
      const first = world.open('one', { step, when: 'after' });
      void first.jobs.start(world.request()).catch(() => undefined);
      await world.clock.until(() => first.isDead, 600_000);
      world.open('two');
      await world.clock.pass(60_000);
      await world.untilOver();
      const job = world.job();
      assert.deepEqual(
        job.state === 'saved' && [job.shotsMade, job.missing?.kind, job.mayBeCharged],
        [2, 'videoFiltered', true],
        String(step),
      );
      assert.deepEqual(
        [...world.disk.project.keys()],
        ['generated-videos/kite-shot-1.mp4', 'generated-videos/kite-shot-3.mp4'],
        String(step),
      );
      assert.deepEqual(world.disk.books(), ['settled 3.75 partlyFiltered']);
      await world.close();
    }
  });
});
