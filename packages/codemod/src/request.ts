import { type ASTPath, type Expression, scopeOf, type Source } from './source.js';

/** Text with expressions, as in a template literal. */
type Parts = readonly (string | Expression)[];

/** A request that a file sends with axios, or with Nest's `HttpService`. */
export interface AxiosRequest {
  method: string;
  /** The URL without its query. */
  url: string;
  /** The parameters of the query and the body. */
  parameters: Map<string, Expression> | undefined;
  /** Whether it has options that the client has in another way, such as a time limit. */
  hasOptions: boolean;
  /** What follows `Bearer ` in the `Authorization` header. */
  bearer: Expression | undefined;
}

/** axios, or an instance that `axios.create()` made. */
interface Instance {
  /** What its variable is declared with. */
  created?: unknown;
  /** What its relative URLs start with. */
  baseUrl: string;
  /** As in {@link AxiosRequest}. */
  hasOptions: boolean;
}

/** What of the options of a request the client does by itself, and what people write there by mistake. */
const isReplaced = /^(?:method|url|params|data|headers|withCredentials|responseType|content-type|accept)$/i;

/** A part of a query, unless it is none. */
function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Reads calls of axios, as far as the file says what they send. */
export class RequestReader {
  /** Variables that were read. They may be unused after the request is replaced. */
  readonly touched = new Set<string>();
  readonly #source: Source;
  /** By the code that they are called with. */
  readonly #axios: ReadonlyMap<string, Instance>;

  constructor(source: Source) {
    this.#source = source;
    const names = namesOfAxios(source);
    const axios: Instance = { baseUrl: '', hasOptions: false };
    this.#axios = new Map([...[...names].map((name) => [name, axios] as const), ...this.#instances(names)]);
  }

  /** @returns `undefined` if it is not a call of axios, or its URL is unknown */
  read(path: ASTPath): AxiosRequest | undefined {
    const { j } = this.#source;
    const call = path.node;
    if (!j.CallExpression.check(call)) return undefined;
    const called = this.#method(call.callee, path);
    if (called === undefined) return undefined;
    const { how, instance } = called;
    const [first, second, third] = call.arguments;
    if (how !== 'request') {
      const hasBody = how === 'post' || how === 'put' || how === 'patch';
      return this.#request(path, instance, how, first, hasBody ? second : undefined, hasBody ? third : second);
    }
    const config = this.#members(j.StringLiteral.check(first) || j.TemplateLiteral.check(first) ? second : first, path);
    if (config === undefined) return undefined;
    const method = this.#source.stringOf(config.get('method'))?.toLowerCase() ?? 'get';
    const url = config.get('url') ?? first;
    return this.#request(path, instance, method, url, config.get('data'), second ?? first);
  }

  /** The text of an expression. Unknown parts remain expressions. */
  parts(node: unknown, from: ASTPath): Parts | undefined {
    const { j } = this.#source;
    const text = this.#source.stringOf(node);
    if (text !== undefined) return [text];
    if (j.TemplateLiteral.check(node)) {
      return node.quasis.flatMap((quasi, index) => {
        const expression = node.expressions[index];
        const rest = expression === undefined ? [] : this.#address(expression, from);
        return [quasi.value.cooked ?? '', ...rest];
      });
    }
    if (j.BinaryExpression.check(node) && node.operator === '+') {
      return [node.left, node.right].flatMap((side) =>
        j.Identifier.check(side) || j.MemberExpression.check(side)
          ? this.#address(side, from)
          : (this.parts(side, from) ?? [side as Expression]),
      );
    }
    return this.#inlined(node, this.#known(node, from));
  }

  /** The text of a variable if it is part of a URL. Other variables remain, because they are parameters. */
  #address(node: unknown, from: ASTPath): Parts {
    const known = this.#known(node, from);
    const [start] = known ?? [];
    const isAddress = typeof start === 'string' && /^(?:https?:\/)?\//.test(start);
    if (known === undefined || !isAddress || /redirect|callback/i.test(this.#source.codeOf(node))) {
      return [node as Expression];
    }
    return this.#inlined(node, known);
  }

  #inlined<T>(node: unknown, parts: T): T {
    if (parts !== undefined && this.#source.j.Identifier.check(node)) this.touched.add(node.name);
    return parts;
  }

  /** The parameters of a query or a form. */
  parameters(node: unknown, from: ASTPath): Map<string, Expression> | undefined {
    const source = this.#source;
    const { j } = source;
    if (node === undefined || j.NullLiteral.check(node) || source.keyOf(node) === 'undefined') return new Map();
    if (j.ObjectExpression.check(node)) return source.membersOf(node);
    if (j.TSAsExpression.check(node)) return this.parameters(node.expression, from);
    if (j.NewExpression.check(node) && source.keyOf(node.callee) === 'URLSearchParams') {
      return this.parameters(node.arguments[0], from);
    }
    if (j.CallExpression.check(node) && j.MemberExpression.check(node.callee)) {
      const method = source.keyOf(node.callee.property);
      if (method === 'stringify') return this.parameters(node.arguments[0], from);
      if (method === 'toString') return this.parameters(node.callee.object, from);
      return undefined;
    }
    if (j.Identifier.check(node)) return this.#variable(node.name, from);
    const parts = this.parts(node, from);
    return parts && this.query(parts);
  }

