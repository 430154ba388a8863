import assert from 'node:assert/strict';
import type { VideoServiceState } from '../../../../src/core/models/service';
import { withShotMoved, type SessionFilm } from '../../../../src/core/studio/film';
import { applyFilmChange } from '../../../../src/core/studio/filmChange';
import { filmPlanOf, type FilmPlan } from '../../../../src/core/studio/filmPlan';
import { parseSession } from '../../../../src/core/studio/parse';
import { newSession, type StudioSession } from '../../../../src/core/studio/session';
import { createVideoRegistry } from '../../../../src/core/video/known';
import { parseShotsFile } from '../../../../src/core/video/shotsFile';
import { writeShotsFile } from '../../../../src/core/video/writeShots';
import { emptySession, photo, sessionWith } from './samples';

const service: VideoServiceState = {
  provider: 'bedrock',
  region: 'us-west-2',
  models: createVideoRegistry().models.map((model) => ({ model, state: { kind: 'ready' } })),
};

const reel = 'amazon.nova-reel-v1:1';

function withFilm(film: Partial<SessionFilm>, changes: Partial<StudioSession> = {}): StudioSession {
  const session = sessionWith({ prompt: 'the lamp swings', ...changes });
  return { ...session, film: { ...session.film, task: 'animate', ...film } };
}

function plan(session: StudioSession, state: VideoServiceState | undefined = service): FilmPlan {
  const planned = filmPlanOf(session, { service: state, prices: {}, preferred: {} });
  assert.ok(planned);
  return planned;
}

const shots = ['one', 'two', 'three'].map((text, index) => ({ id: `s${index}`, text }));

describe('the plan of a film in the Studio', () => {
  it('is none while images are made', () => {
    assert.equal(filmPlanOf(sessionWith(), { service, prices: {}, preferred: {} }), undefined);
  });

  it('takes the shortest film in the shape nearest to the image', () => {
    const { entry, durationSeconds, size, priceUsd, problem } = plan(withFilm({}));
    assert.equal(entry?.model.name, 'Ray 2');
    assert.deepEqual(
      [durationSeconds, size, priceUsd, problem],
      [5, { kind: 'ratio', ratio: '4:3', resolution: '540p' }, 3.75, undefined],
    );
  });

  it('costs nothing offline', () => {
    assert.equal(plan(withFilm({}), { ...service, provider: 'offline' }).priceUsd, 0);
  });

  it('lets the frame be moved only where the image is larger', () => {
    const { frame } = plan(withFilm({ size: '16:9 540p', at: 1 }));
    assert.deepEqual(frame?.area, { left: 0, top: 750, width: 4000, height: 2250 });
    assert.deepEqual(frame.room, { across: 0, down: 750 });
    assert.equal(frame.isCut, true);
    const same = plan(withFilm({ size: '4:3 540p' })).frame;
    assert.deepEqual([same?.room, same?.isCut], [{ across: 0, down: 0 }, false]);
  });

  it('sends the whole image where it is padded', () => {
    const { frame } = plan(withFilm({ size: '16:9 540p', fill: 'pad', at: 1 }));
    assert.deepEqual(frame?.room, { across: 0, down: 0 });
    assert.ok(frame.area.left < 0 && frame.area.width > photo.width);
    assert.equal(frame.area.height, photo.height);
  });

  it('needs an image and words', () => {
    assert.equal(plan({ ...emptySession(), film: withFilm({}).film }).problem?.kind, 'image');
    assert.equal(plan(withFilm({}, { prompt: ' ' })).problem?.kind, 'prompt');
    const long = plan(withFilm({ models: { animate: reel } }, { prompt: 'x'.repeat(513) })).problem;
    assert.deepEqual(long, { kind: 'promptTooLong', length: 513, maxLength: 512 });
  });

  it('adds up the shots of a storyboard', () => {
    const { entry, durationSeconds, priceUsd, problem } = plan(withFilm({ task: 'storyboard', shots }));
    assert.equal(entry?.model.id, reel);
    assert.deepEqual([durationSeconds, priceUsd, problem], [18, 1.44, undefined]);
  });

  it('names the shot that cannot be sent', () => {
    const problemOf = (changed: SessionFilm['shots']): unknown =>
      plan(withFilm({ task: 'storyboard', shots: changed })).problem;
    assert.deepEqual(problemOf([]), { kind: 'noShots' });
    assert.deepEqual(problemOf([...shots, { id: 'x', text: ' ' }]), { kind: 'emptyShot', number: 4 });
    assert.deepEqual(problemOf([{ id: 'x', text: 'y'.repeat(600) }]), {
      kind: 'shotTooLong',
      number: 1,
      length: 600,
      maxLength: 512,
    });
    const many = Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, text: 'a' }));
    assert.deepEqual(problemOf(many), { kind: 'tooManyShots', shots: 21, maxShots: 20 });
  });

  it('prefers a model that can be called to one that has ended', () => {
    const state: VideoServiceState = {
      ...service,
      models: service.models.map((entry) =>
        entry.model.id === reel ? entry : { ...entry, state: { kind: 'ended' } },
      ),
    };
    assert.equal(plan(withFilm({}), state).entry?.model.id, reel);
    assert.equal(plan(withFilm({}), { ...service, models: [] }).problem?.kind, 'noModel');
  });
});

