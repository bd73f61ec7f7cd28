import { isKakaoError, KakaoLoginError, toKakaoId, type KakaoError, type KakaoId } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { Agreements, consentsByAdminKey, noConsents, type KakaoConsents } from './agreements.js';
import { forgetAsked, wasAsked } from './asked-cookie.js';
import { begin, optionsFor } from './begin.js';
import { challengeFor, problemOf, problemPageOf, type KakaoProblem, type KakaoProblemPage } from './consent-problem.js';
import { checkRequest, isFormInTab, isPageInTab, storeNothing, type HttpRequest } from './http.js';
import { originOf } from './origin.js';
import { redirectUri } from './redirect-uri.js';
import { askFor, decide, gapOf, isName, type Gap, type Requirement } from './requirement.js';
import { safeReturnTo } from './return-to.js';
import { KakaoStrategy } from './strategy.js';
import { asError } from './tell-passport.js';
import { checkFunction, checkObject, checkSeconds, usage, usageTexts } from './usage.js';
import type { Visit } from './visit.js';

type MaybePromise<Value> = Value | Promise<Value>;

/** Options of {@link createKakaoConsent}. */
export interface KakaoConsentOptions {
  /**
   * Returns the Kakao user id of the user who sent the request, from your session, your JWT or a bearer token. `undefined` or `null`:
   * nobody is logged in.
   */
  currentUser(this: void, request: Request): MaybePromise<KakaoId | bigint | number | undefined | null>;
  /**
   * Returns when the current user last logged in to Kakao, in Unix seconds: `auth_time` of `login.claims`, which you stored in the
   * session or with the user. Default: what `consents` has stored. Required by {@link KakaoConsent.requireRecentLogin}.
   */
  authTime?(this: void, request: Request, userId: KakaoId): MaybePromise<number | undefined | null>;
  /** Where to look up what a user has agreed to, such as your `KakaoVault`. Default: asks Kakao with the admin key. */
  consents?: KakaoConsents;
  /** How many seconds to cache what a user has agreed to. Default 300. A new login or a revocation that `consents` knows of ends it. */
  cacheSeconds?: number;
  /**
   * The path or URL of a route of this service that starts logins with the strategy. Consent URLs lead there. Default: the callback
   * route. Required if the redirect URI belongs to a front end.
   */
  loginURL?: string;
}

/** The response to a request, from {@link KakaoConsent.check}. */
export type KakaoConsentAnswer =
  | { status: 302; location: string }
  /** Send `page` if there is one: the user has submitted a form. Otherwise send `problem` as `application/problem+json`. */
  | { status: 401 | 403; problem: KakaoProblem; page?: KakaoProblemPage };

/** What {@link KakaoConsent.check} checks. */
export interface KakaoRequirement {
  /** Consent items that the user must have agreed to. */
  scopes?: readonly string[];
  /** Tags of service terms that the user must have agreed to. */
  terms?: readonly string[];
  /** How old the user's last login to Kakao may be, in seconds. */
  maxAge?: number;
}

/** Middleware that asks users for consent, or for another login, when a route needs it. */
export interface KakaoConsent {
  /**
   * Lets users pass who have agreed to these consent items. A user who opens a page is sent to Kakao to agree to those that are missing,
   * and then returns to the page. Other requests get 403 with `WWW-Authenticate: Bearer error="insufficient_scope"` (RFC 6750) and
   * problem details (RFC 9457) with a `consentUrl`, or 401 if nobody is logged in. A form gets a page with a link to `consentUrl`.
   *
   * Without arguments, users are asked for consent only if Kakao refuses a call with -402. See {@link KakaoConsent.errorHandler}.
   *
   * @throws {KakaoUsageError} when a name is malformed
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/utilize#scope-user
   */
  requireScopes(...scopes: string[]): RequestHandler;
  /**
   * The same for service terms (Kakao Sync). Kakao shows a screen only if at least one of the missing terms is required.
   *
   * @throws {KakaoUsageError} when a tag is malformed
   */
  requireTerms(...tags: string[]): RequestHandler;
  /**
   * Lets users pass whose last login to Kakao is at most `maxAge` seconds old. A user who opens a page has to log in again
   * (`prompt=login`) and then returns to it. Other requests get 401 with `error="insufficient_user_authentication"` (RFC 9470).
   *
   * @throws {KakaoUsageError} when the option `authTime` is missing, or `maxAge` is not a positive integer
   */
  requireRecentLogin(options: { maxAge: number }): RequestHandler;
  /**
   * Error middleware, to add after the routes. If a route has {@link KakaoConsent.requireScopes} and Kakao refuses a call of its handler
   * with -402, the user is asked for the missing consent in the same way. Other errors are passed on.
   */
  errorHandler(): ErrorRequestHandler;
  /**
   * For other frameworks: returns the response to a request, or `undefined` if the request may continue. Sets cookies and headers on
   * `request.res`.
   *
   * @throws {KakaoLoginError} when a user opens a page and has just returned from Kakao without what it needs
   */
  check(request: HttpRequest, requirement: KakaoRequirement): Promise<KakaoConsentAnswer | undefined>;
  /**
   * For other frameworks: returns the response when a handler fails after {@link KakaoConsent.check}, or `undefined` if the error is
   * not about consent.
   *
   * @throws {KakaoLoginError} as {@link KakaoConsent.check} does
   */
  checkError(request: HttpRequest, error: unknown): Promise<KakaoConsentAnswer | undefined>;
}

