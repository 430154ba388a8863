import { validation, type Refusal } from '../errors';

/** What every model's `StartAsyncInvoke` has around the model's own input. */
export interface Envelope {
  readonly modelId: string;
  readonly modelInput: unknown;
  readonly s3Uri: string;
  readonly bucket: string;
  readonly kmsKeyId?: string;
  readonly bucketOwner?: string;
  readonly clientRequestToken?: string;
  readonly tags: readonly unknown[];
}

/**
 * @throws Refusal for what the service's own model of the request does not allow
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export function readEnvelope(body: Buffer): Envelope {
  const top = objectOf(parse(body), 'body');
  const modelId = required(textOf(top['modelId'], 'modelId', /^[a-zA-Z_.\-/0-9:]{1,256}$/), 'modelId');
  const modelInput = objectOf(top['modelInput'], 'modelInput');
  const output = objectOf(top['outputDataConfig'], 'outputDataConfig');
  const s3 = objectOf(output['s3OutputDataConfig'], 'outputDataConfig.s3OutputDataConfig');
  const place = 'outputDataConfig.s3OutputDataConfig';
  const s3Uri = required(
    textOf(
      s3['s3Uri'],
      `${place}.s3Uri`,
      /^(?=.{1,1024}$)s3:\/\/[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9](?:\/.*)?$/,
    ),
    `${place}.s3Uri`,
  );
  const kmsKeyId = textOf(
    s3['kmsKeyId'],
    `${place}.kmsKeyId`,
    /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)\/.+$/,
  );
  const bucketOwner = textOf(s3['bucketOwner'], `${place}.bucketOwner`, /^\d{12}$/);
  const clientRequestToken = textOf(top['clientRequestToken'], 'clientRequestToken', /^[!-~]{1,256}$/);
  const tags = top['tags'] ?? [];
  if (!Array.isArray(tags) || tags.length > 200)
    throw constraint('tags', 'Member must have length less than or equal to 200');
  return {
    modelId,
    modelInput,
    s3Uri,
    bucket: s3Uri.split('/')[2] ?? '',
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(bucketOwner === undefined ? {} : { bucketOwner }),
    ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
    tags,
  };
}

/** A field that breaks the service's own model of the request, in the words of every AWS service. */
export function constraint(name: string, rule: string): Refusal {
  return validation(`1 validation error detected: Value at '${name}' failed to satisfy constraint: ${rule}`);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw validation('The request body is not valid JSON.');
  }
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw missing(name);
  return value as Record<string, unknown>;
}

function textOf(value: unknown, name: string, pattern: RegExp): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw constraint(name, 'Member must be a string');
  if (!pattern.test(value)) {
    throw constraint(name, `Member must satisfy regular expression pattern: ${pattern.source}`);
  }
  return value;
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw missing(name);
  return value;
}

function missing(name: string): Refusal {
  return constraint(name, 'Member must not be null');
}