describe('a change of a film in the Studio', () => {
  const changed = (session: StudioSession, id: string, value: string | number): StudioSession | undefined =>
    applyFilmChange(session, id, value, plan(session));

  it('takes lengths and sizes of the model alone', () => {
    const session = withFilm({});
    assert.equal(changed(session, 'filmLength', '9')?.film.durationSeconds, 9);
    assert.equal(changed(session, 'filmLength', '7'), session);
    assert.equal(changed(session, 'filmSize', '9:16 720p')?.film.size, '9:16 720p');
    assert.equal(changed(session, 'filmSize', '9:16 4k'), session);
  });

  it('keeps where the frame stands as a share, within the image', () => {
    const session = withFilm({ size: '16:9 540p' });
    assert.equal(changed(session, 'frame', 375)?.film.at, 0.5);
    assert.equal(changed(session, 'frame', 9999)?.film.at, 1);
    assert.equal(changed(withFilm({ size: '4:3 540p' }), 'frame', 10)?.film.at, 0.5);
  });

  it('writes the text of a shot that is there', () => {
    const session = withFilm({ task: 'storyboard', shots });
    assert.equal(changed(session, 'shot:s1', 'new')?.film.shots[1]?.text, 'new');
    assert.equal(changed(session, 'shot:gone', 'new'), session);
  });

  it('leaves other controls to others', () => {
    assert.equal(changed(withFilm({}), 'prompt', 'words'), undefined);
  });
});

describe('the shots of a session', () => {
  it('change places with their neighbors and stay at the ends', () => {
    const order = (id: string, by: -1 | 1): string =>
      withShotMoved(shots, id, by)
        .map((shot) => shot.id)
        .join(' ');
    assert.equal(order('s0', 1), 's1 s0 s2');
    assert.equal(order('s2', -1), 's0 s2 s1');
    assert.equal(withShotMoved(shots, 's0', -1), shots);
    assert.equal(withShotMoved(shots, 's2', 1), shots);
  });

  it('are kept with the session, and absent in one of an older version', () => {
    const session = withFilm({
      task: 'storyboard',
      shots: [{ id: 's0', text: 'one', image: photo }],
      end: photo,
    });
    assert.deepEqual(parseSession(session.id, JSON.parse(JSON.stringify(session))), session);
    const { film: _film, ...older } = sessionWith({ prompt: 'old' });
    const parsed = parseSession(older.id, JSON.parse(JSON.stringify(older)));
    assert.deepEqual(parsed?.film, newSession(older.id).film);
    assert.equal(parsed.prompt, 'old');
  });

  it('are read from a Markdown file as they were written into it', () => {
    const text = writeShotsFile(
      [
        { text: 'The kite\nlies in the grass.', image: 'pictures/red kite (1).png' },
        { text: '# it rises <!-- now' },
      ],
      (number) => `Shot ${number}`,
    );
    const file = parseShotsFile(text, { maxShots: 20, maxTextLength: 512 });
    assert.deepEqual(file.problems, []);
    assert.deepEqual(
      file.shots.map((shot) => [shot.name, shot.text, shot.image?.path]),
      [
        ['Shot 1', 'The kite lies in the grass.', 'pictures/red kite (1).png'],
        ['Shot 2', 'it rises now', undefined],
      ],
    );
  });
});
