import type { SimRequest } from './http';

export interface RecordedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly modelId?: string;
  /** Parsed JSON with long strings shortened; undefined for anything else. */
  readonly body?: unknown;
}

/** More is forgotten, oldest first. */
const MOST = 1000;
const LONG_TEXT = 200;

/** What arrived, for tests that ask what was really sent. */
export class RequestLog {
  #entries: RecordedRequest[] = [];

  add({ method, rawPath, body }: SimRequest, operation: string, modelId: string | undefined): void {
    const parsed = parse(body);
    this.#entries = [
      ...this.#entries.slice(1 - MOST),
      {
        operation,
        method,
        path: rawPath,
        ...(modelId === undefined || modelId === '' ? {} : { modelId }),
        ...(parsed === undefined ? {} : { body: parsed }),
      },
    ];
  }

  all(): readonly RecordedRequest[] {
    return this.#entries;
  }
}

function parse(body: Buffer): unknown {
  if (body[0] !== 0x7b) return undefined;
  try {
    return JSON.parse(body.toString('utf8'), (_key, value: unknown) =>
      typeof value === 'string' && value.length > LONG_TEXT
        ? `${value.slice(0, 40)}… (${value.length})`
        : value,
    );
  } catch {
    // Not JSON: nothing to show.
    return undefined;
  }
}
