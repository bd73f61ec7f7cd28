import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../support/packages.js';

const runFile = promisify(execFile);

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

export interface Manager {
  /** The name in the table. */
  name: string;
  install: Command;
  /** Configuration files that set the registry and empty folders for caches. */
  settings: (registry: string, caches: string) => Record<string, string>;
  /** The commands that run Node, and programs of packages. */
  node: Command;
  bin: (name: string) => Command;
  /** Additional dependencies that a project needs. */
  devDependencies?: Record<string, string>;
}

const { execPath } = process;
const modules = join(root, 'node_modules');
const pnpm = join(modules, 'pnpm/bin/pnpm.cjs');
const yarn = join(modules, '@yarnpkg/cli-dist/bin/yarn.js');
const versionOf = async (name: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')) as { version: string };
  return version;
};
const inFolder: Pick<Manager, 'node' | 'bin'> = { node: [execPath], bin: (name) => [`node_modules/.bin/${name}`] };

const yarnSettings = (linker: string) => (registry: string, caches: string) => ({
  // Without it, Yarn looks for a project in the parent folders.
  'yarn.lock': '',
  '.yarnrc.yml': [
    `nodeLinker: ${linker}`,
    `npmRegistryServer: ${registry}`,
    'unsafeHttpWhitelist: [127.0.0.1]',
    `globalFolder: ${caches}/yarn`,
    `cacheFolder: ${caches}/yarn-cache`,
    'enableGlobalCache: false',
    'enableScripts: false',
    'enableTelemetry: false',
    // Our registry does not have the publication dates of versions.
    'npmMinimalAgeGate: 0',
  ].join('\n'),
});

/** npm is not a dependency, so the table does not show its version. */
export async function allManagers(): Promise<Record<'npm' | 'pnpm' | 'yarn' | 'pnp', Manager>> {
  const [pnpmVersion, yarnVersion] = await Promise.all([versionOf('pnpm'), versionOf('@yarnpkg/cli-dist')]);
  return {
    npm: {
      ...inFolder,
      name: 'npm',
      install: ['npm', 'install'],
      settings: (registry, caches) => ({
        '.npmrc': [
          `registry=${registry}`,
          `cache=${caches}/npm`,
          'audit=false',
          'fund=false',
          'ignore-scripts=true',
          'update-notifier=false',
        ].join('\n'),
      }),
    },
    pnpm: {
      ...inFolder,
      name: `pnpm ${pnpmVersion}`,
      install: [execPath, pnpm, 'install', '--ignore-scripts'],
      settings: (registry, caches) => ({
        '.npmrc': `registry=${registry}`,
        'pnpm-workspace.yaml': `storeDir: ${caches}/pnpm-store\ncacheDir: ${caches}/pnpm`,
      }),
    },
    yarn: {
      ...inFolder,
      name: `Yarn ${yarnVersion}, node-modules`,
      install: [execPath, yarn, 'install'],
      settings: yarnSettings('node-modules'),
    },
    pnp: {
      name: `Yarn ${yarnVersion}, PnP`,
      install: [execPath, yarn, 'install'],
      settings: yarnSettings('pnp'),
      node: [execPath, yarn, 'node'],
      bin: (name) => [execPath, yarn, 'run', name],
      // It is a peer of ts-jest, and with PnP a package gets only declared dependencies.
      devDependencies: { 'jest-util': '^30.0.0' },
    },
  };
}

export interface Ran {
  ok: boolean;
  output: string;
}

/** Runs a command in a project, as on a machine without our packages. */
export async function run(
  [program, ...args]: Command,
  cwd: string,
  home: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const { PATH } = process.env;
  try {
    const options = { cwd, env: { PATH, HOME: home, TMPDIR: home, ...env }, maxBuffer: 2 ** 26 };
    const { stdout, stderr } = await runFile(program, args, options);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return { ok: false, output: (stdout ?? '') + (stderr ?? '') || message };
  }
}

const project = new URL('project/', import.meta.url);

interface Json {
  [name: string]: unknown;
  jest?: object;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** The registry of a project, and the home folder of the user who installs it. */
interface Machine {
  registry: string;
  home: string;
}

type Installer = Pick<Manager, 'install' | 'settings'>;

async function install(folder: string, manager: Installer, { registry, home }: Machine): Promise<void> {
  await mkdir(home, { recursive: true });
  for (const [name, text] of Object.entries(manager.settings(registry, home))) {
    await writeFile(join(folder, name), `${text}\n`);
  }
  const { ok, output } = await run(manager.install, folder, home);
  if (!ok) throw new Error(`${manager.install.join(' ')} fails:\n${output}`);
}

const readJson = async (path: string | URL): Promise<Json> => JSON.parse(await readFile(path, 'utf8')) as Json;
const writeJson = (path: string, json: object): Promise<void> => writeFile(path, JSON.stringify(json, undefined, 2));

/**
 * Writes a project and installs its dependencies.
 *
 * @param recipe the Jest settings from the documentation
 */
export async function createProject(
  folder: string,
  manager: Installer & Pick<Manager, 'devDependencies'>,
  { recipe, ...machine }: Machine & { recipe: object },
): Promise<void> {
  await cp(project, folder, { recursive: true });
  await cp(join(folder, 'src'), join(folder, 'esm/src'), { recursive: true });
  const change = async (name: string, by: (json: Json) => Json) => {
    const path = join(folder, name);
    await writeJson(path, by(await readJson(path)));
  };
  await change('package.json', (json) => ({
    ...json,
    devDependencies: { ...json.devDependencies, ...manager.devDependencies },
    jest: { ...json.jest, ...recipe },
  }));
  const hooks = { globalSetup: '<rootDir>/global-setup.ts', globalTeardown: '<rootDir>/global-teardown.ts' };
  await change('test/jest-e2e.json', (json) => ({ ...json, ...recipe, ...hooks }));
  await install(folder, manager, machine);
}

/** A project in strict TypeScript: an ES module with Nest 12, CommonJS with Nest 11. */
export interface StrictProject {
  nest: 11 | 12;
  /** Major and minor version. */
  typescript: string;
}

/** Writes such a project with the same service as the others and only what it needs, and installs its dependencies. */
export async function createStrictProject(
  folder: string,
  manager: Installer,
  machine: Machine,
  { nest, typescript }: StrictProject,
): Promise<void> {
  await mkdir(folder);
  for (const name of ['app.ts', 'main.ts']) await cp(new URL(`src/${name}`, project), join(folder, 'src', name));
  const { dependencies = {}, devDependencies = {} } = await readJson(new URL('package.json', project));
  const ranges = Object.entries(dependencies).map(([name, range]) => [
    name,
    name.startsWith('@nestjs/') ? `^${nest}.0.0` : range,
  ]);
  const development = ['@kakao-login/emulator', '@types/express', '@types/node'].map((name) => [
    name,
    devDependencies[name],
  ]);
  await writeJson(join(folder, 'package.json'), {
    name: 'strict',
    private: true,
    type: nest === 12 ? 'module' : 'commonjs',
    dependencies: Object.fromEntries(ranges) as object,
    devDependencies: { ...(Object.fromEntries(development) as object), typescript: `~${typescript}.0` },
  });
  await writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      types: ['node'],
      rootDir: 'src',
      outDir: 'dist',
    },
    include: ['src'],
  });
  await install(folder, manager, machine);
}
