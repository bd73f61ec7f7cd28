import type { IncomingHttpHeaders } from 'node:http';
import { wantsPage } from './negotiate.js';
import { usage, usageTexts } from './usage.js';

/**
 * The parts of a request that are read here. Express 4 and 5, Fastify (also through Nest) and plain `node:http` all have
 * them, each in its own way.
 */
export interface HttpRequest {
  method?: string | undefined;
  url?: string | undefined;
  originalUrl?: string | undefined;
  headers: IncomingHttpHeaders;
  query?: unknown;
  body?: unknown;
  protocol?: string | undefined;
  host?: string | undefined;
  /** Only Fastify's requests have it. */
  raw?: unknown;
  socket?: { encrypted?: boolean | undefined; remoteAddress?: string | undefined } | undefined;
  app?: { get?: ((setting: string) => unknown) | undefined } | undefined;
  res?: HttpResponse | undefined;
}

/** The parts of a response that are written here; see {@link HttpRequest}. */
export interface HttpResponse {
  statusCode?: number;
  appendHeader?: (name: string, value: string) => unknown;
  getHeader?: (name: string) => unknown;
  setHeader?: (name: string, value: string | string[]) => unknown;
  /** Fastify's; with `set-cookie` it appends. */
  header?: (name: string, value: string) => unknown;
  raw?: HttpResponse;
  headersSent?: boolean;
  end?: (body?: string) => unknown;
  /** Fastify's; Express has one too, but `end` is enough there. */
  send?: (body: string) => unknown;
}

/** The response that belongs to a request; the state cookie is set on it. */
export function responseOf(request: HttpRequest): HttpResponse {
  if (request.res !== undefined) return request.res;
  throw usage('response_unknown', 'req.res', usageTexts.response);
}

/** Adds a `Set-Cookie` header to those that the application has set already. */
export function appendCookie(response: HttpResponse, cookie: string): void {
  if (response.appendHeader !== undefined) {
    response.appendHeader('Set-Cookie', cookie);
  } else if (response.header !== undefined) {
    response.header('Set-Cookie', cookie);
  } else {
    const target = response.setHeader === undefined ? response.raw : response;
    const before = target?.getHeader?.('Set-Cookie') as string | string[] | undefined;
    target?.setHeader?.('Set-Cookie', [before ?? [], cookie].flat());
  }
}

/**
 * A parameter of the query or of a posted form or JSON. One that is repeated or nested counts as absent, whatever the framework
 * makes of it: the first, the last, a list or an object.
 */
