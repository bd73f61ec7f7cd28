import { KakaoLoginError } from '@kakao-login/client';
import type { RequestHandler } from 'express';
import {
  answerJson,
  answerNothing,
  answerRedirect,
  hasParameter,
  isFromElsewhere,
  isFromScript,
  isPrefetch,
  parameter,
  responseOf,
  storeNothing,
  type HttpRequest,
} from './http.js';
import { originOf } from './origin.js';
import { redirectUri } from './redirect-uri.js';
import { safeReturnTo } from './return-to.js';
import type { PendingStore, TakenLogin } from './store.js';
import { KakaoStrategy } from './strategy.js';
import { checkObject, usage, usageTexts } from './usage.js';
import type { Parts } from './visit.js';

/** Options of {@link kakaoAccountLogout}. */
export interface KakaoAccountLogoutOptions {
  /**
   * Where to redirect after the logout, instead of the query parameter `returnTo`: a path of this site, or a URL that
   * the option `returnTo` of the strategy allows. Default `/`.
   */
  returnTo?: string;
}

/**
 * Logs the user out of your service and, if they choose so, of their Kakao Account. One route serves both legs: it
 * sends the user to Kakao, where they choose, and Kakao sends them back to it (the option `logoutRedirectURL` of the
 * strategy). Your handler runs only after that, in the same browser. It ends your session and redirects to
 * `req.authInfo.returnTo`.
 *
 * Nobody else can log a user out: `state` is checked when the user returns, and a request from a page of another site
 * is refused with `logout_refused`. A script gets `{ logoutUrl }` to navigate to.
 *
 * @example
 * app.all('/logout/kakao', kakaoAccountLogout(strategy), async (req, res) => {
 *   await vault.logout(req.session.kakaoId); // ends Kakao's tokens, too
 *   req.session.destroy(() => res.redirect(req.authInfo.returnTo));
 * });
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#logout-of-service-and-kakaoaccount
 * @throws {KakaoUsageError} when the strategy has no `logoutRedirectURL`
 */
export function kakaoAccountLogout(strategy: KakaoStrategy, options: KakaoAccountLogoutOptions = {}): RequestHandler {
  if (!(strategy instanceof KakaoStrategy)) throw usage('option_malformed', 'strategy', usageTexts().kakaoStrategy);
  checkObject('options', options);
  const { logouts, ...others } = strategy['parts'];
  if (logouts === undefined) throw usage('option_missing', 'logoutRedirectURL', usageTexts().logoutMissing);
  const parts: LogoutParts = { ...others, logouts };
  return (request, _response, next) => {
    const proceed = (returnTo: string): void => {
      request.authInfo = { ...request.authInfo, returnTo };
      next();
    };
    return void accountLogout(parts, request, options).then((to) => (to === undefined ? undefined : proceed(to)), next);
  };
}

/** The parts of a strategy that has a `logoutRedirectURL`. */
type LogoutParts = Parts & { logouts: PendingStore };

/** @returns where to redirect after the session has ended; `undefined` when the request has been answered */
async function accountLogout(
  parts: LogoutParts,
  request: HttpRequest,
  options: KakaoAccountLogoutOptions,
): Promise<string | undefined> {
  storeNothing(request);
  const { settings } = parts;
  const { logoutRedirectURL: callbackURL = '', proxy } = settings;
  const url = redirectUri(request, undefined, { callbackURL, callbackURLs: [], proxy });
  return request.method === 'GET' && hasParameter(request, 'state')
    ? finishLogout(parts, request, url)
    : beginLogout(parts, request, url, options);
}

async function beginLogout(
  { settings, client, logouts, now }: LogoutParts,
  request: HttpRequest,
  url: string,
  options: KakaoAccountLogoutOptions,
): Promise<undefined> {
  const response = responseOf(request);
  if (isPrefetch(request)) {
    answerNothing(response, 503);
    return undefined;
  }
  if (isFromElsewhere(request, settings.returnTo)) throw new KakaoLoginError('logout_refused');
  const isScript = isFromScript(request);
  if (isScript && request.headers['sec-fetch-site'] === 'cross-site') {
    // Browsers ignore the cookie in a response to a script of another site (SameSite), so the page has to navigate
    // here.
    answerJson(response, 200, { logoutUrl: originOf(request, settings.proxy) + (request.originalUrl ?? request.url) });
    return undefined;
  }
  const allowed = settings.returnTo ?? (options.returnTo === undefined ? undefined : []);
  const returnTo = allowed && safeReturnTo(options.returnTo ?? parameter(request, 'returnTo'), allowed);
  const kept = { callbackURL: url, createdAt: now(), ...(returnTo !== undefined && { returnTo }) };
  const state = await logouts.keep(request, kept);
  const address = client.oauth.accountLogoutUrl({ logoutRedirectUri: url, state });
  if (isScript) answerJson(response, 200, { logoutUrl: address });
  else answerRedirect(response, request.method, address);
  return undefined;
}

async function finishLogout({ logouts }: LogoutParts, request: HttpRequest, url: string): Promise<string | undefined> {
  let taken: TakenLogin;
  try {
    taken = await logouts.take(request, parameter(request, 'state') ?? '', url);
  } catch (error) {
    throw error instanceof KakaoLoginError ? new KakaoLoginError('logout_refused') : error;
  }
  const { returnTo = '/' } = taken.pending;
  taken.end();
  if (!taken.over) return returnTo;
  // The user went back in the browser. They may have logged in again since, so they stay logged in.
  answerRedirect(responseOf(request), 'GET', returnTo);
  return undefined;
}
