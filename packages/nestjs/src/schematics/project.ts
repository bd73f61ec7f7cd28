import { dirname, join } from 'node:path/posix';
import { readMainFile } from './main-file.js';
import type { MainFile } from './main-file.js';
import type { TypeScript } from './source-file.js';
import { both, texts } from './texts.js';
import { textOf } from './tree.js';
import type { Tree } from './tree.js';

export interface PackageFile {
  type?: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  jest?: Record<string, unknown>;
}

/** What a project looks like, as far as the new files depend on it. */
export interface Project {
  packageFile: PackageFile;
  nestMajor: 11 | 12;
  /** What relative imports end in. */
  extension: '' | '.js';
  sourceRoot: string;
  testFolder: string;
  /** `spec`, or what the project calls its tests. */
  testSuffix: string;
  isFastify: boolean;
  main: MainFile;
  /** How variables of the environment are read. `file`: nothing reads `.env` yet. */
  environment: 'config' | 'set' | 'file';
}

/** @throws Error if it is not a project of Nest 11 or 12 */
export function readProject(ts: TypeScript | undefined, tree: Tree, sourceRoot: string): Project {
  const text = textOf(tree, 'package.json');
  if (text === undefined) throw new Error(both(texts.noPackageFile()));
  const packageFile = JSON.parse(text) as PackageFile;
  const all = { ...packageFile.devDependencies, ...packageFile.dependencies };
  const testFolder = join(dirname(sourceRoot), 'test');
  return {
    packageFile,
    nestMajor: nestMajor(tree, all['@nestjs/core']),
    extension: packageFile.type === 'module' ? '.js' : '',
    sourceRoot,
    testFolder,
    testSuffix: testSuffix(tree, testFolder),
    main: readMainFile(ts, tree, sourceRoot),
    isFastify: '@nestjs/platform-fastify' in all && !('@nestjs/platform-express' in all),
    environment: environment(packageFile, all),
  };
}

/** From the range in package.json, or, if it names no version, from what is installed. */
function nestMajor(tree: Tree, range = ''): 11 | 12 {
  const installed = textOf(tree, 'node_modules/@nestjs/core/package.json') ?? '{}';
  const { version = '' } = JSON.parse(installed) as { version?: string };
  const [major] = /\d+/.exec(range) ?? /\d+/.exec(version) ?? [];
  if (major !== '11' && major !== '12') throw new Error(both(texts.otherNest()));
  return major === '11' ? 11 : 12;
}

function testSuffix(tree: Tree, testFolder: string): string {
  const suffixes = tree.getDir(testFolder).subfiles.flatMap((file) => /\.e2e-(\w+)\.ts$/.exec(file)?.[1] ?? []);
  return suffixes[0] ?? 'spec';
}

function environment({ scripts = {} }: PackageFile, all: Record<string, string>): Project['environment'] {
  if ('@nestjs/config' in all) return 'config';
  const isRead = 'dotenv' in all || Object.values(scripts).some((script) => script.includes('--env-file'));
  return isRead ? 'set' : 'file';
}
