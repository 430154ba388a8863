import { networkFacts } from './networkFacts';

/** An SDK, Node or proxy exception, read without trusting its shape. */
export interface ExceptionFacts {
  /** The service's exception name, or Node's error name. */
  readonly name: string;
  readonly message: string;
  /** Node's `code` (`ENOTFOUND`), from the exception or the nearest cause that has one. */
  readonly code?: string;
  readonly syscall?: string;
  /** The text that Node could not read as an address. */
  readonly input?: string;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  readonly requestId?: string;
  /** Server's time minus ours, by the answer's `Date` header. */
  readonly clockOffsetMs?: number;
  readonly host?: string;
  readonly isUnsent: boolean;
}

/** Causes are followed this far: wrapped errors are shallow, and a circle must end. */
const MAX_CAUSES = 5;

export function readException(exception: unknown, now: number): ExceptionFacts {
  const chain = causes(exception);
  const top = chain[0] ?? {};
  const withCode = chain.find((link) => typeof link['code'] === 'string');
  const metadata = recordOf(top['$metadata']);
  const response = recordOf(top['$response']);
  const status = numberOf(metadata['httpStatusCode']) ?? numberOf(response['statusCode']);
  const date = Date.parse(textOf(recordOf(response['headers'])['date']) ?? '');
  const { host, isUnsent = false } = chain.map(networkFacts).find((facts) => facts.host !== undefined) ?? {};
  return {
    name: textOf(top['name']) ?? '',
    message: textOf(top['message']) ?? '',
    isUnsent,
    ...optional('code', textOf(withCode?.['code'])),
    ...optional('syscall', textOf(withCode?.['syscall'])),
    ...optional('input', textOf(withCode?.['input'])),
    ...optional('status', status),
    ...optional('requestId', textOf(metadata['requestId'])),
    ...optional('clockOffsetMs', Number.isNaN(date) ? undefined : date - now),
    ...optional('host', host),
  };
}

function causes(exception: unknown): readonly Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  for (let link = exception; chain.length < MAX_CAUSES && isRecord(link); link = link['cause'])
    chain.push(link);
  return chain;
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
