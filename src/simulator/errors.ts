import { randomUUID } from 'node:crypto';
import type { SimResponse } from './http';

/** A refusal as Amazon Bedrock words it. */
export interface ServiceError {
  readonly type: string;
  readonly status: number;
  readonly message: string;
  /** More members of the body, such as `originalStatusCode`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown where a request is refused, and turned into an answer in one place. */
export class Refusal extends Error {
  readonly error: ServiceError;

  constructor(error: ServiceError) {
    super(error.message);
    this.error = error;
  }
}

export function validation(message: string): Refusal {
  return new Refusal({ type: 'ValidationException', status: 400, message });
}

/** The type carries the tail of a URL, as on the real service; SDKs cut it off. */
export function errorResponse({ type, status, message, members }: ServiceError): SimResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': randomUUID(),
      'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    },
    body: JSON.stringify({ message, ...members }),
  };
}

export function jsonResponse(value: unknown, headers: Readonly<Record<string, string>> = {}): SimResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
    body: JSON.stringify(value),
  };
}
