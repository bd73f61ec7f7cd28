/** How many letters have to be added, removed, changed or swapped with the next one. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const [above = [], twoAbove = []] = [rows[i - 1], rows[i - 2]];
      const changed = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? (twoAbove[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(changed, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The name that was probably meant: one that differs in case or hyphens, starts the same, or is misspelled. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 100) return undefined;
  const wanted = plain(name);
  if (wanted === '') return undefined;
  let best: { name: string; cost: number } | undefined;
  for (const candidate of known) {
    const other = plain(candidate);
    const begun =
      wanted.length >= 4 && (other.startsWith(wanted) || other.endsWith(wanted) || wanted.startsWith(other));
    const cost = other === wanted ? 0 : Math.min(distance(wanted, other), begun ? 1.5 : Infinity);
    if (cost <= Math.max(1, wanted.length / 3) && cost < (best?.cost ?? Infinity)) best = { name: candidate, cost };
  }
  return best?.name;
}

/** The end of a message about an unknown name: the probable one, or all known names. */
export function instead(name: unknown, known: readonly string[]): string {
  const meant = typeof name === 'string' ? nearest(name, known) : undefined;
  if (meant !== undefined) return `; did you mean ${meant}?`;
  return known.length === 0 ? '' : `; known are ${known.join(', ')}`;
}

/** A value in a message. Anything that may be a key or a token is not repeated. */
export function quoted(value: unknown): string {
  if (typeof value !== 'string')
    return value === null || typeof value !== 'object'
      ? String(value)
      : `an ${Array.isArray(value) ? 'array' : 'object'}`;
  const isKey = value.length > 60 || /^[\w-]{20,}$/.test(value);
  return isKey ? `a text of ${value.length} characters` : JSON.stringify(value);
}

/** A name for a message, unless it looks like a key or a token. */
export const shown = (name: string): string => (quoted(name).startsWith('"') ? name : '…');
