// @ts-check
/** @typedef {{ title: string, base: string, columns: string[], rows: (string | number)[][] }} Table the first column names the subject */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * The median of what each round says by itself: rounds are interleaved, so noise of the machine meets both sides of one.
 * @param {readonly number[]} values
 * @param {readonly number[]} base
 */
export function ratio(values, base) {
  return median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}

/** @param {Table} table For a terminal: columns aligned, numbers to the right. */
export function toText({ title, base, columns, rows }) {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => String(row[index] ?? ''))].map((cell) => cell.length)),
  );
  /** @param {(string | number)[]} cells */
  const line = (cells) =>
    cells
      .map((cell, index) =>
        index === 0 ? String(cell).padEnd(widths[0] ?? 0) : String(cell).padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [`${title} (x = ${base})`, line(columns), ...rows.map(line), ''].join('\n');
}

/** @param {Table} table For a README. */
export function toMarkdown({ title, base, columns, rows }) {
  /** @param {(string | number)[]} cells */
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [`**${title}** (× = ${base})`, '', line(columns), line(rule), ...rows.map(line), ''].join('\n');
}
