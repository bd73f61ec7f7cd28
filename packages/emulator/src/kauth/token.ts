import { createHash } from 'node:crypto';

import type { TokenResponse } from '@kakao-login/client/contract';

import { MONTH, NOT_ACCEPTABLE_HEADERS, PKCE_BODY, TOKEN_LIMITS, isSameRedirectUri } from '../guesses.js';
import { given } from '../http/call.js';
import type { Call } from '../http/call.js';
import { ipAllowed } from '../http/ip.js';
import { opaque } from '../store/random.js';
import { Refusal } from '../refusal.js';
import type { SigningKeys } from '../store/signing-keys.js';
import type { App, ClientKey, Code, KeyKind, Login } from '../store/entities.js';
import type { Store } from '../store/store.js';
import { appMismatch, activeClient } from './client.js';
import { idTokenClaims } from './id-token.js';
import { kauthRefusal } from './refusals.js';

/** In seconds. Real responses count from the second after the issue: 21599, not 21600. */
const ACCESS_LIFE: Record<KeyKind, number> = { rest: 21_599, javascript: 7199, native: 43_199 };
const REFRESH_LIFE = 5_183_999;

interface TokenContext {
  store: Store;
  keys: SigningKeys;
}

/** Native and JavaScript keys authenticate by their platform, so a server cannot use them. */
function platformFits(key: ClientKey, form: URLSearchParams): boolean {
  if (key.kind === 'rest') return true;
  if (key.kind === 'javascript') return key.domains.includes(form.get('client_origin') ?? '');
  return (
    key.androidKeyHashes.includes(form.get('android_key_hash') ?? '') ||
    key.iosBundleIds.includes(form.get('ios_bundle_id') ?? '')
  );
}

function authenticate({ store }: TokenContext, { form, headers, ip }: Call): { app: App; key: ClientKey } {
  if (/^basic /i.test(headers.authorization ?? '')) throw kauthRefusal('KOE010');
  const client = activeClient(store, form.get('client_id') ?? '');
  const { key } = client;
  if (!ipAllowed(key.allowedIps, ip)) throw kauthRefusal('KOE127');
  if (key.clientSecret !== undefined && form.get('client_secret') !== key.clientSecret) {
    throw kauthRefusal('KOE010');
  }
  if (!platformFits(key, form)) throw kauthRefusal('KOE009');
  return client;
}

function challengeMet(code: Code, verifier: string | undefined): boolean {
  if (code.codeChallenge === undefined) return verifier === undefined;
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === code.codeChallenge
  );
}

function redeem({ store }: TokenContext, app: App, form: URLSearchParams): Code {
  const value = given(form, 'code');
  if (value === undefined) throw kauthRefusal('KOE207');
  const code = store.codes.take(value);
  if (!code) {
    const spent = store.spentCodes.get(value);
    if (spent) refuseAboveLimits(store, app, spent.personId, ['access']);
    throw kauthRefusal('KOE320', form);
  }
  if (app.limits) {
    store.spentCodes.set(value, { personId: code.personId, expiresAt: code.expiresAt });
  }
  if (code.appId !== app.appId) throw appMismatch();
  if (!isSameRedirectUri(code.redirectUri, form.get('redirect_uri'))) throw kauthRefusal('KOE303');
  if (!challengeMet(code, given(form, 'code_verifier'))) throw Refusal.kauth(400, PKCE_BODY);
  return code;
}

/** A refused request does not count for either kind of token. */
function refuseAboveLimits(
  store: Store,
  app: App,
  personId: string,
  kinds: readonly (keyof typeof TOKEN_LIMITS)[],
): void {
  if (!app.limits) return;
  const limits = kinds.map((kind): [string, { most: number; within: number }] => [
    `${kind} ${app.appId} ${personId}`,
    TOKEN_LIMITS[kind],
  ]);
  if (limits.some(([what, limit]) => store.isAtLimit(what, limit))) throw kauthRefusal('KOE237');
  for (const [what] of limits) store.count(what);
}

function addAccessToken(store: Store, login: Login): { access_token: string; expires_in: number } {
  const life = ACCESS_LIFE[login.keyKind];
  const token = opaque(40);
  store.addAccessToken(token, login, store.clock.now() + life * 1000);
  return { access_token: token, expires_in: life };
}

