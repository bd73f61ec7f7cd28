import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { writePrograms } from './packaging/programs.js';
import { installedWith, nameOf } from './sizes/installed.js';
import { differences, importRatios, measure } from './sizes/measure.js';
import { read } from './support/markdown.js';
import {
  linkNested,
  linkOthers,
  packages,
  packPackages,
  root,
  tsc,
  type Packed,
  type PackageName,
} from './support/packages.js';

const run = promisify(execFile);
const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  exports: Record<string, unknown>;
}

/** A TypeScript package. */
interface Compiler {
  folder: string;
  version: string;
}

const compilers = ['.', 'test/typescript/5.4', 'test/typescript/5.9', 'test/typescript/7'].map((place): Compiler => {
  const compiler = join(root, place, 'node_modules/typescript');
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8')) as Manifest;
  return { folder: compiler, version: version.split('.', 2).join('.') };
});

function compilerOf(version: string): Compiler {
  const found = compilers.find((compiler) => compiler.version === version);
  if (found === undefined) throw new Error(`TypeScript ${version} is not installed`);
  return found;
}

let folder: string;
let packed: Map<PackageName, Packed>;

/** Unpacks packages into the `node_modules` of a project. */
async function install(project: string, names: Iterable<PackageName>, without: readonly string[] = []): Promise<void> {
  const modules = join(folder, project, 'node_modules');
  await linkOthers(modules, without);
  for (const name of names) {
    const to = join(modules, '@kakao-login', name);
    await mkdir(to);
    await run('tar', ['-xzf', packed.get(name)?.tarball ?? '', '--strip-components=1', '-C', to]);
    await linkNested(name, to);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-packages-'));
  packed = await packPackages(join(folder, 'build'));
  await install('project', packed.keys());
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the packages export what their API reports say (`npm run api` updates them)', async () => {
  // Runs in the build folder, because the report treats everything below a `node_modules` as foreign.
  const check = [join(root, 'packages/api-report.js'), '--check', join(folder, 'build/packages')];
  const { stdout } = await run(process.execPath, check).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

describe.each(packages)('@kakao-login/%s', (name) => {
  const installed = () => join(folder, 'project/node_modules/@kakao-login', name);
  const published = () => packed.get(name)?.files ?? [];

  test('publishes its build and nothing else', () => {
    const wanted = [
      /^(package\.json|README(\.ko)?\.md|LICENSE)$/,
      /^dist\/.+\.(js|d\.ts|js\.map)$/,
      ...(name === 'emulator' ? [/^bin\//, /^(openapi|seed\.schema)\.json$/] : []),
      ...(name === 'doctor' || name === 'codemod' ? [/^bin\//] : []),
      ...(name === 'nestjs' ? [/^bin\//, /^schematics\/[\w.-]+\.json$/] : []),
    ];
    const strays = published().filter((path) => !wanted.some((pattern) => pattern.test(path)));
    expect(strays).toEqual([]);
    expect(published()).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']));
  });

  test('has the layout that bundlers and Node expect', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(), level: 'suggestion', strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('has types that TypeScript finds and that match what Node loads', async () => {
    // In every supported version of Node, CommonJS can require an ES module.
    const allowed = ['--ignore-rules', 'cjs-resolves-to-esm'];
    // A program and data, which have no types.
    const untyped =
      name === 'emulator' ? ['--exclude-entrypoints', './cli', './openapi.json', './seed.schema.json'] : [];
    const { tarball = '' } = packed.get(name) ?? {};
    const output = await run(process.execPath, [attw, tarball, '--format', 'ascii', ...allowed, ...untyped]).then(
      () => '',
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    );
    expect(output).toBe('');
  });

  test('contains the sources of its source maps', async () => {
    const maps = published().filter((path) => path.endsWith('.js.map'));
    expect(maps.length).toBeGreaterThan(0);
    for (const path of maps) {
      const text = await readFile(join(installed(), path), 'utf8');
      const { sources, sourcesContent } = JSON.parse(text) as { sources: string[]; sourcesContent?: string[] };
      expect({ path, carried: sourcesContent?.length }).toEqual({ path, carried: sources.length });
    }
  });

  test('contains the licences of the code that it bundles', async () => {
    const missing: string[] = [];
    for (const path of published().filter((path) => path.endsWith('.js.map'))) {
      const { sources } = JSON.parse(await readFile(join(installed(), path), 'utf8')) as { sources: string[] };
      const code = await readFile(join(installed(), path.replace(/\.map$/, '')), 'utf8');
      const included = sources.filter((source) => source.includes('/node_modules/'));
      if (!code.includes('Copyright (c)')) missing.push(...included);
    }
    expect(missing).toEqual([]);
  });

  test('declares every package that its build imports', async () => {
    const manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8')) as Manifest;
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
    const undeclared = new Set<string>();
    for (const path of published()) {
      if (!/\.(js|d\.ts)$/.test(path)) continue;
      const code = await readFile(join(installed(), path), 'utf8');
      for (const { fileName: specifier } of ts.preProcessFile(code, true, true).importedFiles) {
        if (/^(node:|\.)/.test(specifier)) continue;
        const wanted = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
        // Declarations may use a package whose types are in a separate package.
        const known = declared.has(wanted) || (path.endsWith('.d.ts') && declared.has(`@types/${wanted}`));
        if (wanted !== `@kakao-login/${name}` && !known) undeclared.add(`${wanted} (in ${path})`);
      }
    }
    expect([...undeclared]).toEqual([]);
  });
});

test('npx kakao-emulator: the package of that name starts the emulator', async () => {
  const from = join(root, 'packages/kakao-emulator');
  const to = join(folder, 'project/node_modules/kakao-emulator');
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, from], {
    env: { ...process.env, npm_config_loglevel: 'silent' },
  });
  const [command] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  expect(command?.files.map(({ path }) => path)).toEqual([
    'LICENSE',
    'README.ko.md',
    'README.md',
    'kakao-emulator.js',
    'package.json',
  ]);
  await mkdir(to);
  await run('tar', ['-xzf', join(folder, command?.filename ?? ''), '--strip-components=1', '-C', to]);
  const manifest = JSON.parse(await readFile(join(to, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const help = await run(process.execPath, [join(to, manifest.bin['kakao-emulator'] ?? ''), '--help']);
  expect(help.stdout).toContain('--seed <file>');
  const { messages, pkg } = await publint({ pkgDir: to, level: 'suggestion', strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('npx @kakao-login/doctor: the package finds what is wrong', async () => {
  const cli = join(folder, 'project/node_modules/@kakao-login/doctor/bin/kakao-doctor.js');
  const env = { PATH: process.env['PATH'], KAKAO_CLIENT_ID: 'your-rest-api-key' };
  const { code, stdout } = await run(process.execPath, [cli, '--json'], { env }).then(
    () => ({ code: 0, stdout: '' }),
    (error: { code: number; stdout: string }) => error,
  );
  const { findings } = JSON.parse(stdout) as { findings: { code: string }[] };
  expect(code).toBe(1);
  expect(findings.map((finding) => finding.code)).toContain('placeholder');
});

test('a CommonJS project can require and use each package', async () => {
  const script = join(folder, 'project/consumer.cjs');
  await writeFile(
    script,
    `require('reflect-metadata');
     const { endpoints } = require('@kakao-login/client/contract');
     const { KakaoClient } = require('@kakao-login/client');
     const { KakaoStrategy } = require('@kakao-login/passport');
     const { KakaoModule, KakaoUserService } = require('@kakao-login/nestjs');
     const { KakaoVault } = require('@kakao-login/vault');
     const { vaultStoreTests } = require('@kakao-login/vault/testing');
     const { createKakaoEmulator } = require('@kakao-login/emulator');
     const { NestFactory } = require('@nestjs/core');
     (async () => {
       const emulator = await createKakaoEmulator();
       const { restApiKey: clientId, clientSecret } = emulator.app;
       const options = { clientID: clientId, clientSecret, callbackURL: '/auth/kakao/callback', hosts: emulator.url };
       const app = await NestFactory.createApplicationContext(KakaoModule.forRoot(options), { logger: false });
       const tokens = await emulator.issueTokens(emulator.people[0]);
       const me = await app.get(KakaoUserService).me({ accessToken: tokens.access_token });
       const client = new KakaoClient({ clientId, clientSecret, hosts: emulator.url });
       const claims = await client.oidc.verifyIdToken(tokens.id_token);
       const vault = new KakaoVault({ client });
       await vault.save({ id: me.id, tokens });
       const kept = await vault.forUser(me.id).user.me();
       const { name } = new KakaoStrategy(options, () => null);
       const ways = [require('@kakao-login/passport'), await import('@kakao-login/passport')];
       const moved = ways.flatMap((way) => [way.Strategy, way.default, way.default.Strategy]);
       const strategies = moved.map((Strategy) => new Strategy(options, (_a, _r, _p, _done) => {}).name);
       console.log(JSON.stringify({ me: me.id, sub: claims.sub, kept: kept.id, suite: typeof vaultStoreTests, strategy: name, strategies, path: endpoints['user.me'].path }));
       await app.close();
       await emulator.close();
     })();`,
  );
  const { stdout } = await run(process.execPath, [script]);
  const strategies = Array.from({ length: 6 }, () => 'kakao');
  expect(JSON.parse(stdout)).toEqual({
    me: '1001',
    sub: '1001',
    kept: '1001',
    suite: 'function',
    strategy: 'kakao',
    strategies,
    path: '/v2/user/me',
  });
});

test('without their optional peers, the packages load and work, and entries that need one name it', async () => {
  const names = packages.filter((name) => name !== 'emulator');
  const manifests = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, 'project/node_modules/@kakao-login', name, 'package.json');
      return JSON.parse(await readFile(file, 'utf8')) as Manifest;
    }),
  );
  const optional = manifests.flatMap(({ peerDependenciesMeta = {} }) => Object.keys(peerDependenciesMeta));
  // `@kakao-login/nestjs/terminus` is for use with it, but does not import it.
  const without = [...optional, '@nestjs/terminus'];
  expect(without).toEqual(expect.arrayContaining(['@opentelemetry/api', 'bullmq', '@kakao-login/emulator']));
  await install('bare', names, without);
  const entries = manifests.flatMap(({ exports }, index) =>
    Object.keys(exports)
      .filter((entry) => entry !== './package.json')
      .map((entry) => join('@kakao-login', names[index] ?? '', entry)),
  );
  const script = join(folder, 'bare/consumer.mjs');
  await writeFile(
    script,
    `import 'reflect-metadata';
     import { NestFactory } from '@nestjs/core';
     const missing = {};
     const loaded = {};
     for (const entry of ${JSON.stringify(entries)}) {
       try {
         loaded[entry] = await import(entry);
       } catch (error) {
         missing[entry] = error.code + ': ' + /package '([^']+)'/.exec(error.message)?.[1];
       }
     }
     const { KakaoModule, KakaoClient, memoryInbox } = loaded['@kakao-login/nestjs'];
     const { KakaoTestingModule, fakeKakaoLogin } = loaded['@kakao-login/nestjs/testing'];
     const { KakaoHealthIndicator } = loaded['@kakao-login/nestjs/terminus'];
     const options = {
       clientID: 'key', clientSecret: 'secret'.repeat(6), callbackURL: '/callback', appId: '1', adminKey: 'admin',
       vault: {}, webhooks: { path: 'kakao', inbox: memoryInbox() },
     };
     const start = (...imports) => NestFactory.createApplicationContext(
       { module: class {}, imports, providers: [KakaoHealthIndicator] }, { logger: false, abortOnError: false },
     );
     const app = await start(KakaoModule.forRoot(options));
     const client = app.get(KakaoClient) instanceof KakaoClient;
     const indicator = typeof app.get(KakaoHealthIndicator).isHealthy;
     await app.close();
     const refused = await start(KakaoModule.forRoot(options), KakaoTestingModule).catch((error) => error.message);
     console.log(JSON.stringify({ missing, client, indicator, fake: fakeKakaoLogin().profile.id, refused }));`,
  );
  const { stdout } = await run(process.execPath, [script]);
  expect(JSON.parse(stdout)).toEqual({
    missing: {
      '@kakao-login/client/opentelemetry': 'ERR_MODULE_NOT_FOUND: @opentelemetry/api',
      '@kakao-login/nestjs/bullmq': 'ERR_MODULE_NOT_FOUND: bullmq',
    },
    client: true,
    indicator: 'function',
    fake: '1001',
    refused: expect.stringContaining('npm install --save-dev @kakao-login/emulator'),
  });
});

test('a CommonJS project in TypeScript passes its own axios instance, and gets a typed one', async () => {
  const project = join(folder, 'project');
  await writeFile(
    join(project, 'consumer.cts'),
    `import axios = require('axios');
     import client = require('@kakao-login/client');
     import passport = require('@kakao-login/passport');
     import nest = require('@kakao-login/nestjs');

     const http = axios.create();
     export const kakao = new client.KakaoClient({ clientId: 'key', clientSecret: process.env['SECRET'], http });
     const options = { clientID: 'key', callbackURL: '/callback', http };
     const legacy: passport.StrategyOption = { clientID: 'key', clientSecret: process.env['SECRET'], callbackURL: '/callback' };
     export const moved = new passport.Strategy(legacy, (_accessToken, _refreshToken, profile: passport.Profile, done) => {
       done(null, { id: profile.id, email: profile._json.kakao_account.email });
     });
     export const others = [new passport.KakaoStrategy(options, () => ({})), nest.KakaoModule.forRoot(options)];
     export async function hook(): Promise<void> {
       const { interceptors } = await kakao.axios();
       interceptors.request.use((config) => {
         config.headers.set('X-Trace', 'a');
         // @ts-expect-error -- typed, so that a typo is an error
         config.haeders;
         return config;
       });
     }`,
  );
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
  };
  await writeFile(join(project, 'tsconfig.cjs.json'), JSON.stringify({ compilerOptions, files: ['consumer.cts'] }));
  const output = await run(process.execPath, [tsc, '-p', 'tsconfig.cjs.json', '--pretty', 'false'], {
    cwd: project,
  }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  expect(output).toBe('');
});

/** Our packages and everything that they install. */
const checked = [
  ...new Set(packages.flatMap(installedWith).map(nameOf)),
  ...packages.map((name) => `@kakao-login/${name}`),
];

/**
 * Compiler errors in the files of a project and in the declarations of {@link checked}. We cannot fix those of other
 * packages.
 */
async function complaints({ folder: compiler, version }: Compiler, config: string, files: string): Promise<string[]> {
  const pattern = `(?:^|/)(?:${files}|node_modules/(?:${checked.join('|')})/)`;
  const cwd = join(folder, 'project');
  if (version !== '7.0') {
    const script = join(root, 'test/packaging/complaints.js');
    const { stdout } = await run(process.execPath, [script, compiler, join(cwd, config), pattern]);
    return stdout.split('\n').filter((line) => line !== '');
  }
  // This compiler has no API yet, and is fast enough to check everything.
  const command = [join(compiler, 'bin/tsc'), '-p', config, '--pretty', 'false'];
  const { stdout } = await run(process.execPath, command, { cwd }).catch((error: { stdout: string }) => {
    if (!error.stdout.includes('error TS')) throw error;
    return error;
  });
  return stdout.split('\n').filter((line) => new RegExp(pattern).test(line));
}

const compilerOptions = {
  target: 'es2022',
  types: ['node', 'express-session'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: false,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};
const modules = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  node20: { module: 'node20' },
  node10: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
};

/**
 * Tests each compiler with each setting and each version of Nest. The oldest and the newest compiler also check
 * programs that need other libraries.
 */
const matrix = (
  [
    ['5.4', 'nodenext', 12, 'all'],
    ['5.4', 'bundler', 11, 'common'],
    ['5.9', 'nodenext', 11, 'common'],
    ['5.9', 'bundler', 12, 'common'],
    ['6.0', 'nodenext', 11, 'common'],
    ['6.0', 'bundler', 12, 'common'],
    ['7.0', 'nodenext', 12, 'all'],
    ['7.0', 'bundler', 11, 'common'],
  ] as const
).map(([version, setting, nest, programs]) => ({ version, setting, nest, programs }));

describe('the programs of the documentation, and every export, in a strict project', () => {
  let files: Awaited<ReturnType<typeof writePrograms>>;

  beforeAll(async () => {
    const nest11 = await readdir(join(root, 'test/nest11/node_modules/@nestjs'));
    const names = nest11.map((name) => `@nestjs/${name}`);
    await install('nest11', packed.keys(), names);
    for (const name of names) {
      await symlink(join(root, 'test/nest11/node_modules', name), join(folder, 'nest11/node_modules', name));
    }
    for (const project of ['nest11', 'project']) {
      files = await writePrograms(join(folder, project));
      await writeFile(join(folder, project, 'src/package.json'), JSON.stringify({ type: 'module' }));
    }
  });

  test.each(matrix)('TypeScript $version, $setting, Nest $nest', async ({ version, setting, nest, programs }) => {
    const config = `../${nest === 11 ? 'nest11' : 'project'}/typescript-${version}.json`;
    const settings = { compilerOptions: { ...compilerOptions, ...modules[setting] }, files: files[programs] };
    await writeFile(join(folder, 'project', config), JSON.stringify(settings));
    expect(await complaints(compilerOf(version), config, 'src/')).toEqual([]);
  });

  test.each(['en/environments.md', 'environments.md'])('%s lists these versions', (page) => {
    const [row = ''] = read(`packages/docs/pages/${page}`).match(/^\| \d\.\d, .+$/m) ?? [];
    expect(row.match(/\d\.\d/g)).toEqual([...new Set(matrix.map(({ version }) => version))]);
  });
});

/** CommonJS in Node's own resolution, and in that of older projects, which ignores `exports`. */
test.each(['node20', 'node10'] as const)('a CommonJS project in TypeScript (%s) compiles', async (setting) => {
  const project = join(folder, 'project');
  await writeFile(
    join(project, 'consumer.ts'),
    `import { KakaoClient, isKakaoError, toKakaoProfile, type KakaoProfile } from '@kakao-login/client';
     import { endpoints } from '@kakao-login/client/contract';
     import { KakaoStrategy } from '@kakao-login/passport';
     import { KakaoModule, KakaoUserService } from '@kakao-login/nestjs';
     import { createKakaoEmulator } from '@kakao-login/emulator';
     import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
     import { vaultStoreTests } from '@kakao-login/vault/testing';

     export const parts = { endpoints, KakaoStrategy, KakaoModule, KakaoUserService, createKakaoEmulator };
     export const suite = vaultStoreTests(() => new MemoryVaultStore());
     export const nicknameOf = async (client: KakaoClient, id: string): Promise<string | undefined> =>
       (await new KakaoVault({ client }).forUser(id).user.me()).kakao_account?.profile?.nickname;
     export async function profileOf(client: KakaoClient, accessToken: string): Promise<KakaoProfile | undefined> {
       try {
         return toKakaoProfile({ user: await client.user.me({ accessToken }) });
       } catch (error) {
         if (isKakaoError(error) && error.kind === 'api' && error.code === -401) return undefined;
         throw error;
       }
     }`,
  );
  const settings = { compilerOptions: { ...compilerOptions, ...modules[setting] }, files: ['consumer.ts'] };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(settings));
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  expect(await complaints(compilerOf('6.0'), 'tsconfig.json', 'consumer.ts')).toEqual([]);
});

describe('sizes', () => {
  test('are those of test/sizes/README.md (`npm run sizes -- --write` updates it)', () => {
    const rows = packages.map((name) => ({ name, size: 0, unpackedSize: 0, ...packed.get(name) }));
    expect(differences(measure(rows))).toEqual([]);
  });

  test.each(['en/client/options.md', 'client/options.md'])('%s says how many packages npm installs', (page) => {
    const others = installedWith('client').map(nameOf);
    const [, chapter = ''] =
      /## (?:What npm installs|npm이 설치하는 패키지)\n([^#]+)/.exec(read(`packages/docs/pages/${page}`)) ?? [];
    const numbers = chapter.match(/\b\d+(?= packages|개)/g)?.map(Number);
    expect(numbers).toEqual([others.length + 1, others.length - ['undici', 'axios'].length]);
  });

  test('include the CPU time of an import, compared with passport-kakao', () => {
    const ratios = importRatios(packages, { rounds: 1, cwd: join(folder, 'project') });
    expect([...ratios.keys()]).toEqual(packages);
    expect([...ratios.values()].filter((ratio) => !(ratio > 0))).toEqual([]);
  });
});