const areNames = (names: unknown): boolean => Array.isArray(names) && names.every(isName);

const CHECKED = Symbol('checked for Kakao consent');

/**
 * Creates middleware that asks users for consent when a route needs it, instead of at the first login.
 *
 * @param strategy starts and finishes the logins; its callback route should redirect to `req.authInfo.returnTo`
 * @throws {KakaoUsageError} when an option is missing or malformed
 * @example
 * const consent = createKakaoConsent(strategy, { currentUser: (req) => req.session.kakaoId });
 * app.get('/orders/new', consent.requireScopes('shipping_address'), newOrder);
 * app.use(consent.errorHandler());
 */
export function createKakaoConsent(strategy: KakaoStrategy, options: KakaoConsentOptions): KakaoConsent {
  if (!(strategy instanceof KakaoStrategy)) throw usage('option_malformed', 'strategy', usageTexts().kakaoStrategy);
  checkObject('options', options);
  const { consents, cacheSeconds = 300, loginURL } = options;
  checkFunction('currentUser', options.currentUser);
  if (options.authTime !== undefined) checkFunction('authTime', options.authTime);
  if (consents !== undefined) checkFunction('consents.forUser', (consents as { forUser?: unknown } | null)?.forUser);
  checkSeconds('cacheSeconds', cacheSeconds, 0);
  if (loginURL !== undefined && (typeof loginURL !== 'string' || !/^(?:https?:\/\/|\/(?![/\\]))/.test(loginURL))) {
    throw usage('option_malformed', 'loginURL', usageTexts().loginURL);
  }
  const { client } = strategy;
  const known = optionsOf(client);
  const { now = Date.now } = known ?? {};
  const hasAdminKey = known === undefined || known.adminKey !== undefined;
  const source = consents ?? (hasAdminKey ? consentsByAdminKey(client) : noConsents);
  const agreements = new Agreements(source, cacheSeconds * 1000, now);

  /** The vault has no token for the user, the token has expired, or the user is no longer linked. */
  const isLoggedOut = (error: unknown): boolean =>
    isKakaoError(error) &&
    (error.code === 'reconnect_required' ||
      error.code === -101 ||
      // By admin key, it means that the key is wrong.
      (error.code === -401 && consents !== undefined));

  async function userOf(request: HttpRequest): Promise<KakaoId | undefined> {
    const id = await options.currentUser(request as Request);
    return id === undefined || id === null ? undefined : toKakaoId(id, 'currentUser');
  }

  async function authTimeOf(request: HttpRequest, user: KakaoId): Promise<number | undefined | null> {
    if (options.authTime !== undefined) return options.authTime(request as Request, user);
    return (await source.status?.(user))?.authTime;
  }

  function checked({ scopes = [], terms = [], maxAge }: KakaoRequirement): Requirement {
    if (!areNames(scopes)) throw usage('option_malformed', 'scopes', usageTexts().consentNames);
    if (!areNames(terms)) throw usage('option_malformed', 'terms', usageTexts().consentNames);
    if (scopes.length + terms.length > 0 && source === noConsents)
      throw usage('option_missing', 'consents', usageTexts().consents);
    if (maxAge !== undefined) {
      checkSeconds('maxAge', maxAge, 1);
      if (options.authTime === undefined && source.status === undefined)
        throw usage('option_missing', 'authTime', usageTexts().authTime);
    }
    return { scopes, terms, maxAge };
  }

  async function check(request: HttpRequest, requirement: Requirement): Promise<KakaoConsentAnswer | undefined> {
    (request as { [CHECKED]?: boolean })[CHECKED] = true;
    const user = await userOf(request);
    const { maxAge } = requirement;
    const authTime = user === undefined || maxAge === undefined ? undefined : await authTimeOf(request, user);
    const known = { user, authTime: authTime ?? undefined, missing: { scopes: [], terms: [] } };
    const gap = gapOf(requirement, known, now());
    if (gap !== undefined || user === undefined) return answer(request, gap, user);
    try {
      const missing = await agreements.missing(user, requirement);
      return await answer(request, gapOf(requirement, { ...known, missing }, now()), user);
    } catch (error) {
      // Kakao cannot be asked about this user until they log in again.
      if (!isLoggedOut(error)) throw error;
      return answer(request, { code: 'not_logged_in' }, user);
    }
  }

  async function answer(
    request: HttpRequest,
    gap: Gap | undefined,
    user: KakaoId | undefined,
  ): Promise<KakaoConsentAnswer | undefined> {
    const isVisit = isPageInTab(request);
    const needed = gap === undefined ? {} : askFor(gap, user);
    const before = isVisit && gap !== undefined ? wasAsked(request, needed) : undefined;
    const decision = decide(gap, isVisit, before !== undefined);
    if (isVisit && decision.do !== 'ask') forgetAsked(request);
    if (decision.do === 'proceed') return undefined;
    storeNothing(request);
    const visit: Visit = { ...strategy['visit'](request, {}), needed };
    if (decision.do === 'ask') {
      const returnTo = safeReturnTo(request.originalUrl ?? request.url);
      const asking = { ...optionsFor(visit.parts, needed), ...(returnTo !== undefined && { returnTo }) };
      const outcome = await begin({ ...visit, options: asking });
      if (outcome.kind === 'redirect') return { status: 302, location: outcome.url };
      throw new TypeError(`A page visit that begins a login was not redirected, but ${outcome.kind}`);
    }
    challengeFor(decision.gap, request);
    if (isVisit) throw new KakaoLoginError(before === 'declined' ? 'consent_declined' : decision.gap.code);
    const returnTo = pageOf(request, visit) ?? '/';
    const url = visit.parts.consentUrls.make(routeOf(request, visit), { needed, returnTo });
    const problem = problemOf(decision.gap, request, url);
    return {
      status: problem.status as 401 | 403,
      problem,
      ...(isFormInTab(request) && { page: problemPageOf(decision.gap, request, url) }),
    };
  }

  const routeOf = (request: HttpRequest, { parts: { settings } }: Visit): string => {
    if (loginURL === undefined) return redirectUri(request, undefined, settings);
    return loginURL.startsWith('/') ? originOf(request, settings.proxy) + loginURL : loginURL;
  };

  async function checkError(request: HttpRequest, error: unknown): Promise<KakaoConsentAnswer | undefined> {
    if (!isKakaoError(error) || !(request as { [CHECKED]?: boolean })[CHECKED]) return undefined;
    const scopes = lackingScopes(error);
    const isLost = error.code === 'reconnect_required';
    const user = scopes.length > 0 || isLost ? await userOf(request) : undefined;
    if (user === undefined) return undefined;
    if (isLost) return answer(request, { code: 'not_logged_in' }, user);
    // Whether or not that works, the user has to agree.
    await agreements.refused(user, scopes).catch(() => undefined);
    return answer(request, { code: 'consent_missing', scopes, terms: [] }, user);
  }

  const middleware = (given: KakaoRequirement): RequestHandler => {
    const requirement = checked(given);
    return (request, response, next) => {
      if (isAnonymousPreflight(request)) return next();
      return void sendOrNext(check(request, requirement), response, next);
    };
  };

  return {
    requireScopes: (...scopes) => middleware({ scopes }),
    requireTerms: (...terms) => middleware({ terms }),
    requireRecentLogin(given) {
      checkObject('options', given);
      return middleware({ maxAge: given.maxAge ?? Number.NaN });
    },
    errorHandler: () => (error: unknown, request, response, next) => {
      if (response.headersSent) return next(error);
      return void sendOrNext(checkError(request, error), response, next, error);
    },
    async check(request, requirement) {
      checkRequest(request);
      checkObject('requirement', requirement);
      return check(request, checked(requirement));
    },
    async checkError(request, error) {
      checkRequest(request);
      return checkError(request, error);
    },
  };
}

