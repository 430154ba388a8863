import type { ImageError } from '../core/errors';
import type { Log } from '../core/log';
import { redact } from '../core/redact';

/** A cause may have a cause; a circle of them must not hang the log. */
const MAX_CAUSES = 8;
const MAX_FRAMES = 8;

/**
 * One line per failure: what kind, where, and for what is a bug the chain of its causes.
 *
 * What the service or an exception says in words may quote the prompt, so words stand in the log at `trace` only.
 */
export function logFailure(log: Log, error: ImageError): void {
  const line = redact([error.kind, ...factsOf(error)].join(' '));
  if (error.kind === 'cancelled') {
    log.debug(line);
    return;
  }
  log.error(error.kind === 'unexpected' ? `${line}${redact(chainOf(error.cause, shapeOf))}` : line);
  const words = [
    ...(error.context?.serviceMessage === undefined ? [] : [error.context.serviceMessage]),
    ...(error.kind === 'unexpected' ? [chainOf(error.cause, wordsOf)] : []),
    ...(error.kind === 'badRequest' ? [error.reason] : []),
  ];
  if (words.length > 0) log.trace(redact(words.join('\n')));
}

/** `model=… region=…`, and what the kind has beside them that cannot quote a prompt. */
function factsOf(error: ImageError): readonly string[] {
  const { context = {} } = error;
  const modelId = context.modelId ?? ('modelId' in error ? error.modelId : undefined);
  const region = context.region ?? ('region' in error ? error.region : undefined);
  const facts: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['model', modelId],
    ['region', region],
    ['request', context.requestId],
    ['code', context.code],
    ['host', 'host' in error ? error.host : undefined],
    ['status', 'status' in error ? error.status : undefined],
    ['attempts', 'attempts' in error ? error.attempts : undefined],
    ['action', 'action' in error ? error.action : undefined],
    ['stage', 'stage' in error ? error.stage : undefined],
    ['seconds', 'seconds' in error ? error.seconds : undefined],
    ['reason', reasonOf(error)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}=${value}`]));
}

/** Not where it may quote the prompt, and not where it may name a file: its name is made of the prompt. */
function reasonOf(error: ImageError): string | undefined {
  switch (error.kind) {
    case 'notWritable':
    case 's3UploadFailed':
    case 'noDatabase':
      return error.reason;
    default:
      return undefined;
  }
}

function chainOf(cause: unknown, tell: (cause: unknown) => string): string {
  const parts: string[] = [];
  let current: unknown = cause;
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined && current !== null; depth++) {
    parts.push(tell(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.map((part) => `\ncaused by ${part}`).join('');
}

/** Name, code and the way through the code, but none of the words. */
function shapeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
  const { stack = '', message } = cause;
  // Only what follows the message: its own lines could look like frames.
  const after = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack;
  const frames = after
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES);
  return [`${cause.name}${code}`, ...frames].join('\n');
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}
