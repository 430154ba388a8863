import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraFor } from '../../../src/simulator/film/camera';
import { frameOf, look } from '../../../src/simulator/film/frame';
import { FilmMaker } from '../../../src/simulator/film/maker';
import { stampFor } from '../../../src/simulator/film/stamp';
import type { ShotRequest } from '../../../src/simulator/film/shot';
import { drawn } from '../../../src/simulator/pictures/generate';
import { filmFacts } from './filmFacts';
import { filmProgram } from './videoClient';

const shot: ShotRequest = {
  width: 96,
  height: 54,
  fps: 24,
  seconds: 2,
  prompt: 'a red kite over the sea',
  seed: 1,
  modelName: 'Ray 2',
  isLoop: false,
};

describe('the simulator: films', () => {
  let films: FilmMaker;

  beforeEach(() => {
    films = new FilmMaker(filmProgram, undefined);
  });
  afterEach(() => films.close());

  it('have the size, the rate and the length that was asked for, in the headers and for the decoder', async () => {
    const facts = filmFacts(await films.shot(shot));
    assert.deepEqual(
      [facts.width, facts.height, facts.fps, facts.seconds, facts.samples.length],
      [96, 54, 24, 2, 48],
    );
    assert.deepEqual(facts.codedSize, [96, 54]);
  });

  it('can be played while they arrive, and seeked each second', async () => {
    const facts = filmFacts(await films.shot(shot));
    assert.deepEqual(facts.boxes, ['ftyp', 'moov', 'mdat']);
    assert.deepEqual(facts.keys, [1, 25]);
  });

  it('are the same for the same request, and others for another prompt, seed or start', async () => {
    const start = drawn({ prompt: 'a boat', seed: 1, style: '', modelName: 'x' }, shot);
    const [first, again, ...others] = await Promise.all(
      [shot, shot, { ...shot, prompt: 'a cat' }, { ...shot, seed: 2 }, { ...shot, start }].map((each) =>
        films.shot(each),
      ),
    );
    assert.ok(first && again);
    assert.ok(first.equals(again));
    for (const other of others) assert.ok(!other.equals(first));
  });

  it('are made once, also for the next simulator on the folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-films-'));
    try {
      const first = new FilmMaker(filmProgram, folder);
      const made = await first.shot(shot);
      first.close();
      assert.equal((await readdir(folder)).length, 1);
      // Without a program it can make none.
      const second = new FilmMaker(undefined, folder);
      assert.ok((await second.shot(shot)).equals(made));
      await assert.rejects(second.shot({ ...shot, seed: 9 }));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the simulator: the mark on films', () => {
  it('covers a corner and nothing else', () => {
    const [width, height] = [640, 360];
    const frame = new Uint8Array(width * height * 1.5).fill(77);
    stampFor({ width, height })(frame);
    const changed = Array.from({ length: width * height }, (_, at) => at).filter((at) => frame[at] !== 77);
    assert.ok(changed.length > 500 && changed.length < 3000, String(changed.length));
    assert.ok(changed.every((at) => at % width > width / 2 && at / width > height * 0.9));
  });

  it('is left out of films in which it would cover too much', () => {
    const frame = new Uint8Array(96 * 54 * 1.5).fill(77);
    stampFor(shot)(frame);
    assert.ok(frame.every((value) => value === 77));
  });
});

describe('the simulator: the camera', () => {
  const whole = { zoom: 1, x: 0, y: 0 };
  const near = ({ zoom, x, y }: typeof whole, other: typeof whole): boolean =>
    Math.hypot(zoom - other.zoom, x - other.x, y - other.y) < 1e-9;

  it('begins at the whole picture and moves', () => {
    const camera = cameraFor('a kite', 1, false, true);
    assert.ok(near(camera(0), whole));
    assert.ok(camera(0.5).zoom > 1.1 && camera(1).zoom > camera(0.5).zoom);
  });

  it('comes back where a loop or an end picture asks for it', () => {
    const camera = cameraFor('a kite', 1, true, true);
    assert.ok(near(camera(1), whole));
    assert.ok(!near(camera(0.5), whole));
  });

  it('goes where the prompt says', () => {
    assert.ok(cameraFor('pan left over the bay', 1, false, true)(1).x < 0);
    assert.ok(cameraFor('pan right over the bay', 1, false, true)(1).x > 0);
    assert.ok(cameraFor('tilt down', 1, false, true)(1).y > 0);
    const out = cameraFor('zoom out from the bay', 1, false, true);
    assert.ok(out(0).zoom > out(1).zoom);
    // A start picture is the first frame, whatever the prompt says.
    assert.ok(near(cameraFor('zoom out', 1, false, false)(0), whole));
  });

  it('shows a picture as it is from where all of it is seen', () => {
    const frame = frameOf(drawn({ prompt: 'a boat', seed: 1, style: '', modelName: 'x' }, shot));
    const seen = new Uint8Array(frame.bytes.length);
    look(frame, whole, seen);
    assert.deepEqual(seen, frame.bytes);
    look(frame, { zoom: 1.2, x: 1, y: -1 }, seen);
    assert.notDeepEqual(seen, frame.bytes);
    const edge = { at: frame.width * frame.height - 1, seen: frame.width * frame.height - 1 };
    look(frame, { zoom: 1.2, x: 1, y: 1 }, seen);
    assert.ok(Math.abs((seen[edge.seen] ?? 0) - (frame.bytes[edge.at] ?? 0)) < 8);
  });
});
