/** Few, so that what scrolls out of view is soon done with; enough to hide the way to the host. */
const PER_REQUEST = 4;
const REQUESTS_AT_ONCE = 2;

/** Asks for the thumbnails of the cells in view, and for none that has gone out of it meanwhile. */
export class ThumbnailQueue {
  private readonly ask: (ids: readonly string[]) => Promise<Readonly<Record<string, string>> | undefined>;
  private readonly onArrival: () => void;
  private readonly urls = new Map<string, string>();
  private readonly failed = new Set<string>();
  private readonly asked = new Set<string>();
  private wanted: readonly string[] = [];
  private running = 0;

  constructor(
    ask: (ids: readonly string[]) => Promise<Readonly<Record<string, string>> | undefined>,
    onArrival: () => void,
  ) {
    this.ask = ask;
    this.onArrival = onArrival;
  }

  url(id: string): string | undefined {
    return this.urls.get(id);
  }

  /** True for what the host cannot make one of. */
  hasFailed(id: string): boolean {
    return this.failed.has(id);
  }

  /** @param ids of the cells in view, the most urgent first */
  want(ids: readonly string[]): void {
    this.wanted = ids;
    while (this.running < REQUESTS_AT_ONCE && this.sendNext());
  }

  private sendNext(): boolean {
    const ids = this.wanted
      .filter((id) => !this.urls.has(id) && !this.failed.has(id) && !this.asked.has(id))
      .slice(0, PER_REQUEST);
    if (ids.length === 0) return false;
    this.running += 1;
    for (const id of ids) this.asked.add(id);
    void this.ask(ids).then((urls) => {
      this.running -= 1;
      for (const id of ids) {
        this.asked.delete(id);
        const url = urls?.[id];
        if (url === undefined) this.failed.add(id);
        else this.urls.set(id, url);
      }
      this.onArrival();
      this.want(this.wanted);
    });
    return true;
  }
}
