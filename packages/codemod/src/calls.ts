import type { ClassBody } from 'jscodeshift';
import { RequestReader } from './request.js';
import type { AxiosRequest } from './request.js';
import { ancestors, blockOf, scopeOf, Source } from './source.js';
import type { ASTNode, ASTPath, Expression } from './source.js';
import { unsafeId } from './strategy.js';
import { todos } from './todos.js';

const kauth = 'https://kauth.kakao.com';
const kapi = 'https://kapi.kakao.com';
const clientPackage = '@kakao-login/client';

/** Whether a file contains the host of one of Kakao's servers. */
export const namesKakao = (text: string): boolean =>
  text.includes('kauth.kakao.com') || text.includes('kapi.kakao.com');

/** A method of the client, and its arguments. */
interface ClientCall {
  method: string;
  members: readonly (readonly [name: string, value: Expression])[];
  /** Whether the response is a user. */
  isUser?: boolean;
}

/** The keys of the app, as expressions of the file. */
interface Keys {
  /** The first request with them. */
  path: ASTPath;
  clientId: Expression;
  clientSecret: Expression | undefined;
}

/** What a file sends to Kakao, or lets a browser send. */
interface Sent {
  path: ASTPath;
  parameters: Map<string, Expression> | undefined;
}

/** Replaces requests to Kakao with calls of `KakaoClient`. */
export class CallMigration {
  readonly #source: Source;
  readonly #reader: RequestReader;
  /** The code of the new calls. */
  readonly #written: string[] = [];
  readonly #added: {
    import?: string;
    inFile?: readonly string[];
    inClass?: { index: number; lines: readonly string[] };
  } = {};

  #isReplaced = false;

  constructor(source: Source) {
    this.#source = source;
    this.#reader = new RequestReader(source);
  }

  run(): void {
    const source = this.#source;
    const { j, root } = source;
    const requests = root
      .find(j.CallExpression)
      .paths()
      .flatMap((path) => {
        const request = this.#reader.read(path);
        return request?.url.startsWith(kauth) || request?.url.startsWith(kapi)
          ? [{ path: path, request, call: clientCall(source, request) }]
          : [];
      });
    const urls = this.#authorizeUrls();
    const sent = [...requests.map(({ path, request }) => ({ path, parameters: request.parameters })), ...urls];
    // A file that already has a client must not get a second one.
    const isLeft = requests.length === 0 || importsClient(source) || isOfBrowser(source);
    const keys = isLeft ? undefined : this.#keys(sent);
    const reach = keys && this.#reach(keys);
    if (keys && reach) {
      for (const { path, request, call } of requests) {
        if (!call || !canReach(source, path, reach)) continue;
        if (this.#hasKey(path, request.parameters, keys)) this.#replaceRequest(path, call, reach);
      }
      // A file that has only the URL may belong to a front end.
      if (reach.isUsed) {
        for (const { path, parameters } of urls) {
          if (!canReach(source, path, reach)) continue;
          if (this.#hasKey(path, parameters, keys)) this.#replaceUrl(path, parameters, reach);
        }
        this.#addClient(reach, keys);
      }
    }
    this.#removeUnused();
    this.#markTheRest();
  }

  /** The URLs of Kakao's login page in the file, with their parameters. */
  #authorizeUrls(): { path: ASTPath; parameters: Map<string, Expression> }[] {
    const source = this.#source;
    const { j, root } = source;
    const texts = [
      ...root.find(j.TemplateLiteral).paths(),
      ...root.find(j.BinaryExpression, { operator: '+' }).paths(),
    ] as ASTPath[];
    return texts.flatMap((path) => {
      // Only the outermost concatenation.
      const parent = (path.parent as ASTPath).node;
      if (j.BinaryExpression.check(parent)) return [];
      // This is an option of passport-oauth2, which adds the parameters itself.
      if ('key' in parent && source.keyOf(parent.key) === 'authorizationURL') return [];
      const parts = this.#reader.parts(path.node, path);
      const [start = '', ...rest] = parts ?? [];
      if (typeof start !== 'string') return [];
      const joined = mergeTexts([start, ...rest]);
      const [first = ''] = joined;
      if (typeof first !== 'string' || !first.startsWith(`${kauth}/oauth/authorize?`)) return [];
      const query = first.slice(first.indexOf('?') + 1);
      const parameters = this.#reader.search([query, ...joined.slice(1)], path);
      return parameters === undefined ? [] : [{ path, parameters }];
    });
  }

  #keys(sent: readonly Sent[]): Keys | undefined {
    const first = sent.find(({ parameters }) => parameters?.has('client_id'));
    const clientId = first?.parameters?.get('client_id');
    if (first === undefined || clientId === undefined) return undefined;
    const { path } = first;
    const keys = { path, clientId: this.#lasting(clientId, path), clientSecret: undefined };
    for (const { path, parameters } of sent) {
      const secret = parameters?.get('client_secret');
      if (secret && this.#hasKey(path, parameters, keys)) return { ...keys, clientSecret: this.#lasting(secret, path) };
    }
    return keys;
  }

  /** Whether a request has these keys of the app, or no keys at all. */
  #hasKey(path: ASTPath, parameters: Map<string, Expression> | undefined, { path: first, clientId }: Keys): boolean {
    const given = parameters?.get('client_id');
    return given === undefined || this.#meaning(given, path) === this.#meaning(clientId, first);
  }

  /** The code of an expression, without intermediate variables and without syntax that only types need. */
  #meaning(value: Expression, from: ASTPath): string {
    const { j } = this.#source;
    const origin = this.#origin(value, from);
    if (j.TSNonNullExpression.check(origin) || j.TSAsExpression.check(origin))
      return this.#meaning(origin.expression, from);
    return this.#source
      .codeOf(origin)
      .replace(/^`\$\{([^{}]*)\}`$/, '$1')
      .replaceAll(/<string>|!|\s*(?:\?\?|\|\|)\s*(?:''|"")|[()\s]/g, '');
  }

  /** The value of a variable or a property of the class, if it is assigned once. */
  #origin(value: Expression, from: ASTPath): Expression {
    const source = this.#source;
    const { j } = source;
    if (j.Identifier.check(value)) {
      const declared = source.declarationOf(value.name, from);
      const isWritten = source.root.find(j.AssignmentExpression, { left: { type: 'Identifier', name: value.name } });
      if (!declared?.init || isWritten.length > 0) return value;
      return this.#origin(declared.init as Expression, declared.path);
    }
    if (!j.MemberExpression.check(value) || !j.ThisExpression.check(value.object)) return value;
    const property = source.propertyOf(source.keyOf(value.property), from);
    return property?.value ? this.#origin(property.value as Expression, from) : value;
  }

  /** Keeps variables of the file and properties. Replaces variables of a function with their value. */
  #lasting(value: Expression, from: ASTPath): Expression {
    const { j } = this.#source;
    if (!j.Identifier.check(value) || this.#isOfFile(value.name)) return value;
    return this.#origin(value, from);
  }

  /** How the code gets to the client: a function of the file, or a property of the class that has the keys. */
  #reach({ path, clientId, clientSecret }: Keys): Reach | undefined {
    const source = this.#source;
    const { j } = source;
    const roots = [clientId, clientSecret].flatMap((key) => (key === undefined ? [] : rootsOf(source, key)));
    const isOfClass = roots.includes('this');
    const isGlobal = (name: string) => this.#isOfFile(name) && !source.isParameter(name, path);
    const areGlobal = roots.every((name) => name === 'this' || name === 'process' || isGlobal(name));
    if (!areGlobal) return undefined;
    const owner = isOfClass ? ancestors(path).find((node): node is ClassBody => j.ClassBody.check(node)) : undefined;
    if (isOfClass && (owner === undefined || !hasOwnLines(owner))) return undefined;
    const name = ['kakao', 'kakaoClient', 'kakaoApi'].find((one) => !source.isTaken(one)) ?? 'kakaoLoginClient';
    const store = ['client', 'cachedClient'].find((one) => !source.isTaken(one)) ?? `${name}Instance`;
    return { owner, name, store, isUsed: false };
  }

  #isOfFile(name: string): boolean {
    const { j, root } = this.#source;
    const program = root.find(j.Program).paths()[0] as ASTPath;
    const imported = root
      .find(j.ImportDeclaration)
      .filter(({ node }) => (node.specifiers ?? []).some((specifier) => specifier.local?.name === name));
    return this.#source.declarationOf(name, program) !== undefined || imported.length > 0;
  }

  #replaceRequest(path: ASTPath, { method, members, isUser }: ClientCall, reach: Reach): void {
    const source = this.#source;
    const { j } = source;
    const awaited = awaitedBy(source, path);
    if (awaited === undefined) return;
    const call = j.awaitExpression(this.#invocation(reach, method, members, path));
    const parent = awaited.path.parent as ASTPath;
    const { node } = parent;
    const block = j.VariableDeclarator.check(node) ? scopeOf(parent) : blockOf(parent);
    if (awaited.isData) {
      awaited.path.replace(call);
      if (isUser) this.#checkUser(j.VariableDeclarator.check(node) ? node.id : undefined, block, parent);
    } else if (j.MemberExpression.check(node) && source.keyOf(node.property) === 'data') {
      const outer = parent.parent as ASTPath;
      parent.replace(call);
      if (isUser) this.#checkUser(j.VariableDeclarator.check(outer.node) ? outer.node.id : undefined, block, outer);
    } else if (j.VariableDeclarator.check(node)) {
      const name = this.#dataOf(node.id, block);
      if (name === undefined) return;
      node.id = name as typeof node.id;
      node.init = call;
      if (isUser) this.#checkUser(name, block, parent);
    } else if (j.ExpressionStatement.check(node)) {
      awaited.path.replace(call);
    } else return;
    reach.isUsed = true;
    source.isChanged = true;
    this.#checkCatch(parent);
  }

  /** Turns `{ data: token }` into `token`, and does the same for a variable of which only `data` is read. */
  #dataOf(id: unknown, block: ASTPath): unknown {
    const source = this.#source;
    const { j } = source;
    if (j.ObjectPattern.check(id)) return this.#onlyData(id);
    if (!j.Identifier.check(id)) return undefined;
    const references = source.references(id.name, block);
    const parents = references.map((reference) => reference.parent as ASTPath);
    // `const { data } = response`
    const patterns = parents.filter(
      ({ node }) => j.VariableDeclarator.check(node) && this.#onlyData(node.id) !== undefined,
    );
    const members = parents.filter((parent) => !patterns.includes(parent));
    const isRead = (member: ASTPath): boolean =>
      (j.MemberExpression.check(member.node) || j.OptionalMemberExpression.check(member.node)) &&
      source.keyOf(member.node.property) === 'data';
    if (!members.every(isRead)) return undefined;
    for (const { node } of patterns) {
      if (j.VariableDeclarator.check(node)) node.id = this.#onlyData(node.id) as typeof node.id;
    }
    for (const member of members) member.replace(j.identifier(id.name));
    return j.identifier(id.name);
  }

  /** The variable that `{ data: token }` assigns the data to. */
  #onlyData(pattern: unknown): unknown {
    const source = this.#source;
    const { j } = source;
    if (!j.ObjectPattern.check(pattern) || pattern.properties.length > 1) return undefined;
    const value = source.propertiesOf(pattern).get('data');
    return j.Identifier.check(value) || j.ObjectPattern.check(value) ? value : undefined;
  }

  #replaceUrl(path: ASTPath, parameters: Map<string, Expression>, reach: Reach): void {
    const names = new Map([
      ['redirect_uri', 'redirectUri'],
      ['scope', 'scope'],
      ['prompt', 'prompt'],
      ['state', 'state'],
      ['login_hint', 'loginHint'],
      ['nonce', 'nonce'],
      ['service_terms', 'serviceTerms'],
    ]);
    const others = [...parameters].filter(([name]) => name !== 'client_id' && name !== 'response_type');
    if (!parameters.has('redirect_uri') || others.some(([name]) => !names.has(name))) return;
    const members = others.map(([name, value]) => [names.get(name) ?? name, value] as const);
    if (!parameters.has('state')) this.#source.todo(path, todos.noState);
    path.replace(this.#invocation(reach, 'oauth.authorizationUrl', members, path));
    reach.isUsed = true;
    this.#source.isChanged = true;
  }

  /** `kakao().oauth.exchangeCode({ code, redirectUri })`, as text: recast would put each member on a line of its own. */
  #invocation({ owner, name }: Reach, method: string, members: ClientCall['members'], from: ASTPath): Expression {
    const client = owner === undefined ? `${name}()` : `this.${name}`;
    const given = members.map(([key, value]) => {
      const code = this.#text(value, from);
      return code === key ? key : `${key}: ${code}`;
    });
    const code = `${client}.${method}({ ${given.join(', ')} })`;
    this.#written.push(code);
    return this.#source.j.identifier(code);
  }

  /** Where TypeScript does not know that a setting is there, an empty one: the client then says which is missing. */
  #text(value: Expression, from: ASTPath): string {
    const { j, isTypeScript, quote } = this.#source;
    const code = this.#source.codeOf(value);
    if (!isTypeScript || j.TSNonNullExpression.check(value) || j.TSAsExpression.check(value)) return code;
    const origin = this.#origin(value, from);
    const isVariable = j.MemberExpression.check(origin) && /^process\.env\b/.test(this.#source.codeOf(origin));
    const isConfig =
      j.CallExpression.check(origin) &&
      j.MemberExpression.check(origin.callee) &&
      this.#source.keyOf(origin.callee.property) === 'get' &&
      origin.arguments.length === 1;
    // Express has lists there too.
    if (j.MemberExpression.check(origin) && /\bquery$/.test(this.#source.codeOf(origin.object)))
      return `${code} as string`;
    return isVariable || isConfig ? `${code} ?? ${quote}${quote}` : code;
  }

  #checkUser(id: unknown, block: ASTPath, path: ASTPath): void {
    const source = this.#source;
    const { j } = source;
    const found = unsafeId(source, id, block);
    if (found) source.todo(found.path === block ? path : found.path, todos.id(found.text));
    if (!j.Identifier.check(id)) return;
    const { name } = id;
    // In the types, everything that the user may not have agreed to is optional.
    if (source.isTypeScript) for (const reference of source.references(name, block)) optionalFrom(source, reference);
    j(block)
      .find(j.VariableDeclarator)
      .filter(
        ({ node }) => node.id !== id && node.init !== null && rootsOf(source, node.init as Expression)[0] === name,
      )
      .forEach((declarator) => {
        const { node } = declarator;
        if (source.keyOf(node.init) === name) this.#checkUser(node.id, block, declarator);
        if (source.isTypeScript && j.ObjectPattern.check(node.id)) source.todo(declarator, todos.fields);
      });
  }

  /** Marks code that handles errors of axios. */
  #checkCatch(path: ASTPath): void {
    const source = this.#source;
    const { j } = source;
    for (const node of ancestors(path)) {
      if (!j.TryStatement.check(node) || !node.handler) continue;
      const text = source.codeOf(node.handler);
      if (!/\.response\b|AxiosError/.test(text)) continue;
      const [first] = j(node.handler.body).find(j.Statement).paths();
      if (first) source.todo(first as ASTPath, todos.errors);
    }
  }

  #addClient({ owner, name, store }: Reach, { path, clientId, clientSecret }: Keys): void {
    const source = this.#source;
    const { j, root, isTypeScript, quote } = source;
    source.needs.add(clientPackage);
    const options = [
      `clientId: ${this.#text(clientId, path)},`,
      ...(clientSecret === undefined ? [] : [`clientSecret: ${source.codeOf(clientSecret)},`]),
      'hosts: process.env.KAKAO_HOSTS, // the emulator, in tests',
    ];
    const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
    const client = (assigned: string, end: string) => [`(${assigned} ??= new KakaoClient({`, ...indented(options), end];
    if (owner === undefined) {
      const [first = '', ...rest] = client(store, '}));');
      this.#added.inFile = [
        `let ${store}${isTypeScript ? ': KakaoClient | undefined' : ''};`,
        `const ${name} = () =>`,
        ...indented([first, ...rest]),
      ];
    } else {
      const [first = '', ...rest] = client(`this.${store}`, '}));');
      const body = [`return ${first}`, ...rest];
      this.#added.inClass = {
        index: root
          .find(j.ClassBody)
          .nodes()
          .findIndex((node) => node === owner),
        lines: isTypeScript
          ? [`private ${store}?: KakaoClient;`, '', `private get ${name}(): KakaoClient {`, ...indented(body), '}']
          : [`get ${name}() {`, ...indented(body), '}'],
      };
    }
    this.#written.push(...options);
    const module = `${quote}${clientPackage}${quote}`;
    this.#added.import = source.isModule
      ? `import { KakaoClient } from ${module};`
      : `const { KakaoClient } = require(${module});`;
  }

  /** The text of the file, with the client. */
  print(): string {
    const source = this.#source;
    const printed = source.print();
    if (!this.#isReplaced) return printed;
    const { import: line, inFile, inClass } = this.#added;
    const result = new Source(source.path, printed);
    const lines = printed.split('\n');
    const { j, root } = result;
    const hasSemicolons = /;[ \t]*\r?$/m.test(source.text);
    const styled = (lines: readonly string[]) => (hasSemicolons ? lines : lines.map((one) => one.replace(/;$/, '')));
    const edits: { after: number; removed?: number; lines: readonly string[] }[] = unusedImports(result);
    const { body } = root.find(j.Program).nodes()[0] ?? { body: [] };
    const isUse = (loc: ClassBody['loc']): boolean =>
      this.#written.some((code) =>
        lines
          .slice((loc?.start.line ?? 1) - 1, loc?.end.line)
          .join('\n')
          .includes(code),
      );
    const firstUse = body.findIndex(({ loc }) => isUse(loc));
    // A `require` may come later than the code.
    const last = body.slice(0, firstUse < 0 ? undefined : firstUse).findLast((node) => isImport(source, node));
    const after = last?.loc ? result.placeBelow(last.loc.end.line) : 0;
    const isFollowed = (printed.split('\n')[after] ?? '').trim() !== '';
    const helper = inFile === undefined ? [] : ['', ...inFile, ...(isFollowed ? [''] : [])];
    if (line !== undefined) edits.push({ after, lines: styled([line, ...helper]) });
    if (inClass) {
      const owner = root.find(j.ClassBody).nodes()[inClass.index];
      const members = owner?.body ?? [];
      const before =
        members.findLast((member) => 'kind' in member && member.kind === 'constructor') ??
        members.findLast((member) => j.ClassProperty.check(member));
      const indent = ' '.repeat(members[0]?.loc?.start.column ?? 2);
      const added = styled(inClass.lines).map((one) => (one === '' ? '' : indent + one));
      if (before?.loc) edits.push({ after: result.placeBelow(before.loc.end.line), lines: ['', ...added] });
      else if (owner?.loc) edits.push({ after: result.placeBelow(owner.loc.start.line), lines: [...added, ''] });
    }
    const ending = printed.includes('\r\n') ? '\r' : '';
    for (const { after, removed = 0, lines: added } of edits.toSorted((a, b) => b.after - a.after)) {
      lines.splice(after, removed, ...added.map((one) => one + ending));
    }
    return lines.join('\n');
  }

  #removeUnused(): void {
    const source = this.#source;
    const { j, root } = source;
    if (!source.isChanged) return;
    this.#isReplaced = true;
    const isWritten = (name: string) => this.#written.some((code) => new RegExp(`\\b${name}\\b`).test(code));
    const unused = [...this.#reader.touched].filter((name) => !isWritten(name));
    // The removed variable may have been the only one that used another.
    while (unused.filter((name) => this.#removeVariable(name)).length > 0);
    root
      .find(j.ImportDeclaration)
      .filter(({ node }) => replaced.has(source.stringOf(node.source) ?? ''))
      .forEach(({ node }) => {
        const { specifiers = [] } = node;
        const used = specifiers.filter((specifier) => isUsed(source, specifier.local?.name));
        // Imports without any used name are removed later, as text.
        if (used.length > 0 && used.length < specifiers.length) node.specifiers = used;
      });
    root.find(j.VariableDeclaration).forEach(({ node }) => {
      const used = node.declarations.filter((one) => !isUnusedRequire(source, one));
      if (used.length > 0 && used.length < node.declarations.length) node.declarations = used;
    });
    root.find(j.TSParameterProperty).forEach((path) => {
      const { parameter } = path.node;
      if (!j.Identifier.check(parameter) || !/\bHttpService\b/.test(source.codeOf(path.node))) return;
      const isUsed = root
        .find(j.MemberExpression)
        .filter(({ node }) => j.ThisExpression.check(node.object) && source.keyOf(node.property) === parameter.name);
      if (isUsed.length === 0) source.todo(path, todos.unusedService);
    });
  }

  /** Removes a variable that only the old request used, with the calls that fill it. */
  #removeVariable(name: string): boolean {
    const source = this.#source;
    const { j, root } = source;
    const declarations = root
      .find(j.VariableDeclarator)
      .filter(({ node }) => source.keyOf(node.id) === name)
      .paths();
    for (const declaration of declarations) {
      if (j.ExportNamedDeclaration.check((declaration.parent as ASTPath).parent?.node)) continue;
      const fills = source.references(name, blockOf(declaration as ASTPath)).map((reference) => {
        const member = reference.parent as ASTPath;
        const statement = (member.parent as ASTPath | null)?.parent as ASTPath | null;
        const isFill =
          j.MemberExpression.check(member.node) && /^(?:append|set)$/.test(source.keyOf(member.node.property) ?? '');
        return isFill && statement && j.ExpressionStatement.check(statement.node) ? statement : undefined;
      });
      if (fills.includes(undefined)) continue;
      for (const fill of fills) if (fill) source.remove(fill);
      source.remove(declaration);
      return true;
    }
    return false;
  }

  /** Marks all other requests to Kakao. */
  #markTheRest(): void {
    const source = this.#source;
    const { j, root } = source;
    const call = isOfBrowser(source) ? todos.browserCall : todos.call;
    const mark = (path: ASTPath, text: string): void => {
      if (/^https:\/\/(?:kauth|kapi)\.kakao\.com/.test(text))
        source.todo(path, text.includes('/oauth/authorize') ? todos.noState : call);
    };
    root.find(j.Literal).forEach((path) => mark(path, source.stringOf(path.node) ?? ''));
    root.find(j.TemplateLiteral).forEach((path) => mark(path, path.node.quasis[0]?.value.cooked ?? ''));
  }
}

