import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { startRegistry } from './setups/registry.js';
import { installedWith, nameOf } from './sizes/installed.js';
import { translated, untranslated } from './support/documents.js';
import { blocksOf, type Block } from './support/markdown.js';
import { packages, packPackages, root } from './support/packages.js';

const run = promisify(execFile);

interface NotRun {
  line: RegExp;
  reason: string;
  /** The file that covers the line instead. */
  test?: string;
}

/** Lines that are not run. All others are, so a new line must work or have a row here. */
const notRun: readonly NotRun[] = [
  { line: /^npm ci *(#|$)/, reason: 'replaces node_modules during the tests', test: '.ci/run' },
  { line: /^(npm ci && )?npm test\b/, reason: 'runs every test, including this one', test: '.ci/run' },
  { line: /^(npm ci && )?npm start\b/, reason: 'builds in the clone', test: 'test/sample/start.test.ts' },
  { line: /^npm ci && npm run build$/, reason: 'builds in the clone', test: 'test/packaging.test.ts' },
  { line: /^npm run api\b/, reason: 'builds in the clone', test: 'test/packaging.test.ts' },
  { line: /^npm run test:/, reason: 'runs the tests', test: 'test/docs.test.ts' },
  { line: /^npm run format\b/, reason: 'changes the clone', test: 'test/docs.test.ts' },
  { line: /^npm run bench\b/, reason: 'takes minutes', test: 'test/bench.test.ts' },
  { line: /^npm install --no-save @stryker|^npx stryker /, reason: 'needs Stryker, which is not a dependency' },
  { line: /^docker build /, reason: 'needs the internet', test: 'packages/emulator/test/image.test.ts' },
  { line: /^curl .*\$E\b/, reason: 'needs seeded data', test: 'packages/emulator/test/control-page.test.ts' },
];

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const inClone = (commands: string): string => `(cd "$CLONE" && ${commands})`;
const withoutComment = (line: string): string => line.replace(/ +#.*$/, '');

/** Lines that are changed before they run. */
const adapted: readonly [line: RegExp, change: (line: string) => string][] = [
  // These run until they are stopped. `serve` waits for their address, and stops them at the end.
  [/^(npx|\.)\/?\s?kakao-emulator/, (line) => `serve ${quote(line.replace(/ &$/, ''))}`],
  [/^npm run jest /, (line) => inClone(`${withoutComment(line)} --listTests | grep "$CLONE"`)],
  [/^npm pack /, (line) => inClone(`${line} --dry-run`)],
  [/^export AREA=/, (line) => inClone(`${line}; ls $MUTATE $TESTS`)],
];

const head = `
pids=()
trap '[ \${#pids[@]} = 0 ] || kill -- "\${pids[@]/#/-}"' EXIT
serve() {
  exec 9< <(exec setsid bash --norc -euc "$1" 2>&1)
  pids+=($!)
  local text
  while read -r text <&9; do
    echo "$text"
    [[ $text =~ 'Kakao emulator on '([^ ]+) ]] && EMULATOR=\${BASH_REMATCH[1]} && return
  done
  return 1
}
`;

/** The commands of a block: of a shell block, or of the steps for GitHub Actions. */
function linesOf({ language, code }: Block): string[] {
  if (language === 'sh') return code.replaceAll('\\\n', '').split('\n');
  if (language === 'yaml') return [...code.matchAll(/^- run: (.+)$/gm)].map(([, line = '']) => line);
  return [];
}

/**
 * The English documents: `docs.test.ts` checks that the Korean ones have the same commands. `tutorial.test.ts` follows
 * the tutorials.
 */
const documents = [...translated, ...untranslated]
  .filter((path) => !path.includes('/tutorial/'))
  .map((path) => ({ path, lines: blocksOf(path).flatMap(linesOf) }));
const runs = (line: string): boolean => line !== '' && !notRun.some(({ line: pattern }) => pattern.test(line));

let folder: string;
let emulator: KakaoEmulator;
let registry: Awaited<ReturnType<typeof startRegistry>>;
let tarballs: string[];

/** Files that a document expects in the folder where its commands run. */
const given: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  'packages/codemod/README.md': (cwd) =>
    cp(join(root, 'packages/codemod/test/projects/commonjs/before'), join(cwd, 'src'), { recursive: true }),
  'packages/doctor/README.md': (cwd) => {
    const variables = {
      KAKAO_CLIENT_ID: emulator.app.restApiKey,
      KAKAO_CLIENT_SECRET: emulator.app.clientSecret,
      KAKAO_REDIRECT_URI: 'http://localhost:3000/auth/kakao/callback',
      KAKAO_HOSTS: emulator.url,
    };
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    return writeFile(join(cwd, '.env'), lines.join(''));
  },
};

/** Creates a release as `.github/workflows/release.yml` does, with a script in place of the executable. */
async function release(): Promise<void> {
  const cwd = join(folder, 'release');
  await mkdir(cwd);
  const cli = join(folder, 'build/packages/emulator/dist/cli.js');
  const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(cli)} "$@"\n`;
  await writeFile(join(cwd, 'kakao-emulator-linux-x64'), script, { mode: 0o755 });
  await writeFile(join(cwd, 'LICENSE'), '');
  await writeFile(join(cwd, 'LICENSE.node'), '');
  const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
  const lines = [...workflow.matchAll(/^ +((?:tar|sha256sum) .+)$/gm)].map(([, line = '']) => line);
  await run('bash', ['-euc', lines.join('\n')], { cwd });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-shell-'));
  emulator = await createKakaoEmulator();
  tarballs = [...(await packPackages(join(folder, 'build'))).values()].map(({ tarball }) => tarball);
  const pack = ['pack', '--silent', '--pack-destination', folder, './packages/kakao-emulator'];
  const { stdout: name } = await run('npm', pack, { cwd: root });
  tarballs.push(join(folder, name.trim()));
  await mkdir(join(folder, 'tarballs'));
  registry = await startRegistry(join(folder, 'tarballs'), tarballs);
  await release();
});
afterAll(async () => {
  await registry.close();
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** The environment of a machine without our packages, with our registry instead of npm's. */
const environment = () => ({
  PATH: process.env['PATH'],
  HOME: folder,
  npm_config_registry: registry.url,
  npm_config_ignore_scripts: 'true',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
});

test.each(documents.filter(({ lines }) => lines.some(runs)))('the commands of $path work', async ({ path, lines }) => {
  const cwd = join(folder, 'readers', path);
  await mkdir(cwd, { recursive: true });
  await given[path]?.(cwd);
  const commands = lines.filter(runs).map((line) => {
    const [, change] = adapted.find(([pattern]) => pattern.test(line)) ?? [];
    return change?.(line) ?? line;
  });
  const script = `${head}${commands.join('\n')}`
    .replaceAll('http://localhost:8787', '$EMULATOR')
    .replaceAll(/https:\/\/github\.com\/[\w/-]+\/releases\/latest\/download\//g, `file://${folder}/release/`);
  const env = { ...environment(), CLONE: root, EMULATOR: emulator.url, KAKAO_EMULATOR_PORT: '0' };
  const ran = await run('bash', ['--norc', '-euxo', 'pipefail', '-c', script], { cwd, env }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  expect(ran).toBe('');
});

test('the SBOM of a release lists everything that users install, with licences', async () => {
  const cwd = join(folder, 'sbom');
  await mkdir(cwd);
  for (const tarball of tarballs) await cp(tarball, join(cwd, basename(tarball)));
  const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
  const lines = [...workflow.matchAll(/^ +((?:echo "\{|npm (?:install|sbom) ).+)$/gm)].map(([, line = '']) => line);
  await run('bash', ['-euc', lines.join('\n')], { cwd, env: { ...environment(), GITHUB_REF_NAME: 'v0.1.0' } });
  const { components } = JSON.parse(await readFile(join(cwd, 'sbom.cdx.json'), 'utf8')) as {
    components: { name: string; licenses?: object[] }[];
  };
  const names = components.map(({ name }) => name);
  const ours = [...packages.map((name) => `@kakao-login/${name}`), 'kakao-emulator'];
  expect(names).toEqual(expect.arrayContaining([...ours, ...packages.flatMap(installedWith).map(nameOf)]));
  // A dependency of Passport whose licence (MIT) is only in its README.
  const unlicensed = components.filter(({ licenses = [] }) => licenses.length === 0);
  expect(unlicensed.map(({ name }) => name)).toEqual(['pause']);
});

test('the command that packs the packages in a clone names all packages', () => {
  const line = documents.flatMap(({ lines }) => lines).find((one) => one.startsWith('npm pack ')) ?? '';
  expect([...line.matchAll(/ -w packages\/([\w-]+)/g)].map(([, name]) => name)).toEqual(packages);
});

test('every line that is not run is in a document, and the file that covers it exists', () => {
  const all = documents.flatMap(({ lines }) => lines);
  expect(notRun.filter(({ line }) => !all.some((one) => line.test(one)))).toEqual([]);
  expect(notRun.filter((row) => row.test !== undefined && !existsSync(join(root, row.test)))).toEqual([]);
});
