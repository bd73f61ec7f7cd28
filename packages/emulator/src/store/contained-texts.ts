/**
 * Checks whether a text contains one of many others. The time depends on how many different lengths they have, not on
 * their number, because the request log checks every request against the passwords of thousands of users.
 */
export class ContainedTexts {
  readonly #counts = new Map<number, Map<string, number>>();

  /** Ignores case. A text that was added twice has to be deleted twice. */
  add(text: string): void {
    const lower = text.toLowerCase();
    const counts = this.#counts.get(lower.length) ?? new Map<string, number>();
    this.#counts.set(lower.length, counts.set(lower, (counts.get(lower) ?? 0) + 1));
  }

  delete(text: string): void {
    const lower = text.toLowerCase();
    const counts = this.#counts.get(lower.length);
    const count = (counts?.get(lower) ?? 0) - 1;
    if (count > 0) counts?.set(lower, count);
    else counts?.delete(lower);
    if (counts?.size === 0) this.#counts.delete(lower.length);
  }

  clear(): void {
    this.#counts.clear();
  }

  /** Whether the text contains one of them. Those of up to three characters must be the whole text. */
  isIn(text: string): boolean {
    const lower = text.toLowerCase();
    for (const [length, counts] of this.#counts) {
      if (length < 4) {
        if (counts.has(lower)) return true;
        continue;
      }
      for (let at = 0; at + length <= lower.length; at += 1) {
        if (counts.has(lower.slice(at, at + length))) return true;
      }
    }
    return false;
  }
}
