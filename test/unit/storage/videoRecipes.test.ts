import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VideoRecipe } from '../../../src/core/recipes/video';
import { LocalRecipes } from '../../../src/storage/recipes';
import { sampleRecipe, sampleRun } from '../core/recipes/sampleRecipe';
import { filesBelow, useFolder } from './surroundings';

const video: VideoRecipe = {
  schemaVersion: '1.0',
  sha256: 'ab'.repeat(32),
  task: 'textToVideo',
  prompt: 'A red kite',
  model: { id: 'luma.ray-v2:0', name: 'Ray 2', invokedAs: 'luma.ray-v2:0' },
  video: { type: 'mp4', width: 960, height: 540, seconds: 5, bytes: 20_000 },
  request: { prompt: 'A red kite', duration: '5s' },
  index: 0,
  settings: { size: { kind: 'ratio', ratio: '16:9', resolution: '540p' }, durationSeconds: 5 },
  runs: [sampleRun],
};

describe('LocalRecipes of videos', () => {
  const base = useFolder();
  const recipes = (): LocalRecipes => new LocalRecipes(join(base(), 'storage'));
  const uri = (): string => pathToFileURL(join(base(), 'project')).href;
  beforeEach(() => mkdir(join(base(), 'project')));

  it('lie among those of images, which pass them over', async () => {
    assert.ok((await recipes().writeVideo(uri(), video)).ok);
    assert.deepEqual(await filesBelow(join(base(), 'project')), [`.easel/recipes/ab/${video.sha256}.json`]);
    assert.deepEqual(await recipes().readVideo(uri(), video.sha256), video);
    assert.equal(await recipes().read(uri(), video.sha256), undefined);
    await recipes().write(uri(), sampleRecipe);
    assert.equal(await recipes().readVideo(uri(), sampleRecipe.sha256), undefined);
  });

  it('gain a run for each making, and keep what a newer version wrote', async () => {
    const newer = { ...video, video: { ...video.video, frames: 120 }, sound: false };
    await recipes().writeVideo(uri(), newer);
    await recipes().writeVideo(uri(), video);
    const again = { ...sampleRun, madeAt: '2026-11-21T09:30:00.000Z' };
    await recipes().writeVideo(uri(), { ...video, runs: [again] });
    assert.deepEqual(await recipes().readVideo(uri(), video.sha256), { ...newer, runs: [sampleRun, again] });
  });

  it('never take the place of what is no recipe of a video', async () => {
    await recipes().write(uri(), { ...sampleRecipe, sha256: video.sha256 });
    const written = await recipes().writeVideo(uri(), video);
    assert.equal(!written.ok && written.error.kind, 'notWritable');
    assert.equal((await recipes().read(uri(), video.sha256))?.task, sampleRecipe.task);
  });

  it('go into the storage where there is no folder', async () => {
    assert.ok((await recipes().writeVideo(undefined, video)).ok);
    assert.deepEqual(await recipes().readVideo(undefined, video.sha256), video);
  });
});
