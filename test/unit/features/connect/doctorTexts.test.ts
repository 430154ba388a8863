import assert from 'node:assert/strict';
import type { SearchCheck } from '../../../../src/core/doctor';
import type { ImageError } from '../../../../src/core/errors';
import { describe as describeError } from '../../../../src/platform/errors';
import {
  doctorReport,
  lineDetail,
  lineOrder,
  lineText,
  type CheckId,
  type CheckLine,
  type DoctorFacts,
} from '../../../../src/features/connect/doctorTexts';
import { searchLine } from '../../../../src/features/connect/setupLines';
import { english, modelName } from '../../platform/english';

const now = Date.parse('2026-11-20T12:00:00Z');
const core = 'stability.stable-image-core-v1:1';
const facts: DoctorFacts = {
  modelName,
  textOf: (error) => describeError(error, english, { modelName })?.text,
  now,
};

function line(id: CheckId, fact: CheckLine['fact'], state: CheckLine['state'] = 'pass'): CheckLine {
  return { id, state, fact };
}

function textOf(id: CheckId, fact: CheckLine['fact']): string {
  return lineText(line(id, fact), english, facts);
}

describe('the lines of Check AWS Setup', () => {
  it('say who is signed in, with the account masked', () => {
    assert.equal(
      textOf('credentials', {
        kind: 'signedIn',
        identity: { source: 'sso', profile: 'dev', account: '…1234' },
      }),
      'Signed in as profile dev, account …1234',
    );
    assert.equal(
      textOf('credentials', { kind: 'signedIn', identity: { source: 'bearerKey' } }),
      'Signed in with an Amazon Bedrock API key from the environment',
    );
    assert.equal(
      textOf('credentials', {
        kind: 'signedIn',
        identity: { source: 'environment', account: '…1234' },
      }),
      'Signed in with keys from the environment, account …1234',
    );
    assert.equal(
      textOf('credentials', { kind: 'signedIn', identity: { source: 'offline', account: '…0000' } }),
      'The offline provider needs no sign-in',
    );
  });

  it('say how long the sign-in lasts', () => {
    const inMinutes = (minutes: number): number => now + minutes * 60_000;
    assert.equal(
      textOf('expiry', { kind: 'expires', at: inMinutes(479) }),
      'The sign-in lasts another 7 hours',
    );
    assert.equal(
      textOf('expiry', { kind: 'expires', at: inMinutes(45) }),
      'The sign-in lasts another 45 minutes',
    );
    assert.equal(textOf('expiry', { kind: 'expiresSoon', at: inMinutes(1) }), 'The sign-in ends in 1 minute');
    assert.equal(
      textOf('expiry', { kind: 'expiresSoon', at: inMinutes(-3) }),
      'The sign-in ends within a minute',
    );
  });

  it('say what a call would cost, and of which model', () => {
    const call = line('modelCall', { kind: 'wouldCost', modelId: core, priceUsd: 0.04 }, 'notChecked');
    assert.equal(lineText(call, english, facts), 'Calling the model was not checked: it would cost $0.04');
    assert.equal(lineDetail(call, english, facts), 'Stable Image Core · $0.04');
  });

  it('say a failure shorter than a message, and otherwise in its words', () => {
    const failed = (error: ImageError): string => textOf('credentials', { kind: 'failed', error });
    assert.equal(failed({ kind: 'notSignedIn' }), 'No AWS credentials were found');
    assert.equal(
      failed({ kind: 'signInExpired', profile: 'dev', isSso: true }),
      'The sign-in of profile dev has expired',
    );
    assert.equal(
      failed({ kind: 'serviceFailed', status: 503, attempts: 3 }),
      'Amazon Bedrock failed (503) after 3 tries. Nothing was charged.',
    );
  });

  it('say of the bucket for videos where it is, or what is wrong with it', () => {
    const findings = { bucket: 'films', region: 'us-west-2' } as const;
    assert.equal(
      textOf('bucket', { kind: 'bucketReady', ...findings, isPrivate: 'yes' }),
      'The bucket films is in us-west-2, writable and private',
    );
    assert.equal(
      textOf('bucket', { kind: 'bucketReady', ...findings, isPrivate: 'unknown' }),
      'The bucket films is in us-west-2 and writable',
    );
    assert.equal(
      textOf('bucket', {
        kind: 'failed',
        error: { kind: 'bucketUnusable', ...findings, problem: 'wrongRegion', bucketRegion: 'eu-west-1' },
      }),
      'The bucket films is in eu-west-1, the model in us-west-2',
    );
  });

  it('say of search by meaning how many images it finds, or what is wrong with the index', () => {
    const row = (check: SearchCheck): readonly [string, string, string | undefined] => {
      const found = searchLine(check);
      return [found.state, lineText(found, english, facts), found.repair];
    };
    const indexed = { kind: 'indexed', images: 2311, left: 0, isPaused: false } as const;
    assert.deepEqual(row({ kind: 'notIndexed' }), [
      'notChecked',
      'The images of this workspace are not indexed for search by meaning',
      'manageIndex',
    ]);
    assert.deepEqual(row(indexed), ['pass', '2,311 images can be searched by meaning', undefined]);
    assert.deepEqual(row({ ...indexed, left: 29 }), [
      'pass',
      '2,311 images can be searched by meaning, 29 are not indexed yet',
      undefined,
    ]);
    assert.deepEqual(row({ ...indexed, left: 29, isPaused: true }), [
      'notChecked',
      'Indexing is paused: 2,311 images can be searched by meaning, 29 wait',
      'manageIndex',
    ]);
    const recovered = { kept: 2311, of: 2340 };
    assert.deepEqual(row({ ...indexed, left: 29, recovered }), [
      'fail',
      'The search index was damaged; 2,311 of 2,340 images were recovered',
      'manageIndex',
    ]);
    assert.equal(row({ ...indexed, recovered })[0], 'pass');
    assert.deepEqual(row({ kind: 'failed', error: { kind: 'noDatabase', reason: 'locked' } }), [
      'fail',
      'The search index cannot be opened here',
      'manageIndex',
    ]);
  });

  it('have a sentence of their own where they were skipped', () => {
    const texts = lineOrder.map((id) => textOf(id, { kind: 'skipped' }));
    assert.equal(new Set(texts).size, lineOrder.length);
  });
});

