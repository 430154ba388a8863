import * as z from 'zod/mini';

/**
 * The frames between extension host and webview. The webview asks and the host answers each request exactly once; the
 * host tells, with whole snapshots, never with deltas.
 */
export type ToHost = { readonly id: number; readonly method: string; readonly params: unknown };

export type ToWebview =
  | { readonly kind: 'reply'; readonly id: number; readonly isOk: true; readonly value: unknown }
  /** The host has told the user already; the page only stops waiting. */
  | { readonly kind: 'reply'; readonly id: number; readonly isOk: false }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

const toHostSchema = z.object({
  id: z.int().check(z.nonnegative()),
  method: z.string().check(z.maxLength(64)),
  params: z.unknown(),
});

/** @returns undefined for anything that is not a request */
export function parseToHost(message: unknown): ToHost | undefined {
  const parsed = z.safeParse(toHostSchema, message);
  return parsed.success ? parsed.data : undefined;
}

/** What each method asks and answers. */
export type Methods = Readonly<Record<string, { readonly params: unknown; readonly result: unknown }>>;

/** A checker for each method: every message is read as if a stranger wrote it. */
export type Checkers<M extends Methods> = { readonly [K in keyof M]: z.ZodMiniType<M[K]['params']> };

/** A method without a handler does not compile. */
export type Handlers<M extends Methods> = {
  readonly [K in keyof M]: (params: M[K]['params'], signal: AbortSignal) => Promise<M[K]['result']>;
};
