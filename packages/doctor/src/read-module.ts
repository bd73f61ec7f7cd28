import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';
import { both } from './finding.js';
import { unreadable } from './read-env.js';
import { DoctorUsageError, emptyApp, roles } from './settings.js';
import type { AppSettings, CookieOption, Environment, Role, Setting } from './settings.js';

type TypeScript = typeof ts;

/** The value of an expression, as far as the file and the environment show it. */
type Read =
  | { kind: 'value'; value: string | number | boolean | null | undefined; variable?: string }
  | { kind: 'list'; items: readonly Read[] }
  /** `unseen`: other code that can set members, such as `...shared`. */
  | { kind: 'object'; members: ReadonlyMap<string, Read>; unseen: readonly string[] }
  | { kind: 'unread' };

const unread: Read = { kind: 'unread' };
/** How deep expressions may refer to each other. A file can have circular references. */
const deepest = 40;

export interface ModuleFile {
  apps: AppSettings[];
  trustsProxy: boolean;
}

/**
 * Reads the options of `KakaoModule` and `KakaoStrategy` from a file, without running it.
 *
 * @throws {DoctorUsageError} when the file cannot be read, or TypeScript is not installed
 */
export async function readModule(file: string, variables: Environment): Promise<ModuleFile> {
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable('--module', file, error);
  });
  const ts = await loadTypeScript(path);
  const source = ts.createSourceFile(basename(path), text, ts.ScriptTarget.Latest, true);
  const reader = new Reader(ts, source, variables);
  return { apps: reader.apps(), trustsProxy: /\.set\(\s*['"`]trust proxy['"`]|trustProxy\s*:/.test(text) };
}

/** The TypeScript of the project, or the one installed next to the doctor. */
async function loadTypeScript(path: string): Promise<TypeScript> {
  for (const from of [path, import.meta.url]) {
    const found = await importFrom(from);
    if (typeof found?.createSourceFile === 'function') return found;
  }
  throw new DoctorUsageError(
    both(
      '--module: 파일을 분석할 TypeScript(5.4~6)가 프로젝트에 없습니다. `npx -p typescript@6 -p @kakao-login/doctor kakao-doctor --module …`로 실행하거나 --env를 사용하세요.',
      '--module: the project has no TypeScript (5.4 to 6) to read the file with. Run `npx -p typescript@6 -p @kakao-login/doctor kakao-doctor --module …`, or use --env.',
    ),
  );
}

async function importFrom(from: string): Promise<TypeScript | undefined> {
  try {
    const entry = createRequire(from).resolve('typescript');
    const loaded = (await import(pathToFileURL(entry).href)) as { default?: TypeScript } & TypeScript;
    return loaded.default ?? loaded;
  } catch {
    return undefined;
  }
}

/** The value of a name, if it is in the file. */
interface Declared {
  scope: ts.Node;
  /** `undefined` for a parameter, an import, or a variable that is assigned more than once. */
  node?: ts.Node;
  /** `const { NAME } = process.env` */
  variable?: string;
}

/** The form of environment variables. A name such as `kakao.clientId` belongs to the application. */
const variableName = /^[A-Z][A-Z\d_]*$/;

class Reader {
  private readonly declarations = new Map<string, Declared[]>();
  private readonly aliases = { KakaoModule: new Set<string>(), KakaoStrategy: new Set<string>() };

  constructor(
    private readonly ts: TypeScript,
    private readonly source: ts.SourceFile,
    private readonly variables: Environment,
  ) {
    this.walk((node) => this.declare(node));
    this.walk((node) => {
      if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
      const declared = ts.isIdentifier(node.left) ? this.find(node.left) : undefined;
      if (declared) delete declared.node;
    });
  }

  apps(): AppSettings[] {
    const found: AppSettings[] = [];
    this.walk((node) => {
      const options = this.optionsAt(node);
      if (options === undefined) return;
      found.push(appFrom(options === 'elsewhere' ? unread : this.evaluate(options), found.length));
    });
    return found;
  }

  private walk(visit: (node: ts.Node) => void): void {
    const step = (node: ts.Node): void => {
      visit(node);
      this.ts.forEachChild(node, step);
    };
    step(this.source);
  }

  private declare(node: ts.Node): void {
    const { ts } = this;
    if (ts.isImportSpecifier(node)) {
      const { text } = node.propertyName ?? node.name;
      if (text === 'KakaoModule' || text === 'KakaoStrategy') this.aliases[text].add(node.name.text);
      this.add(node.name.text, { scope: this.source });
    } else if (ts.isParameter(node) && ts.isIdentifier(node.name)) {
      this.add(node.name.text, { scope: node.parent });
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      if (node.name) this.add(node.name.text, { scope: this.scopeOf(node), node });
    } else if (ts.isVariableDeclaration(node)) {
      this.declareVariable(node, this.scopeOf(node));
    }
  }

  private declareVariable({ name, initializer }: ts.VariableDeclaration, scope: ts.Node): void {
    const { ts } = this;
    if (ts.isIdentifier(name)) {
      this.add(name.text, { scope, ...(initializer && { node: initializer }) });
    } else if (ts.isObjectBindingPattern(name) && initializer && this.isEnvironment(initializer)) {
      for (const element of name.elements) {
        if (!ts.isIdentifier(element.name)) continue;
        const { propertyName, initializer: fallback } = element;
        const variable = propertyName && ts.isIdentifier(propertyName) ? propertyName.text : element.name.text;
        this.add(element.name.text, { scope, variable, ...(fallback && { node: fallback }) });
      }
    }
  }

  private add(name: string, declared: Declared): void {
    this.declarations.set(name, [...(this.declarations.get(name) ?? []), declared]);
  }

  private scopeOf(node: ts.Node): ts.Node {
    const { ts } = this;
    let at = node.parent;
    while (!ts.isSourceFile(at) && !ts.isBlock(at) && !ts.isModuleBlock(at) && !ts.isFunctionLike(at)) at = at.parent;
    return at;
  }

  /** The nearest declaration of a name. */
  private find(name: ts.Identifier): Declared | undefined {
    const size = ({ scope }: Declared): number => scope.end - scope.pos;
    return (this.declarations.get(name.text) ?? [])
      .filter(({ scope }) => scope.pos <= name.pos && name.end <= scope.end)
      .toSorted((one, other) => size(one) - size(other))[0];
  }

  /** The expression after its names are resolved. */
  private resolve(node: ts.Node | undefined): ts.Node | undefined {
    let at = node;
    for (let depth = 0; at !== undefined && depth < deepest; depth += 1) {
      if (this.ts.isIdentifier(at)) at = this.find(at)?.node;
      else if (this.isWrapper(at)) at = at.expression;
      else return at;
    }
    return undefined;
  }

  /** Removes syntax that does not change a value: `(x)`, `x as T`, `x!`, `await x`. */
  private isWrapper(node: ts.Node): node is ts.Node & { expression: ts.Expression } {
    const { ts } = this;
    return (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAwaitExpression(node)
    );
  }

  /** The options of a Kakao module or strategy that this node creates. `elsewhere`: they are in another file. */
  private optionsAt(node: ts.Node): ts.Expression | 'elsewhere' | undefined {
    const { ts } = this;
    if (ts.isNewExpression(node)) return this.isStrategy(node.expression.getText()) ? node.arguments?.[0] : undefined;
    if (!ts.isCallExpression(node)) return undefined;
    const { expression } = node;
    if (expression.kind === ts.SyntaxKind.SuperKeyword) {
      return this.classOf(node)?.heritageClauses?.some((clause) =>
        [...clause.getText().matchAll(/\w+/g)].some(([word]) => this.isStrategy(word)),
      )
        ? node.arguments[0]
        : undefined;
    }
    if (!ts.isPropertyAccessExpression(expression) || !this.isNamed('KakaoModule', expression.expression.getText())) {
      return undefined;
    }
    const [options] = node.arguments;
    if (expression.name.text === 'forRoot') return options;
    return expression.name.text === 'forRootAsync' ? this.fromFactory(options) : undefined;
  }

  private fromFactory(options: ts.Expression | undefined): ts.Expression | 'elsewhere' {
    const { ts } = this;
    const written = this.resolve(options);
    if (written === undefined || !ts.isObjectLiteralExpression(written)) return 'elsewhere';
    for (const member of written.properties) {
      const name = member.name?.getText();
      const value = ts.isPropertyAssignment(member) ? member.initializer : member;
      const given = this.resolve(ts.isShorthandPropertyAssignment(value) ? value.name : value);
      if (name === 'useFactory') return this.returned(given) ?? 'elsewhere';
      if (name !== 'useClass' && name !== 'useExisting') continue;
      if (given === undefined || !ts.isClassLike(given)) return 'elsewhere';
      const create = given.members.find((one) => one.name?.getText() === 'createKakaoOptions');
      return this.returned(create && ts.isPropertyDeclaration(create) ? create.initializer : create) ?? 'elsewhere';
    }
    return 'elsewhere';
  }

  /** One of our classes, under any imported name. */
  private isNamed(name: 'KakaoModule' | 'KakaoStrategy', text: string): boolean {
    return text === name || this.aliases[name].has(text) || text.endsWith(`.${name}`);
  }

  private isStrategy(name: string): boolean {
    if (this.isNamed('KakaoStrategy', name) || name === 'PassportKakao') return true;
    return (
      name === 'Strategy' && /from ['"](?:@kakao-login\/passport|passport-kakao(?:-login)?)['"]/.test(this.source.text)
    );
  }

  private classOf(node: ts.Node): ts.ClassLikeDeclaration | undefined {
    let at: ts.Node | undefined = node;
    while (at !== undefined && !this.ts.isClassLike(at)) at = at.parent;
    return at;
  }

  /** The expression of a function's last `return`. */
  private returned(node: ts.Node | undefined): ts.Expression | undefined {
    const { ts } = this;
    if (node === undefined || !ts.isFunctionLike(node) || !('body' in node)) return undefined;
    const { body } = node;
    if (body === undefined || !ts.isBlock(body)) return body;
    const last = body.statements.findLast((statement) => ts.isReturnStatement(statement));
    return last?.expression;
  }

  private evaluate(node: ts.Expression, depth = 0): Read {
    const { ts } = this;
    if (depth > deepest) return unread;
    const inner = (child: ts.Expression): Read => this.evaluate(child, depth + 1);
    if (ts.isStringLiteralLike(node)) return { kind: 'value', value: node.text };
    if (ts.isNumericLiteral(node)) return { kind: 'value', value: Number(node.text) };
    if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'value', value: true };
    if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'value', value: false };
    if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'value', value: null };
    if (this.isWrapper(node)) return inner(node.expression);
    if (ts.isTemplateExpression(node)) return this.template(node, inner);
    if (ts.isArrayLiteralExpression(node)) return { kind: 'list', items: node.elements.map(inner) };
    if (ts.isObjectLiteralExpression(node)) return this.object(node, inner);
    if (ts.isBinaryExpression(node)) return this.binary(node, inner);
    if (ts.isConditionalExpression(node)) {
      const condition = inner(node.condition);
      return condition.kind === 'value' ? inner(condition.value ? node.whenTrue : node.whenFalse) : unread;
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      const operand = inner(node.operand);
      return operand.kind === 'value' ? { kind: 'value', value: !operand.value } : unread;
    }
    if (ts.isIdentifier(node)) return this.named(node, inner);
    if (ts.isCallExpression(node)) return this.called(node, inner);
    if (ts.isNewExpression(node)) return this.url(node, inner);
    if (ts.isPropertyAccessExpression(node)) return this.member(node.expression, node.name.text, inner);
    if (ts.isElementAccessExpression(node)) {
      const name = inner(node.argumentExpression);
      return name.kind === 'value' ? this.member(node.expression, String(name.value), inner) : unread;
    }
    return unread;
  }

  private template(node: ts.TemplateExpression, inner: (child: ts.Expression) => Read): Read {
    let text = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      const part = inner(expression);
      if (part.kind !== 'value') return unread;
      text += String(part.value) + literal.text;
    }
    return { kind: 'value', value: text };
  }

  private object(node: ts.ObjectLiteralExpression, inner: (child: ts.Expression) => Read): Read {
    const { ts } = this;
    const members = new Map<string, Read>();
    const unseen: string[] = [];
    for (const member of node.properties) {
      if (ts.isSpreadAssignment(member)) {
        const spread = inner(member.expression);
        if (spread.kind === 'object') for (const [name, value] of spread.members) members.set(name, value);
        if (spread.kind === 'unread') unseen.push(`...${shown(member.expression)}`);
        if (spread.kind === 'object') unseen.push(...spread.unseen);
        continue;
      }
      const name = this.memberName(member.name, inner);
      if (name === undefined) unseen.push('[…]');
      else if (ts.isShorthandPropertyAssignment(member)) members.set(name, inner(member.name));
      else members.set(name, ts.isPropertyAssignment(member) ? inner(member.initializer) : unread);
    }
    return { kind: 'object', members, unseen };
  }

  private memberName(name: ts.PropertyName, inner: (child: ts.Expression) => Read): string | undefined {
    if (!this.ts.isComputedPropertyName(name)) return name.text;
    const computed = inner(name.expression);
    return computed.kind === 'value' ? String(computed.value) : undefined;
  }

  private binary({ left, right, operatorToken }: ts.BinaryExpression, inner: (child: ts.Expression) => Read): Read {
    const { SyntaxKind } = this.ts;
    const first = inner(left);
    if (first.kind !== 'value') {
      // An object or a list is a value, so the default is not used.
      const isDefault = [SyntaxKind.QuestionQuestionToken, SyntaxKind.BarBarToken].some(
        (kind) => kind === operatorToken.kind,
      );
      return isDefault ? first : unread;
    }
    const second = (): Read => {
      const read = inner(right);
      return read.kind === 'value' && first.variable !== undefined ? { ...read, variable: first.variable } : read;
    };
    const { value } = first;
    const both = (combine: (other: typeof value) => string | boolean): Read => {
      const read = inner(right);
      return read.kind === 'value' ? { kind: 'value', value: combine(read.value) } : unread;
    };
    switch (operatorToken.kind) {
      case SyntaxKind.QuestionQuestionToken:
        return value === undefined || value === null ? second() : first;
      case SyntaxKind.BarBarToken:
        return value ? first : second();
      case SyntaxKind.AmpersandAmpersandToken:
        return value ? inner(right) : first;
      case SyntaxKind.PlusToken:
        return both((other) => String(value) + String(other));
      case SyntaxKind.EqualsEqualsEqualsToken:
      case SyntaxKind.EqualsEqualsToken:
        return both((other) => value === other);
      case SyntaxKind.ExclamationEqualsEqualsToken:
      case SyntaxKind.ExclamationEqualsToken:
        return both((other) => value !== other);
      default:
        return unread;
    }
  }

  private named(node: ts.Identifier, inner: (child: ts.Expression) => Read): Read {
    const { ts } = this;
    if (node.text === 'undefined') return { kind: 'value', value: undefined };
    const { node: declared, variable } = this.find(node) ?? {};
    if (variable !== undefined) return this.variable(variable, declared as ts.Expression | undefined, inner);
    if (declared === undefined || ts.isFunctionDeclaration(declared) || ts.isClassDeclaration(declared)) return unread;
    if (!ts.isEnumDeclaration(declared)) return inner(declared as ts.Expression);
    const members = declared.members.map(
      ({ name, initializer }) => [name.getText(), initializer ? inner(initializer) : unread] as const,
    );
    return { kind: 'object', members: new Map(members), unseen: [] };
  }

  private member(from: ts.Expression, name: string, inner: (child: ts.Expression) => Read): Read {
    if (this.isEnvironment(from)) return this.variable(name);
    const owner = inner(from);
    if (owner.kind === 'object') return owner.members.get(name) ?? unread;
    // The only value with such a member is a `URL`.
    if (owner.kind === 'value' && name === 'href') return owner;
    // An object that other code creates from the environment: `env.KAKAO_CLIENT_ID`.
    const isLike = variableName.test(name) && /(?:env(?:ironment)?|config)$/i.test(from.getText());
    return isLike && this.variables[name] !== undefined ? this.variable(name) : unread;
  }

  private isEnvironment(node: ts.Node): boolean {
    if (/^(?:(?:globalThis\.)?process|import\.meta|Bun)\.env$/.test(node.getText())) return true;
    const { ts } = this;
    const declared = ts.isIdentifier(node) ? this.find(node)?.node : undefined;
    return declared !== undefined && /^(?:process|import\.meta|Bun)\.env$/.test(declared.getText());
  }

  /** `config.get('NAME')`, `requireEnv('NAME')`, and calls that only convert a value. */
  private called(node: ts.CallExpression, inner: (child: ts.Expression) => Read): Read {
    const { ts } = this;
    const { expression } = node;
    const [first, second] = node.arguments;
    const callee = expression.getText();
    if (first === undefined) {
      const [, form] = /\.(trim|toString)$/.exec(callee) ?? [];
      if (form === undefined || !ts.isPropertyAccessExpression(expression)) return unread;
      const read = inner(expression.expression);
      return read.kind === 'value' && typeof read.value === 'string' && form === 'trim'
        ? { ...read, value: read.value.trim() }
        : read;
    }
    if (callee === 'String') {
      const read = inner(first);
      return read.kind === 'value' ? { ...read, value: String(read.value) } : unread;
    }
    const isKnown = /(?:config|env)\w*\.get$|\.getOrThrow$|^\w*env\w*$/i.test(callee);
    if (!isKnown && !callee.endsWith('.get')) return unread;
    const name = inner(first);
    if (name.kind !== 'value' || typeof name.value !== 'string') return unread;
    const isSet = this.variables[name.value] !== undefined;
    return isSet || (isKnown && variableName.test(name.value)) ? this.variable(name.value, second, inner) : unread;
  }

  /** The address of `new URL(path, base)`. */
  private url({ expression, arguments: given }: ts.NewExpression, inner: (child: ts.Expression) => Read): Read {
    const [path, base] = (given ?? []).map(inner);
    if (expression.getText() !== 'URL' || path?.kind !== 'value' || (base !== undefined && base.kind !== 'value')) {
      return unread;
    }
    try {
      return { kind: 'value', value: new URL(String(path.value), base && String(base.value)).href };
    } catch {
      return unread;
    }
  }

  private variable(variable: string, fallback?: ts.Expression, inner?: (child: ts.Expression) => Read): Read {
    const value = this.variables[variable];
    if (value === undefined && fallback !== undefined) {
      const given = inner?.(fallback);
      if (given?.kind === 'value') return { ...given, variable };
    }
    return { kind: 'value', value, variable };
  }
}

