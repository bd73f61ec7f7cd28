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
      if (this.lifetime === 0) forget();
      else entry.until = this.now() + this.lifetime;
    };
    void value.then(keep, forget);
    return value;
  }
}
