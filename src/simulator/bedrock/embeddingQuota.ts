const MINUTE_MS = 60_000;

interface Quota {
  readonly requests?: number;
  readonly tokens?: number;
}

/**
 * Of one minute in one region. How many requests Cohere takes is not published.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/bedrock.html
 */
const quotas: Readonly<Record<string, Quota>> = {
  'amazon.titan-embed-image-v1': { requests: 2000, tokens: 300_000 },
  'amazon.nova-2-multimodal-embeddings-v1:0': { requests: 2000 },
  'cohere.embed-v4:0': { tokens: 150_000 },
};

interface Usage {
  readonly at: number;
  tokens: number;
}

/** A request that was let in. */
export interface Admission {
  /** @returns false, and the request is taken back, where the minute has no room for so many tokens */
  spend(tokens: number): boolean;
}

/** Counts what each embedding model was asked within the last minute; what is held off does not count. */
export class EmbeddingQuota {
  readonly #usages = new Map<string, Usage[]>();
  readonly #override: Quota | undefined;

  /** @param requestsPerMinute of every model, in place of all that is published */
  constructor(requestsPerMinute?: number) {
    this.#override = requestsPerMinute === undefined ? undefined : { requests: requestsPerMinute };
  }

  /** @returns undefined where the minute's requests are used up */
  admit(modelId: string, region: string | undefined, now: number): Admission | undefined {
    const key = `${region ?? ''}/${modelId}`;
    const recent = (this.#usages.get(key) ?? []).filter(({ at }) => now - at < MINUTE_MS);
    this.#usages.set(key, recent);
    const quota = this.#override ?? quotas[modelId] ?? {};
    if (recent.length >= (quota.requests ?? Infinity)) return undefined;
    const usage: Usage = { at: now, tokens: 0 };
    recent.push(usage);
    return {
      spend: (tokens) => {
        const usages = this.#usages.get(key) ?? [];
        const spent = usages.reduce((sum, each) => sum + each.tokens, 0);
        // What is larger than a whole minute is still let in while nothing else is.
        const hasRoom = spent === 0 || spent + tokens <= (quota.tokens ?? Infinity);
        if (hasRoom) usage.tokens = tokens;
        else
          this.#usages.set(
            key,
            usages.filter((each) => each !== usage),
          );
        return hasRoom;
      },
    };
  }
}
