import { addressOf, askedBy, askedByOptions, type Asked } from './authorize.js';
import { answerJson, answerNothing, isFromScript, isPrefetch, parameter, responseOf, storeNothing } from './http.js';
import { checkLoginOptions } from './options.js';
import { originOf } from './origin.js';
import { memberToLink } from './link.js';
import type { Outcome } from './outcome.js';
import { newPendingLogin, type PendingLogin } from './pending-login.js';
import { redirectUri } from './redirect-uri.js';
import type { Needed } from './requirement.js';
import { maxSilentReturnTo, safeReturnTo } from './return-to.js';
import { stateIsOff, storeReturnsNothing } from './store.js';
import { noteAsked, noteLogin, traceLogin } from './trace.js';
import type { KakaoAuthorizeOptions, SimpleLoginSettings } from './types.js';
import type { Visit } from './visit.js';

/** Starts a login: stores what the callback will need, and sends the user to Kakao. */
export const begin = (visit: Visit): Promise<Outcome> => traceLogin(visit, 'login', beginHere, (outcome) => outcome);

async function beginHere(given: Visit): Promise<Outcome> {
  const visit = followingLink(given);
  const { parts, request } = visit;
  const callbackURL = checkBegin(visit);
  if (isPrefetch(request)) {
    // Otherwise hovering over a button would start a login, and could replace or end one in progress.
    answerNothing(responseOf(request), 503);
    return { kind: 'answered' };
  }
  const isScript = isFromScript(request);
  if (isScript && request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    // Browsers ignore the cookie in a response to a script of another site (SameSite), so the page has to navigate here.
    storeNothing(request);
    return answerLoginUrl(visit, originOf(request, parts.settings.proxy) + (request.originalUrl ?? request.url));
  }
  const asked = askedBy(visit);
  const link = await memberToLink(visit);
  const pending = newLogin(visit, { callbackURL, asked, link, pkce: parts.settings.pkce });
  const state = await keep(visit, pending);
  const url = addressOf(visit, asked, pending, state);
  noteAsked(visit, url);
  return isScript ? answerLoginUrl(visit, url) : { kind: 'redirect', url };
}

/** A consent URL says what to ask for, and replaces the options of the route. */
function followingLink(visit: Visit): Visit {
  const { parts, request, options } = visit;
  const link = visit.needed === undefined ? parts.consentUrls.read(request) : undefined;
  if (link === undefined) return visit;
  const returnTo = safeReturnTo(parameter(request, 'returnTo'), parts.settings.returnTo) ?? link.returnTo;
  return { ...visit, needed: link.needed, options: { ...options, ...optionsFor(parts, link.needed), returnTo } };
}

/** Options that ask Kakao only for what is needed, and not for what the strategy asks for by default. */
export function optionsFor(
  { defaults, settings }: Visit['parts'],
  { scopes = [], terms = [], maxAge }: Needed,
): KakaoAuthorizeOptions & { silent: false } {
  const isOnly = settings.profile === 'id_token';
  if (scopes.length + terms.length > 0) {
    // Without `/v2/user/me`, the user is known only from the ID token, which Kakao sends only if `openid` is requested.
    const scope = scopes.length > 0 && isOnly ? ['openid', ...scopes] : scopes;
    return { scope, serviceTerms: terms, prompt: [], loginHint: '', channelPublicIds: [], silent: false };
  }
  if (maxAge === undefined) return { silent: false };
  const usually = [defaults.scope ?? []].flat();
  // `auth_time` is in the ID token.
  const scope = usually.length === 0 || usually.includes('openid') ? usually : ['openid', ...usually];
  return { scope, prompt: 'login', silent: false };
}

/**
 * Prepares a login that the page starts with `Kakao.Auth.authorize()`. It has `state` and `nonce`, but no PKCE, because the SDK does
 * not send a code challenge.
 */
export const beginOnPage = (visit: Visit): Promise<SimpleLoginSettings> =>
  traceLogin(visit, 'login', settingsForPage, () => ({ kind: 'answered' }));

async function settingsForPage(visit: Visit): Promise<SimpleLoginSettings> {
  const callbackURL = checkBegin(visit);
  const asked = askedByOptions(visit.parts.defaults, visit.options);
  const link = await memberToLink(visit);
  const pending = newLogin(visit, { callbackURL, asked, link, pkce: false });
  const state = await keep(visit, pending);
  if (state === undefined) throw visit.parts.settings.state ? storeReturnsNothing() : stateIsOff('simpleLogin');
  noteAsked(visit, { ...asked, redirect_uri: callbackURL, state, nonce: pending.nonce });
  const { scope, prompt, login_hint: loginHint, service_terms: serviceTerms } = asked;
  const more = Object.entries({ nonce: pending.nonce, scope, prompt, loginHint, serviceTerms });
  return {
    redirectUri: callbackURL,
    state,
    ...Object.fromEntries(more.filter(([, value]) => value !== undefined)),
  };
}

/** Checks the request and the options of a login. Returns the redirect URI. */
function checkBegin({ parts, request, options }: Visit): string {
  checkLoginOptions(options);
  return redirectUri(request, options.callbackURL, parts.settings);
}

interface NewLogin {
  callbackURL: string;
  asked: Asked;
  link: string | undefined;
  pkce: boolean;
}

function newLogin(visit: Visit, { callbackURL, asked, link, pkce }: NewLogin): PendingLogin {
  const { parts, request, options } = visit;
  const { settings, store, now } = parts;
  const silent = options.silent === true;
  // The query parameter is used only if the option `returnTo` is set. `returnTo` of a route is always used.
  const allowed = settings.returnTo ?? (silent || options.returnTo !== undefined ? [] : undefined);
  const returnTo = allowed && safeReturnTo(options.returnTo ?? parameter(request, 'returnTo'), allowed);
  const { scope } = asked;
  return newPendingLogin({
    callbackURL,
    createdAt: now(),
    pkce,
    nonce: options.nonce ?? settings.nonce !== false,
    idToken: scope ? /\bopenid\b/.test(scope) : settings.nonce === 'required' || undefined,
    state: options.state,
    needed: visit.needed,
    returnTo: silent && (returnTo?.length ?? 0) > maxSilentReturnTo ? undefined : returnTo,
    link,
    silent,
    asked: store.recovers ? unlessDefault(visit, asked) : undefined,
  });
}

/** The parameters of a login whose route has no options. */
export const defaultParameters = ({ parts }: Visit, silent: boolean): Asked =>
  askedByOptions(parts.defaults, { silent });

function unlessDefault(visit: Visit, asked: Asked): Asked | undefined {
  const same = JSON.stringify(asked) === JSON.stringify(defaultParameters(visit, visit.options.silent === true));
  return same ? undefined : asked;
}

async function keep({ parts, request, message }: Visit, pending: PendingLogin): Promise<string | undefined> {
  const state = await parts.store.keep(request, pending);
  noteLogin(message, 'login', state);
  // A cached response would send users to Kakao with the `state` of an old login.
  storeNothing(request);
  // Opens connections while the user is at Kakao.
  parts.client.warm();
  return state;
}

function answerLoginUrl({ request }: Visit, loginUrl: string): Outcome {
  answerJson(responseOf(request), 200, { loginUrl });
  return { kind: 'answered' };
}
