import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Who works on an entry: a window's extension host. Stands in the file's name, so that taking over is one `rename`. */
export interface InboxOwner {
  readonly processId: number;
  /** Process ids mean something on one machine, or in one container, only. */
  readonly host: string;
  /** Tells two that had the same process id, one after the other, apart. */
  readonly token: string;
}

/** `image`: the bytes. `entry`: all else, named with its owner. `partial`: bytes that are being written. */
export type InboxFile =
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'entry' | 'partial'; readonly id: string; readonly owner: InboxOwner };

const suffixes = { entry: 'json', partial: 'tmp' } as const;

export function createOwner(processId: number): InboxOwner {
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  return { processId, host, token: randomUUID().slice(0, 8) };
}

export function isSameOwner(one: InboxOwner, other: InboxOwner): boolean {
  return one.processId === other.processId && one.host === other.host && one.token === other.token;
}

export function inboxFileName(file: InboxFile): string {
  if (file.kind === 'image') return `${file.id}.bin`;
  const { processId, host, token } = file.owner;
  return `${file.id}.${processId}-${host}-${token}.${suffixes[file.kind]}`;
}

/** @returns undefined for a name that is none of ours */
export function parseInboxFileName(name: string): InboxFile | undefined {
  const match =
    /^(?<id>[0-9a-f-]{36})(?:\.bin|\.(?<pid>\d{1,10})-(?<host>[0-9a-f]{8})-(?<token>[0-9a-f]{8})\.(?<suffix>json|tmp))$/.exec(
      name,
    );
  const { id, pid, host, token, suffix } = match?.groups ?? {};
  if (id === undefined) return undefined;
  if (pid === undefined || host === undefined || token === undefined) return { kind: 'image', id };
  const owner = { processId: Number(pid), host, token };
  return { kind: suffix === 'json' ? 'entry' : 'partial', id, owner };
}