export function parameter(request: HttpRequest, name: string): string | undefined {
  const [value, ...more] = valuesOf(request, name);
  return more.length === 0 && typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a parameter is there at all, in whatever shape. */
export const hasParameter = (request: HttpRequest, name: string): boolean => valuesOf(request, name).length > 0;

/** Everything that a request says under a name. */
function valuesOf(request: HttpRequest, name: string): unknown[] {
  const written = inQuery(request, name);
  // What the application has put into `request.query` counts, but cannot hide that an address is ambiguous.
  const parsed = typeof request.query === 'object' ? inObject(request.query, name) : written;
  return [...(written.length > 1 ? written : parsed), ...inObject(request.body, name)];
}

function inQuery(request: HttpRequest, name: string): unknown[] {
  const address = request.originalUrl ?? request.url ?? '';
  const start = address.indexOf('?');
  // Most names are looked for in vain; a name may be written with escapes.
  if (start === -1 || (!address.includes(name, start) && !address.includes('%', start))) return [];
  const values: unknown[] = [];
  for (const [key, value] of new URLSearchParams(address.slice(start))) {
    if (key === name) values.push(value);
    else if (key.startsWith(`${name}[`)) values.push(undefined, value);
  }
  return values;
}

/** Only properties of its own: `?__proto__=` and the like find nothing. */
function inObject(container: unknown, name: string): unknown[] {
  if (typeof container !== 'object' || container === null) return [];
  const value = Object.hasOwn(container, name) ? (container as Record<string, unknown>)[name] : undefined;
  const nested = Object.keys(container).some((key) => key.startsWith(`${name}[`));
  return [...(value === undefined ? [] : [value]), ...(nested ? [undefined, undefined] : [])];
}

export const pathOf = (request: HttpRequest): string => (request.originalUrl ?? request.url ?? '/').split('?', 1)[0]!;

/** What tells a request that comes back from Kakao. */
export const callbackParameters = ['code', 'error', 'state'] as const;
export type CallbackParameter = (typeof callbackParameters)[number];

/** Routers take neither case nor a last slash for a difference. */
export const isCallbackPath = (path: string): boolean => /callback\/*$/i.test(path);

/**
 * Whether a script asked, and not a browser going from page to page: a script can follow no redirect to Kakao, because
 * Kakao's login page answers without CORS headers.
 */
export function isFromScript({ headers }: HttpRequest): boolean {
  // A service worker that hands a visit on makes its destination `empty`, as a script's is, but keeps the mode, which no script has.
  if (headers['sec-fetch-mode'] === 'navigate') return false;
  const destination = headers['sec-fetch-dest'];
  if (typeof destination === 'string') return destination === 'empty';
  if (headers['x-requested-with'] === 'XMLHttpRequest') return true;
  const accept = headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** Whether nobody has asked yet: a browser, or a link of Next.js, fetches what a user may open next. */
export function isPrefetch({ headers }: HttpRequest): boolean {
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-purpose'] ?? headers['x-moz'];
  return purpose !== undefined || headers['next-router-prefetch'] !== undefined;
}

/** Whether the user is looking at a page of this site: a browser that goes from page to page can follow any redirect. */
export const isPageVisit = (request: HttpRequest): boolean =>
  request.method === 'GET' && !isFromScript(request) && !isPrefetch(request);

/**
 * Whether the user is opening a page in a tab. Only this can be sent to Kakao and come back to its address: frames do not show Kakao,
 * and a request with a bearer token is that of a program, whatever it accepts.
 */
export function isPageInTab(request: HttpRequest): boolean {
  const { headers } = request;
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return (
    isPageVisit(request) &&
    wantsPage(headers) &&
    // `empty`: by way of a service worker
    (destination === 'document' || destination === 'empty') &&
    !/^(?:bearer|dpop)\b/i.test(headers.authorization ?? '')
  );
}

/** Whether a page of another site made the browser ask; not if that site is a front end of ours, whose origin is in the list. */
export function isFromElsewhere({ headers }: HttpRequest, frontEnds: readonly string[] = []): boolean {
  if (headers['sec-fetch-site'] !== 'cross-site') return false;
  const page = headers.origin ?? headers.referer;
  return page === undefined || !URL.canParse(page) || !frontEnds.includes(new URL(page).origin);
}

/** Answers so that the browser keeps nothing of it, and asks again when the user opens the address. */
export const answerNothing = (response: HttpResponse, status: number): void =>
  answer(response, status, ['Cache-Control', 'no-store'], '');

/** Answers in place of Passport, which can only redirect. */
export const answerJson = (response: HttpResponse, status: number, body: unknown): void =>
  answer(response, status, ['Content-Type', 'application/json; charset=utf-8'], JSON.stringify(body));

/** After a POST the browser has to GET. */
export const answerRedirect = (response: HttpResponse, method: string | undefined, address: string): void =>
  answer(response, method === 'GET' || method === 'HEAD' ? 302 : 303, ['Location', address], '');

/** What answers a login is for one browser, once. */
export const storeNothing = ({ res = {} }: HttpRequest): void => setHeader(res, 'Cache-Control', 'no-store');

export function setHeader(response: HttpResponse, name: string, value: string): void {
  if (response.setHeader !== undefined) response.setHeader(name, value);
  else response.header?.(name, value);
}

/** Adds a value to a header that is a list, beside what the application has set. */
export function addToHeader(response: HttpResponse, name: string, value: string): void {
  const before = response.getHeader?.(name);
  const values = [before ?? []].flat().map(String);
  setHeader(response, name, [...values, value].join(', '));
}

function answer(response: HttpResponse, status: number, header: [name: string, value: string], text: string): void {
  response.statusCode = status;
  if (response.setHeader !== undefined && response.end !== undefined) {
    response.setHeader(...header);
    response.end(text);
  } else {
    response.header?.(...header);
    response.send?.(text);
  }
}