interface Reach {
  /** The body of the class that gets the client. */
  owner: ASTNode | undefined;
  name: string;
  store: string;
  isUsed: boolean;
}

/** Pages have no secrets, and cannot load the client. */
const isOfBrowser = ({ root, j, path, text }: Source): boolean =>
  /\.[jt]sx$/.test(path) || root.find(j.JSXElement).length > 0 || (browser.test(text) && !server.test(text));

/** Globals, settings of bundlers, and libraries that only code for pages and apps has. */
const browser =
  /^['"]use client['"]|\b(?:window|document|localStorage|sessionStorage)\.\w|\bimport\.meta\.env\b|\bprocess\.env\.(?:REACT_APP|VUE_APP|NEXT_PUBLIC|VITE|EXPO_PUBLIC|GATSBY)_|\bfrom ['"](?:react|react-dom|react-router-dom|react-native|vue|vue-router|pinia|svelte|next\/(?:router|navigation))['"/]/m;
/** Next.js and others have code for servers with the same settings. */
const server =
  /\bfrom ['"](?:next|next\/server|next\/headers|express|koa|fastify|hono|@nestjs\/\w+|node:\w+)['"]|\brequire\(['"](?:express|koa|fastify|node:\w+)['"]\)/;

const importsClient = (source: Source): boolean => {
  const { j, root } = source;
  return root.find(j.Literal).filter(({ node }) => source.stringOf(node) === clientPackage).length > 0;
};

/** Whether lines can be put between the members of a class. */
function hasOwnLines({ body, loc }: ClassBody): boolean {
  const lines = body.map((member) => [member.loc?.start.line ?? 0, member.loc?.end.line ?? 0] as const);
  const starts = [...lines.map(([start]) => start), loc?.end.line ?? 0];
  const ends = [loc?.start.line ?? 0, ...lines.map(([, end]) => end)];
  return starts.every((start, index) => start > (ends[index] ?? 0));
}

/** Whether the code at this place can use the client. Only the methods of a class can use its property. */
function canReach({ j }: Source, path: ASTPath, { owner }: Reach): boolean {
  if (owner === undefined) return true;
  const above = ancestors(path);
  const isStatic = above.some(
    (node) => (j.ClassMethod.check(node) || j.ClassProperty.check(node)) && node.static === true,
  );
  return above.includes(owner) && !isStatic;
}

/** The method of the client that sends a request. */
function clientCall(source: Source, request: AxiosRequest): ClientCall | undefined {
  const { method, url, parameters, hasOptions, bearer } = request;
  if (parameters === undefined || hasOptions) return undefined;
  const names = new Set(parameters.keys());
  const only = (...known: string[]): boolean => [...names].every((name) => known.includes(name));
  const get = (name: string): Expression | undefined => parameters.get(name);
  if (url === `${kauth}/oauth/token` && method === 'post') {
    const grant = source.stringOf(get('grant_type'));
    const code = get('code');
    const redirectUri = get('redirect_uri');
    const refreshToken = get('refresh_token');
    if (grant === 'authorization_code' && code && redirectUri) {
      if (!only('grant_type', 'client_id', 'client_secret', 'code', 'redirect_uri')) return undefined;
      return {
        method: 'oauth.exchangeCode',
        members: [
          ['code', code],
          ['redirectUri', redirectUri],
        ],
      };
    }
    if (
      grant === 'refresh_token' &&
      refreshToken &&
      only('grant_type', 'client_id', 'client_secret', 'refresh_token')
    ) {
      return { method: 'oauth.refresh', members: [['refreshToken', refreshToken]] };
    }
    return undefined;
  }
  if (bearer === undefined || names.size > 0) return undefined;
  const members = [['accessToken', bearer]] as const;
  if (url === `${kapi}/v2/user/me`) return { method: 'user.me', members, isUser: true };
  if (url === `${kapi}/v1/user/unlink` && method === 'post') return { method: 'account.unlink', members };
  if (url === `${kapi}/v1/user/logout` && method === 'post') return { method: 'account.logout', members };
  if (url === `${kapi}/v1/user/access_token_info`) return { method: 'user.accessTokenInfo', members };
  return undefined;
}

/**
 * The `await` of a request, even with `firstValueFrom()`, `lastValueFrom()` or `.toPromise()`. `isData`: the response
 * has been mapped to its `data`.
 */
function awaitedBy(source: Source, path: ASTPath): { path: ASTPath; isData: boolean } | undefined {
  const { j } = source;
  let at = path;
  let isData = false;
  for (;;) {
    const parent = at.parent as ASTPath | null;
    const node = parent?.node;
    if (parent === null || node === undefined) return undefined;
    if (j.AwaitExpression.check(node)) return { path: parent, isData };
    if (j.CallExpression.check(node) && /^(?:first|last)ValueFrom$/.test(source.keyOf(node.callee) ?? '')) {
      at = parent;
      continue;
    }
    const call = parent.parent as ASTPath | null;
    if (!j.MemberExpression.check(node) || node.object !== at.node || !call || !j.CallExpression.check(call.node))
      return undefined;
    const method = source.keyOf(node.property);
    if (method === 'pipe' && call.node.arguments.length === 1 && mapsToData(source, call.node.arguments[0]))
      isData = true;
    else if (method !== 'toPromise') return undefined;
    at = call;
  }
}

/** `map((response) => response.data)`, `map(({ data }) => data)` */
function mapsToData(source: Source, node: unknown): boolean {
  const { j } = source;
  if (!j.CallExpression.check(node) || source.keyOf(node.callee) !== 'map') return false;
  const [mapping] = node.arguments;
  if (!j.ArrowFunctionExpression.check(mapping)) return false;
  const [parameter] = mapping.params;
  const { body } = mapping;
  if (j.ObjectPattern.check(parameter)) return source.keyOf(body) === 'data';
  return (
    j.MemberExpression.check(body) &&
    source.keyOf(body.object) === source.keyOf(parameter) &&
    source.keyOf(body.property) === 'data'
  );
}

/** Turns `user.kakao_account.profile.nickname` into `user.kakao_account?.profile?.nickname`. */
function optionalFrom(source: Source, reference: ASTPath): void {
  const { j } = source;
  let at = reference;
  let isOptional = false;
  for (;;) {
    const parent = at.parent as ASTPath;
    const { node } = parent;
    if (!j.MemberExpression.check(node) || node.object !== at.node || node.type !== 'MemberExpression') return;
    const next = /^(?:kakao_account|profile|properties)$/.test(source.keyOf(node.property) ?? '');
    if (isOptional)
      parent.replace(j.optionalMemberExpression(node.object, node.property, node.computed ?? false, true));
    isOptional = isOptional || next;
    at = parent;
  }
}

/** The roots of an expression: `process` of `process.env.KEY`, `this` of `this.config.get('KEY')`. */
function rootsOf(source: Source, expression: Expression): string[] {
  const { j } = source;
  if (j.ThisExpression.check(expression)) return ['this'];
  if (j.Identifier.check(expression)) return [expression.name];
  if (j.MemberExpression.check(expression) || j.OptionalMemberExpression.check(expression))
    return rootsOf(source, expression.object);
  if (j.CallExpression.check(expression)) {
    return [expression.callee, ...expression.arguments].flatMap((part) => rootsOf(source, part as Expression));
  }
  if (j.LogicalExpression.check(expression) || j.BinaryExpression.check(expression)) {
    return [expression.left, expression.right].flatMap((part) => rootsOf(source, part));
  }
  if (j.TSAsExpression.check(expression) || j.TSNonNullExpression.check(expression))
    return rootsOf(source, expression.expression);
  if (j.TemplateLiteral.check(expression))
    return expression.expressions.flatMap((part) => rootsOf(source, part as Expression));
  return source.stringOf(expression) === undefined ? ['?'] : [];
}

/** Packages that may have been used only for the old requests. */
const replaced = new Set(['axios', 'qs', 'querystring', 'rxjs', 'rxjs/operators']);

function isUsed(source: Source, name: unknown): boolean {
  const { j, root } = source;
  const uses = root.find(j.Identifier, { name: name as string }).filter((path) => {
    const { node } = path.parent as ASTPath;
    return !node.type.startsWith('Import') && !(j.VariableDeclarator.check(node) && node.id === path.node);
  });
  const types = root.find(j.TSTypeReference).filter(({ node }) => source.keyOf(node.typeName) === name);
  return uses.length + types.length > 0;
}

function isUnusedRequire(source: Source, node: ASTNode): boolean {
  const { j } = source;
  if (!j.VariableDeclarator.check(node) || !j.Identifier.check(node.id)) return false;
  const { init } = node;
  // `require('axios').default`
  const required = j.MemberExpression.check(init) ? init.object : init;
  if (!j.CallExpression.check(required)) return false;
  const { callee, arguments: given } = required;
  const isReplaced = source.keyOf(callee) === 'require' && replaced.has(source.stringOf(given[0]) ?? '');
  return isReplaced && !isUsed(source, node.id.name);
}

/** The lines of unused imports. recast would also remove the comments above them, such as a license. */
function unusedImports(source: Source): { after: number; removed: number; lines: readonly string[] }[] {
  const { j, root } = source;
  const lines = source.text.split('\n');
  const isUnused = (node: ASTNode): boolean => {
    if (j.ImportDeclaration.check(node)) {
      const { specifiers = [] } = node;
      return (
        specifiers.length > 0 &&
        replaced.has(source.stringOf(node.source) ?? '') &&
        !specifiers.some((specifier) => isUsed(source, specifier.local?.name))
      );
    }
    return j.VariableDeclaration.check(node) && node.declarations.every((one) => isUnusedRequire(source, one));
  };
  return [...root.find(j.ImportDeclaration).nodes(), ...root.find(j.VariableDeclaration).nodes()].flatMap((node) => {
    if (!node.loc || !isUnused(node)) return [];
    const after = node.loc.start.line - 1;
    const text = lines.slice(after, node.loc.end.line).join('\n');
    const isAlone = /^\s*(?:import|const|let|var)\b[^;]*;?\s*(?:\/\/.*)?$/.test(text);
    return isAlone ? [{ after, removed: node.loc.end.line - after, lines: [] }] : [];
  });
}

const isImport = (source: Source, node: ASTNode): boolean => {
  const { j } = source;
  if (j.ImportDeclaration.check(node) || j.TSImportEqualsDeclaration.check(node)) return true;
  return (
    j.VariableDeclaration.check(node) &&
    node.declarations.some(
      (one) => 'init' in one && /^require\(|^\w+\(require\(/.test(one.init ? source.codeOf(one.init) : ''),
    )
  );
};

/** Joins adjacent strings. */
function mergeTexts(parts: readonly (string | Expression)[]): (string | Expression)[] {
  const merged: (string | Expression)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged;
}