function addRefreshToken(store: Store, login: Login): { refresh_token: string; refresh_token_expires_in: number } {
  const token = opaque(40);
  store.setRefreshToken(token, login, store.clock.now() + REFRESH_LIFE * 1000);
  return { refresh_token: token, refresh_token_expires_in: REFRESH_LIFE };
}

async function idToken(
  { store, keys }: TokenContext,
  login: Login,
  issuer: string,
  nonce?: string,
): Promise<{ id_token?: string }> {
  const person = store.people.get(login.personId);
  const link = store.link(login.appId, login.personId);
  if (!login.withIdToken || !person || !link) return {};
  const app = store.app(login.appId);
  const shared = [...link.scopes.keys()].filter((item) => app?.consentItems.has(item));
  const claims = idTokenClaims(person, new Set(shared), {
    issuer,
    audience: login.audience,
    authTime: login.authTime,
    now: store.clock.now(),
    lifeSeconds: ACCESS_LIFE[login.keyKind],
    ...(nonce !== undefined && { nonce }),
  });
  return { id_token: await keys.sign(claims) };
}

/** Exchanges a code for tokens. */
export async function redeemCode(
  context: TokenContext,
  key: ClientKey,
  code: Code,
  issuer: string,
): Promise<TokenResponse> {
  const { store } = context;
  const app = store.app(code.appId);
  if (!app) throw kauthRefusal('KOE010');
  refuseAboveLimits(store, app, code.personId, ['access', 'refresh']);
  const login: Login = {
    appId: code.appId,
    personId: code.personId,
    keyKind: key.kind,
    clientId: key.key,
    audience: code.clientId,
    authTime: code.authTime,
    withIdToken: code.withIdToken && app.openIdConnect,
    accessTokens: new Set(),
  };
  const link = store.link(code.appId, code.personId);
  const scopes = [...(link?.scopes.keys() ?? [])].filter((item) => app.consentItems.has(item));
  if (login.withIdToken) scopes.push('openid');
  const access = addAccessToken(store, login);
  const refresh = addRefreshToken(store, login);
  store.countTokens(login.personId, 'logins');
  return {
    access_token: access.access_token,
    token_type: 'bearer',
    ...refresh,
    ...(await idToken(context, login, issuer, code.nonce)),
    expires_in: access.expires_in,
    ...(scopes.length > 0 && { scope: scopes.sort().join(' ') }),
  };
}

async function renew(context: TokenContext, app: App, { form, origin }: Call): Promise<TokenResponse> {
  const { store } = context;
  const value = given(form, 'refresh_token');
  if (value === undefined) throw kauthRefusal('KOE319');
  const found = store.refreshTokens.get(value);
  if (!found || found.login.appId !== app.appId) throw kauthRefusal('KOE322');
  const { login, expiresAt } = found;
  const rotates = expiresAt - store.clock.now() < MONTH;
  refuseAboveLimits(store, app, login.personId, rotates ? ['access', 'refresh'] : ['access']);
  const access = addAccessToken(store, login);
  store.countTokens(login.personId, 'refreshes');
  if (rotates) store.countTokens(login.personId, 'rotations');
  return {
    access_token: access.access_token,
    token_type: 'bearer',
    ...(rotates && addRefreshToken(store, login)),
    ...(app.openIdConnect && (await idToken(context, login, origin))),
    expires_in: access.expires_in,
  };
}

function refuseAccept({ headers: { accept = '*/*' } }: Call): void {
  if (!/\*\/\*|application\/(?:\*|json|[\w.-]+\+json)/i.test(accept)) throw kauthRefusal('KOE001');
}

function refuseHeaders({ headers }: Call): void {
  const all = Object.entries(NOT_ACCEPTABLE_HEADERS).every(([name, value]) => headers[name] === value);
  if (all) throw kauthRefusal('KOE001');
}

/** `POST /oauth/token`. Checks the client secret before the code. */
export async function token(context: TokenContext & { strictHeaders: boolean }, call: Call): Promise<TokenResponse> {
  refuseAccept(call);
  if (context.strictHeaders) refuseHeaders(call);
  const grantType = call.form.get('grant_type');
  const { app, key } = authenticate(context, call);
  if (grantType === 'authorization_code') {
    return redeemCode(context, key, redeem(context, app, call.form), call.origin);
  }
  if (grantType === 'refresh_token') return renew(context, app, call);
  throw kauthRefusal('KOE310', call.form);
}
