import { dirname, join } from 'node:path';
import type { CallExpression } from 'jscodeshift';
import type { ASTNode, ASTPath, JSCodeshift, Source } from './source.js';
import { todos } from './todos.js';

export const strategyPackage = '@kakao-login/passport';
const ours = strategyPackage;
const legacyModule = /^passport-kakao(?:-login)?(\/.*)?$/;
const exported = new Set([
  'default',
  'Strategy',
  'KakaoStrategy',
  'Profile',
  'KakaoProfile',
  'KakaoRawProfile',
  'KakaoStrategyOptions',
  'StrategyOption',
  'StrategyOptionWithRequest',
  'VerifyFunction',
  'VerifyFunctionWithRequest',
  'buildStrategyOptions',
]);
/** Options of a request that passport-kakao ignores. */
const ignored = ['prompt', 'loginHint', 'login_hint', 'serviceTerms', 'service_terms', 'nonce'];
const errorClasses = ['TokenError', 'InternalOAuthError', 'AuthorizationError'];
const placeholder = '미연동 계정';

type FunctionNode = { params: ASTNode[] };

/** Functions whose first argument is the name of a module. In other calls, the text can name a strategy, a route or a log. */
const loaders = /^(?:require(?:\.\w+)?|(?:jest|vi|vitest|td)\.\w+|mock\.module|proxyquire(?:\.\w+)*|rewiremock)$/;

