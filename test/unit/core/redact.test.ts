import assert from 'node:assert/strict';
import { maskAccount, redact } from '../../../src/core/redact';

// Put together here, so that no scanner takes the examples for the real thing.
const KEY_ID = ['AK', 'IA', 'IOSFODNN7EXAMPLE'].join('');
const SESSION_KEY_ID = ['AS', 'IA', 'IOSFODNN7EXAMPLE'].join('');
const LONG_KEY = ['AB', 'SK', 'QmVkcm9ja0FQSUtleS1leGFtcGxl+/abc=='].join('');
const SHORT_KEY = ['bedrock-api-key-', 'YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24='].join('');

describe('redact', () => {
  const hidden: readonly (readonly [what: string, text: string, secret: string])[] = [
    ['an access key id', `Credential=${KEY_ID}/20261120/us-west-2`, KEY_ID],
    ['a temporary access key id', `key ${SESSION_KEY_ID} is unknown`, SESSION_KEY_ID],
    ['a secret key after its name', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'wJalrXUtnFEMI'],
    ['a secret key in JSON', '{"secretAccessKey":"wJalrXUtnFEMI/K7MDENG"}', 'wJalrXUtnFEMI'],
    ['a session token', 'AWS_SESSION_TOKEN=FwoGZXIvYXdzEBYaD', 'FwoGZXIvYXdzEBYaD'],
    ['a signed token header', 'x-amz-security-token: FwoGZXIvYXdzEBYaD', 'FwoGZXIvYXdzEBYaD'],
    ['an SSO token', '{"accessToken": "aoaAAAAAGVuY3J5cHQ"}', 'aoaAAAAAGVuY3J5cHQ'],
    ['a long-term Bedrock key', `Bearer ${LONG_KEY}`, LONG_KEY],
    ['a long-term Bedrock key alone', `token ${LONG_KEY}.`, LONG_KEY],
    ['a short-term Bedrock key', `AWS_BEARER_TOKEN_BEDROCK is ${SHORT_KEY}`, SHORT_KEY],
    ['a signature', 'Signature=5d672d79c15b13162d9279b0855cfba6', '5d672d79c15b13162d9279b0855cfba6'],
    ['the account of an ARN', 'arn:aws:iam::123456789012:user/dev', '123456789012'],
    ['the account of an assumed role', 'arn:aws-us-gov:sts::123456789012:assumed-role/x/y', '12345678'],
    ['an account by its name', '{"Account":"123456789012"}', '12345678'],
    ['the account in the name of our bucket', 's3://easel-video-123456789012-us-west-2/x', '12345678'],
    ['the password of a proxy', 'http://user:hunter2@proxy:8080', 'hunter2'],
  ];
  for (const [what, text, secret] of hidden) {
    it(`hides ${what}`, () => {
      assert(text.includes(secret), 'the example holds the secret');
      assert(!redact(text).includes(secret), redact(text));
    });
  }

  it('hides the whole query of a presigned URL, and keeps its path', () => {
    const url = 'https://b.s3.amazonaws.com/kite.png?X-Amz-Algorithm=AWS4&X-Amz-Signature=abc&x-id=GetObject';
    assert.equal(redact(`see ${url} now`), 'see https://b.s3.amazonaws.com/kite.png?[hidden] now');
  });

  it('keeps the end of an account number and the rest of the ARN', () => {
    assert.equal(
      redact('arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.stability.x-v1:0'),
      'arn:aws:bedrock:us-east-1:…9012:inference-profile/us.stability.x-v1:0',
    );
  });

  it('leaves ordinary lines alone', () => {
    const line =
      'answered {"modelId":"stability.stable-image-core-v1:1","region":"us-west-2","bytes":123456789012,"url":"https://x.com/a?b=c"}';
    assert.equal(redact(line), line);
    const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-image-v1';
    assert.equal(redact(model), model);
  });
});

describe('maskAccount', () => {
  it('shows four digits of an account, and nothing of what is none', () => {
    assert.equal(maskAccount('123456789012'), '…9012');
    assert.equal(maskAccount('9012'), '[hidden]');
  });
});
