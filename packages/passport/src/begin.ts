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
import { cannotKeep } from './store.js';
import { noteLogin, traceLogin } from './trace.js';
import type { KakaoAuthorizeOptions, SimpleLoginSettings } from './types.js';
import { checkObject } from './usage.js';
import type { Visit } from './visit.js';

/** Begins a login: keeps what the callback will need, and sends the user to Kakao. */
export const begin = (visit: Visit): Promise<Outcome> => traceLogin(visit, 'login', beginHere, (outcome) => outcome);

async function beginHere(given: Visit): Promise<Outcome> {
  const visit = followingLink(given);
  const { parts, request } = visit;
  const callbackURL = checkBegin(visit);
  if (isPrefetch(request)) {
    // Otherwise pointing at a button would begin a login, take the place of one under way, or even end it.
    answerNothing(responseOf(request), 503);
    return { kind: 'answered' };
  }
  const isScript = isFromScript(request);
  if (isScript && request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    // An answer to a script of another site sets no cookie (SameSite), so the page has to come here itself.
    storeNothing(request);
    return answerLoginUrl(visit, originOf(request, parts.settings.proxy) + (request.originalUrl ?? request.url));
  }
  const asked = askedBy(visit);
  const link = await memberToLink(visit);
  const pending = newLogin(visit, { callbackURL, asked, link, pkce: parts.settings.pkce });
  const state = await keep(visit, pending);
  const url = addressOf(visit, asked, pending, state);
  return isScript ? answerLoginUrl(visit, url) : { kind: 'redirect', url };
}

/** A consent URL says what to ask for, whatever the options of the route are. */
function followingLink(visit: Visit): Visit {
  const { parts, request, options } = visit;
  const link = visit.needed === undefined ? parts.consentUrls.read(request) : undefined;
  if (link === undefined) return visit;
  const returnTo = safeReturnTo(parameter(request, 'returnTo'), parts.settings.returnTo) ?? link.returnTo;
  return { ...visit, needed: link.needed, options: { ...options, ...optionsFor(parts, link.needed), returnTo } };
}

/** What to ask Kakao for, and nothing more, whatever the strategy asks for by default. */
export function optionsFor(
  { defaults, settings }: Visit['parts'],
  { scopes = [], terms = [], maxAge }: Needed,
): KakaoAuthorizeOptions & { silent: false } {
  const isOnly = settings.profile === 'id_token';
  if (scopes.length + terms.length > 0) {
    // Without a profile from `/v2/user/me`, the ID token has to say who it is; and it comes only if `openid` is asked for.
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
 * Lets the page begin the login with `Kakao.Auth.authorize()`. The SDK sends no code challenge, so there is no PKCE; `state` and
 * `nonce` are ours.
 */
export const beginOnPage = (visit: Visit): Promise<SimpleLoginSettings> =>
  traceLogin(visit, 'login', settingsForPage, () => ({ kind: 'answered' }));

async function settingsForPage(visit: Visit): Promise<SimpleLoginSettings> {
  const callbackURL = checkBegin(visit);
  const asked = askedByOptions(visit.parts.defaults, visit.options);
  const link = await memberToLink(visit);
  const pending = newLogin(visit, { callbackURL, asked, link, pkce: false });
  const state = await keep(visit, pending);
  if (state === undefined) throw cannotKeep('state');
  const { scope, prompt, login_hint: loginHint, service_terms: serviceTerms } = asked;
  const more = Object.entries({ nonce: pending.nonce, scope, prompt, loginHint, serviceTerms });
  return {
    redirectUri: callbackURL,
    state,
    ...Object.fromEntries(more.filter(([, value]) => value !== undefined)),
  };
}

/** Checks what a login is begun with; returns the redirect URI. */
function checkBegin({ parts, request, options }: Visit): string {
  checkObject('request', request);
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
  // The query counts only if the option `returnTo` is on; a route that sets `returnTo` wants it anyway.
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
    asked: store.recovers ? unlessUsual(visit, asked) : undefined,
  });
}

/** What a login asks for if its route says nothing. */
export const usual = ({ parts }: Visit, silent: boolean): Asked => askedByOptions(parts.defaults, { silent });

function unlessUsual(visit: Visit, asked: Asked): Asked | undefined {
  const same = JSON.stringify(asked) === JSON.stringify(usual(visit, visit.options.silent === true));
  return same ? undefined : asked;
}

async function keep({ parts, request, message }: Visit, pending: PendingLogin): Promise<string | undefined> {
  const state = await parts.store.keep(request, pending);
  noteLogin(message, 'login', state);
  // A stored answer would send users off with the `state` of a login that is over.
  storeNothing(request);
  // While the user is at Kakao there is time to connect.
  parts.client.warm();
  return state;
}

function answerLoginUrl({ request }: Visit, loginUrl: string): Outcome {
  answerJson(responseOf(request), 200, { loginUrl });
  return { kind: 'answered' };
}