/** The code after `...`. It could contain a key, so long code is not shown. */
const shown = (node: ts.Node): string => /^[\w.]{1,20}$/.exec(node.getText())?.[0] ?? '…';

const nameOf = (option: string, { variable }: { variable?: string }): string =>
  variable === undefined ? option : `${option} (${variable})`;

function settingFrom(option: string, read: Read | undefined): Setting | undefined {
  if (read?.kind === 'list') {
    const texts = read.items.flatMap((item) =>
      item.kind === 'value' && item.value !== null && item.value !== undefined ? [String(item.value)] : [],
    );
    return texts.length === 0 ? undefined : { name: option, value: texts.join(',') };
  }
  if (read?.kind !== 'value' || read.value === undefined || read.value === null || read.value === '') return undefined;
  return { name: nameOf(option, read), value: String(read.value) };
}

/** A plain value for `KakaoStrategy`, without the members that could not be read. */
function plain(read: Read): unknown {
  if (read.kind === 'value') return read.value;
  if (read.kind === 'list') return read.items.map(plain);
  if (read.kind === 'unread') return undefined;
  return Object.fromEntries([...read.members].map(([name, member]) => [name, plain(member)]));
}

/** The options that have their own settings. */
const asSettings: ReadonlySet<string> = new Set([
  ...roles,
  'callbackURL',
  'callbackURLs',
  'cookie',
  'name',
  'audiences',
]);
/** The options that `KakaoStrategy` checks. */
const checked = [
  'prompt',
  'loginHint',
  'serviceTerms',
  'channelPublicIds',
  'state',
  'pkce',
  'nonce',
  'proxy',
  'profile',
  'returnTo',
  'propertyKeys',
  'callbackRoute',
  'issuer',
  'authorizationURL',
  'tokenURL',
  'profileURL',
  'verifyTimeout',
  'skipUserProfile',
] as const;

