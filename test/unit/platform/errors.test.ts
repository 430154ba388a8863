import assert from 'node:assert/strict';
import type { ImageError } from '../../../src/core/errors';
import { actionLabel } from '../../../src/platform/actionLabels';
import { describe as describeError } from '../../../src/platform/errors';
import { english, modelName } from './english';

const nova = 'amazon.nova-canvas-v1:0';
const core = 'stability.stable-image-core-v1:1';

/** What the user sees: the sentence and the buttons. */
function seen(error: ImageError, priceUsd: number | undefined = 0.04): readonly string[] {
  const message = describeError(error, english, { modelName, priceUsd });
  assert.ok(message, `${error.kind} has no words`);
  return [
    message.text,
    ...message.actions.map((action) => actionLabel(action, english, message.labelValues)),
  ];
}

const cases: readonly (readonly [ImageError, ...string[]])[] = [
  [
    { kind: 'noVisionModel', region: 'sa-east-1' },
    'No model in sa-east-1 can look at images for this account. Nothing was sent.',
    'Check AWS Setup',
    'Connect to AWS',
    'Try Offline',
  ],
  [
    { kind: 'tooManyImages', count: 23, maxCount: 20 },
    'One message takes 20 images at most; these are 23. Nothing was sent.',
  ],
  [
    { kind: 'questionTooLong', modelId: core },
    'This is more than Stable Image Core can read at once. Nothing was sent.',
    'Choose a Model',
  ],
  [
    { kind: 'answerFiltered' },
    'The content filter held the answer back. It may be charged (about $0.04).',
    'Retry',
    'Choose a Model',
  ],
  [
    { kind: 'noUsableAnswer', asked: 'judge', spentUsd: 0.004 },
    'The judge gave no usable answer. Under $0.01 was spent.',
    'Retry',
  ],
  [
    { kind: 'noUsableAnswer', asked: 'altText', spentUsd: 0.02 },
    'The model gave no usable answer. $0.02 was spent.',
    'Retry',
  ],
  [
    { kind: 'noUsableAnswer', asked: 'classify', spentUsd: 0 },
    'The model gave no usable answer. Nothing was spent.',
    'Retry',
  ],
  [
    { kind: 'streamBroken', hasText: true },
    'The connection was lost. What arrived is kept. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'streamBroken', hasText: true, byService: true },
    'Amazon Bedrock broke the answer off. What arrived is kept. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'streamBroken', hasText: false },
    'The connection was lost. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'notSignedIn' },
    'No AWS credentials were found. Nothing was sent.',
    'Connect to AWS',
    'Try Offline',
  ],
  [
    { kind: 'signInExpired', profile: 'dev', isSso: true },
    'The sign-in of profile dev has expired. Nothing was spent; your prompt is kept.',
    'Sign In',
  ],
  [
    { kind: 'signInExpired', isSso: false },
    'The sign-in has expired. Nothing was spent; your prompt is kept.',
    'Connect to AWS',
    'Retry',
  ],
  [
    { kind: 'clockSkew', minutes: 22 },
    "This computer's clock is 22 minutes off, so AWS refused the request. Nothing was spent.",
    'Retry',
    'Check AWS Setup',
  ],
  [
    { kind: 'clockSkew' },
    "This computer's clock is off, so AWS refused the request. Nothing was spent.",
    'Retry',
    'Check AWS Setup',
  ],
  [{ kind: 'untrustedWorkspace' }, 'Easel sends nothing from an untrusted workspace.', 'Manage Trust'],
  [
    { kind: 'notConnected' },
    'Easel is not connected to AWS yet. Nothing was sent.',
    'Connect to AWS',
    'Try Offline',
  ],
  [
    { kind: 'noNetwork', host: 'bedrock-runtime.us-west-2.amazonaws.com' },
    'bedrock-runtime.us-west-2.amazonaws.com cannot be reached. Nothing was spent.',
    'Retry',
    'Check AWS Setup',
  ],
  [
    { kind: 'endpointUnreachable', host: '' },
    'AWS cannot be reached. Nothing was spent.',
    'Retry',
    'Check AWS Setup',
  ],
  [
    { kind: 'proxyRefused', status: 407 },
    'The proxy refused the connection (407). Nothing was spent.',
    'Retry',
    'Check AWS Setup',
  ],
  [
    { kind: 'certificateRefused', host: 'example.com', code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'The certificate of example.com is not trusted on this computer (SELF_SIGNED_CERT_IN_CHAIN). Nothing was spent.',
    'Retry',
    'Check AWS Setup',
  ],
  [
    { kind: 'throttled', modelId: core, attempts: 5 },
    'Amazon Bedrock still limits Stable Image Core after 5 tries. Nothing was charged.',
    'Retry',
    'Choose a Model',
  ],
  [
    { kind: 'quotaReached', modelId: core, region: 'us-west-2' },
    'Your quota for Stable Image Core in us-west-2 is used up. Nothing was charged.',
    'Open Service Quotas',
  ],
  [
    { kind: 'serviceFailed', status: 500, attempts: 5 },
    'Amazon Bedrock failed (500) after 5 tries. Nothing was charged.',
    'Retry',
    'Choose a Model',
  ],
  [
    { kind: 'serviceFailed', status: 502, attempts: 1 },
    'Amazon Bedrock failed (502) after 1 try. It may be charged (about $0.04).',
    'Retry',
    'Choose a Model',
  ],
  [
    { kind: 'modelEnded', modelId: nova, endedOn: '2026-09-30', successorId: core },
    'Nova Canvas ended on September 30, 2026. Nothing was charged.',
    'Use Stable Image Core',
    'Choose a Model',
  ],
  [{ kind: 'modelEnded', modelId: nova }, 'Nova Canvas has ended. Nothing was charged.', 'Choose a Model'],
  [
    { kind: 'modelLocked', modelId: nova, successorId: core },
    'Nova Canvas is closed to accounts that have not used it lately. Nothing was charged.',
    'Use Stable Image Core',
    'Choose a Model',
  ],
  [
    { kind: 'noModelAccess', modelId: core },
    'Your account has no access to Stable Image Core. Nothing was charged.',
    'Open Model Access',
  ],
  [
    { kind: 'permissionDenied', action: 'bedrock:InvokeModel' },
    'Your AWS permissions do not allow bedrock:InvokeModel. Nothing was charged.',
    'Show Details',
    'Check AWS Setup',
  ],
  [
    { kind: 'permissionDenied' },
    'Your AWS permissions do not allow this. Nothing was charged.',
    'Show Details',
    'Check AWS Setup',
  ],
  [
    { kind: 'subscriptionPending', modelId: core },
    'AWS is still activating Stable Image Core. This can take 15 minutes. Nothing was charged.',
    'Retry',
  ],
  [
    { kind: 'modelNotInRegion', modelId: core, region: 'eu-west-1', regions: ['us-west-2'] },
    'Stable Image Core is not in eu-west-1. Easel never changes the region by itself. Nothing was charged.',
    'Switch to us-west-2',
  ],
  [
    { kind: 'profileIdNeeded', modelId: core, profileId: 'us.stability.stable-image-core-v1:1' },
    'Stable Image Core needs an inference profile. Nothing was charged.',
    'Use us.stability.stable-image-core-v1:1',
  ],
  [
    { kind: 'unknownModel', modelId: 'acme.paint-v1' },
    'Amazon Bedrock does not know the model acme.paint-v1. Nothing was charged.',
    'Choose a Model',
  ],
  [
    { kind: 'noModelForTask', task: 'textToImage', region: 'eu-north-1' },
    'No model in eu-north-1 can be used for this task (New image). Nothing was sent.',
    'Check AWS Setup',
    'Connect to AWS',
    'Try Offline',
  ],
  [
    { kind: 'badRequest', field: 'cfg_scale', reason: 'it must be 1.1 to 10.' },
    'The model refused cfg_scale: it must be 1.1 to 10. Nothing was charged.',
    'Change It',
    'Show Details',
  ],
  [
    { kind: 'badRequest', reason: '2 schema violations\nfound' },
    'The model refused the request: 2 schema violations found. Nothing was charged.',
    'Change It',
    'Show Details',
  ],
  [
    { kind: 'promptTooLong', length: 10_400, maxLength: 10_000, modelId: core },
    'The prompt has 10,400 characters; Stable Image Core takes 10,000. Nothing was sent.',
    'Edit Prompt',
    'Choose a Model',
  ],
  [
    { kind: 'contentFiltered', stage: 'prompt', count: 4 },
    'The content filter held the prompt back. It may be charged (about $0.04).',
    'Edit Prompt',
  ],
  [
    { kind: 'contentFiltered', stage: 'inputImage', count: 1 },
    'The content filter held the input image back. It may be charged (about $0.04).',
    'Choose Another Image',
  ],
  [
    { kind: 'contentFiltered', stage: 'outputImage', count: 4 },
    'The content filter held all 4 images back. It may be charged (about $0.04).',
    'Next Seed',
  ],
  [
    { kind: 'contentFiltered', stage: 'outputImage', count: 1 },
    'The content filter held the image back. It may be charged (about $0.04).',
    'Next Seed',
  ],
  [
    { kind: 'guardrailIntervened' },
    'Your guardrail held the request back. It may be charged (about $0.04).',
    'Edit Prompt',
  ],
  [
    { kind: 'timeout', seconds: 300, charge: 'unknown' },
    'No answer within 300 s. Easel does not repeat it by itself. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'timeout', seconds: 20, charge: 'none' },
    'No answer within 20 s. Easel does not repeat it by itself. Nothing was spent.',
    'Retry',
  ],
  [
    { kind: 'connectionLost', charge: 'unknown' },
    'The connection was lost before the answer had arrived. Easel does not repeat it by itself. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'badAnswer', answerPath: '/tmp/answer' },
    'The answer was not a usable image; it is kept for you. It may be charged (about $0.04).',
    'Show Answer',
  ],
  [{ kind: 'notAnImage' }, 'The answer was not a usable image. It may be charged (about $0.04).', 'Retry'],
  [
    { kind: 'outsideMaskChanged', answerPath: '/tmp/answer' },
    "Pixels outside the mask would have changed, so nothing was written. The model's answer is kept.",
    'Show Answer',
    'Retry',
  ],
  [
    { kind: 'outsideMaskChanged' },
    'Pixels outside the mask would have changed, so nothing was written.',
    'Retry',
  ],
  [
    { kind: 'diskFull', folder: 'generated-images', inboxId: '1' },
    "generated-images cannot be written (disk full). The image is safe in Easel's storage.",
    'Save Elsewhere…',
    'Retry Saving',
  ],
  [
    { kind: 'notWritable', folder: 'generated-images', reason: 'read-only', inboxId: '1' },
    "generated-images cannot be written (read-only). The image is safe in Easel's storage.",
    'Save Elsewhere…',
    'Retry Saving',
  ],
  [
    { kind: 'notWritable', folder: 'spending.csv', reason: 'read-only' },
    'spending.csv cannot be written (read-only).',
    'Save Elsewhere…',
    'Retry Saving',
  ],
  [
    { kind: 'outsideWorkspace', path: '../x.png' },
    "../x.png lies outside the workspace folder, so nothing was written there. An image that had arrived is safe in Easel's storage.",
    'Save Elsewhere…',
    'Retry Saving',
  ],
  [{ kind: 'noFolder' }, 'No folder is open. Choose where the image goes.', 'Choose Folder'],
  [
    { kind: 'noRecipe', name: 'kite.png' },
    'No recipe belongs to kite.png: Easel did not make it, or it was changed since. Nothing was sent.',
  ],
  [{ kind: 'noRecipe', name: '' }, 'No image is open here. Nothing was sent.'],
  [
    {
      kind: 'maskOtherShape',
      name: 'kite.mask.png',
      width: 100,
      height: 100,
      image: { name: 'kite.png', width: 200, height: 100 },
    },
    'kite.mask.png is 100 x 100, and kite.png is 200 x 100: a mask needs the shape of its image.',
  ],
  [
    { kind: 'notReadable', name: 'kite.png', reason: 'it does not exist.' },
    'kite.png cannot be read (it does not exist). Nothing was sent.',
    'Retry',
  ],
  [
    { kind: 's3UploadFailed', uri: 's3://bucket/prefix', reason: 'accessDenied', fileName: 'kite.png' },
    'Saved kite.png. The copy to s3://bucket/prefix failed: access denied.',
    'Retry Upload',
  ],
  [
    { kind: 's3UploadFailed', uri: 's3://bucket/prefix', reason: 'toString', fileName: 'kite.png' },
    'Saved kite.png. The copy to s3://bucket/prefix failed: toString.',
    'Retry Upload',
  ],
  [
    { kind: 'videoFiltered' },
    'The content filter held the video back. It may be charged (about $0.04).',
    'Edit Prompt',
    'Next Seed',
  ],
  [
    { kind: 'videoServiceFailed' },
    'Amazon Bedrock failed while it made the video. AWS says nothing about a charge; none is expected.',
    'Retry',
    'Show Details',
  ],
  [
    { kind: 'videoNoCapacity' },
    'Amazon Bedrock had no capacity for this video. Nothing was made. Try again later.',
    'Retry',
    'Choose a Model',
  ],
  [
    { kind: 'videoAborted' },
    'The video was stopped on the side of AWS. It may be charged (about $0.04).',
    'Retry',
  ],
  [
    { kind: 'videoFailed', reason: 'The moon was in the way.' },
    'The video failed: The moon was in the way. It may be charged (about $0.04).',
    'Change It',
    'Show Details',
  ],
  [
    { kind: 'videoFailed', reason: '' },
    'The video failed, and AWS gave no reason. It may be charged (about $0.04).',
    'Change It',
    'Show Details',
  ],
  [
    { kind: 'videoLost' },
    'The connection was lost while the video was sent, and AWS does not list it. Easel does not send it again by itself. It may be charged (about $0.04).',
    'Retry',
    'Show Details',
  ],
  [
    { kind: 'videoGone', uri: 's3://films/kite' },
    'There is no video at s3://films/kite. Somebody may have deleted it.',
    'Retry Download',
  ],
  [
    { kind: 'videoChanged', uri: 's3://films/kite.mp4' },
    's3://films/kite.mp4 was replaced while it was downloaded.',
    'Retry Download',
  ],
  [
    { kind: 'notAVideo', uri: 's3://films/kite.mp4' },
    's3://films/kite.mp4 is not a usable video. It is kept in S3.',
    'Retry Download',
    'Show Details',
  ],
  ...(
    [
      ['notSet', {}, 'AWS writes videos into an S3 bucket of yours, and none is set up.'],
      ['badName', {}, 'films is not a name of a bucket.'],
      ['missing', {}, 'The bucket films does not exist.'],
      ['wrongRegion', {}, 'The bucket films is not in us-west-2, where the model is.'],
      [
        'wrongRegion',
        { bucketRegion: 'eu-west-1' },
        'The bucket films is in eu-west-1, the model in us-west-2.',
      ],
      ['otherOwner', {}, 'The bucket films belongs to another account.'],
      ['public', {}, 'Everybody can read the bucket films.'],
      ['nameTaken', {}, 'Somebody else has a bucket with the name films.'],
    ] as const
  ).map(
    ([problem, more, text]) =>
      [
        { kind: 'bucketUnusable', bucket: 'films', region: 'us-west-2', problem, ...more },
        `${text} Nothing was sent.`,
        'Set Up Video Bucket',
      ] as const,
  ),
  [
    {
      kind: 'bucketUnusable',
      bucket: 'films',
      region: 'us-west-2',
      problem: 'noPermission',
      action: 's3:PutObject',
    },
    'Your AWS permissions do not allow s3:PutObject on the bucket films. Nothing was sent.',
    'Copy Policy for an Administrator',
    'Set Up Video Bucket',
  ],
  [
    { kind: 'bucketUnusable', bucket: 'films', region: 'us-west-2', problem: 'keyDenied' },
    'Your AWS permissions do not allow the use of the key that encrypts the bucket films. Nothing was sent.',
    'Copy Policy for an Administrator',
    'Set Up Video Bucket',
  ],
  [
    { kind: 'budgetReached', spentUsd: 9.98, limitUsd: 10, priceUsd: 0.04 },
    "This would pass today's budget: $9.98 of $10.00 spent, about $0.04 more. Nothing was sent.",
    'Change Budget',
    'Show Spending',
  ],
  [
    { kind: 'callTooExpensive', priceUsd: 9, limitUsd: 8 },
    'This would cost about $9.00; your limit for one request is $8.00. Nothing was sent.',
    'Change Budget',
    'Show Spending',
  ],
  [
    { kind: 'noDatabase', reason: 'node:sqlite is missing' },
    'Easel cannot count what it spends on this computer (node:sqlite is missing), so it sends nothing that costs money. Nothing was sent.',
    'Try Offline',
    'Show Log',
  ],
  [
    { kind: 'unexpected', cause: new TypeError('x is undefined') },
    'Easel met a failure it does not know. It may be charged (about $0.04).',
    'Show Log',
    'Retry',
  ],
];

describe('the words of a failure', () => {
  for (const [error, ...expected] of cases) {
    it(`say: ${expected[0] ?? ''}`, () => {
      assert.deepEqual(seen(error), expected);
    });
  }

  it('are none for what the user cancelled', () => {
    assert.equal(describeError({ kind: 'cancelled' }, english, { modelName }), undefined);
  });

  it('name no price where it is not known', () => {
    const message = describeError({ kind: 'contentFiltered', stage: 'prompt', count: 1 }, english, {
      modelName,
    });
    assert.equal(message?.text, 'The content filter held the prompt back. It may be charged.');
  });

  it('speak of no charge offline', () => {
    assert.equal(
      seen({ kind: 'timeout', seconds: 300, charge: 'unknown' }, 0)[0],
      'No answer within 300 s. Easel does not repeat it by itself. Nothing was charged.',
    );
  });

  it('keep a long reason of the service to one line that ends', () => {
    const [text = ''] = seen({ kind: 'badRequest', reason: `too long\n${'x'.repeat(500)}` });
    assert.match(text, /^The model refused the request: too long x+…\. Nothing was charged\.$/);
    assert.ok(text.length < 300);
  });
});
