// @ts-check
/**
 * The first column contains the names of the subjects.
 * @typedef {{ title: string, base: string, columns: string[], rows: (string | number)[][] }} Table
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/**
 * The median of the ratios of each round. Rounds are interleaved, so other work on the machine affects both sides.
 * @param {readonly number[]} values
 * @param {readonly number[]} base
 */
export function ratio(values, base) {
  return median(values.map((value, round) => value / (base[round] ?? Number.NaN)));
}

/** Formats a table for a terminal, with aligned columns. @param {Table} table */
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

/** Formats a table for a README. @param {Table} table */
export function toMarkdown({ title, base, columns, rows }) {
  /** @param {(string | number)[]} cells */
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [`**${title}** (× = ${base})`, '', line(columns), line(rule), ...rows.map(line), ''].join('\n');
}
