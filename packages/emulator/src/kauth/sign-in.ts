import type { TokenResponse } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import { unknownAmong } from '../seed/check.js';
import { checked } from '../seed/option-shapes.js';
import { INTERACTION_REQUIRED_TEXT } from '../guesses.js';
import { withQuery } from '../http/answer.js';
import { isOwnHost } from '../http/host.js';
import { paths } from '../pages/models.js';
import { openStep, takeStep } from './account-steps.js';
import { denied, readAuthorizeRequest, refuseBlocked, refuseMalformed } from './authorize-request.js';
import { agree, consentNeeded } from './consent.js';
import { issueCode } from './finish.js';
import { redeemCode } from './token.js';
import { Refusal } from '../refusal.js';
import type { SigningKeys } from '../store/signing-keys.js';
import type { App, Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';
import { refuseLogin, stopRestricted } from './who-is.js';

/** A login without a browser. */
export interface SignInOptions {
  /** App ID, or an object with one. Default: the first app. */
  app?: string | { appId: string };
  /** Default: the app's first REST API key. */
  clientId?: string;
  /** Default: the first redirect URI registered for that key. */
  redirectUri?: string;
  /** The `scope` parameter. */
  scope?: string | readonly string[];
  /**
   * Consent items that the user agrees to besides the required ones: at the first login those of the app, later those
   * in `scope`. Default: all. An item that is not requested and was not agreed to before is an error.
   */
  agree?: readonly string[];
  /** Service terms (tags) that the user agrees to besides the required ones, like `agree`. Default: all. */
  terms?: readonly string[];
  state?: string;
  nonce?: string;
  codeChallenge?: string;
}

/** A login that a strategy, an SDK or another client has started. */
export interface SignInAtOptions extends Pick<SignInOptions, 'agree' | 'terms'> {
  /** The authorize URL on this emulator, as in the `Location` of a login route. */
  authorizeUrl: string | URL;
}

/** Where Kakao sends the browser: back with a `code` or an `error`. */
export interface SentBack {
  /** The redirect URI with the parameters that Kakao adds. */
  callbackUrl: string;
  redirectUri: string;
  code?: string;
  error?: string;
  state?: string;
}

/** The result of a login. */
export interface SignedIn {
  code: string;
  redirectUri: string;
  state?: string;
  /** The redirect URI with code and state, to which the browser would be sent. */
  callbackUrl: string;
}

const commas = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(','));

/** An item, or a term by its tag. */
interface Box {
  id: string;
  required: boolean;
}

const termBox = ({ tag, required }: { tag: string; required: boolean }): Box => ({ id: tag, required });
const listIds = (boxes: readonly Box[]): string[] => boxes.map(({ id }) => id);

/**
 * The boxes that the user checks on the consent page: those in `wish`, and the required ones.
 *
 * @throws {TypeError} when this login does not ask for one of them
 */
function ticked(name: 'agree' | 'terms', wish: readonly string[] | undefined, asked: Box[], before: Box[]): string[] {
  if (!wish) return listIds(asked);
  const known = listIds([...asked, ...before]);
  const idle = wish.filter((id) => !known.includes(id));
  if (idle.length > 0) {
    const instead = asked.length > 0 ? `; asked for are ${listIds(asked).join(', ')}` : ': nothing is';
    throw new TypeError(`signIn: ${name}: ${idle.join(', ')} is not asked for in this login${instead}`);
  }
  const kept = asked.length > 0 ? [] : before.filter(({ id, required }) => !required && !wish.includes(id));
  if (kept.length > 0) {
    const ids = listIds(kept).join(', ');
    throw new TypeError(`signIn: ${name}: ${ids} was agreed to before, and this login asks for nothing`);
  }
  return listIds(asked.filter(({ id, required }) => required || wish.includes(id)));
}

/** Agrees to what the login asks for, according to the options, and issues the code. */
function codeFor(
  context: Pick<Context, 'store' | 'webhooks'>,
  request: AuthorizeRequest,
  person: Person,
  options: Pick<SignInOptions, 'agree' | 'terms'>,
): string {
  const { store } = context;
  const { app } = request;
  const link = store.link(app.appId, person.id);
  const ask = consentNeeded(request, person, link);
  const items = [...app.consentItems].map(([id, stage]) => ({ id, required: stage === 'required' }));
  const tags = app.terms.map(termBox);
  const unknown = {
    agree: unknownAmong(options.agree ?? [], [...app.consentItems.keys()], 'consent item'),
    terms: unknownAmong(
      options.terms ?? [],
      app.terms.map(({ tag }) => tag),
      'term',
    ),
  };
  for (const [name, end] of Object.entries(unknown)) {
    if (end !== undefined) throw new TypeError(`signIn: ${name}${end}`);
  }
  const consent = {
    scopes: ticked(
      'agree',
      options.agree,
      ask?.items ?? [],
      items.filter(({ id }) => link?.scopes.has(id)),
    ),
    terms: ticked(
      'terms',
      options.terms,
      ask?.terms.map(termBox) ?? [],
      tags.filter(({ id }) => link?.terms.has(id)),
    ),
    channels: ask?.channels.map(({ id }) => id) ?? [],
  };
  if (ask) agree(context, app, person, ask, consent);
  return issueCode(store, request, person, store.clock.now());
}

/**
 * Answers an authorize URL like a browser in which this user is logged in: completes the steps that the account
 * requires, and agrees. With `prompt=none`, skips everything that needs a page.
 *
 * @throws {TypeError} where Kakao shows a page of its own (KOE006 …), and for a URL that does not belong to this
 * emulator
 */
