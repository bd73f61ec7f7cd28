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
  | { kind: 'object'; members: ReadonlyMap<string, Read> }
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

class Reader {
  private readonly declarations = new Map<string, ts.Expression>();
  /** Variables that are declared with `const { NAME } = process.env`. */
  private readonly fromEnvironment = new Map<string, string>();

  constructor(
    private readonly ts: TypeScript,
    private readonly source: ts.SourceFile,
    private readonly variables: Environment,
  ) {
    this.walk((node) => {
      if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return;
      if (ts.isIdentifier(node.name)) this.declarations.set(node.name.text, node.initializer);
      else if (ts.isObjectBindingPattern(node.name) && this.isEnvironment(node.initializer)) {
        for (const { name, propertyName } of node.name.elements) {
          if (!ts.isIdentifier(name)) continue;
          const variable = propertyName !== undefined && ts.isIdentifier(propertyName) ? propertyName.text : name.text;
          this.fromEnvironment.set(name.text, variable);
        }
      }
    });
  }

  apps(): AppSettings[] {
    const found: AppSettings[] = [];
    this.walk((node) => {
      const options = this.optionsAt(node);
      if (options === undefined) return;
      const read = this.evaluate(options);
      found.push(appFrom(read, found.length));
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

  /** The options of a Kakao module or strategy that this node creates. */
  private optionsAt(node: ts.Node): ts.Expression | undefined {
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
    if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText() !== 'KakaoModule')
      return undefined;
    const [options] = node.arguments;
    if (expression.name.text === 'forRoot') return options;
    if (expression.name.text !== 'forRootAsync' || options === undefined || !ts.isObjectLiteralExpression(options)) {
      return undefined;
    }
    for (const member of options.properties) {
      if (member.name?.getText() !== 'useFactory') continue;
      if (ts.isPropertyAssignment(member)) return this.returned(member.initializer);
      if (ts.isMethodDeclaration(member)) return this.returned(member);
    }
    return undefined;
  }

  private isStrategy(name: string): boolean {
    if (/^(?:KakaoStrategy|PassportKakao)$/.test(name)) return true;
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
  private returned(node: ts.Node): ts.Expression | undefined {
    const { ts } = this;
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node) && !ts.isMethodDeclaration(node)) return undefined;
    const { body } = node;
    if (body === undefined) return undefined;
    if (!ts.isBlock(body)) return body;
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
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAwaitExpression(node)
    ) {
      return inner(node.expression);
    }
    if (ts.isTemplateExpression(node)) return this.template(node, inner);
    if (ts.isArrayLiteralExpression(node)) return { kind: 'list', items: node.elements.map(inner) };
    if (ts.isObjectLiteralExpression(node)) return this.object(node, inner);
    if (ts.isBinaryExpression(node)) return this.fallback(node, inner);
    const variable = this.variableOf(node);
    if (variable !== undefined) return this.fromVariable(variable, node, inner);
    if (ts.isIdentifier(node)) {
      if (node.text === 'undefined') return { kind: 'value', value: undefined };
      const declared = this.declarations.get(node.text);
      return declared === undefined ? unread : inner(declared);
    }
    if (ts.isPropertyAccessExpression(node)) {
      const from = inner(node.expression);
      return from.kind === 'object' ? (from.members.get(node.name.text) ?? unread) : unread;
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
    for (const member of node.properties) {
      if (ts.isSpreadAssignment(member)) {
        const spread = inner(member.expression);
        if (spread.kind === 'object') for (const [name, value] of spread.members) members.set(name, value);
      } else if (ts.isShorthandPropertyAssignment(member)) {
        members.set(member.name.text, inner(member.name));
      } else if (ts.isPropertyAssignment(member) && !ts.isComputedPropertyName(member.name)) {
        members.set(member.name.text, inner(member.initializer));
      }
    }
    return { kind: 'object', members };
  }

  /** `a ?? b` and `a || b`. */
  private fallback({ left, right, operatorToken }: ts.BinaryExpression, inner: (child: ts.Expression) => Read): Read {
    const { SyntaxKind } = this.ts;
    const { kind } = operatorToken;
    if (kind !== SyntaxKind.QuestionQuestionToken && kind !== SyntaxKind.BarBarToken) return unread;
    const first = inner(left);
    if (first.kind !== 'value') return first;
    const isAbsent = kind === SyntaxKind.BarBarToken ? !first.value : first.value === undefined || first.value === null;
    if (!isAbsent) return first;
    const second = inner(right);
    return second.kind === 'value' && first.variable !== undefined ? { ...second, variable: first.variable } : second;
  }

  private isEnvironment(node: ts.Node): boolean {
    return /^(?:process|import\.meta)\.env$/.test(node.getText());
  }

  /** `process.env.NAME`, `config.get('NAME')`, `requireEnv('NAME')`. */
  private variableOf(node: ts.Expression): string | undefined {
    const { ts } = this;
    if (ts.isIdentifier(node)) return this.fromEnvironment.get(node.text);
    if (ts.isPropertyAccessExpression(node) && this.isEnvironment(node.expression)) return node.name.text;
    if (ts.isElementAccessExpression(node) && this.isEnvironment(node.expression)) {
      return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
    }
    if (!ts.isCallExpression(node)) return undefined;
    const [name] = node.arguments;
    const isGetter = /(?:config|env)\w*\.(?:get|getOrThrow)$|^\w*env\w*$/i.test(node.expression.getText());
    return isGetter && name !== undefined && ts.isStringLiteralLike(name) ? name.text : undefined;
  }

  private fromVariable(variable: string, node: ts.Expression, inner: (child: ts.Expression) => Read): Read {
    const value = this.variables[variable];
    const fallback = this.ts.isCallExpression(node) ? node.arguments[1] : undefined;
    if (value === undefined && fallback !== undefined) {
      const given = inner(fallback);
      if (given.kind === 'value') return { ...given, variable };
    }
    return { kind: 'value', value, variable };
  }
}

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
    unread: read.kind === 'object' ? unreadIn(members) : ['clientID', 'clientSecret', 'callbackURL', 'cookie'],
  };
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
