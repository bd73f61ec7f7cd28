// @ts-check
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importOnce } from '../bench/import-once.js';
import { ratio } from '../bench/table.js';
import { installedWith, nameOf } from './installed.js';

/** @import { Packed, Row } from './measure.js' */

const root = fileURLToPath(new URL('../../', import.meta.url));
const kilobytes = (/** @type {number} */ bytes) => Math.round(bytes / 1000);

/** @param {string} folder @returns the size of its files in bytes, without nested packages */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.slice(folder.length).includes('node_modules'),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/**
 * @param {readonly Packed[]} packed
 * @returns {Row[]}
 */
export function measure(packed) {
  /** @type {Map<string, number>} */
  const ours = new Map(packed.map(({ name, unpackedSize }) => [`@kakao-login/${name}`, unpackedSize]));
  return packed.map(({ name, size, unpackedSize }) => {
    const folders = installedWith(name);
    const sizes = folders.map((folder) => ours.get(nameOf(folder)) ?? sizeOf(join(root, folder)));
    return {
      name,
      packed: kilobytes(size),
      unpacked: kilobytes(unpackedSize),
      others: folders.map(nameOf).sort(),
      installed: kilobytes(sizes.reduce((sum, one) => sum + one, unpackedSize)),
    };
  });
}

const text = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const [start, end] = ['<!-- sizes -->\n', '<!-- /sizes -->'];
const [before = '', rest = ''] = text.split(start);
const [part = '', after = ''] = rest.split(end);

const columns = /** @type {const} */ (['packed', 'unpacked', 'installed']);

/**
 * Lists what npm installs with each package. If that includes another of our packages, leaves out what is listed there.
 * @param {readonly Row[]} rows
 * @returns {string[]}
 */
function lists(rows) {
  const known = new Map(rows.map(({ name, others }) => [`@kakao-login/${name}`, others]));
  return rows.map(({ name, others }) => {
    const twice = new Set(others.flatMap((other) => known.get(other) ?? []));
    const more = others.filter((other) => !twice.has(other) || other.startsWith('@kakao-login/'));
    return `- \`${name}\`: ${more.map((other) => `\`${other}\``).join(', ')}`;
  });
}

/** @param {readonly Row[]} rows @param {Map<string, number>} imports @returns the README.md with these rows */
export function report(rows, imports) {
  const head = ['package', 'packed, kB', 'unpacked, kB', 'packages with all they need', 'all of them, kB', 'import'];
  const table = rows.map(({ name, packed, unpacked, others, installed }) =>
    [`\`${name}\``, packed, unpacked, others.length + 1, installed, timesText(imports.get(name))].join(' | '),
  );
  const lines = [head.join(' | '), head.map((_, index) => (index === 0 ? '---' : '--:')).join(' | '), ...table];
  const markdown = lines.map((line) => `| ${line} |`).join('\n');
  return `${before}${start}\n${markdown}\n\nWhat npm installs with each:\n\n${lists(rows).join('\n')}\n\n${end}${after}`;
}

/** @param {number | undefined} ratio */
export const timesText = (ratio = NaN) => `${ratio.toFixed(1)}x`;

/**
 * What is wrong in README.md. Sizes may differ by a tenth, so that not every change of the code changes the table.
 * Import times vary with the machine, so they are not compared.
 * @param {readonly Row[]} rows
 */
export function differences(rows) {
  const sizes = rows.flatMap((row) => {
    const cells = part.split('\n').find((line) => line.startsWith(`| \`${row.name}\``)) ?? '';
    const [packed = 0, unpacked = 0, count = 0, installed = 0] = (cells.match(/\d+(?= +\|)/g) ?? []).map(Number);
    const known = { packed, unpacked, installed };
    return [
      ...columns
        .filter((column) => Math.abs(row[column] - known[column]) > known[column] / 10)
        .map((column) => `${row.name}, ${column}: ${row[column]} kB, not ${known[column]}`),
      ...(row.others.length + 1 === count ? [] : [`${row.name}: ${row.others.length + 1} packages, not ${count}`]),
    ];
  });
  const listed = part.match(/^- .+$/gm) ?? [];
  return [...sizes, ...lists(rows).filter((line) => !listed.includes(line))];
}

/**
 * The CPU time of an import, as a multiple of passport-kakao's in the same round.
 * @param {readonly string[]} names of our packages
 * @param {{ rounds: number, cwd: string }} options `cwd` is the folder from which Node resolves them
 * @returns {Map<string, number>}
 */
export function importRatios(names, { rounds, cwd }) {
  const specifiers = ['passport-kakao', ...names.map((name) => `@kakao-login/${name}`)];
  /** @type {Map<string, number[]>} */
  const times = new Map(specifiers.map((specifier) => [specifier, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const specifier of specifiers) times.get(specifier)?.push(importOnce(specifier, cwd).cpu);
  }
  const base = times.get('passport-kakao') ?? [];
  return new Map(names.map((name) => [name, ratio(times.get(`@kakao-login/${name}`) ?? [], base)]));
}
