import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Browser } from './clients/browser.js';
import { standInForAliases } from './nest-add/aliases.js';
import { freePort } from './support/kakao-pages.js';
import { blocksOf } from './support/markdown.js';
import { linkOthers, packages, packPackages, root } from './support/packages.js';

/** What Nest's CLI does in a project that compiles with tsc. The CLI is not installed here. */
const nest = 'npx tsc -p tsconfig.build.json && { [ "$1" = build ] || exec node dist/main.js; }';

let folder: string;
/** Replaces the registry: our packages as published, and the installed packages of the repository. */
let registry: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-tutorial-'));
  registry = join(folder, 'registry/node_modules');
  const build = join(folder, 'build');
  await packPackages(build);
  await linkOthers(registry);
  const copy = (name: string) =>
    cp(join(build, 'packages', name), join(registry, '@kakao-login', name), { recursive: true });
  await Promise.all(packages.map(copy));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeCommand(project: string, name: string, script: string): Promise<void> {
  await mkdir(join(project, 'node_modules/.bin'), { recursive: true });
  await writeFile(join(project, 'node_modules/.bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Installs only these packages and their commands in a project. */
async function install(project: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const to = join(project, 'node_modules', name);
    await mkdir(dirname(to), { recursive: true });
    await symlink(join(registry, name), to);
    const { bin = {} } = JSON.parse(await readFile(join(to, 'package.json'), 'utf8')) as {
      bin?: string | Record<string, string>;
    };
    for (const [command, file] of Object.entries(typeof bin === 'string' ? { [name]: bin } : bin)) {
      await writeCommand(project, command, `exec node '${join(to, file)}' "$@"`);
    }
  }
}

/** Creates a project as `nest new` does. */
async function createNestProject(project: string): Promise<void> {
  await cp(join(root, 'test/nest-add/projects/nest-12-esm'), project, { recursive: true });
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    object
  >;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  // The others belong to commands that the tutorial does not use.
  await install(
    project,
    names.filter((name) => existsSync(join(registry, name))),
  );
  await standInForAliases(join(project, 'node_modules'));
  await writeCommand(project, 'nest', nest);
}

type Environment = Record<string, string | undefined>;

/** The environment of a terminal, without the variables of npm and Jest and without the repository's commands. */
function ownEnvironment(): Environment {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|jest_|node_)/i.test(name));
  const path = process.env['PATH']?.split(':').filter((entry) => !entry.includes('node_modules'));
  return { ...Object.fromEntries(own), PATH: path?.join(':') };
}

/** Runs commands in a shell until `stop` is called or this process ends. */
function start(script: string, cwd: string, env: Environment) {
  const keep = 'exec 3<&0\n(cat <&3 >/dev/null; kill 0) &\n';
  const child = spawn('bash', ['--norc', '-euc', keep + script], { cwd, env, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await closed;
  };
  const isUp = (url: string) =>
    fetch(url)
      .then(({ ok }) => ok)
      .catch(() => false);
  return {
    async answers(url: string): Promise<void> {
      while (!(await isUp(url))) {
        if (child.exitCode !== null) {
          await stop();
          throw new Error(`It ended before it answered:\n${script}\n${output}`);
        }
        await wait(50);
      }
    },
    stop,
  };
}

interface Outcome {
  /** What the application shows after the login, each time that the tutorial starts it. */
  shown: unknown[];
  /** The output of the tutorial's tests, which are the last command that ends by itself. */
  tested: string;
}

/** Follows a page from top to bottom, but with other ports and with packages from the repository. */
async function follow(page: string): Promise<Outcome> {
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const env = {
    ...ownEnvironment(),
    PORT: `${port}`,
    KAKAO_EMULATOR_PORT: `${emulatorPort}`,
    npm_config_offline: 'true',
    NO_COLOR: '1',
  };
  const outcome: Outcome = { shown: [], tested: '' };
  let cwd = await mkdtemp(join(folder, 'reader-'));
  let emulator: ReturnType<typeof start> | undefined;
  let variables = '';

  async function runLine(line: string): Promise<void> {
    const [, created] = /^npx @nestjs\/cli@12 new (\S+)$/.exec(line) ?? [];
    const [, names] = /^npm install (?:--save-dev )?(.+)$/.exec(line) ?? [];
    if (created !== undefined) return createNestProject(join(cwd, created));
    if (names !== undefined) return install(cwd, names.split(' '));
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-euc', `${line}\npwd`], { cwd, env });
    const lines = stdout.trimEnd().split('\n');
    cwd = lines.pop() ?? '';
    outcome.tested = lines.join('\n');
  }

  async function runApplication(script: string, environment: Environment): Promise<void> {
    const application = start(script, cwd, environment);
    try {
      await application.answers(url);
      const { html } = await new Browser().open(url);
      const [, link = ''] = /href="([^"]+)"/.exec(html) ?? [];
      const user = { loginId: 'moonlight@example.com', password: 'kakao1234!' };
      const me = await new Browser().logIn(new URL(link, url), user);
      outcome.shown.push([me.url.pathname, JSON.parse(me.html)]);
    } finally {
      await application.stop();
    }
  }

  try {
    for (const { file, language, code } of blocksOf(page)) {
      const script = code.replaceAll(':3000', `:${port}`).replaceAll(':8787', `:${emulatorPort}`);
      if (file !== undefined) {
        await mkdir(dirname(join(cwd, file)), { recursive: true });
        await writeFile(join(cwd, file), code);
      } else if (script.startsWith('npx kakao-emulator ')) {
        emulator = start(script, cwd, env);
        await emulator.answers(`http://localhost:${emulatorPort}`);
      } else if (script.startsWith('export ')) {
        variables = script.replace(/^(?!export ).*$/gm, '');
        await runApplication(script, env);
      } else if (script.startsWith('npx nest build\n')) {
        await runApplication(`${variables}\n${script}`, { ...env, NODE_ENV: 'production' });
      } else if (language === 'sh') {
        for (const line of script.trim().split('\n')) await runLine(line);
      }
    }
  } finally {
    await emulator?.stop();
  }
  return outcome;
}

const shown = ['/me', { id: '1', name: '달빛' }];

test.each([
  { tutorial: 'nest', starts: [shown, shown] },
  { tutorial: 'express', starts: [shown] },
])('the $tutorial tutorial leads from an empty folder to a login and passing tests', async ({ tutorial, starts }) => {
  const outcome = await follow(`packages/docs/pages/en/tutorial/${tutorial}.md`);
  expect(outcome).toEqual({ shown: starts, tested: expect.stringMatching(/ pass 2$|Tests +2 passed \(2\)/m) });
});
