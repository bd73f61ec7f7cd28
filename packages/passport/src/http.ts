import type { IncomingHttpHeaders } from 'node:http';
import { wantsPage } from './negotiate.js';
import { checkObject, usage, usageTexts } from './usage.js';

/**
 * The parts of a request that this package reads. It supports Express 4 and 5, Fastify (also with Nest) and plain `node:http`.
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

/** The parts of a response that this package uses; see {@link HttpRequest}. */
export interface HttpResponse {
  statusCode?: number;
  appendHeader?: (name: string, value: string) => unknown;
  getHeader?: (name: string) => unknown;
  setHeader?: (name: string, value: string | string[]) => unknown;
  /** Fastify's. Appends if the name is `set-cookie`. */
  header?: (name: string, value: string) => unknown;
  raw?: HttpResponse;
  headersSent?: boolean;
  end?: (body?: string) => unknown;
  /** Fastify's. Express also has it, but there `end` is used. */
  send?: (body: string) => unknown;
}

/** @throws {KakaoUsageError} when the value is not a request: JavaScript callers can pass anything */
export function checkRequest(request: HttpRequest): void {
  checkObject('request', request);
  checkObject('request.headers', request.headers);
}

/** @throws {KakaoUsageError} `response_unknown` when the request has no response to set cookies on */
export function responseOf(request: HttpRequest): HttpResponse {
  if (request.res !== undefined) return request.res;
  throw usage('response_unknown', 'req.res', usageTexts().response);
}

/** Adds a `Set-Cookie` header and keeps those that the application has set. */
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
 * A parameter from the query, or from a form or JSON in the body. A repeated or nested parameter counts as absent, no matter how the
 * framework parses it.
 */