function appFrom(read: Read, index: number): AppSettings {
  const members: ReadonlyMap<string, Read> = read.kind === 'object' ? read.members : new Map();
  const name = settingFrom('name', members.get('name'))?.value ?? (index === 0 ? 'kakao' : `kakao-${index + 1}`);
  const texts: Partial<Record<Role, Setting>> = {};
  for (const role of roles) {
    const setting = settingFrom(role, members.get(role));
    if (setting) texts[role] = setting;
  }
  const hosts = hostsFrom(members.get('hosts'));
  if (hosts) texts.hosts = hosts;
  const list = members.get('callbackURLs');
  const callbackURLs = [members.get('callbackURL'), ...(list?.kind === 'list' ? list.items : [])].flatMap((one, at) => {
    const setting = settingFrom(at === 0 ? 'callbackURL' : 'callbackURLs', one);
    return setting ? [setting] : [];
  });
  const audiences = members.get('audiences');
  const options = checked.flatMap((option) => {
    const member = members.get(option);
    return member === undefined || member.kind === 'unread' ? [] : [[option, plain(member)] as const];
  });
  return {
    ...emptyApp(name),
    ...texts,
    callbackURLs,
    audiences: (audiences?.kind === 'list' ? audiences.items : []).flatMap(
      (one) => settingFrom('audiences', one) ?? [],
    ),
    cookie: cookieFrom(members.get('cookie')),
    options: Object.fromEntries(options),
    unread:
      read.kind === 'object'
        ? [...unreadIn(members), ...read.unseen]
        : ['clientID', 'clientSecret', 'callbackURL', 'cookie'],
    isPartial: read.kind !== 'object' || read.unseen.length > 0,
    absent: absentIn(members),
  };
}

