import { jsonResponse, validation } from '../errors';
import type { SimResponse } from '../http';
import type { Job } from '../jobs/job';
import { constraint } from './asyncEnvelope';
import { describe, type AsyncContext, type AsyncServices } from './asyncInvoke';

/** Where nobody says how many; not documented. */
const PAGE = 100;

/**
 * `GET /async-invoke`
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 */
export async function listAsyncInvokes(
  query: URLSearchParams,
  context: AsyncContext,
  { jobs }: AsyncServices,
): Promise<SimResponse> {
  const after = timeOf(query, 'submitTimeAfter') ?? -Infinity;
  const before = timeOf(query, 'submitTimeBefore') ?? Infinity;
  const status = choice(query, 'statusEquals', ['InProgress', 'Completed', 'Failed']);
  choice(query, 'sortBy', ['SubmissionTime']);
  const isAscending = choice(query, 'sortOrder', ['Ascending', 'Descending']) === 'Ascending';
  const maxResults = Number(query.get('maxResults') ?? PAGE);
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > 1000) {
    throw constraint('maxResults', 'Member must be between 1 and 1000');
  }
  const last = query.get('nextToken');
  const all = (await jobs.all())
    .filter(({ region }) => region === context.region)
    .filter(({ submittedAt }) => submittedAt > after && submittedAt < before)
    .filter((job) => status === undefined || job.status === status)
    .toSorted((a, b) => (isAscending ? inTime(a, b) : inTime(b, a)));
  const from = last === null ? 0 : startOf(last, all, isAscending);
  const page = all.slice(from, from + maxResults);
  const end = page.at(-1);
  return jsonResponse({
    asyncInvokeSummaries: page.map((job) => describe(job, context)),
    ...(end && from + page.length < all.length ? { nextToken: tokenOf(end) } : {}),
  });
}

type Place = Pick<Job, 'id' | 'submittedAt'>;

function inTime(a: Place, b: Place): number {
  return a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

function tokenOf({ id, submittedAt }: Place): string {
  return Buffer.from(`${submittedAt} ${id}`).toString('base64url');
}

/** The first job after the one that a page ended with, also when jobs have come or changed since. */
function startOf(token: string, jobs: readonly Job[], isAscending: boolean): number {
  const [, time, id] = /^(\d+) (\w{12})$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (id === undefined) throw validation('The provided nextToken is invalid.');
  const place = { id, submittedAt: Number(time) };
  const index = jobs.findIndex((job) => (isAscending ? inTime(job, place) : inTime(place, job)) > 0);
  return index < 0 ? jobs.length : index;
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw constraint(name, 'Member must be a timestamp');
  return time;
}

function choice<T extends string>(query: URLSearchParams, name: string, values: readonly T[]): T | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const match = values.find((value) => value === text);
  if (match === undefined)
    throw constraint(name, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return match;
}
