const MINUTE_MS = 60_000;

interface Quota {
  readonly requests?: number;
  readonly tokens?: number;
}

/**
 * Requests and tokens of a minute, where the default is published.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/bedrock.html
 */
function quotaOf(modelId: string, region: string | undefined): Quota {
  switch (modelId) {
    case 'amazon.nova-pro-v1:0':
      return { requests: 250, tokens: 1_000_000 };
    case 'amazon.nova-lite-v1:0':
      return region === 'us-east-1' || region === 'eu-west-2'
        ? { requests: 2000, tokens: 4_000_000 }
        : { requests: 200, tokens: 200_000 };
    case 'anthropic.claude-sonnet-4-6':
      return { tokens: 3_000_000 };
    case 'anthropic.claude-opus-4-6-v1':
      return { tokens: 1_500_000 };
    default:
      return {};
  }
}

interface Usage {
  readonly at: number;
  tokens: number;
}

/** Counts what each model was asked within the last minute; what is refused does not count. */
export class RequestQuota {
  readonly #usages = new Map<string, Usage[]>();
  readonly #requestsPerMinute: number | undefined;

  /** @param requestsPerMinute of every model, in place of the published ones */
  constructor(requestsPerMinute?: number) {
    this.#requestsPerMinute = requestsPerMinute;
  }

  /** Lets a request in, or says what there is too much of. */
  admit(
    modelId: string,
    region: string | undefined,
    now: number,
  ): 'requests' | 'tokens' | { spend(tokens: number): void } {
    const key = `${region ?? ''}/${modelId}`;
    const recent = (this.#usages.get(key) ?? []).filter(({ at }) => now - at < MINUTE_MS);
    this.#usages.set(key, recent);
    const quota = quotaOf(modelId, region);
    if (recent.length >= (this.#requestsPerMinute ?? quota.requests ?? Infinity)) return 'requests';
    const spent = recent.reduce((sum, { tokens }) => sum + tokens, 0);
    if (spent >= (quota.tokens ?? Infinity)) return 'tokens';
    const usage: Usage = { at: now, tokens: 0 };
    recent.push(usage);
    return { spend: (tokens) => void (usage.tokens = tokens) };
  }
}