/** Variables without a value that options are read from. */
function absentIn(members: ReadonlyMap<string, Read>): AppSettings['absent'] {
  const options = ['clientID', 'clientSecret', 'callbackURL'] as const;
  const found = options.flatMap((option) => {
    const read = members.get(option);
    return read?.kind === 'value' && !read.value && read.variable !== undefined ? [[option, read.variable]] : [];
  });
  return Object.fromEntries(found) as AppSettings['absent'];
}

function unreadIn(members: ReadonlyMap<string, Read>): string[] {
  const own = [...members].filter(
    ([option]) => asSettings.has(option) || (checked as readonly string[]).includes(option),
  );
  const cookie = members.get('cookie');
  const inCookie =
    cookie?.kind === 'object' ? [...cookie.members].map(([name, member]) => [`cookie.${name}`, member] as const) : [];
  const names = [...own, ...inCookie].flatMap(([option, member]) => (member.kind === 'unread' ? [option] : []));
  const hosts = members.get('hosts');
  if (hosts?.kind === 'object' && hostsFrom(hosts) === undefined) names.push('hosts');
  // The options of the application's own client cannot be read.
  return members.has('client') ? [...names, 'clientID', 'clientSecret'] : names;
}

/** One origin for both of Kakao's servers. */
function hostsFrom(read: Read | undefined): Setting | undefined {
  if (read?.kind !== 'object') return settingFrom('hosts', read);
  const kauth = settingFrom('hosts.kauth', read.members.get('kauth'));
  return kauth?.value === settingFrom('hosts.kapi', read.members.get('kapi'))?.value ? kauth : undefined;
}

function cookieFrom(read: Read | undefined): AppSettings['cookie'] {
  if (read?.kind !== 'object') return {};
  const cookie: AppSettings['cookie'] = {};
  for (const option of ['secret', 'name', 'secure', 'sameSite', 'domain', 'path'] as const satisfies CookieOption[]) {
    const member = read.members.get(option);
    if (member === undefined || member.kind === 'unread') continue;
    const name = nameOf(`cookie.${option}`, member.kind === 'value' ? member : {});
    cookie[option] = { name, value: plain(member) };
  }
  return cookie;
}
