// @ts-check
/**
 * `npm run test:nodes` runs all tests on the oldest release of each supported Node line and on the newest release, one
 * after the other. Each run takes about 20 minutes. Arguments are passed to Jest:
 * `npm run test:nodes -- --selectProjects fast`. The binaries come from the npm package `node`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lines = ['20.19', '22.12', '24', 'latest'];
const root = fileURLToPath(new URL('..', import.meta.url));
const flags = ['--require', './test/support/preload.cjs', '--experimental-vm-modules'];
const jest = [
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--config',
  'test/jest.config.js',
];

/**
 * @param {string} line
 * @param {string} folder
 */
function runOn(line, folder) {
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `node@${line}`,
  ];
  const installed = spawnSync('npm', install, { stdio: 'inherit', cwd: folder });
  if (installed.status !== 0) return `node@${line} cannot be installed`;
  const bin = join(folder, 'node_modules/node/bin');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const args = [...flags, ...jest, ...process.argv.slice(2)];
  const { status } = spawnSync(join(bin, 'node'), args, { stdio: 'inherit', cwd: root, env });
  return status === 0 ? undefined : 'tests failed';
}

for (const line of lines) {
  const folder = mkdtempSync(join(tmpdir(), 'kakao-login-node-'));
  const problem = runOn(line, folder);
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`Node ${line}: ${problem ?? 'passed'}\n`);
  if (problem !== undefined) process.exitCode = 1;
}
