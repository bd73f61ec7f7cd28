import type ts from 'typescript';
import { added, edited, propertyOf } from './source-file.js';
import type { Edit, TypeScript } from './source-file.js';

/** A class to import, and from where. */
export interface ImportedClass {
  name: string;
  from: string;
}

/** The name of a class with `@Module({ … })`, and its file with another module in the `imports`. */
export interface RegisteredModule {
  className: string;
  text: string;
}

/**
 * Adds a class to the `imports` of the module in a file, and an `import` of it to the file.
 *
 * @param preferred the class, if the file has several
 * @returns `undefined` if there is no such module, or its `imports` are not written as a list
 */
export function registerModule(
  ts: TypeScript,
  text: string,
  { name, from }: ImportedClass,
  preferred = 'AppModule',
): RegisteredModule | undefined {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const module = moduleClass(ts, source, preferred);
  const edit = module && importsEdit(ts, module.options, name);
  if (module === undefined || edit === undefined) return undefined;
  const imports = source.statements.filter((statement) => ts.isImportDeclaration(statement));
  const last = imports.at(-1);
  const quote = last?.moduleSpecifier.getText().at(0) ?? "'";
  const line = `import { ${name} } from ${quote}${from}${quote};`;
  const at = last === undefined ? 0 : (ts.getTrailingCommentRanges(text, last.getEnd())?.at(-1)?.end ?? last.getEnd());
  const addition = { start: at, end: at, text: last === undefined ? `${line}\n` : `\n${line}` };
  return { className: module.className, text: edited(text, [edit, addition]) };
}

interface ModuleClass {
  className: string;
  options: ts.ObjectLiteralExpression;
}

/** The preferred class, or the last module of the file, because modules that it imports come before it. */
function moduleClass(ts: TypeScript, source: ts.SourceFile, preferred: string): ModuleClass | undefined {
  const modules: ModuleClass[] = [];
  for (const statement of source.statements) {
    if (!ts.isClassDeclaration(statement) || statement.name === undefined) continue;
    for (const { expression } of ts.getDecorators(statement) ?? []) {
      if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Module') continue;
      const [options] = expression.arguments;
      if (options !== undefined && ts.isObjectLiteralExpression(options)) {
        modules.push({ className: statement.name.text, options });
      }
    }
  }
  return modules.find(({ className }) => className === preferred) ?? modules.at(-1);
}

function importsEdit(ts: TypeScript, options: ts.ObjectLiteralExpression, name: string): Edit | undefined {
  const imports = propertyOf(ts, options, 'imports');
  if (imports === undefined) {
    // `imports` in another form, such as a shorthand or a spread, is not ours to change.
    const isPlain = options.properties.every((property) => ts.isPropertyAssignment(property));
    return isPlain ? added(ts, options.properties, options, `imports: [${name}]`) : undefined;
  }
  const list = imports.initializer;
  return ts.isArrayLiteralExpression(list) ? added(ts, list.elements, list, name) : undefined;
}