/** Whether a file seems to import passport-kakao or passport-kakao-login. Only searches the text. */
export const importsLegacy = (text: string): boolean =>
  text
    .split(/\n(?!\s*['"`])/)
    .some(
      (line) =>
        !/^\s*(?:\/\/|\*)/.test(line) &&
        /\b(?:from|import|require|(?:require|jest|vi|vitest|td|mock|proxyquire)\.\w+(?:<.+>)?|proxyquire)\s*\(?\s*['"`]passport-kakao(?:-login)?['"`/]/.test(
          line,
        ),
    );

/** Changes the imports, and marks code that behaves differently now, in a file of a project that used passport-kakao. */
export function migrateStrategy(source: Source, { strategies, reexports }: LegacyProject): void {
  const { j, root } = source;
  if (changeImports(source)) source.needs.add(ours);
  const names = strategyNames(source, reexports);
  const isStrategy = (node: unknown): boolean => {
    if (j.Identifier.check(node)) return names.has(node.name);
    return (
      j.MemberExpression.check(node) &&
      names.has(`${source.keyOf(node.object)}.`) &&
      isStrategyName(source.keyOf(node.property))
    );
  };

  const created = [
    ...root.find(j.NewExpression, (node) => isStrategy(node.callee)).paths(),
    ...root.find(j.CallExpression, (node) => isStrategy(node.callee)).paths(),
  ] as ASTPath<CallExpression>[];
  for (const path of created) {
    const [options, verify] = path.node.arguments;
    checkOptions(source, path, options);
    checkVerify(source, path, verify);
    if (path.node.type !== 'CallExpression') continue;
    // recast would reformat the arguments of a `NewExpression`.
    path.node.callee = j.identifier(`new ${source.codeOf(path.node.callee)}`);
    source.isChanged = true;
  }
  for (const type of [j.ClassDeclaration, j.ClassExpression] as const) {
    root.find(type as typeof j.ClassDeclaration).forEach((path) => migrateClass(source, path, isStrategy));
  }
  checkPlaceholder(source);
  checkRequests(source, strategies);
}

/** What the files of a project that used passport-kakao say about each other. */
export interface LegacyProject {
  /** The names of its strategies, such as `kakao`. */
  strategies: ReadonlySet<string>;
  /** The files that export passport-kakao again, as {@link moduleOf} has them. */
  reexports: ReadonlySet<string>;
}

/** A file as imports name it. */
export const moduleOf = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/[\\/]index$/, '');

/** Whether a file exports passport-kakao again. */
export const isReexport = (text: string): boolean =>
  /^export\s*(?:\*|\{[^}]*\})\s*from\s*['"]passport-kakao(?:-login)?['"]/m.test(text);

/** The names in a file of the strategies that it registers, such as `kakao-link`. */
export const strategiesIn = (text: string): string[] =>
  [...text.matchAll(/(?:\bPassportStrategy\(\s*[\w.]+\s*,|\.use\()\s*['"`]([^'"`]*kakao[^'"`]*)['"`]/gi)].map(
    ([, name = '']) => name,
  );

function changeImports(source: Source): boolean {
  const { j, root } = source;
  let isFound = false;
  const change = (literal: unknown, path: ASTPath): void => {
    const module = source.stringOf(literal);
    const [matched, deep] = (module !== undefined && legacyModule.exec(module)) || [];
    if (matched === undefined) return;
    isFound = true;
    source.isChanged = true;
    if (deep === undefined) {
      Object.assign(literal as object, { value: ours, extra: undefined });
      return;
    }
    source.importsLegacy = true;
    source.todo(path, todos.deepImport);
  };
  root.find(j.ImportDeclaration).forEach((path) => {
    const was = source.stringOf(path.node.source) ?? '';
    change(path.node.source, path);
    if (!legacyModule.test(was)) return;
    for (const specifier of path.node.specifiers ?? []) {
      if (!j.ImportSpecifier.check(specifier)) continue;
      const name = source.keyOf(specifier.imported) ?? '';
      if (!exported.has(name)) source.todo(path, todos.unknownExport(name));
    }
  });
  root.find(j.ExportNamedDeclaration).forEach((path) => change(path.node.source, path));
  root.find(j.ExportAllDeclaration).forEach((path) => change(path.node.source, path));
  root.find(j.TSExternalModuleReference).forEach((path) => change(path.node.expression, path));
  root.find(j.TSImportType).forEach((path) => change(path.node.argument, path));
  // require('…'), import('…'), jest.mock('…')
  root
    .find(j.CallExpression)
    .filter(({ node }) => legacyModule.test(source.stringOf(node.arguments[0]) ?? ''))
    .forEach((path) => {
      const { callee, arguments: given } = path.node;
      if (callee.type === 'Import' || loaders.test(source.codeOf(callee))) change(given[0], path);
    });
  root
    .find(j.TSModuleDeclaration)
    .filter(({ node }) => legacyModule.test(source.stringOf(node.id) ?? ''))
    .forEach((path) => source.todo(path, todos.ownTypes));
  return isFound;
}

const isStrategyName = (name: string | undefined): boolean => /^(?:Kakao)?Strategy$|^default$/.test(name ?? '');

/** The names of the strategy in a file. `kakao.` means that the strategy is a member of `kakao`. */
function strategyNames(source: Source, reexports: ReadonlySet<string>): Set<string> {
  const { j, root } = source;
  const names = new Set<string>();
  const isOurs = (node: unknown): boolean => {
    const module = source.stringOf(node);
    return module === ours || (module?.startsWith('.') === true && reexports.has(at(module)));
  };
  const at = (module: string): string => moduleOf(join(dirname(source.path), module));
  root
    .find(j.ImportDeclaration)
    .filter(({ node }) => isOurs(node.source))
    .forEach(({ node }) => {
      for (const specifier of node.specifiers ?? []) {
        const local = source.keyOf(specifier.local) ?? '';
        if (j.ImportNamespaceSpecifier.check(specifier)) names.add(`${local}.`);
        else if (j.ImportDefaultSpecifier.check(specifier)) names.add(local).add(`${local}.`);
        else if (isStrategyName(source.keyOf(specifier.imported))) names.add(local);
      }
    });
  root.find(j.TSImportEqualsDeclaration).forEach(({ node }) => {
    if (j.TSExternalModuleReference.check(node.moduleReference) && isOurs(node.moduleReference.expression)) {
      names.add(`${source.keyOf(node.id)}.`);
    }
  });
  root.find(j.VariableDeclarator).forEach(({ node }) => {
    const { id, init } = node;
    // Also `await import()`.
    const isRequire = (value: unknown): boolean => {
      const call = j.AwaitExpression.check(value) ? value.argument : value;
      if (!j.CallExpression.check(call) || !isOurs(call.arguments[0])) return false;
      return call.callee.type === 'Import' || source.keyOf(call.callee) === 'require';
    };
    if (j.MemberExpression.check(init) && isRequire(init.object) && isStrategyName(source.keyOf(init.property))) {
      if (j.Identifier.check(id)) names.add(id.name);
    }
    if (!isRequire(init)) return;
    if (j.Identifier.check(id)) names.add(`${id.name}.`);
    if (!j.ObjectPattern.check(id)) return;
    for (const property of id.properties) {
      if (
        (j.ObjectProperty.check(property) || j.Property.check(property)) &&
        isStrategyName(source.keyOf(property.key))
      ) {
        names.add(source.keyOf(property.value) ?? '');
      }
    }
  });
  addAliases(source, names);
  return names;
}

/** `const Strategy = kakao.Strategy`, `const { Strategy: Kakao } = kakao` */
function addAliases(source: Source, names: Set<string>): void {
  const { j } = source;
  const before = names.size;
  source.root.find(j.VariableDeclarator).forEach(({ node: { id, init } }) => {
    const isMember =
      j.MemberExpression.check(init) &&
      names.has(`${source.keyOf(init.object)}.`) &&
      isStrategyName(source.keyOf(init.property));
    if (j.Identifier.check(id) && (isMember || names.has(source.keyOf(init) ?? ''))) names.add(id.name);
    if (!j.ObjectPattern.check(id) || !names.has(`${source.keyOf(init)}.`)) return;
    for (const [name, value] of source.propertiesOf(id)) {
      if (isStrategyName(name)) names.add(source.keyOf(value) ?? '');
    }
  });
  if (names.size > before) addAliases(source, names);
}

/** The initial value of a variable, or the node itself. */
function resolved(source: Source, node: unknown, from: ASTPath): unknown {
  const { j } = source;
  if (j.TSAsExpression.check(node) || j.TSSatisfiesExpression.check(node))
    return resolved(source, node.expression, from);
  if (!j.Identifier.check(node)) return node;
  const declared = source.declarationOf(node.name, from)?.init;
  if (declared !== undefined) return declared;
  const functions = source.root.find(j.FunctionDeclaration, { id: { name: node.name } });
  return functions.length === 1 ? functions.nodes()[0] : node;
}

function checkOptions(source: Source, path: ASTPath, given: unknown): void {
  const { j } = source;
  const options = resolved(source, given, path);
  if (!j.ObjectExpression.check(options)) return;
  const names = options.properties.map((property) =>
    j.ObjectProperty.check(property) || j.Property.check(property) ? (source.keyOf(property.key) ?? '') : '',
  );
  const secret = options.properties.find((_, index) => names[index] === 'clientSecret');
  const value = secret && 'value' in secret ? source.stringOf(secret.value) : undefined;
  if (value !== undefined && value !== '' && value.trim() === '' && secret && 'value' in secret) {
    Object.assign(secret, { value: j.stringLiteral('') });
    source.isChanged = true;
  }
  // A spread object may contain the secret.
  const hasSecret = names.includes('') ? value?.trim() !== '' : secret !== undefined && value?.trim() !== '';
  if (!hasSecret) source.todo(path, todos.noSecret);
  if (names.includes('customHeaders') || names.includes('userAgent')) source.todo(path, todos.headers);
}

function checkVerify(source: Source, path: ASTPath, given: unknown): void {
  const { j } = source;
  if (given === undefined) return;
  const verify = functionOf(source, given, path);
  const params = (verify as FunctionNode | undefined)?.params;
  if (params === undefined || params.some((param) => j.RestElement.check(param))) {
    return source.todo(path, todos.otherVerify);
  }
  const names = params.map((param) => source.keyOf(param));
  const named = names.findIndex((name) => /profile/i.test(name ?? ''));
  const profile = named >= 0 ? params[named] : params[params.length === 5 ? 3 : 2];
  const found = source.root
    .find(j.Node)
    .filter(({ node }) => node === verify)
    .paths()[0];
  if (found === undefined) return;
  const id = unsafeId(source, profile, found as ASTPath);
  if (id) source.todo(id.path ?? path, todos.id(id.text));
}

/** The function in an expression that names, binds or wraps it: `verify`, `this.verify.bind(this)`, `wrap(verify)`. */
function functionOf(source: Source, given: unknown, from: ASTPath): ASTNode | undefined {
  const { j } = source;
  const node = resolved(source, given, from);
  if (j.Function.check(node)) return node as ASTNode;
  if (j.MemberExpression.check(node)) {
    const members = source.root
      .find(j.ClassBody)
      .nodes()
      .flatMap(({ body }) => methodOf(source, body, source.keyOf(node.property)) ?? []);
    return members.length === 1 ? members[0] : undefined;
  }
  if (!j.CallExpression.check(node)) return undefined;
  const isBound = j.MemberExpression.check(node.callee) && source.keyOf(node.callee.property) === 'bind';
  const inner = isBound ? [(node.callee as { object: unknown }).object] : node.arguments;
  const functions = inner.flatMap((one) => functionOf(source, one, from) ?? []);
  return functions.length === 1 ? functions[0] : undefined;
}

/** A method of a class, or a property whose value is a function. */
function methodOf(source: Source, body: readonly unknown[], name: string | undefined): ASTNode | undefined {
  const { j } = source;
  for (const member of body) {
    if (j.ClassMethod.check(member) && source.keyOf(member.key) === name) return member;
    if (!j.ClassProperty.check(member) || source.keyOf(member.key) !== name) continue;
    if (j.Function.check(member.value)) return member.value;
  }
  return undefined;
}

/**
 * Finds where the ID of a profile or user is passed to code that may need a number.
 *
 * @param user - a name, or the pattern that destructures it
 */
export function unsafeId(source: Source, user: unknown, below: ASTPath): { path: ASTPath; text: string } | undefined {
  const { j } = source;
  if (j.ObjectPattern.check(user)) {
    const isTaken = user.properties.some(
      (property) =>
        (j.ObjectProperty.check(property) || j.Property.check(property)) && source.keyOf(property.key) === 'id',
    );
    return isTaken ? { path: below, text: 'id' } : undefined;
  }
  if (!j.Identifier.check(user)) return undefined;
  const { name } = user;
  const uses = j(below)
    .find(j.MemberExpression)
    .filter(({ node }) => {
      if (source.keyOf(node.property) !== 'id') return false;
      const { object } = node;
      if (j.Identifier.check(object)) return object.name === name;
      return (
        j.MemberExpression.check(object) &&
        source.keyOf(object.object) === name &&
        source.keyOf(object.property) === '_json'
      );
    })
    .paths();
  const use = uses.find((path) => !isConverted(source, path as ASTPath));
  if (use) return { path: use, text: j(use).toSource() };
  for (const alias of j(below).find(j.VariableDeclarator).paths()) {
    const { id, init } = alias.node;
    if (source.keyOf(init) !== name || source.keyOf(id) === name) continue;
    const found = unsafeId(source, id, below);
    if (found) return { path: found.path === below ? alias : found.path, text: found.text };
  }
  const given = source.references(name, below).find((reference) => isGivenAway(source, reference));
  return given && { path: given, text: `${name}.id` };
}

/** Whether a whole user is passed to other code: `return user`, `save(user)`, `{ user }`. */
function isGivenAway(source: Source, { node, parent }: ASTPath): boolean {
  const { j } = source;
  const { node: around } = parent as ASTPath;
  if (j.CallExpression.check(around))
    return around.callee !== node && !source.codeOf(around.callee).startsWith('console.');
  return /^(?:ReturnStatement|ObjectProperty|Property|SpreadElement|ArrayExpression|NewExpression)$/.test(around.type);
}

/** `String(id)`, `Number(id)`, `${id}`, `id.toString()` and `'kakao:' + id` are the same for numbers and strings. */
function isConverted(source: Source, path: ASTPath): boolean {
  const { j } = source;
  const parent = (path.parent as ASTPath).node;
  if (j.TemplateLiteral.check(parent)) return true;
  if (j.CallExpression.check(parent))
    return /^(?:String|Number|BigInt|parseInt)$/.test(source.keyOf(parent.callee) ?? '');
  if (j.MemberExpression.check(parent))
    return parent.object === path.node && source.keyOf(parent.property) === 'toString';
  if (!j.BinaryExpression.check(parent) || parent.operator !== '+') return false;
  return source.stringOf(parent.left) !== undefined || source.stringOf(parent.right) !== undefined;
}

/** Changes a class of Nest's `PassportStrategy`, or a subclass of the strategy. */
function migrateClass(source: Source, path: ASTPath, isStrategy: (node: unknown) => boolean): void {
  const { j } = source;
  if (!j.ClassDeclaration.check(path.node) && !j.ClassExpression.check(path.node)) return;
  const { superClass, body } = path.node;
  const isMixin =
    j.CallExpression.check(superClass) &&
    source.keyOf(superClass.callee) === 'PassportStrategy' &&
    isStrategy(superClass.arguments[0]);
  if (!isMixin && !isStrategy(superClass)) return;
  let passesRequest = false;
  j(path)
    .find(j.CallExpression, { callee: { type: 'Super' } })
    .forEach((call) => {
      const [given, verify] = call.node.arguments;
      checkOptions(source, call, given);
      checkVerify(source, call, verify);
      const options = resolved(source, given, call);
      passesRequest = j.Node.check(options) && source.codeOf(options).includes('passReqToCallback');
    });
  const validate = methodOf(source, body.body, 'validate');
  if (!isMixin || validate === undefined) return;
  checkVerify(source, path, validate);
  const names = (validate as unknown as FunctionNode).params.map((param) => source.keyOf(param) ?? '');
  // The options may come from another file.
  passesRequest ||= /^_*req(?:uest)?$/i.test(names[0] ?? '');
  // Without this argument, `validate` would not get Kakao's token response.
  const takesTokens = !passesRequest && names.length >= 4 && /profile/i.test(names[3] ?? '');
  if (takesTokens && superClass.arguments.length === 2) {
    superClass.arguments.push(j.numericLiteral(5));
    source.isChanged = true;
  }
}

/** Marks the placeholder name of passport-kakao. */
function checkPlaceholder(source: Source): void {
  const { j } = source;
  source.root
    .find(j.Literal)
    .filter(({ node }) => source.stringOf(node) === placeholder)
    .forEach((path) => {
      const parent = (path.parent as ASTPath).node;
      const other = j.BinaryExpression.check(parent)
        ? [parent.left, parent.right].find((side) => side !== path.node)
        : undefined;
      // What was stored before keeps the name.
      const isProfile = j.MemberExpression.check(other) && /profile/i.test(source.codeOf(other.object));
      const member = isProfile ? source.keyOf(other.property) : undefined;
      if (member === 'displayName') path.replace(j.stringLiteral(''));
      else if (member === 'username') path.replace(j.identifier('undefined'));
      else return source.todo(path, todos.noNickname);
      source.isChanged = true;
    });
}

/** Checks `passport.authenticate('kakao', …)` and guards of Nest. */
function checkRequests(source: Source, strategies: ReadonlySet<string>): void {
  const { j, root } = source;
  const isKakao = (call: unknown, name: string): boolean => {
    if (!j.CallExpression.check(call) || !strategies.has(source.stringOf(call.arguments[0]) ?? '')) return false;
    return (
      (j.MemberExpression.check(call.callee) ? source.keyOf(call.callee.property) : source.keyOf(call.callee)) === name
    );
  };
  const requests = root
    .find(j.CallExpression)
    .filter(({ node }) => isKakao(node, 'authenticate') || isKakao(node, 'authorize'));
  requests.forEach((path) => {
    const [, ...rest] = path.node.arguments;
    for (const argument of rest) {
      if (j.Function.check(argument)) source.todo(path, todos.cancelled);
      const options = source.membersOf(resolved(source, argument, path));
      if (options === undefined) continue;
      if (options.has('state')) source.todo(path, todos.state);
      for (const name of ignored) if (options.has(name)) source.todo(path, todos.sentNow(name));
    }
  });
  const guards = root.find(j.CallExpression).filter(({ node }) => isKakao(node, 'AuthGuard'));
  root
    .find(j.ClassMethod)
    .filter(({ node }) => source.keyOf(node.key) === 'handleRequest')
    .filter((path) => {
      const owner = (path.parent as ASTPath).parent as ASTPath<{ superClass?: unknown } & ASTNode>;
      return isKakao(owner.node.superClass, 'AuthGuard');
    })
    .forEach((path) => source.todo(path, todos.cancelled));
  if (requests.length + guards.length === 0) return;
  root
    .find(j.MemberExpression)
    .filter(({ node }) => source.keyOf(node.property) === 'state' && isQuery(j, source, node.object))
    .forEach((path) => source.todo(path, todos.queryState));
  root
    .find(j.VariableDeclarator)
    .filter(({ node: { id, init } }) => isQuery(j, source, init) && source.propertiesOf(id).has('state'))
    .forEach((path) => source.todo(path, todos.queryState));
  root
    .find(j.ClassMethod)
    .filter(({ node }) => node.params.some((param) => isQueryState(source, param)))
    .forEach((path) => source.todo(path, todos.queryState));
  for (const name of errorClasses) {
    const uses = [
      ...root
        .find(j.Identifier, { name })
        .filter((path) => !(path.parent as ASTPath).node.type.startsWith('Import'))
        .paths(),
      ...root
        .find(j.Literal)
        .filter(({ node }) => source.stringOf(node) === name)
        .paths(),
    ];
    for (const path of uses) source.todo(path, todos.errorClass(name));
  }
}

const isQuery = (j: JSCodeshift, source: Source, node: unknown): boolean =>
  (j.MemberExpression.check(node) ? source.keyOf(node.property) : source.keyOf(node)) === 'query';

/** `@Query('state') state` */
const isQueryState = (source: Source, param: unknown): boolean =>
  ((param as { decorators?: { expression: unknown }[] }).decorators ?? []).some(
    ({ expression }) =>
      source.j.CallExpression.check(expression) &&
      source.keyOf(expression.callee) === 'Query' &&
      source.stringOf(expression.arguments[0]) === 'state',
  );
