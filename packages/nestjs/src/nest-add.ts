import { dirname, join, normalize } from 'node:path/posix';
import { withDependencies } from './schematics/dependencies.js';
import { callbackUrl, exampleVariables, importPath, loginModulePath, newFiles } from './schematics/files.js';
import { mainPath } from './schematics/main-file.js';
import { readProject } from './schematics/project.js';
import type { Project } from './schematics/project.js';
import { registerModule } from './schematics/register-module.js';
import { loadTypeScript, withEndingsOf } from './schematics/source-file.js';
import { changeTestSettings } from './schematics/test-settings.js';
import { both, texts } from './schematics/texts.js';
import { textOf } from './schematics/tree.js';
import type { Rule, SchematicContext, Tree } from './schematics/tree.js';

export interface NestAddOptions {
  sourceRoot?: string;
  module?: string;
  skipInstall?: boolean;
}

/** The schematic of `nest add @kakao-login/nestjs`. */
export function nestAdd({ sourceRoot = 'src', module, skipInstall = false }: NestAddOptions): Rule {
  return async (tree, context) => {
    const { logger } = context;
    const ts = await loadTypeScript();
    const project = readProject(ts, tree, sourceRoot);
    const { main } = project;
    const path = module ?? main.root?.path ?? join(sourceRoot, 'app.module.ts');
    const text = textOf(tree, path);
    if (text === undefined) throw new Error(both(texts.noModule(path, join(sourceRoot, 'shop.module.ts'))));

    const from = importPath(dirname(path), loginModulePath(project), project.extension);
    const preferred = main.root?.path === path ? main.root.className : 'AppModule';
    const registered = ts && registerModule(ts, text, { name: 'KakaoLoginModule', from }, preferred);
    const files = newFiles(project, { path, className: registered?.className ?? preferred });
    const taken = [...files.keys()].find((file) => tree.exists(file));
    if (taken !== undefined) return logger.info(both(texts.exists(taken)));
    if (text.includes('@kakao-login/nestjs')) return logger.info(both(texts.usedAlready(path)));

    for (const [file, content] of files) tree.create(file, content);
    if (registered === undefined) logger.warn(both(texts.registerYourself(path)));
    else tree.overwrite(path, registered.text);
    if (main.hasUnclearPrefix) logger.warn(both(texts.prefixYourself(mainPath(sourceRoot))));
    addExample(tree, project);
    for (const remark of changeTestSettings(ts, tree, project)) logger.warn(both(remark));
    changePackageFile(tree, project);
    logger.info(both(texts.done(callbackUrl(project), testCommand(tree, project))));
    if (!skipInstall) install(tree, context);
  };
}

/** Adds to an example that the project has, unless it has these variables. */
function addExample(tree: Tree, project: Project): void {
  const path = '.env.example';
  const text = textOf(tree, path);
  if (text === undefined) tree.create(path, exampleVariables(project));
  else if (!text.includes('KAKAO_CLIENT_ID')) {
    const own = text.trimEnd();
    const addition = `${own === '' ? '' : '\n\n'}${exampleVariables(project)}`;
    tree.overwrite(path, own + withEndingsOf(text, addition));
  }
}

function changePackageFile(tree: Tree, project: Project): void {
  const text = textOf(tree, 'package.json') ?? '';
  const [, indent = '  '] = /^\{\r?\n([ \t]+)/.exec(text) ?? [];
  const changed = `${JSON.stringify(withDependencies(project), undefined, indent)}\n`;
  tree.overwrite('package.json', withEndingsOf(text, changed));
}

function testCommand(tree: Tree, { packageFile: { scripts = {} }, testFolder }: Project): string {
  const { 'test:e2e': script } = scripts;
  if (script === undefined) return 'npm run test';
  // In a monorepo, the script belongs to the first application.
  const own = join(testFolder, 'jest-e2e.json');
  const [, given] = /--config[ =](\S+)/.exec(script) ?? [];
  if (given === undefined || normalize(given) === own || !tree.exists(own)) return 'npm run test:e2e';
  return script.replace(/^jest\b/, 'npx jest').replace(given, `./${own}`);
}

/** The package managers besides npm, by their lock file. */
const packageManagers = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

function install(tree: Tree, context: SchematicContext): void {
  const [, packageManager] = packageManagers.find(([file]) => tree.exists(file)) ?? [];
  const options = { command: 'install', quiet: true, workingDirectory: '.', ...(packageManager && { packageManager }) };
  context.addTask({ toConfiguration: () => ({ name: 'node-package', options }) });
}
