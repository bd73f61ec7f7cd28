import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { format } from 'prettier';
import { allManagers, createProject, createStrictProject, run, type Manager, type Ran } from './setups/managers.js';
import { startRegistry } from './setups/registry.js';
import { allWays, loggedIn, type Way } from './setups/ways.js';
import { packPackages, root } from './support/packages.js';

const pages = ['en/', ''].map((folder) => join(root, `packages/docs/pages/${folder}environments.md`));
/** If set, the test writes the tables into the pages. Otherwise it compares them. */
const update = process.env['UPDATE_SETUPS'] !== undefined;

const keys = ['npm', 'pnpm', 'yarn', 'pnp'] as const;
type Key = (typeof keys)[number];

let folder: string;
let managers: Record<Key, Manager>;
let registry: Awaited<ReturnType<typeof startRegistry>>;
let recipe: object;
let ways: Way[];
/** What the last command of each way printed, per package manager. */
const outputs = new Map<Way, Map<Key, string>>();

const home = () => join(folder, 'home');

/** @param ran the results of earlier commands in the project */
async function outputOf(way: Way, manager: Manager, cwd: string, ran: Map<string, Ran>): Promise<string> {
  let output = '';
  for (const command of way.commands(manager)) {
    const line = command.join(' ');
    const result = ran.get(line) ?? (await run(command, cwd, home(), way.env));
    ran.set(line, result);
    ({ output } = result);
    if (!result.ok) return `${line} fails:\n${output}`;
  }
  return output;
}

async function tryAll(key: Key): Promise<void> {
  const cwd = join(folder, key);
  await createProject(cwd, managers[key], { registry: registry.url, home: home(), recipe });
  const ran = new Map<string, Ran>();
  for (const [index, way] of ways.entries()) {
    if (way.project === undefined) {
      outputs.get(way)?.set(key, await outputOf(way, managers[key], cwd, ran));
    } else {
      const own = join(folder, `${key}-${index}`);
      await createStrictProject(own, managers[key], { registry: registry.url, home: home() }, way.project);
      outputs.get(way)?.set(key, await outputOf(way, managers[key], own, new Map()));
    }
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-setups-'));
  await mkdir(join(folder, 'tarballs'));
  const [english = ''] = pages;
  const [, json = ''] = /## Jest without[^]*?```json\n([^]*?)```/.exec(await readFile(english, 'utf8')) ?? [];
  recipe = JSON.parse(json) as object;
  const packed = await packPackages(join(folder, 'build'));
  registry = await startRegistry(
    join(folder, 'tarballs'),
    [...packed.values()].map(({ tarball }) => tarball),
  );
  managers = await allManagers();
  ways = allWays(registry.versionOf);
  for (const way of ways) outputs.set(way, new Map());
  // Two at a time. Both variants of Yarn share a cache, so they run one after the other.
  const chains: Key[][] = [
    ['npm', 'pnpm'],
    ['pnp', 'yarn'],
  ];
  await Promise.all(
    chains.map(async (chain) => {
      for (const key of chain) await tryAll(key);
    }),
  );
}, 1_200_000);

afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const missing = (way: Way, key: Key): boolean => key === 'pnp' && way.pnpError !== undefined;

describe.each(keys)('With %s', (key) => {
  test('a user logs in with every runtime, compiler, bundler and test runner', () => {
    const failed = ways
      .filter((way) => !missing(way, key))
      .map((way) => ({ tool: way.tool, modules: way.modules, output: outputs.get(way)?.get(key) ?? '' }))
      .filter(({ output }) => !loggedIn(output));
    expect(failed).toEqual([]);
  });
});

test('With Yarn PnP, the others work or fail with the documented error', () => {
  const printed = (way: Way): string => outputs.get(way)?.get('pnp') ?? '';
  const other = ways.filter((way) => way.pnpError?.test(printed(way)) === false && !loggedIn(printed(way)));
  expect(other.map(printed)).toEqual([]);
});

/**
 * The table of this run, and the tables between two markers of the pages. With `update`, writes this run's table there.
 */
async function tables(marker: string, rows: string[][]): Promise<{ ran: string; documented: string[] }> {
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
  const ran = await format(lines.join('\n'), { parser: 'markdown' });
  const documented = pages.map(async (file) => {
    const [before = '', rest = ''] = (await readFile(file, 'utf8')).split(`<!-- ${marker} -->\n`);
    const end = rest.indexOf(`<!-- /${marker} -->`);
    if (!update) return rest.slice(1, end - 1);
    await writeFile(file, `${before}<!-- ${marker} -->\n\n${ran}\n${rest.slice(end)}`);
    return ran;
  });
  return { ran, documented: await Promise.all(documented) };
}

test('the documentation has these results', async () => {
  const result = (way: Way, key: Key): string => {
    if (missing(way, key)) return '✗';
    return loggedIn(outputs.get(way)?.get(key) ?? '') ? '✓' : '✗';
  };
  const head = ['', '', ...keys.map((key) => managers[key].name)];
  const rows = ways.map((way) => [way.tool, way.modules, ...keys.map((key) => result(way, key))]);
  const { ran, documented } = await tables('setups', [head, ...rows]);
  expect(documented).toEqual([ran, ran]);
});

const bun = spawnSync('bun', ['--version'], { encoding: 'utf8' });
if (bun.status !== 0) process.stderr.write('No Bun: install it to run the set-ups with it. They are skipped.\n');

const describeBun = bun.status === 0 ? describe : describe.skip;
describeBun('With Bun', () => {
  test('a user logs in, and the documentation says so', async () => {
    const cwd = join(folder, 'bun');
    const settings = (url: string, caches: string) => ({
      'bunfig.toml': `[install]\nregistry = "${url}"\ncache = "${caches}/bun"`,
    });
    const install = ['bun', 'install', '--ignore-scripts'] as const;
    await createProject(cwd, { install, settings }, { registry: registry.url, home: home(), recipe });
    const commands = [
      ['Bun', 'ESM', ['bun', 'plain/main.mjs']],
      ['Bun', 'CommonJS, `require`', ['bun', 'plain/main.cjs']],
      ['Bun, TypeScript', 'CommonJS', ['bun', 'src/main.ts']],
      ['`bun test`', 'ESM', ['bun', 'test', './plain/kakao.bun.mjs']],
    ] as const;
    const outputs: string[] = [];
    for (const [, , command] of commands) outputs.push((await run(command, cwd, home())).output);
    expect(outputs.filter((output) => !loggedIn(output))).toEqual([]);
    const rows = commands.map(([tool, modules]) => [tool, modules, '✓']);
    const { ran, documented } = await tables('setups-bun', [['', '', `Bun ${bun.stdout.trim()}`], ...rows]);
    expect(documented).toEqual([ran, ran]);
  });
});
