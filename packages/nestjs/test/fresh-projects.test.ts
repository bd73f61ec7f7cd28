import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { add, filesOf, freshProjects, variants, type FreshProject } from './support/nest-add.js';
import { standInForAliases } from '../../../test/nest-add/aliases.js';
import { linkOthers, packPackages, root } from '../../../test/support/packages.js';

const run = promisify(execFile);

/** The devkit of Nest's CLI. */
const devkits: Record<FreshProject, string> = {
  'nest-11': 'devkit19',
  'nest-12-cjs': 'devkit22',
  'nest-12-esm': 'devkit22',
};
const ours = ['client', 'passport', 'vault', 'nestjs', 'emulator'];

let folder: string;

/** A project of `nest new`, with its dependencies and ours installed. */
async function create(project: FreshProject): Promise<string> {
  const to = join(folder, project);
  await cp(join(root, 'test/nest-add/projects', project), to, { recursive: true });
  const modules = join(to, 'node_modules');
  await linkOthers(modules, ['@nestjs', 'ts-jest', 'typescript']);
  const own = project === 'nest-11' ? join(root, 'test/nest11/node_modules') : join(root, 'node_modules');
  await symlink(join(own, '@nestjs'), join(modules, '@nestjs'));
  // `nest new` of Nest 11 requires TypeScript 5.
  const typescript = project === 'nest-11' ? 'test/typescript/5.9/node_modules/typescript' : 'node_modules/typescript';
  await symlink(join(root, typescript), join(modules, 'typescript'));
  // It uses the TypeScript next to it.
  await cp(join(root, 'node_modules/ts-jest'), join(modules, 'ts-jest'), { recursive: true });
  for (const name of ours) {
    await cp(join(folder, 'build/packages', name), join(modules, '@kakao-login', name), { recursive: true });
  }
  await standInForAliases(modules);
  return to;
}

async function nestAdd(project: FreshProject, ...flags: string[]): Promise<string> {
  const script = join(root, 'test/nest-add/run.cjs');
  const { stdout } = await run(process.execPath, [script, devkits[project], join(folder, project), ...flags]);
  return stdout;
}

/** The files of a project by their path. */
async function filesIn(project: FreshProject): Promise<Record<string, string>> {
  const at = join(folder, project);
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'));
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(at.length + 1), await readFile(path, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Jest runs CommonJS tests of ES modules since Node 24.9. Before, even those of a fresh project fail. */
const runsModules = process.versions.node.localeCompare('24.9', 'en', { numeric: true }) >= 0;

/** Keeps the project as `nest new` created it, or changes it for an older Node. */
async function letJestRun(project: FreshProject): Promise<void> {
  if (runsModules || project !== 'nest-12-cjs') return;
  const path = join(folder, project, 'package.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replaceAll('node --experimental-vm-modules ./node_modules/jest/bin/jest.js', 'jest'));
}

/** Runs the script `test:e2e` of a project, and returns what it prints. */
async function endToEnd(project: FreshProject): Promise<string> {
  const cwd = join(folder, project);
  const { scripts } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const bin = join(root, 'node_modules/.bin');
  // As in a terminal, without the variables of the Jest that runs this test.
  const { JEST_WORKER_ID: _, NODE_OPTIONS: __, NODE_ENV: ___, ...own } = process.env;
  const env = { ...own, PATH: `${bin}:${dirname(process.execPath)}:${own['PATH']}`, NO_COLOR: '1', CI: 'true' };
  const { stdout, stderr } = await run('sh', ['-c', scripts['test:e2e'] ?? 'false'], { cwd, env }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return stdout + stderr;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-login-nest-add-'));
  await packPackages(join(folder, 'build'));
  await Promise.all(freshProjects.map(create));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(freshProjects)('nest add in a fresh project (%s)', (project) => {
  test('lists in a dry run what it would do, and does nothing', async () => {
    const before = await filesIn(project);
    const output = await nestAdd(project, '--dry-run');
    expect(output).toContain('create /src/kakao-login/kakao-login.module.ts');
    expect(await filesIn(project)).toEqual(before);
  });

  test('adds a login and a test that passes in the project’s test runner, together with the existing tests', async () => {
    await letJestRun(project);
    const before = await filesIn(project);
    await nestAdd(project);
    const after = await filesIn(project);
    expect(after).toEqual((await add(before)).files);
    expect(await nestAdd(project)).toContain('so nothing was changed');
    expect(await filesIn(project)).toEqual(after);
    expect(await endToEnd(project)).toMatch(/^Tests: +2 passed, 2 total$|Tests +2 passed \(2\)/m);
  });
});

test('the new files compile in strict mode', async () => {
  const artifacts = join(root, 'test/artifacts/nest-add');
  const paths: string[] = [];
  try {
    const projects = [...freshProjects.map((name) => [name, filesOf(name)] as const), ...Object.entries(variants)];
    for (const [name, before] of projects) {
      const { files } = await add(before);
      for (const [path, text] of Object.entries(files)) {
        if (!/^package\.json$|^(src|test)\/.*\.ts$/.test(path)) continue;
        const to = join(artifacts, name.replaceAll(/\W+/g, '-'), path);
        await mkdir(dirname(to), { recursive: true });
        await writeFile(to, text);
        if (to.endsWith('.ts')) paths.push(to);
      }
    }
    const config = join(artifacts, 'config.d.ts');
    await writeFile(
      config,
      `declare module '@nestjs/config' {
         export class ConfigModule {}
         export class ConfigService { get<T>(name: string): T | undefined }
       }`,
    );
    const { options } = ts.convertCompilerOptionsFromJson(
      {
        target: 'es2023',
        module: 'nodenext',
        types: ['node', 'vitest/globals'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noImplicitOverride: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        isolatedModules: true,
        skipLibCheck: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
        noEmit: true,
        customConditions: ['@kakao-login/source'],
      },
      root,
    );
    const program = ts.createProgram([...paths, config], options);
    const found = paths.flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)));
    const texts = found.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
    expect(paths.length).toBeGreaterThan(40);
    expect(texts).toEqual([]);
  } finally {
    await rm(artifacts, { recursive: true, force: true });
  }
});