export function parameter(request: HttpRequest, name: string): string | undefined {
  const [value, ...more] = valuesOf(request, name);
  return more.length === 0 && typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a parameter is present, even if it is repeated or nested. */
export const hasParameter = (request: HttpRequest, name: string): boolean => valuesOf(request, name).length > 0;

/** All values of a parameter. */
function valuesOf(request: HttpRequest, name: string): unknown[] {
  const written = inQuery(request, name);
  // The application may change `request.query`, but a parameter that is repeated in the URL still counts as repeated.
  const parsed = typeof request.query === 'object' ? inObject(request.query, name) : written;
  return [...(written.length > 1 ? written : parsed), ...inObject(request.body, name)];
}

function inQuery(request: HttpRequest, name: string): unknown[] {
  const address = request.originalUrl ?? request.url ?? '';
  const start = address.indexOf('?');
  // Most names are absent, so parsing is avoided. `%` is checked because names can be escaped.
  if (start === -1 || (!address.includes(name, start) && !address.includes('%', start))) return [];
  const values: unknown[] = [];
  for (const [key, value] of new URLSearchParams(address.slice(start))) {
    if (key === name) values.push(value);
    else if (key.startsWith(`${name}[`)) values.push(undefined, value);
  }
  return values;
}

/** Reads only own properties, because of `?__proto__=` and the like. */
function inObject(container: unknown, name: string): unknown[] {
  if (typeof container !== 'object' || container === null) return [];
  const value = Object.hasOwn(container, name) ? (container as Record<string, unknown>)[name] : undefined;
  const nested = Object.keys(container).some((key) => key.startsWith(`${name}[`));
  return [...(value === undefined ? [] : [value]), ...(nested ? [undefined, undefined] : [])];
}

export const pathOf = (request: HttpRequest): string => (request.originalUrl ?? request.url ?? '/').split('?', 1)[0]!;

/** The parameters by which a request from Kakao's redirect is recognized. */
export const callbackParameters = ['code', 'error', 'state'] as const;
export type CallbackParameter = (typeof callbackParameters)[number];

/** Routers ignore case and a trailing slash. */
export const isCallbackPath = (path: string): boolean => /callback\/*$/i.test(path);

/**
 * Whether a script sent the request. A script cannot follow a redirect to Kakao, because Kakao's login page has no CORS headers.
 */
export function isFromScript({ headers }: HttpRequest): boolean {
  // If a service worker forwards a page visit, the destination is `empty`, as for a script, but the mode stays `navigate`.
  if (headers['sec-fetch-mode'] === 'navigate') return false;
  const destination = headers['sec-fetch-dest'];
  if (typeof destination === 'string') return destination === 'empty';
  if (headers['x-requested-with'] === 'XMLHttpRequest') return true;
  const accept = headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** Whether a browser or Next.js is prefetching a page that the user has not opened. */
export function isPrefetch({ headers }: HttpRequest): boolean {
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? headers['x-purpose'] ?? headers['x-moz'];
  return purpose !== undefined || headers['next-router-prefetch'] !== undefined;
}

/** Whether the user is navigating to a page, so that the browser can follow any redirect. */
export const isPageVisit = (request: HttpRequest): boolean =>
  request.method === 'GET' && !isFromScript(request) && !isPrefetch(request);

/**
 * Whether the user is opening a page in a tab, and can be sent to Kakao and back. Kakao's pages do not work in frames,
 * and a request with a bearer token comes from a program, regardless of its `Accept` header.
 */
export const isPageInTab = (request: HttpRequest): boolean => isPageVisit(request) && isInTab(request);

/** Whether the user has submitted a form in a tab, and sees the response as a page. */
export const isFormInTab = (request: HttpRequest): boolean => request.method === 'POST' && isInTab(request);

function isInTab({ headers }: HttpRequest): boolean {
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return (
    wantsPage(headers) &&
    // `empty`: forwarded by a service worker
    (destination === 'document' || destination === 'empty') &&
    !/^(?:bearer|dpop)\b/i.test(headers.authorization ?? '')
  );
}

/**
 * Whether the user clicked on a page of this service or typed the address, if the browser says so. A redirect after a click at Kakao is
 * `cross-site`, or `same-site` if both are on the same host.
 */
export const isOwnClick = ({ headers }: HttpRequest): boolean =>
  headers['sec-fetch-user'] === '?1' &&
  (headers['sec-fetch-site'] === 'same-origin' || headers['sec-fetch-site'] === 'none');

/** Whether a page of another site caused the request. Front ends whose origin is in the list do not count. */
export function isFromElsewhere({ headers }: HttpRequest, frontEnds: readonly string[] = []): boolean {
  if (headers['sec-fetch-site'] !== 'cross-site') return false;
  const page = headers.origin ?? headers.referer;
  return page === undefined || !URL.canParse(page) || !frontEnds.includes(new URL(page).origin);
}

/** Sends an empty response that is not cached, so that the browser asks again when the user opens the page. */
export const answerNothing = (response: HttpResponse, status: number): void =>
  answer(response, status, ['Cache-Control', 'no-store'], '');

/** Sends JSON directly, because Passport can only redirect. */
export const answerJson = (response: HttpResponse, status: number, body: unknown): void =>
  answer(response, status, ['Content-Type', 'application/json; charset=utf-8'], JSON.stringify(body));

/** The browser has to use GET after a POST. */
export const answerRedirect = (response: HttpResponse, method: string | undefined, address: string): void =>
  answer(response, method === 'GET' || method === 'HEAD' ? 302 : 303, ['Location', address], '');

/** Responses of a login are for one browser, once, and must not be cached. */
export const storeNothing = ({ res = {} }: HttpRequest): void => writeHeader(res, 'Cache-Control', 'no-store');

/** Whether the response has been sent. */
export const isAnswered = ({ res }: HttpRequest): boolean => (res?.raw ?? res)?.headersSent === true;

/** Sets `WWW-Authenticate`, to explain a refusal. Does nothing if the response has been sent, because Node would throw. */
export function setChallenge(request: HttpRequest, challenge: string): void {
  if (request.res !== undefined && !isAnswered(request)) writeHeader(request.res, 'WWW-Authenticate', challenge);
}

/** Lets scripts of other origins read a header. Keeps what the application has set. */
export function exposeHeader(request: HttpRequest, name: string): void {
  if (request.res === undefined || isAnswered(request)) return;
  const exposed = [request.res.getHeader?.('Access-Control-Expose-Headers') ?? []].flat().map(String);
  writeHeader(request.res, 'Access-Control-Expose-Headers', [...exposed, name].join(', '));
}

function writeHeader(response: HttpResponse, name: string, value: string): void {
  if (response.setHeader !== undefined) response.setHeader(name, value);
  else response.header?.(name, value);
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
