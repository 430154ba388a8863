/** One request, whichever HTTP version brought it. Header names are in lower case. */
export interface SimRequest {
  readonly method: string;
  /** As on the wire: path, still percent-encoded, without the query. */
  readonly rawPath: string;
  /** As on the wire, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded from aws-chunked where it was sent so. */
  readonly body: Buffer;
}

export interface SimResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** Milliseconds since 1970; injected so that a clock can be set wrong on purpose. */
export type Now = () => number;
