import assert from 'node:assert/strict';
import { sampleMp4 } from '../sampleMp4';
import { hash } from './disk';
import { World } from './world';

const DAY_MS = 24 * 3_600_000;

describe('the transfer of a film', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.close());

  const film = sampleMp4('kite', { bytes: 20_000 });

  it('goes on where it was cut, ten times', async () => {
    world.service.making = () => ({ objects: { 'output.mp4': film } });
    const cuts = [1, 7, 999, 1000, 1001, 1500, 2000, 3000, 4000, 1];
    world.service.cuts.push(...cuts);
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.clock.until(() => world.states()[0] === 'downloading', 600_000));
    // Each cut is followed by a new try within moments, because each brought something.
    assert.ok(await world.untilOver(60_000));
    let at = 0;
    assert.deepEqual(world.service.transfers, [0, ...cuts.map((bytes) => (at += bytes))]);
    const [saved] = [...world.disk.project.values()];
    assert.equal(hash(saved ?? new Uint8Array(0)), hash(film));
  });

  it('begins anew when the object has been replaced', async () => {
    world.service.making = () => ({ objects: { 'output.mp4': film } });
    world.service.cuts.push(5000);
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.clock.until(() => world.service.transfers.length === 1, 600_000));
    const other = sampleMp4('another', { bytes: 9000 });
    world.service.put('films/easel/job000000001/output.mp4', other);
    assert.ok(await world.untilOver());
    const [saved] = [...world.disk.project.values()];
    assert.equal(hash(saved ?? new Uint8Array(0)), hash(other));
  });

  it('keeps what is no film out of the project, and asks the user after a few tries', async () => {
    const page = new TextEncoder().encode('<html>Sign in to the hotel’s network first, please.</html>');
    world.service.making = () => ({ objects: { 'output.mp4': page } });
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.pass(3_600_000);
    const stuck = world.job();
    assert.deepEqual(stuck.state === 'downloading' && stuck.trouble?.error, {
      kind: 'notAVideo',
      uri: 's3://films/easel/job000000001/output.mp4',
    });
    assert.equal(world.disk.project.size, 0);
    assert.equal(world.service.transfers.length, 3);
    assert.equal(world.clock.waiting, 0);
    world.service.put('films/easel/job000000001/output.mp4', film);
    jobs.retryDownload(stuck.id);
    assert.ok(await world.untilOver());
    assert.equal(world.disk.project.size, 1);
  });

  it('waits while the disk is full, and goes on by itself', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    world.disk.isFull = true;
    assert.equal(await world.untilOver(3_600_000), false);
    const stuck = world.job();
    assert.equal(stuck.state === 'downloading' && stuck.trouble?.error.kind, 'diskFull');
    world.disk.isFull = false;
    assert.ok(await world.untilOver(2 * 3_600_000));
    assert.equal(world.disk.project.size, 1);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('waits where there is no room for the film in the project, without fetching it again', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    await world.clock.until(() => {
      world.disk.isFull = (world.disk.growing.get('one-1/output.mp4')?.length ?? 0) === 10_000;
      return world.disk.isFull;
    }, 600_000);
    world.disk.isFull = true;
    await world.clock.pass(600_000);
    world.disk.isFull = false;
    assert.ok(await world.untilOver(2 * 3_600_000));
    assert.equal(world.service.transfers.length, 1);
  });

  it('is tried for a day by itself, and then by the user’s word', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    world.disk.isFull = true;
    assert.ok(await world.clock.until(() => world.states()[0] === 'downloading', 600_000));
    await world.clock.pass(2 * DAY_MS);
    const given = world.job();
    assert.ok(given.state === 'downloading' && given.trouble);
    assert.equal(given.trouble.nextAt, undefined);
    assert.ok(given.trouble.attempts >= 24 && given.trouble.attempts < 60, String(given.trouble.attempts));
    assert.equal(world.clock.waiting, 0);
    world.disk.isFull = false;
    await world.clock.pass(DAY_MS);
    assert.equal(world.job().state, 'downloading');
    jobs.retryDownload(given.id);
    assert.ok(await world.untilOver(1000));
    assert.equal(world.disk.project.size, 1);
  });

  it('is not given up because the clock was set a day ahead', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    world.disk.isFull = true;
    assert.ok(await world.clock.until(() => world.states()[0] === 'downloading', 600_000));
    await world.clock.pass(60_000);
    world.clock.set(DAY_MS + 3_600_000);
    await world.clock.pass(60_000);
    world.disk.isFull = false;
    assert.ok(await world.untilOver(2 * 3_600_000));
    assert.equal(world.job().state, 'saved');
  });

  it('goes on soon after the clock was set a day back', async () => {
    const { jobs } = world.open();
    await jobs.start(world.request());
    world.disk.isFull = true;
    assert.ok(await world.clock.until(() => world.states()[0] === 'downloading', 600_000));
    await world.clock.pass(60_000);
    world.clock.set(-DAY_MS);
    world.disk.isFull = false;
    assert.ok(await world.untilOver(3_600_000));
  });

  it('says that a film is gone, which was made and is paid for', async () => {
    world.service.making = () => ({ objects: {} });
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    const job = world.job();
    assert.deepEqual(job.state === 'failed' && [job.error, job.spentUsd, job.mayBeCharged], [
      { kind: 'videoGone', uri: 's3://films/easel/job000000001' },
      3.75,
      false,
    ]);
    assert.deepEqual(world.disk.books(), ['settled 3.75 succeeded']);
  });

  it('takes the film under another name than the usual one', async () => {
    world.service.making = () => ({
      objects: { 'luma-result.mp4': film, 'manifest.json': new Uint8Array(9) },
    });
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.equal(world.job().state, 'saved');
  });

  it('leaves the single shots of a whole film in S3', async () => {
    world.service.making = () => ({
      objects: { 'output.mp4': film, 'shot_0001.mp4': sampleMp4('one'), 'shot_0002.mp4': sampleMp4('two') },
    });
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.untilOver());
    assert.deepEqual([...world.disk.project.keys()], ['generated-videos/kite.mp4']);
  });

  it('is no faster than the lists that show it: progress is written down while it runs', async () => {
    world.service.making = () => ({ objects: { 'output.mp4': film } });
    world.service.cuts.push(15_000);
    const { jobs } = world.open();
    await jobs.start(world.request());
    assert.ok(await world.clock.until(() => world.service.transfers.length === 1, 600_000));
    await world.clock.pass(0);
    const [view] = jobs.list();
    assert.ok(view?.job.state === 'downloading');
    assert.deepEqual([view.job.receivedBytes, view.totalBytes], [15_000, 20_000]);
  });
});
