import assert from 'node:assert/strict';
import { readBucketSetting, readS3Uri, s3UriOf, videoPolicy } from '../../../../src/core/video/bucket';
import {
  defaultSize,
  durationChoices,
  longestSeconds,
  usualTime,
} from '../../../../src/core/video/descriptor';
import { videoPrice } from '../../../../src/core/video/price';
import { failureOfMessage, readVideoStatus } from '../../../../src/core/video/status';
import { switchModel, type VideoPlan } from '../../../../src/core/video/switching';
import { ray2, raySize, reel10, reel11, reelSize, registry } from './samples';

describe('the price of a video', () => {
  it('is by the second, and by the resolution', () => {
    assert.equal(videoPrice(reel11, { durationSeconds: 6, size: reelSize }, {}), 0.48);
    assert.equal(videoPrice(reel11, { durationSeconds: 120, size: reelSize }, {}), 9.6);
    assert.equal(videoPrice(ray2, { durationSeconds: 5, size: raySize }, {}), 3.75);
    const big = { ...raySize, resolution: '720p' } as const;
    assert.equal(videoPrice(ray2, { durationSeconds: 9, size: big }, {}), 13.5);
  });

  it('is the user’s own where there is one, the nearest first', () => {
    const overrides = { [ray2.id]: 0.5, [`${ray2.id}@720p`]: 0 };
    assert.equal(videoPrice(ray2, { durationSeconds: 5, size: raySize }, overrides), 2.5);
    const big = { ...raySize, resolution: '720p' } as const;
    assert.equal(videoPrice(ray2, { durationSeconds: 5, size: big }, overrides), 0);
  });

  it('is unknown where nobody has said it', () => {
    const { price: _price, ...unpriced } = reel11;
    assert.equal(videoPrice(unpriced, { durationSeconds: 6, size: reelSize }, {}), undefined);
  });
});

