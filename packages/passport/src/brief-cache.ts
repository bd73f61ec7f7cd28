interface Entry<Value> {
  /** Unix time in ms. */
  until: number;
  value: Promise<Value>;
}

/**
 * Caches results for a short time. Concurrent calls for the same key share one request. Failures are not cached.
 */
export class BriefCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    /** In ms. 0 only shares requests in progress. */
    private readonly lifetime: number,
    private readonly maxEntries: number,
    private readonly now: () => number,
  ) {}

  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    if (known !== undefined && this.now() < known.until) return known.value;

    const value = ask();
    const entry = { until: Infinity, value };
    this.entries.delete(key);
    this.entries.set(key, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.maxEntries && oldest !== undefined) this.entries.delete(oldest);

    const forget = () => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    };
    const keep = () => {
      if (this.lifetime === 0) return forget();
      entry.until = this.now() + this.lifetime;
      return this.deleteLater();
    };
    void value.then(keep, forget);
    return value;
  }

  /** Deletes expired entries, because profiles are personal data. Uses one timer, which runs only while there are entries. */
  private deleteLater(): void {
    this.timer ??= setInterval(
      () => {
        for (const [key, { until }] of this.entries) if (this.now() >= until) this.entries.delete(key);
        if (this.entries.size > 0) return;
        clearInterval(this.timer);
        this.timer = undefined;
      },
      // The longest delay of a timer in Node.
      Math.min(this.lifetime, 2 ** 31 - 1),
    ).unref();
  }
}
