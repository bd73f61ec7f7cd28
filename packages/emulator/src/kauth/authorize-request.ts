import { BUSINESS_ONLY, SDK_REDIRECT_URIS, SENT_ONCE, UNAUTHORIZED_CLIENT_TEXT } from '../guesses.js';
import { withQuery } from '../http/answer.js';
import { given } from '../http/call.js';
import type { Call } from '../http/call.js';
import { kaOf } from '../http/ka.js';
import { Refusal } from '../refusal.js';
import type { App, ClientKey } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { isRegistered } from './registered-uri.js';

/** The documentation uses commas. SDKs also use spaces, and one of them adds a trailing space. */
export function splitList(text: string | null): string[] {
  return [...new Set((text ?? '').split(/[\s,]+/).filter(Boolean))];
}

function readScopes(app: App, text: string | null): string[] | undefined {
  const scopes = splitList(text);
  const unconfigured = scopes.filter((item) => (item === 'openid' ? !app.openIdConnect : !app.consentItems.has(item)));
  if (unconfigured.length > 0) throw Refusal.koe('KOE205', app.name, { unconfigured });
  return scopes.length > 0 ? scopes : undefined;
}

function readChannels(app: App, text: string | null): string[] {
  const channels = splitList(text);
  const unknown = channels.find((id) => !app.channels.some((channel) => channel.id === id));
  if (unknown !== undefined) {
    throw Refusal.koe('KOE102', app.name, {
      facts: [
        ['channel_public_id', unknown],
        ['error_description', 'Required PLUS_FRIENDS_ON_AGREEMENT_SUPPORTED permission'],
      ],
    });
  }
  // Kakao shows at most two.
  return channels.slice(0, 2);
}

const invalid = (app: App, code: string, ...facts: [string, string][]): Refusal =>
  Refusal.koe(code, app.name, { facts });

function readChallenge(app: App, query: URLSearchParams): string | undefined {
  const challenge = given(query, 'code_challenge');
  const method = given(query, 'code_challenge_method');
  if (challenge === undefined) return undefined;
  if (method !== 'S256') {
    throw invalid(app, 'KOE204', ['code_challenge_method', method ?? '(missing)']);
  }
  return challenge;
}

function readClient(store: Store, query: URLSearchParams): { app: App; key: ClientKey } {
  const clientId = given(query, 'client_id');
  if (clientId === undefined) throw Refusal.koe('KOE207', '', { facts: [['missing', 'client_id']] });
  const admin = store.adminClient(clientId);
  if (admin) throw Refusal.koe('KOE008', admin.app.name);
  const client = store.client(clientId);
  if (!client || client.key.deactivated) throw Refusal.koe('KOE101');
  if (!client.app.kakaoLogin) throw Refusal.koe('KOE004', client.app.name);
  return client;
}

/** An SDK sends its page or mobile app in `ka`, which must be registered. */
function refusePlatform({ name, keys }: App, key: ClientKey, query: URLSearchParams): void {
  const { os, origin } = kaOf(query.get('ka'));
  if (origin === undefined) return;
  const known =
    (key.kind === 'javascript' && keys.flatMap(({ domains }) => domains)) ||
    (key.kind === 'native' && os === 'ios' && key.iosBundleIds) ||
    (key.kind === 'native' && os === 'android' && key.androidKeyHashes);
  if (known && !known.includes(origin)) throw Refusal.koe('KOE009', name, { facts: [['origin', origin]] });
}

function refuseWithoutPermission({ name, business, missingPermissions }: App, asked: readonly string[]): void {
  const facts = (ids: string[]): [string, string][] => ids.map((id) => ['scope', id]);
  const forBusiness = business ? [] : asked.filter((id) => BUSINESS_ONLY.includes(id));
  if (forBusiness.length > 0) throw Refusal.koe('KOE123', name, { facts: facts(forBusiness) });
  const missing = asked.filter((id) => missingPermissions.includes(id));
  if (missing.length > 0) throw Refusal.koe('KOE124', name, { facts: facts(missing) });
}