describe('what is known of video models', () => {
  it('names a place for each fact, and sizes and lengths that the model takes', () => {
    for (const model of registry.models) {
      assert.match(model.source, /^https:\/\/docs\.aws\.amazon\.com\//);
      assert.ok(model.regions.length > 0 && model.concurrentJobs > 0);
      for (const task of model.tasks)
        assert.ok(model.prompt[task] && model.durations[task], `${model.id} ${task}`);
      assert.ok(usualTime(model, longestSeconds(model)).toSeconds > 0);
      if (model.successorId !== undefined) assert.ok(registry.find(model.successorId));
    }
  });

  it('gives lengths, sizes and usual times', () => {
    assert.deepEqual(durationChoices(reel11, 'multiShotAutomated').slice(0, 3), [12, 18, 24]);
    assert.equal(durationChoices(reel11, 'multiShotAutomated').at(-1), 120);
    assert.deepEqual(durationChoices(reel11, 'multiShotManual'), []);
    assert.deepEqual([reel10, reel11, ray2].map(longestSeconds), [6, 120, 9]);
    assert.deepEqual([defaultSize(reel10), defaultSize(ray2)], [reelSize, raySize]);
    assert.equal(usualTime(ray2, 9).toSeconds, 480);
    assert.equal(usualTime(ray2, 60).toSeconds, 480);
  });
});

describe('the status file of a video job', () => {
  const text = (value: unknown): string => JSON.stringify(value);

  it('says which shots were made, and why the others were not', () => {
    const status = readVideoStatus(
      text({
        schemaVersion: '1.0',
        shots: [
          { status: 'SUCCESS', location: 's3://films/x/shot_0001.mp4' },
          { status: 'FAILURE', failureType: 'RATE_LIMIT_EXCEEDED', failureMessage: 'Later.' },
          { status: 'FAILURE', failureType: 'toString', failureMessage: 'Request has been aborted.' },
        ],
        fullVideo: { status: 'FAILURE', failureType: null, failureMessage: 'Nobody knows.' },
      }),
    );
    assert.deepEqual(status, {
      film: { isMade: false, failure: 'unknown', message: 'Nobody knows.' },
      shots: [
        { isMade: true, fileName: 'shot_0001.mp4' },
        { isMade: false, failure: 'capacity', message: 'Later.' },
        { isMade: false, failure: 'aborted', message: 'Request has been aborted.' },
      ],
    });
  });

  it('is none where it makes no sense', () => {
    for (const other of ['', '{}', '[]', 'null', '{"shots":7}', '{"fullVideo":{}}', '<xml/>']) {
      assert.equal(readVideoStatus(other), undefined, other);
    }
  });

  it('is not needed where the service says one of its sentences', () => {
    assert.equal(
      failureOfMessage('The generated video has been blocked by our content filters.'),
      'filtered',
    );
    assert.equal(failureOfMessage('A prompt: "Request has been aborted."'), 'unknown');
    assert.equal(failureOfMessage(undefined), 'unknown');
  });
});

describe('a plan with another model', () => {
  const plan: VideoPlan = {
    kind: 'multiShotManual',
    prompt: '',
    durationSeconds: 12,
    size: reelSize,
    loop: false,
    seed: 7,
    hasStart: false,
    hasEnd: false,
    shots: [
      { text: 'A kite', hasImage: true },
      { text: 'The sea', hasImage: false },
    ],
  };

  it('says what is lost: a storyboard of twelve seconds does not fit nine', () => {
    const { plan: fitted, losses } = switchModel(plan, reel11, ray2, {});
    assert.deepEqual(losses, [
      { kind: 'noStoryboard', shots: 2 },
      { kind: 'tooLong', seconds: 12, maxSeconds: 9 },
      { kind: 'otherSize', from: reelSize, to: raySize },
      { kind: 'noSeed' },
      { kind: 'otherPrice', fromUsd: 0.96, toUsd: 6.75 },
    ]);
    assert.deepEqual(
      [fitted.kind, fitted.prompt, fitted.durationSeconds, fitted.hasStart],
      ['imageToVideo', 'A kite The sea', 9, true],
    );
  });

  it('loses nothing with the same model', () => {
    assert.deepEqual(switchModel(plan, reel11, reel11, {}), { plan, losses: [] });
  });

  it('says what the other way round is lost', () => {
    const size = { kind: 'ratio', ratio: '1:1', resolution: '720p' } as const;
    const ray: VideoPlan = {
      kind: 'imageToVideo',
      prompt: 'x'.repeat(600),
      durationSeconds: 9,
      size,
      loop: true,
      hasStart: true,
      hasEnd: true,
      shots: [],
    };
    const { plan: fitted, losses } = switchModel(ray, ray2, reel10, {});
    assert.deepEqual(
      losses.map(({ kind }) => kind),
      ['tooLong', 'promptTooLong', 'otherSize', 'noEndFrame', 'noLoop', 'otherPrice'],
    );
    assert.equal(fitted.prompt, ray.prompt);
  });

  it('takes 1280 x 720 and 16:9 at 720p for one size', () => {
    const ray: VideoPlan = {
      ...plan,
      kind: 'textToVideo',
      prompt: 'A kite',
      durationSeconds: 5,
      shots: [],
      size: { ...raySize, resolution: '720p' },
    };
    const { losses } = switchModel(ray, ray2, reel11, {});
    assert.deepEqual(
      losses.map(({ kind }) => kind),
      ['otherLength', 'otherPrice'],
    );
  });
});

describe('the setting of the bucket', () => {
  it('is a name, or an address with a prefix', () => {
    assert.deepEqual(readBucketSetting(' my-films '), { bucket: 'my-films', prefix: 'easel' });
    assert.deepEqual(readBucketSetting('s3://my.films//a/b//'), { bucket: 'my.films', prefix: 'a/b' });
    assert.equal(s3UriOf({ bucket: 'my-films', prefix: 'a/b' }), 's3://my-films/a/b');
    for (const none of ['', 'ab', 'My-Films', 'a..b', '192.168.0.1', 'https://my-films', '-films', 's3://']) {
      assert.equal(readBucketSetting(none), undefined, none);
    }
  });

  it('reads addresses of objects', () => {
    assert.deepEqual(readS3Uri('s3://films/a/b.mp4'), { bucket: 'films', key: 'a/b.mp4' });
    assert.deepEqual(readS3Uri('s3://films'), { bucket: 'films', key: '' });
    assert.equal(readS3Uri('https://films/a'), undefined);
  });

  it('comes with a policy for an administrator that names the model and the folder alone', () => {
    const policy = JSON.parse(videoPolicy({ bucket: 'films', prefix: 'easel' }, 'us-west-2', ray2.id)) as {
      Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[];
    };
    const allowed = policy.Statement.flatMap(({ Action, Resource }) =>
      Action.map((action) => `${action} ${Resource.join(' ')}`),
    );
    assert.ok(allowed.includes('s3:PutObject arn:aws:s3:::films/easel/*'));
    assert.ok(allowed.includes('s3:ListBucket arn:aws:s3:::films'));
    assert.ok(allowed.includes('bedrock:ListAsyncInvokes *'));
    assert.ok(
      allowed.some((each) =>
        each.startsWith(`bedrock:InvokeModel arn:aws:bedrock:us-west-2::foundation-model/${ray2.id}`),
      ),
    );
    assert.ok(allowed.every((each) => !each.startsWith('s3:') || each.includes(':::films')));
    assert.match(
      videoPolicy({ bucket: 'films', prefix: 'easel' }, 'us-gov-west-1', 'm'),
      /arn:aws-us-gov:s3:::films/,
    );
  });
});
