import { join } from 'node:path/posix';
import type { Bilingual } from '@kakao-login/client';
import type ts from 'typescript';
import { environmentFile } from './files.js';
import type { Project } from './project.js';
import { added, edited, propertyOf } from './source-file.js';
import type { TypeScript } from './source-file.js';
import { texts } from './texts.js';
import { textOf } from './tree.js';
import type { Tree } from './tree.js';

/** What `nest new` writes. */
const generatedTransform = JSON.stringify({ '^.+\\.(t|j)s$': 'ts-jest' });
/** Lets Jest load our packages, which are ES modules, where it runs without ES modules. */
const recipe = {
  transform: { '^.+\\.ts$': 'ts-jest', '^.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!.*(@kakao-login|@nestjs|jose)/)'],
};
const recipeTransform = JSON.stringify(recipe.transform);
export const swcPackages = { '@swc/core': '^1.10.0', '@swc/jest': '^0.2.37' };

/** Whether the project's Jest runs without ES modules, as `nest new` of Nest 11 sets it up. */
export function needsRecipe({ packageFile: { scripts = {} } }: Project): boolean {
  const command = scripts['test:e2e'] ?? scripts['test'] ?? '';
  return /\bjest\b/.test(command) && !command.includes('--experimental-vm-modules');
}

/** The recipe for the settings in package.json. */
export function recipeFor({ jest }: Project['packageFile']): Record<string, unknown> | undefined {
  if (jest === undefined) return undefined;
  const transform = JSON.stringify(jest['transform']);
  // Another application of the workspace may already have it.
  if (transform === recipeTransform && jest['transformIgnorePatterns'] !== undefined) return jest;
  return transform === generatedTransform ? { ...jest, ...recipe } : undefined;
}

/** Changes the settings of the e2e tests. Returns what the user has to change. */
export function changeTestSettings(ts: TypeScript | undefined, tree: Tree, project: Project): Bilingual[] {
  const { packageFile, testFolder } = project;
  const jest = join(testFolder, 'jest-e2e.json');
  const vitest = ['vitest.config.e2e.ts', 'vitest.config.ts'].find((path) => tree.exists(path));
  const [path, change] = tree.exists(jest) ? [jest, changedJest] : [vitest, changedVitest];
  const changed = ts && path !== undefined && change(ts, textOf(tree, path) ?? '', project);
  if (path !== undefined && changed) tree.overwrite(path, changed);
  // The settings of the other tests are in package.json. Theirs or those of a file with code are the user's.
  const isOther = needsRecipe(project) && recipeFor(packageFile) === undefined;
  const setup = `./${join(testFolder, environmentFile)}`;
  return [
    ...(path === vitest && path !== undefined && !changed ? [texts.vitestYourself(path, setup)] : []),
    ...(path === jest && !changed ? [texts.jestYourself(path)] : []),
    ...(isOther ? [texts.jestYourself(packageFile.jest === undefined ? 'jest.config' : 'package.json')] : []),
  ];
}

function changedJest(ts: TypeScript, text: string, project: Project): string | undefined {
  const object = jsonObject(ts, text);
  const transform = object && propertyOf(ts, object, 'transform')?.initializer;
  if (object === undefined || propertyOf(ts, object, 'setupFiles') !== undefined) return undefined;
  const setup = `"setupFiles": ["<rootDir>/${environmentFile}"]`;
  if (!needsRecipe(project)) return edited(text, [added(ts, object.properties, object, setup)]);
  if (transform === undefined || compact(transform.getText()) !== generatedTransform) return undefined;
  const patterns = `"transformIgnorePatterns": ${JSON.stringify(recipe.transformIgnorePatterns)}`;
  return edited(text, [
    { start: transform.getStart(), end: transform.getEnd(), text: spaced(recipe.transform) },
    added(ts, object.properties, object, patterns, setup),
  ]);
}

function jsonObject(ts: TypeScript, text: string): ts.ObjectLiteralExpression | undefined {
  const source = ts.createSourceFile('settings.json', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSON);
  const [statement] = source.statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  return ts.isObjectLiteralExpression(statement.expression) ? statement.expression : undefined;
}

const compact = (json: string): string => JSON.stringify(JSON.parse(json));

/** On lines of their own, as in the file of `nest new`. */
const spaced = (value: object): string => JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ');

function changedVitest(ts: TypeScript, text: string, { testFolder }: Project): string | undefined {
  const source = ts.createSourceFile('vitest.config.ts', text, ts.ScriptTarget.Latest, true);
  const file = `'./${join(testFolder, environmentFile)}'`;
  const settings = vitestSettings(ts, source);
  if (settings === undefined) return undefined;
  const setupFiles = propertyOf(ts, settings, 'setupFiles')?.initializer;
  if (setupFiles === undefined)
    return edited(text, [added(ts, settings.properties, settings, `setupFiles: [${file}]`)]);
  if (!ts.isArrayLiteralExpression(setupFiles)) return undefined;
  return edited(text, [added(ts, setupFiles.elements, setupFiles, file)]);
}

/** The `test` of the object that `defineConfig()` is given. */
function vitestSettings(ts: TypeScript, source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const exported = source.statements.find((statement) => ts.isExportAssignment(statement))?.expression;
  if (exported === undefined) return undefined;
  const config = ts.isCallExpression(exported) ? exported.arguments[0] : exported;
  if (config === undefined || !ts.isObjectLiteralExpression(config)) return undefined;
  const settings = propertyOf(ts, config, 'test')?.initializer;
  return settings !== undefined && ts.isObjectLiteralExpression(settings) ? settings : undefined;
}