/** The consent items that a refused call needs. Malformed names, which a proxy could have added, are left out. */
function lackingScopes(error: KakaoError): string[] {
  if (error.kind !== 'api' || error.code !== -402) return [];
  const { requiredScopes, allowedScopes } = error;
  return requiredScopes.filter((id) => isName(id) && !allowedScopes.includes(id));
}

/** The page that sent a request, if the login may return to it. */
function pageOf(request: HttpRequest, { parts: { settings } }: Visit): string | undefined {
  const { referer } = request.headers;
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  const allowed = settings.returnTo ?? [];
  return safeReturnTo(origin === originOf(request, settings.proxy) ? pathname + search : referer, allowed);
}

/** A preflight has no credentials (Fetch standard). The code that answers it may come after this middleware. */
const isAnonymousPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === 'OPTIONS' &&
  headers['access-control-request-method'] !== undefined &&
  headers.cookie === undefined &&
  headers.authorization === undefined;

/** @param error is passed on if there is no answer */
async function sendOrNext(
  checking: Promise<KakaoConsentAnswer | undefined>,
  response: Response,
  next: NextFunction,
  error?: unknown,
): Promise<void> {
  try {
    const answer = await checking;
    if (answer !== undefined) return send(response, answer);
  } catch (thrown) {
    return next(asError(thrown));
  }
  return next(error);
}

function send(response: Response, answer: KakaoConsentAnswer): void {
  if (answer.status === 302) return response.redirect(answer.location);
  const { status, problem, page } = answer;
  if (page !== undefined) return void response.status(status).set(page.headers).send(page.body);
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}