  /** The parameters of a query as text, or as a form: `${new URLSearchParams(…)}`. */
  search(parts: Parts, from: ASTPath): Map<string, Expression> | undefined {
    const [only, ...others] = parts.filter((part) => part !== '');
    const isForm = others.length === 0 && typeof only === 'object';
    return (isForm ? this.parameters(only, from) : undefined) ?? this.query(parts);
  }

  /** The parameters of `a=b&c=${d}`. Each expression is replaced with a character that URLs cannot contain. */
  query(parts: Parts): Map<string, Expression> | undefined {
    const { j } = this.#source;
    const holes: Expression[] = [];
    const text = parts
      .map((part) => (typeof part === 'string' ? part.replaceAll('\uE000', '') : `\uE000${holes.push(part) - 1}\uE000`))
      .join('');
    const found = new Map<string, Expression>();
    for (const pair of text.trim().split('&').filter(Boolean)) {
      const [name = '', value = ''] = pair.trim().split('=');
      const hole = /^\uE000(\d+)\uE000$/.exec(value)?.[1];
      if (hole === undefined && value.includes('\uE000')) return undefined;
      const text = hole === undefined ? decoded(value) : undefined;
      const expression = text === undefined ? holes[Number(hole)] : j.stringLiteral(text);
      if (expression === undefined || name.includes('\uE000')) return undefined;
      found.set(name, this.#unencoded(expression));
    }
    return found;
  }

  #unencoded(node: Expression): Expression {
    const { j } = this.#source;
    if (!j.CallExpression.check(node) || this.#source.keyOf(node.callee) !== 'encodeURIComponent') return node;
    return (node.arguments[0] as Expression | undefined) ?? node;
  }

  /** `post` for `axios.post`, `this.http.post` and `this.http.axiosRef.post`, and `request` for `axios()`. */
  #method(callee: unknown, from: ASTPath): { how: string; instance: Instance } | undefined {
    const { j } = this.#source;
    const of = (owner: unknown, how: string) => {
      const name = this.#source.codeOf(owner).replace(/\.axiosRef$/, '');
      const instance = this.#axios.get(name);
      // A name can mean something else in another function.
      const { created } = instance ?? {};
      const isMeant = created === undefined || this.#source.declarationOf(name, from)?.init === created;
      return instance && isMeant ? { how, instance } : undefined;
    };
    if (j.Identifier.check(callee)) return of(callee, 'request');
    if (!j.MemberExpression.check(callee)) return undefined;
    const method = this.#source.keyOf(callee.property);
    if (method === undefined || !/^(?:get|post|put|patch|delete|request)$/.test(method)) return undefined;
    return of(callee.object, method);
  }

