import { assertNever, type ImageError } from '../../core/errors';
import type {
  DoctorFact,
  DoctorLine,
  DoctorLineId,
  DoctorRepair,
  Identity,
  RegionSource,
} from '../../core/doctor';
import { redact } from '../../core/redact';
import type { BucketFindings } from '../../core/video/bucket';
import { bucketSentence } from '../../platform/videoErrors';
import type { Words } from '../../platform/words';

/** What the sentences need beside the line. */
export interface DoctorFacts {
  readonly modelName: (id: string) => string;
  readonly textOf: (error: ImageError) => string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The doctor's lines; the bucket that videos need; the index of the workspace; and whether spending can be counted here, which needs no AWS. */
export type CheckId = DoctorLineId | 'bucket' | 'search' | 'books';

export interface CheckLine extends Pick<DoctorLine, 'state' | 'repair'> {
  readonly id: CheckId;
  readonly fact: DoctorFact | BucketFact | SearchFact | { readonly kind: 'counted' };
}

/** What was found of the bucket that AWS writes videos into. */
export type BucketFact =
  | ({ readonly kind: 'bucketReady' } & BucketFindings)
  /** Nobody needs one before the first video. */
  | { readonly kind: 'bucketNotSet' };

/** What was found of search by meaning in this workspace. */
export type SearchFact =
  | { readonly kind: 'notIndexed' }
  | {
      readonly kind: 'indexed';
      readonly images: number;
      readonly left: number;
      readonly isPaused: boolean;
    }
  | { readonly kind: 'recovered'; readonly kept: number; readonly of: number | undefined };

/** The lines in the order in which they are shown, from near to far; a line not yet known has its place already. */
export const lineOrder: readonly CheckId[] = [
  'credentials',
  'expiry',
  'clock',
  'region',
  'endpoint',
  'models',
  'modelAccess',
  'modelCall',
  'bucket',
  'search',
  'books',
];

/** What a line is about, while it is not known and in the report. */
export function lineName(id: CheckId, { t }: Words): string {
  switch (id) {
    case 'credentials':
      return t('Sign-in');
    case 'expiry':
      return t('End of the sign-in');
    case 'clock':
      return t('Clock');
    case 'region':
      return t('Region');
    case 'endpoint':
      return t('Way to Amazon Bedrock');
    case 'models':
      return t('List of models');
    case 'modelAccess':
      return t('Access to the model');
    case 'modelCall':
      return t('Calling the model');
    case 'bucket':
      return t('Bucket for videos');
    case 'search':
      return t('Search by meaning');
    case 'books':
      return t('Counting what is spent');
  }
}

/** One sentence for one line. */
export function lineText({ id, fact }: CheckLine, words: Words, facts: DoctorFacts): string {
  const { t, format } = words;
  switch (fact.kind) {
    case 'signedIn':
      return signedInText(fact.identity, words);
    case 'expires':
      return lastsText(fact.at - facts.now, words);
    case 'expiresSoon':
      return endsText(fact.at - facts.now, words);
    case 'doesNotExpire':
      return t('These credentials do not say that they expire');
    case 'clockRight':
      return t("This computer's clock is right");
    case 'clockOff':
      return clockText(fact.minutes, words);
    case 'region':
      return regionText(fact.region, fact.from, words);
    case 'noRegion':
      return t('No region is chosen');
    case 'reachable':
      return t('{0} answers', fact.host);
    case 'modelsListed':
      return format.isOne(fact.imageModels)
        ? t('{0} image model is listed', format.number(fact.imageModels))
        : t('{0} image models are listed', format.number(fact.imageModels));
    case 'modelListed':
      return t('{0} is there for your account', facts.modelName(fact.modelId));
    case 'modelNotListed':
      return t('{0} is not listed in {1}', facts.modelName(fact.modelId), fact.region);
    case 'modelNotUsable':
      return t('Your account has no access to {0}', facts.modelName(fact.modelId));
    case 'noModel':
      return t('Access to a model was not checked: none is chosen');
    case 'wouldCost':
      return fact.priceUsd > 0
        ? t('Calling the model was not checked: it would cost {0}', format.price(fact.priceUsd))
        : t('Calling the model was not checked: only a paid call could prove it');
    case 'bucketReady':
      return fact.isPrivate === 'yes'
        ? t('The bucket {0} is in {1}, writable and private', fact.bucket, fact.region)
        : t('The bucket {0} is in {1} and writable', fact.bucket, fact.region);
    case 'bucketNotSet':
      return t('No bucket for videos is set up');
    case 'notIndexed':
      return t('The images of this workspace are not indexed for search by meaning');
    case 'indexed':
      return indexedText(fact, words);
    case 'recovered':
      return recoveredText(fact, words);
    case 'counted':
      return t('What is spent is counted on this computer');
    case 'skipped':
      return skippedText(id, words);
    case 'failed':
      return failedText(id, fact.error, words) ?? facts.textOf(fact.error) ?? skippedText(id, words);
    default:
      return assertNever(fact);
  }
}

/** What does not fit into the first line of a narrow window. */
export function lineDetail(
  { fact }: CheckLine,
  { format }: Words,
  { modelName }: DoctorFacts,
): string | undefined {
  if (fact.kind !== 'wouldCost') return undefined;
  const name = modelName(fact.modelId);
  return fact.priceUsd > 0 ? `${name} · ${format.price(fact.priceUsd)}` : name;
}

/** The words of what Enter does on a failing line. */
export function repairLabel(repair: DoctorRepair, { t }: Words): string {
  switch (repair) {
    case 'signIn':
      return t('Sign In');
    case 'connect':
      return t('Connect to AWS');
    case 'chooseProfile':
      return t('Choose Profile');
    case 'chooseRegion':
      return t('Choose Region');
    case 'chooseModel':
      return t('Choose a Model');
    case 'openModelAccess':
      return t('Open Model Access');
    case 'openServiceQuotas':
      return t('Open Service Quotas');
    case 'tryOffline':
      return t('Try Offline');
    case 'setUpVideoBucket':
      return t('Set Up Video Bucket');
    case 'manageIndex':
      return t('Manage Search Index');
    case 'retry':
      return t('Check Again');
    case 'showLog':
      return t('Show Log');
  }
}

/**
 * The lines as text for a colleague or an issue: no keys, no account number, no prompt.
 *
 * @param versions of Easel, VS Code and the system, as one line
 */
export function doctorReport(
  versions: string,
  lines: readonly CheckLine[],
  words: Words,
  facts: DoctorFacts,
): string {
  const { t } = words;
  const states = { pass: t('passed'), fail: t('failed'), notChecked: t('not checked') } as const;
  const rows = lines.map((line) => {
    const technical = line.fact.kind === 'failed' ? technicalFacts(line.fact) : '';
    return `[${states[line.state]}] ${lineName(line.id, words)}: ${lineText(line, words, facts)}${technical}`;
  });
  return redact([versions, ...rows, ''].join('\n'));
}

/**
 * The failures that a check meets often, shorter than in a message: a row is one line, and says nothing of cost, because no check
 * has any.
 */
function failedText(id: CheckId, error: ImageError, words: Words): string | undefined {
  const { t, format } = words;
  switch (error.kind) {
    case 'notSignedIn':
      return t('No AWS credentials were found');
    case 'signInExpired':
      return error.profile === undefined
        ? t('The sign-in has expired')
        : t('The sign-in of profile {0} has expired', error.profile);
    case 'clockSkew':
      return clockText(error.minutes ?? 0, words);
    case 'noNetwork':
    case 'endpointUnreachable':
      return error.host === '' ? t('AWS cannot be reached') : t('{0} cannot be reached', error.host);
    case 'proxyRefused':
      return t('The proxy refused the connection ({0})', error.status);
    case 'certificateRefused':
      return t('The certificate of {0} is not trusted here', error.host);
    case 'permissionDenied':
      return error.action === undefined
        ? t('Your AWS permissions do not allow this')
        : t('Not allowed: {0}', error.action);
    case 'timeout':
      return t('No answer within {0} s', format.number(error.seconds));
    case 'noDatabase':
      return id === 'search'
        ? t('The search index cannot be opened here')
        : t('What is spent cannot be counted here');
    case 'bucketUnusable':
      return bucketSentence(error, words).replace(/\.$/, '');
    default:
      return undefined;
  }
}

function technicalFacts({ error }: Extract<DoctorFact, { kind: 'failed' }>): string {
  const { code, requestId } = error.context ?? {};
  const reason = error.kind === 'noDatabase' ? error.reason : undefined;
  const facts = [error.kind, code, requestId, reason].filter((fact) => fact !== undefined && fact !== '');
  return ` (${facts.join(', ')})`;
}

/** `Signed in as profile dev, account …1234`, with as much of it as is known. */
export function signedInText({ source, profile, account }: Identity, { t }: Words): string {
  if (source === 'offline') return t('The offline provider needs no sign-in');
  if (source === 'bearerKey') return t('Signed in with an Amazon Bedrock API key from the environment');
  if (profile !== undefined) {
    return account === undefined
      ? t('Signed in as profile {0}', profile)
      : t('Signed in as profile {0}, account {1}', profile, account);
  }
  if (source === 'environment') {
    return account === undefined
      ? t('Signed in with keys from the environment')
      : t('Signed in with keys from the environment, account {0}', account);
  }
  return account === undefined ? t('Signed in') : t('Signed in, account {0}', account);
}

function regionText(region: string, from: RegionSource, { t }: Words): string {
  switch (from) {
    case 'setting':
      return t('Region {0}, from the settings', region);
    case 'environment':
      return t('Region {0}, from the environment', region);
    case 'profile':
      return t('Region {0}, from the profile', region);
    case 'offline':
      return t('Region {0}, as the offline provider plays it', region);
  }
}

function indexedText(
  { images, left, isPaused }: Extract<SearchFact, { kind: 'indexed' }>,
  { t, format }: Words,
): string {
  const [found, waiting] = [format.number(images), format.number(left)];
  if (isPaused) {
    return left > 0
      ? t('Indexing is paused: {0} images can be searched by meaning, {1} wait', found, waiting)
      : t('Indexing is paused: {0} images can be searched by meaning', found);
  }
  if (left > 0) return t('{0} images can be searched by meaning, {1} are not indexed yet', found, waiting);
  return format.isOne(images)
    ? t('1 image can be searched by meaning')
    : t('{0} images can be searched by meaning', found);
}

function recoveredText(
  { kept, of }: Extract<SearchFact, { kind: 'recovered' }>,
  { t, format }: Words,
): string {
  return of === undefined
    ? t('The search index was damaged; {0} images were recovered', format.number(kept))
    : t(
        'The search index was damaged; {0} of {1} images were recovered',
        format.number(kept),
        format.number(of),
      );
}

function clockText(minutes: number, { t, format }: Words): string {
  if (minutes === 0) return t("This computer's clock is off");
  return format.isOne(minutes)
    ? t("This computer's clock is {0} minute off", format.number(minutes))
    : t("This computer's clock is {0} minutes off", format.number(minutes));
}

const MINUTE_MS = 60_000;

function lastsText(leftMs: number, { t, format }: Words): string {
  const minutes = Math.max(0, Math.floor(leftMs / MINUTE_MS));
  if (minutes < 120) return t('The sign-in lasts another {0} minutes', format.number(minutes));
  return t('The sign-in lasts another {0} hours', format.number(Math.floor(minutes / 60)));
}

function endsText(leftMs: number, { t, format }: Words): string {
  const minutes = Math.floor(leftMs / MINUTE_MS);
  if (minutes < 1) return t('The sign-in ends within a minute');
  return format.isOne(minutes)
    ? t('The sign-in ends in {0} minute', format.number(minutes))
    : t('The sign-in ends in {0} minutes', format.number(minutes));
}

function skippedText(id: CheckId, { t }: Words): string {
  switch (id) {
    case 'credentials':
      return t('The sign-in was not checked');
    case 'expiry':
      return t('The end of the sign-in is not known');
    case 'clock':
      return t('The clock was not checked: nothing answered');
    case 'region':
      return t('The region was not checked');
    case 'endpoint':
      return t('The way to Amazon Bedrock was not checked');
    case 'models':
      return t('The list of models was not read');
    case 'modelAccess':
      return t('Access to the model was not checked');
    case 'modelCall':
      return t('Calling the model was not checked');
    case 'bucket':
      return t('The bucket for videos was not checked');
    case 'search':
      return t('Search by meaning was not checked');
    case 'books':
      return t('Counting what is spent was not checked');
  }
}
