/**
 * Finds out whether a text contains one of many others. The time depends on their different lengths, not on their number,
 * because the request log asks this for every request, with the passwords of thousands of users.
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

  /** Whether one of them is in the text. Those of up to three characters have to be the whole text. */
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