  /** Variables with an instance that only sends requests: no interceptors, and no other code gets it. */
  #instances(names: ReadonlySet<string>): Map<string, Instance> {
    const source = this.#source;
    const { j } = source;
    const found = new Map<string, Instance>();
    for (const path of source.root.find(j.VariableDeclarator).paths()) {
      const { id, init } = path.node;
      if (!j.Identifier.check(id) || !j.CallExpression.check(init) || !j.MemberExpression.check(init.callee)) continue;
      const isCreate = source.keyOf(init.callee.property) === 'create' && names.has(source.codeOf(init.callee.object));
      const options = isCreate ? this.#members(init.arguments[0], path) : undefined;
      const url = this.parts(options?.get('baseURL'), path);
      if (options === undefined || !url?.every((part) => typeof part === 'string')) continue;
      options.delete('baseURL');
      // `params` would have to be added to those of each request.
      if (options.has('params') || !source.references(id.name, scopeOf(path as ASTPath)).every(isCall)) continue;
      found.set(id.name, { created: init, baseUrl: url.join(''), hasOptions: hasOthers(options) });
      this.touched.add(id.name);
    }
    return found;
  }

  #request(
    path: ASTPath,
    { baseUrl, hasOptions }: Instance,
    method: string,
    url: unknown,
    body: unknown,
    config: unknown,
  ): AxiosRequest | undefined {
    const given = this.parts(url, path);
    const address = given && withBase(baseUrl, given);
    const [start] = address ?? [];
    if (address === undefined || typeof start !== 'string') return undefined;
    const [base = '', query] = start.split('?', 2);
    const texts = address.filter((part) => typeof part === 'string');
    if (query === undefined && texts.length < address.length) return undefined;
    const whole = query === undefined ? texts.join('') : base;
    const options = config === undefined ? new Map<string, Expression>() : this.#members(config, path);
    const parameters = [
      query === undefined ? new Map<string, Expression>() : this.search([query, ...address.slice(1)], path),
      options && this.parameters(options.get('params'), path),
      this.parameters(body, path),
    ];
    const all = parameters.flatMap((map) => (map === undefined ? [undefined] : [...map]));
    return {
      method,
      url: whole,
      hasOptions: hasOptions || hasOthers(options),
      parameters: all.includes(undefined) ? undefined : new Map(all.filter((entry) => entry !== undefined)),
      bearer: this.#bearer(options?.get('headers'), path),
    };
  }

  #bearer(headers: unknown, from: ASTPath): Expression | undefined {
    const members = this.#members(headers, from);
    const [, header] = [...(members ?? [])].find(([name]) => name.toLowerCase() === 'authorization') ?? [];
    const parts = this.parts(header, from) ?? [];
    const [scheme, token, ...rest] = parts.filter((part) => part !== '');
    return scheme === 'Bearer ' && rest.length === 0 && typeof token === 'object' ? token : undefined;
  }

  /** The members of an object literal, or of a variable that contains one. */
  #members(node: unknown, from: ASTPath): Map<string, Expression> | undefined {
    const { j } = this.#source;
    if (!j.Identifier.check(node)) return this.#source.membersOf(node);
    this.touched.add(node.name);
    return this.#source.membersOf(this.#source.declarationOf(node.name, from)?.init);
  }

  /** The text of a variable or of a property of the class, if it is known. */
  #known(node: unknown, from: ASTPath): Parts | undefined {
    const source = this.#source;
    const { j } = source;
    if (j.Identifier.check(node)) return this.parts(source.declarationOf(node.name, from)?.init, from);
    if (!j.MemberExpression.check(node) || !j.ThisExpression.check(node.object)) return undefined;
    const property = source.propertyOf(source.keyOf(node.property), from);
    return property && this.parts(property.value, from);
  }

  /** The parameters of a form in a variable, including those added with `append()` or `set()`. */
  #variable(name: string, from: ASTPath): Map<string, Expression> | undefined {
    const source = this.#source;
    const { j } = source;
    const declared = source.declarationOf(name, from);
    const found = declared && this.parameters(declared.init, from);
    if (found === undefined) return undefined;
    this.touched.add(name);
    for (const reference of source.references(name, declared!.block)) {
      const member = (reference.parent as ASTPath).node;
      if (!j.MemberExpression.check(member) || member.object !== reference.node) continue;
      const call = ((reference.parent as ASTPath).parent as ASTPath).node;
      const method = source.keyOf(member.property);
      if (method === 'toString') continue;
      if ((method !== 'append' && method !== 'set') || !j.CallExpression.check(call)) return undefined;
      const key = source.stringOf(call.arguments[0]);
      const value = call.arguments[1] as Expression | undefined;
      if (key === undefined || value === undefined) return undefined;
      found.set(key, value);
    }
    return found;
  }
}

/** Whether there are options that the client has in another way. */
const hasOthers = (options: Map<string, Expression> | undefined): boolean =>
  [...(options?.keys() ?? [])].some((name) => !isReplaced.test(name));

/** Whether a variable is called, or a method of it that sends a request. */
function isCall({ node, parent }: ASTPath): boolean {
  const { node: above, parent: outer } = parent as ASTPath;
  if (!('property' in above) || !('object' in above)) return 'callee' in above && above.callee === node;
  const { node: call } = outer as ASTPath;
  return above.object === node && 'callee' in call && call.callee === above;
}

/** The address that axios requests: `baseURL`, unless the URL is complete. */
function withBase(baseUrl: string, [start = '', ...rest]: Parts): Parts {
  if (typeof start !== 'string' || baseUrl === '' || /^https?:/.test(start)) return [start, ...rest];
  return [`${baseUrl.replace(/\/+$/, '')}/${start.replace(/^\/+/, '')}`, ...rest];
}

/** `axios`, and `this.http` in a class with an `HttpService`. */
function namesOfAxios(source: Source): Set<string> {
  const { j, root } = source;
  const names = new Set<string>();
  root
    .find(j.ImportDeclaration)
    .filter(({ node }) => source.stringOf(node.source) === 'axios')
    .forEach(({ node }) => {
      for (const specifier of node.specifiers ?? []) {
        if (!j.ImportSpecifier.check(specifier) || specifier.imported.name === 'default')
          names.add(source.keyOf(specifier.local) ?? '');
      }
    });
  root.find(j.VariableDeclarator).forEach(({ node: { id, init } }) => {
    const required = j.MemberExpression.check(init) && source.keyOf(init.property) === 'default' ? init.object : init;
    if (!j.CallExpression.check(required) || source.keyOf(required.callee) !== 'require') return;
    if (source.stringOf(required.arguments[0]) === 'axios' && j.Identifier.check(id)) names.add(id.name);
  });
  root.find(j.TSParameterProperty).forEach(({ node: { parameter } }) => {
    if (!j.Identifier.check(parameter)) return;
    const type = parameter.typeAnnotation && source.codeOf(parameter.typeAnnotation);
    if (/\bHttpService\b/.test(type ?? '')) names.add(`this.${parameter.name}`);
  });
  return names;
}