export function signInAt(
  context: Pick<Context, 'store' | 'webhooks'>,
  ownUrl: string,
  person: Person,
  options: SignInAtOptions,
): SentBack {
  const { store } = context;
  const { authorizeUrl, ...wishes } = checked('signInAt', { ...options, authorizeUrl: String(options.authorizeUrl) });
  const url = authorizeAddress(authorizeUrl, ownUrl);
  explained(() => refuseMalformed({ target: url.pathname + url.search, query: url.searchParams }));
  const request = explained(() => readAuthorizeRequest(store, url.searchParams));
  const { redirectUri, state } = request;
  const silent = request.prompts.has('none');
  try {
    refuseBlocked(request);
    refuseLogin(store, request, person, silent);
    stopRestricted(request, person, silent);
    takeSteps(store, request, person, silent);
    const code = codeFor(context, request, person, wishes);
    return {
      callbackUrl: withQuery(redirectUri, { code, state }),
      redirectUri,
      code,
      ...(state !== undefined && { state }),
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.answer.as !== 'redirect') return explain(error);
    const callbackUrl = error.answer.to;
    const query = new URLSearchParams(callbackUrl.slice(callbackUrl.indexOf('?')));
    return { callbackUrl, redirectUri, error: query.get('error') ?? '', ...(state !== undefined && { state }) };
  }
}

function authorizeAddress(text: string, ownUrl: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.pathname === paths.consent && isOwnHost({ headers: { host: url.host }, ownUrl }))
    return url;
  const found = url === undefined ? 'this is no address' : `this one leads to ${url.origin}${url.pathname}`;
  throw new TypeError(
    `signIn: authorizeUrl: an address of ${ownUrl}${paths.consent} is expected, and ${found}. Are the \`hosts\` of your client those of the emulator?`,
  );
}

/** Each step is a page, so `prompt=none` ends here. */
function takeSteps(store: Store, request: AuthorizeRequest, person: Person, silent: boolean): void {
  const ask = consentNeeded(request, person, store.link(request.app.appId, person.id));
  const step = openStep(request.app, person, silent ? undefined : ask);
  if (silent && step !== undefined) throw denied(request, 'interaction_required', INTERACTION_REQUIRED_TEXT);
  if (silent && ask !== undefined) throw denied(request, 'consent_required', 'user consent required.');
  if (step === undefined) return;
  takeStep(step, person, store.clock.now());
  takeSteps(store, request, person, silent);
}

/** Goes through login and consent, and returns the code. */
export function signIn(
  context: Pick<Context, 'store' | 'webhooks'>,
  app: App,
  person: Person,
  options: SignInOptions,
): SignedIn {
  const { store } = context;
  const { state, nonce, scope, codeChallenge } = checked('signIn', options);
  const key = app.keys.find(
    ({ kind, key: value }) =>
      (options.clientId ?? value) === value && (options.clientId !== undefined || kind === 'rest'),
  );
  if (!key) throw new TypeError(`signIn: app ${app.name} has no such key`);
  const redirectUri = options.redirectUri ?? key.redirectUris[0] ?? '';
  const query = new URLSearchParams({ client_id: key.key, redirect_uri: redirectUri, response_type: 'code' });
  if (scope !== undefined) query.set('scope', commas(scope));
  if (state !== undefined) query.set('state', state);
  if (nonce !== undefined) query.set('nonce', nonce);
  if (codeChallenge !== undefined) {
    query.set('code_challenge', codeChallenge);
    query.set('code_challenge_method', 'S256');
  }
  const request = explained(() => readAuthorizeRequest(store, query));
  explained(() => refuseBlocked(request));
  explained(() => refuseLogin(store, request, person, false));
  const code = codeFor(context, request, person, options);
  return {
    code,
    redirectUri,
    ...(state !== undefined && { state }),
    callbackUrl: withQuery(redirectUri, { code, state }),
  };
}

/** Exchanges a code for tokens with the app's own REST API key. */
export async function issueTokens(
  store: Store,
  keys: SigningKeys,
  issuer: string,
  code: string,
): Promise<TokenResponse> {
  const entry = store.codes.take(code);
  const client = entry && store.client(entry.clientId);
  if (!entry || !client) throw new TypeError('issueTokens: the code is no longer valid');
  // A JavaScript key cannot exchange a code, so the REST API key does it.
  const rest = client.key.kind === 'javascript' ? client.app.keys.find(({ kind }) => kind === 'rest') : undefined;
  return redeemCode({ store, keys }, rest ?? client.key, entry, issuer).catch(explain);
}

/** A test sees no error page, so the message says what it would show. */
function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): never {
  throw error instanceof Refusal ? new TypeError(`signIn: ${reasonOf(error)}`, { cause: error }) : error;
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
function reasonOf({ answer }: Refusal): string {
  switch (answer.as) {
    case 'message':
      return `Kakao refuses this user (${answer.page.kind})`;
    case 'redirect':
      return `Kakao sends back ${new URL(answer.to).searchParams.get('error')}`;
    case 'kauth':
      return `${answer.body.error_code ?? ''} ${answer.body.error_description ?? answer.body.error}`.trim();
    case 'not-found':
      return 'not found';
    case 'kapi':
      return `${answer.body.code} ${answer.body.msg}`;
    case 'koe': {
      const { code, facts = [], unconfigured = [] } = answer.page;
      return `${code} ${[...facts.map(([name, value]) => `${name} ${value}`), ...unconfigured].join(', ')}`.trim();
    }
  }
}