describe('the report of Check AWS Setup', () => {
  const keyId = ['AK', 'IA', 'IOSFODNN7EXAMPLE'].join('');
  const report = doctorReport(
    'Easel 0.1.0 · VS Code 1.103.0',
    [
      line('credentials', {
        kind: 'signedIn',
        identity: { source: 'profile', profile: 'dev', account: '…1234' },
      }),
      line(
        'models',
        {
          kind: 'failed',
          error: {
            kind: 'permissionDenied',
            action: 'bedrock:ListFoundationModels',
            context: {
              code: 'AccessDeniedException',
              requestId: 'r-1',
              serviceMessage: `User: arn:aws:iam::123456789012:user/dev with ${keyId} is not authorized`,
            },
          },
        },
        'fail',
      ),
      line(
        'endpoint',
        { kind: 'failed', error: { kind: 'noNetwork', host: 'http://me:hunter2@proxy:8080' } },
        'fail',
      ),
      line('bucket', {
        kind: 'bucketReady',
        bucket: 'easel-video-123456789012-us-west-2',
        region: 'us-west-2',
        isPrivate: 'yes',
      }),
      line('books', { kind: 'counted' }),
    ],
    english,
    facts,
  );

  it('has a row for each line, with its state and what support asks for', () => {
    const rows = report.split('\n');
    assert.equal(rows[0], 'Easel 0.1.0 · VS Code 1.103.0');
    assert.equal(rows[1], '[passed] Sign-in: Signed in as profile dev, account …1234');
    assert.equal(
      rows[2],
      '[failed] List of models: Not allowed: bedrock:ListFoundationModels (permissionDenied, AccessDeniedException, r-1)',
    );
    assert.equal(
      rows[4],
      '[passed] Bucket for videos: The bucket easel-video-…9012-us-west-2 is in us-west-2, writable and private',
    );
    assert.equal(rows[5], '[passed] Counting what is spent: What is spent is counted on this computer');
  });

  it('holds no key, no account number and no password', () => {
    for (const secret of [keyId, '123456789012', 'hunter2']) {
      assert.ok(!report.includes(secret), report);
    }
  });
});