/** `auth_type=reauthenticate` is the old name of `prompt=login`. */
function readPrompts(query: URLSearchParams): Set<string> {
  const prompts = new Set(splitList(query.get('prompt')));
  if (query.get('auth_type') === 'reauthenticate') prompts.add('login');
  return prompts;
}

export function refuseMalformed({ target, query }: Pick<Call, 'target' | 'query'>): void {
  const repeated = SENT_ONCE.filter((name) => query.getAll(name).length > 1);
  if (repeated.length > 0) throw Refusal.koe('KOE001', '', { facts: repeated.map((name) => ['repeated', name]) });
  try {
    decodeURIComponent(target);
  } catch {
    throw Refusal.koe('KOE001', '', { facts: [['query', 'percent-encoding']] });
  }
}

/** Reads the query of `/oauth/authorize`, or refuses with Kakao's page. */
export function readAuthorizeRequest(store: Store, query: URLSearchParams): AuthorizeRequest {
  const { app, key } = readClient(store, query);
  const popup = query.get('is_popup') === 'true' && given(query, 'auth_tran_id') !== undefined;
  const redirectUri = given(query, 'redirect_uri');
  if (redirectUri === undefined) throw Refusal.koe('KOE207', app.name, { facts: [['missing', 'redirect_uri']] });
  // The SDK polls for the result of a popup, and sends its own name if it has no redirect URI.
  const isPolled = popup && key.kind === 'javascript' && SDK_REDIRECT_URIS.includes(redirectUri);
  if (!isPolled && !isRegistered(app, key, redirectUri)) {
    throw Refusal.koe('KOE006', app.name, {
      facts: [['redirect_uri', redirectUri], ...key.redirectUris.map((uri): [string, string] => ['registered', uri])],
    });
  }
  const responseType = given(query, 'response_type');
  if (responseType === undefined) throw invalid(app, 'KOE207', ['missing', 'response_type']);
  if (responseType === 'token') throw invalid(app, 'KOE202', ['response_type', 'token']);
  if (responseType !== 'code') {
    throw invalid(app, 'KOE201', ['error_description', `Unsupported response type: ${responseType}`]);
  }
  refusePlatform(app, key, query);
  const scopes = readScopes(app, query.get('scope'));
  const codeChallenge = readChallenge(app, query);
  const serviceTerms = query.get('service_terms') ?? query.get('extra.service_terms');
  const channels = readChannels(app, query.get('channel_public_id'));
  refuseWithoutPermission(app, [
    ...(scopes ?? []),
    ...(serviceTerms ? ['service_terms'] : []),
    ...(channels.length > 0 ? ['channel_public_id'] : []),
  ]);
  const [state, nonce, loginHint, agt, transId] = ['state', 'nonce', 'login_hint', 'agt', 'auth_tran_id'].map((name) =>
    given(query, name),
  );
  return {
    app,
    key,
    redirectUri,
    ...(scopes && { scopes }),
    prompts: readPrompts(query),
    ...(loginHint !== undefined && { loginHint }),
    ...(app.sync && serviceTerms && { serviceTerms: splitList(serviceTerms) }),
    channels,
    ...(state !== undefined && { state }),
    ...(nonce !== undefined && { nonce }),
    ...(codeChallenge !== undefined && { codeChallenge }),
    ...(agt !== undefined && { agt }),
    ...(transId !== undefined && { transId }),
    popup,
    query: query.toString(),
  };
}

/** A blocked app is refused before the login. */
export function refuseBlocked(request: AuthorizeRequest): void {
  if (request.app.blocked) throw denied(request, 'unauthorized_client', UNAUTHORIZED_CLIENT_TEXT);
}

/** Goes back to the redirect URI with an error. */
export function denied(request: AuthorizeRequest, error: string, description: string): Refusal {
  return Refusal.redirect(errorUrl(request, error, description));
}

export function errorUrl(request: AuthorizeRequest, error: string, description: string): string {
  return withQuery(request.redirectUri, { error, error_description: description, state: request.state });
}
