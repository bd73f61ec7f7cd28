// @ts-check
/**
 * What does a package cost? `npm run sizes` prints the size of each package, what npm installs with it, and the CPU
 * time of its import. `-- --write` updates README.md in this folder. A test compares the sizes, but not the times.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { toText } from '../bench/table.js';
import { importRatios, measure, report, timesText } from './measure.js';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '9' } },
});
const names = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'doctor', 'codemod'];
const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = names.map((name) => `./packages/${name}`);
const packed = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=silent', ...folders], {
    cwd: root,
    encoding: 'utf8',
  }),
).map((/** @type {any} */ one) => ({ ...one, name: one.name.replace('@kakao-login/', '') }));
const rows = measure(packed);
const ratios = importRatios(names, { rounds: Number(values.rounds), cwd: root });
if (values.write) {
  const options = { parser: 'markdown', proseWrap: /** @type {const} */ ('preserve'), printWidth: 120 };
  writeFileSync(new URL('README.md', import.meta.url), await format(report(rows, ratios), options));
}
process.stdout.write(
  toText({
    title: 'Sizes in kB, and the CPU time of an import',
    base: 'passport-kakao',
    columns: ['', 'packed', 'unpacked', 'packages', 'all of them', 'import'],
    rows: rows.map(({ name, packed, unpacked, others, installed }) => [
      name,
      packed,
      unpacked,
      others.length + 1,
      installed,
      timesText(ratios.get(name)),
    ]),
  }),
);
