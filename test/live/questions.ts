import { createHash, randomBytes } from 'node:crypto';
import { Unasked, keepSecret, membersOf, said, send, whereTo } from './service.js';
import type { Account, Reply, Sent, Service } from './service.js';

/** What a question needs besides the keys of an app, and how to provide it. */
export const needs = {
  'admin key': { isMet: ({ adminKey }: Service) => adminKey !== undefined, how: 'set KAKAO_ADMIN_KEY' },
  login: { isMet: ({ login }: Service) => login !== undefined, how: 'add --login' },
  waiting: { isMet: ({ wait }: Service) => wait !== undefined, how: 'add --wait' },
  items: {
    isMet: ({ items }: Service) => items !== undefined,
    how: 'add --item ID=STAGE for each consent item of the app',
  },
  'shipping address': {
    isMet: ({ items }: Service) => items?.shipping_address !== undefined,
    how: 'with an app that has the item, add --item shipping_address=STAGE',
  },
  'Kakao Sync': { isMet: ({ sync = false }: Service) => sync, how: 'with an app that has Kakao Sync, add --sync' },
};

export type Need = keyof typeof needs;

/** A question about behaviour that Kakao does not document. */
export interface Question {
  asks: string;
  /** The name of the emulator's guess in `packages/emulator/src/guesses.ts`. */
  guess: string;
  needs?: readonly Need[];
  /**
   * Returns the answer as a line that can be compared, without parts that depend on the call or the user.
   *
   * @throws {Unasked} if this app or this user cannot answer it
   */
  ask(this: void, service: Service): Promise<string>;
}

type Ask = Question['ask'];

const nowhere = '0'.repeat(32);
const minutes = 60_000;

function authorizeUrl({ kauth, clientId, redirectUri }: Service, more: Record<string, string>, left = ''): string {
  const all = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', ...more };
  const query = new URLSearchParams(all);
  query.delete(left);
  return `${kauth}/oauth/authorize?${query.toString().replaceAll('+', '%20')}`;
}

const html = { accept: 'text/html', 'accept-language': 'ko' };

/** An authorization request without a session. */
const authorize =
  (more: Record<string, string>, { left, raw = '' }: { left?: string; raw?: string } = {}): Ask =>
  async (service) =>
    said(service, await send(authorizeUrl(service, more, left) + raw, { headers: html }));

const post = (service: Service, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> =>
  send(`${service.kauth}/oauth/token`, {
    form: {
      client_id: service.clientId,
      ...(service.clientSecret !== undefined && { client_secret: service.clientSecret }),
      ...form,
    },
    headers,
  });

const token =
  (form: Record<string, string>, headers?: Record<string, string>): Ask =>
  async (service) =>
    said(service, await post(service, { redirect_uri: service.redirectUri, ...form }, headers));

type Part = Parameters<typeof said>[2];

const kapi =
  (path: string, headers: Record<string, string> = {}, part?: Part): Ask =>
  async (service) =>
    said(service, await send(service.kapi + path, { headers }), part);

const byAdmin = (service: Service, path: string): Promise<Reply> =>
  send(service.kapi + path, { headers: { authorization: `KakaoAK ${service.adminKey ?? ''}` } });

const codeGrant = { grant_type: 'authorization_code' };
const noCode = { ...codeGrant, code: 'a-code-that-does-not-exist' };

/** The URL that this user's browser ends on. */
async function arrival(service: Service, more: Record<string, string>, account: Account = 'any'): Promise<string> {
  if (service.login === undefined) throw new Unasked(needs.login.how);
  const address = await service.login(authorizeUrl(service, more), account);
  if (!URL.canParse(address)) throw new Unasked('no URL was pasted');
  return address;
}

/** Logs the user in and returns the code. */
async function codeFor(service: Service, more: Record<string, string> = {}, account?: Account): Promise<string> {
  const address = await arrival(service, more, account);
  const code = new URL(address).searchParams.get('code');
  if (code === null) throw new Unasked(`the login ended without a code: ${whereTo(service.redirectUri, address)}`);
  keepSecret(service, [code]);
  return code;
}

async function tokensFor(service: Service, form: Record<string, string>): Promise<Reply> {
  const reply = await post(service, { redirect_uri: service.redirectUri, ...form });
  const { access_token, refresh_token, id_token } = reply.members;
  keepSecret(service, [access_token, refresh_token, id_token]);
  if (typeof access_token !== 'string') throw new Unasked(`there were no tokens: ${said(service, reply)}`);
  return reply;
}

/** The tokens of a login that several questions share. */
const logins = new WeakMap<Service, Map<Account, Promise<Reply>>>();
function loggedIn(service: Service, account: Account = 'any'): Promise<Reply> {
  const all = logins.get(service) ?? new Map<Account, Promise<Reply>>();
  logins.set(service, all);
  const tokens =
    all.get(account) ?? codeFor(service, {}, account).then((code) => tokensFor(service, { ...codeGrant, code }));
  all.set(account, tokens);
  return tokens;
}

/** Sends a call with the user's access token. */
async function asUser(service: Service, path: string, sent: Sent = {}, account?: Account): Promise<Reply> {
  const { members } = await loggedIn(service, account);
  const authorization = `Bearer ${String(members['access_token'])}`;
  return send(service.kapi + path, { ...sent, headers: { ...sent.headers, authorization } });
}

type Entry = Record<string, unknown>;

function listIn(service: Service, reply: Reply, name: string): Entry[] {
  const list = reply.members[name];
  if (!Array.isArray(list)) throw new Unasked(`there was no list: ${said(service, reply)}`);
  return list as Entry[];
}

async function listedItems(service: Service, sent?: Sent, account?: Account): Promise<Entry[]> {
  const items = listIn(service, await asUser(service, '/v2/user/scopes', sent, account), 'scopes');
  if (items.length === 0) throw new Unasked('the app has no consent items');
  return items;
}

/** The shipping addresses of a user who has agreed to share them. */
async function addresses(service: Service, query: string): Promise<Reply> {
  const reply = await asUser(service, `/v1/user/shipping_address${query}`);
  if (reply.members['shipping_addresses_needs_agreement'] === true || reply.members['code'] === -402) {
    throw new Unasked('the user has not agreed to shipping_address');
  }
  return reply;
}

/** Asks for the shipping addresses of a user who has not agreed to share them. */
async function withoutConsent(service: Service): Promise<Reply> {
  const account = 'no shipping address';
  const item = (await listedItems(service, {}, account)).find(({ id }) => id === 'shipping_address');
  if (item?.['agreed'] !== false) throw new Unasked('the user has agreed to shipping_address');
  return asUser(service, '/v1/user/shipping_address', {}, account);
}

/** The error for an app without the consent item. */
async function withoutItem(service: Service): Promise<string> {
  if ((await listedItems(service)).some(({ id, using }) => id === 'shipping_address' && using === true)) {
    throw new Unasked(`the app has the item: ${needs['shipping address'].how}`);
  }
  return said(service, await asUser(service, '/v1/user/shipping_address'), 'code');
}

/** The languages in which Kakao names the consent items. */
const languages =
  (headers: (language: string) => Record<string, string>): Ask =>
  async (service) => {
    const answers = ['ko', 'en', ''].map(async (wanted) => {
      const items = await listedItems(service, { headers: wanted === '' ? {} : headers(wanted) });
      const isKorean = /[가-힣]/.test(JSON.stringify(items.map(({ display_name }) => display_name)));
      return `${wanted || 'none'}: ${isKorean ? 'Korean' : 'another language'}`;
    });
    return (await Promise.all(answers)).join(', ');
  };

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const withChallenge = { code_challenge: challenge, code_challenge_method: 'S256' };

/** Headers of Node's `fetch`, for which some users report a 406. Sent one by one, in pairs, and all together. */
const fetchHeaders = [
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
  ['user-agent', 'node'],
] as const;
const asFetch = [1, 2, 4, 3, 5, 6, 7].map((bits): Question => {
  const headers = fetchHeaders.filter((_header, index) => bits & (1 << index));
  return {
    asks: `tokens with ${headers.map(([name, value]) => `${name}: ${value}`).join(', ')}`,
    guess: 'guesses.ts: NOT_ACCEPTABLE_HEADERS',
    ask: token(noCode, Object.fromEntries(headers)),
  };
});

const twice = ['client_id', 'redirect_uri', 'response_type', 'state'].map((name): Question => ({
  asks: `authorize with ${name} twice`,
  guess: 'guesses.ts: SENT_ONCE',
  ask: authorize({ state: 'a' }, { raw: `&${name}=b` }),
}));

const silentWith = ['login', 'create', 'select_account'].flatMap((other): Question[] => {
  const prompt = `none,${other}`;
  const guess = 'kauth/authorize.ts: prompt=none with other values';
  return [
    { asks: `prompt=${prompt} without a session`, guess, ask: authorize({ prompt }) },
    {
      asks: `prompt=${prompt} with a session`,
      guess,
      needs: ['login'],
      ask: async (service) => {
        await loggedIn(service);
        return whereTo(service.redirectUri, await arrival(service, { prompt }));
      },
    },
  ];
});

/** The origin of a page that is not registered. */
const origin = 'https://page.example';

/** Sends a preflight request with the headers of the JavaScript SDK. */
const preflight = (url: string, method = 'GET'): Promise<Reply> =>
  send(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,cache-control,content-type,ka,pragma',
    },
  });

function cors({ headers }: Reply, name: string): string {
  const value = [headers[`access-control-${name}`]].flat().join(',');
  return (
    value
      .replace(origin, 'the origin of the page')
      .split(/\s*,\s*/)
      .toSorted()
      .join(', ') || 'none'
  );
}

/** The open questions that a program can answer with an app's keys and the help of its user. */
export const questions: readonly Question[] = [
  {
    asks: 'page of a redirect URI that is not registered',
    guess: 'guesses.ts: KOE_PAGE_STATUS',
    ask: (service) => authorize({ redirect_uri: `${service.redirectUri}/not-registered` })(service),
  },
  {
    asks: 'page of a key that does not exist',
    guess: 'guesses.ts: KOE_PAGE_STATUS',
    ask: authorize({ client_id: nowhere }),
  },
  {
    asks: 'page of a consent item that the app does not have',
    guess: 'guesses.ts: KOE_PAGE_STATUS',
    ask: authorize({ scope: 'no_such_item' }),
  },
  {
    asks: 'page of a channel that the app does not have',
    guess: 'guesses.ts: KOE_PAGE_STATUS',
    ask: authorize({ channel_public_id: '_no_such_channel' }),
  },
  {
    asks: 'page of a logout redirect URI that is not registered',
    guess: 'guesses.ts: KOE_PAGE_STATUS',
    ask: async (service) => {
      const query = new URLSearchParams({
        client_id: service.clientId,
        logout_redirect_uri: `${service.redirectUri}/not-registered`,
      });
      return said(service, await send(`${service.kauth}/oauth/logout?${query.toString()}`, { headers: html }));
    },
  },
  {
    asks: 'authorize without response_type',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({}, { left: 'response_type' }),
  },
  {
    asks: 'authorize without redirect_uri',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({}, { left: 'redirect_uri' }),
  },
  {
    asks: 'authorize without client_id',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({}, { left: 'client_id' }),
  },
  {
    asks: 'authorize with response_type=token',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({ response_type: 'token' }),
  },
  {
    asks: 'authorize with an unknown response_type',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({ response_type: 'something' }),
  },
  {
    asks: 'authorize with code_challenge_method=plain',
    guess: 'kauth/authorize-request.ts: wrong parameter',
    ask: authorize({ code_challenge: challenge, code_challenge_method: 'plain' }),
  },
  {
    asks: 'authorize with a code_challenge without a method',
    guess: 'kauth/authorize-request.ts: code_challenge without a method',
    ask: authorize({ code_challenge: challenge }),
  },
  ...['something', 'unify_daum'].map((prompt) => ({
    asks: `authorize with prompt=${prompt}`,
    guess: 'kauth/authorize-request.ts: unknown prompt',
    ask: authorize({ prompt }),
  })),
  {
    asks: 'authorize with a term that the app does not have',
    guess: 'kauth/authorize-request.ts: unknown service_terms',
    ask: authorize({ service_terms: 'no_such_term' }),
  },
  {
    asks: 'authorize with unreadable percent-encoding',
    guess: 'guesses.ts: SENT_ONCE',
    ask: authorize({}, { raw: '&state=%zz' }),
  },
  ...twice,
  {
    asks: 'prompt=select_account without a saved account',
    guess: 'kauth/authorize.ts: select_account',
    ask: authorize({ prompt: 'select_account' }),
  },
  {
    asks: 'prompt=none without a session',
    guess: 'guesses.ts: LOGIN_REQUIRED_TEXT',
    ask: authorize({ prompt: 'none' }),
  },
  ...silentWith,
  {
    asks: 'prompt=none for a user who has account terms to accept, or an age or identity to verify',
    guess: 'guesses.ts: INTERACTION_REQUIRED_TEXT',
    needs: ['login'],
    ask: async (service) => {
      const to = whereTo(service.redirectUri, await arrival(service, { prompt: 'none' }, 'held up'));
      if (!to.includes('interaction_required')) throw new Unasked(`Kakao required nothing from this account: ${to}`);
      return to;
    },
  },
  {
    asks: 'a path that kauth does not have',
    guess: 'guesses.ts: NO_SUCH_KAUTH_PATH',
    ask: async (service) => said(service, await send(`${service.kauth}/oauth/nothing`)),
  },
  {
    asks: 'the old path of the security event configuration',
    guess: 'kauth/oidc.ts: sse-configuration',
    ask: async (service) => {
      const reply = await send(`${service.kauth}/.well-known/sse-configuration`);
      return `${said(service, reply)}, ${'jwks_uri' in reply.members ? 'has a jwks_uri' : 'has no jwks_uri'}`;
    },
  },
  {
    asks: 'tokens with an unknown grant_type',
    guess: 'guesses.ts: KOE310_TEXT',
    ask: token({ grant_type: 'something' }),
  },
  {
    asks: 'tokens without a refresh_token',
    guess: 'guesses.ts: KOE319_TEXT',
    ask: token({ grant_type: 'refresh_token' }),
  },
  { asks: 'tokens without a code', guess: 'guesses.ts: KOE207_CODE_TEXT', ask: token(codeGrant) },
  {
    asks: 'tokens for a key that does not exist',
    guess: 'kauth/refusals.ts: status of KOE101',
    ask: token({ ...noCode, client_id: nowhere }),
  },
  {
    asks: 'tokens with Accept: text/html',
    guess: 'kauth/token.ts: Accept',
    ask: token(noCode, { accept: 'text/html' }),
  },
  ...asFetch,
  {
    asks: 'an invalid ID token',
    guess: 'guesses.ts: KOE400_TEXT',
    ask: async (service) =>
      said(service, await send(`${service.kauth}/oauth/tokeninfo`, { form: { id_token: 'none' } })),
  },
  { asks: 'a call without credentials', guess: 'guesses.ts: NO_CREDENTIALS_TEXT', ask: kapi('/v2/user/me') },
  {
    asks: 'a call with another scheme',
    guess: 'guesses.ts: UNKNOWN_SCHEME',
    ask: kapi('/v2/user/me', { authorization: 'Basic bm9uZTpub25l' }),
  },
  {
    asks: 'a call with a malformed token, status and code',
    guess: 'guesses.ts: WELL_FORMED_TOKEN',
    ask: kapi('/v2/user/me', { authorization: 'Bearer {malformed}' }, 'code'),
  },
  {
    asks: 'a call with a malformed token, text',
    guess: 'guesses.ts: MALFORMED_TOKEN_TEXT',
    ask: kapi('/v2/user/me', { authorization: 'Bearer {malformed}' }, 'texts'),
  },
  {
    asks: 'a call with an admin key that does not exist',
    guess: 'guesses.ts: UNKNOWN_ADMIN_KEY_TEXT',
    ask: kapi('/v1/user/ids?limit=1', { authorization: `KakaoAK ${nowhere}` }),
  },
  {
    asks: 'a call with a token where only the admin key is accepted',
    guess: 'guesses.ts: WRONG_CALLER_TEXT',
    ask: kapi('/v1/user/ids?limit=1', { authorization: 'Bearer none' }),
  },
  { asks: 'a path that kapi does not have', guess: 'guesses.ts: NO_SUCH_PATH', ask: kapi('/v2/user/nothing') },
  {
    asks: 'a call that Kakao has discontinued, status and code',
    guess: 'guesses.ts: DISCONTINUED_PATHS',
    ask: kapi('/v1/user/me', { authorization: 'Bearer none' }, 'code'),
  },
  {
    asks: 'a call that Kakao has discontinued, text',
    guess: 'guesses.ts: DISCONTINUED_TEXT',
    ask: kapi('/v1/user/me', { authorization: 'Bearer none' }, 'texts'),
  },
  {
    asks: 'headers that a page can send to kapi',
    guess: 'guesses.ts: CORS_ALLOWED_HEADERS',
    ask: async ({ kapi: host }) => cors(await preflight(`${host}/v2/user/me`), 'allow-headers').toLowerCase(),
  },
  {
    asks: 'methods that a page can use with kapi',
    guess: 'http/cors.ts: methods',
    ask: async ({ kapi: host }) => cors(await preflight(`${host}/v2/user/me`), 'allow-methods'),
  },
  {
    asks: 'how long a browser keeps the answer to a preflight, in seconds',
    guess: 'guesses.ts: CORS_MAX_AGE',
    ask: async ({ kapi: host }) => cors(await preflight(`${host}/v2/user/me`), 'max-age'),
  },
  {
    asks: 'pages that can call kapi',
    guess: 'http/cors.ts: origins',
    ask: async ({ kapi: host }) => cors(await preflight(`${host}/v2/user/me`), 'allow-origin'),
  },
  {
    asks: 'pages that can read an error of kapi',
    guess: 'http/cors.ts: origins',
    ask: async ({ kapi: host }) =>
      cors(await send(`${host}/v2/user/me`, { headers: { origin, authorization: 'Bearer none' } }), 'allow-origin'),
  },
  {
    asks: 'pages that can read what the JavaScript SDK polls',
    guess: 'http/cors.ts: origins',
    ask: async ({ kauth, clientId }) => {
      const query = new URLSearchParams({ client_id: clientId, auth_tran_id: 'x'.repeat(60) });
      return cors(await send(`${kauth}/apiweb/code.json?${query.toString()}`, { headers: { origin } }), 'allow-origin');
    },
  },
  {
    asks: 'pages that can call the token endpoint',
    guess: 'http/cors.ts: token endpoint',
    ask: async ({ kauth }) => cors(await preflight(`${kauth}/oauth/token`, 'POST'), 'allow-origin'),
  },
  {
    asks: 'pages that can read an answer of the token endpoint',
    guess: 'http/cors.ts: token endpoint',
    ask: async (service) =>
      cors(await post(service, { redirect_uri: service.redirectUri, ...noCode }, { origin }), 'allow-origin'),
  },
  ...(
    [
      ['status and code', 'guesses.ts: MOST_IDS', 'code'],
      ['text', 'guesses.ts: TOO_MANY_IDS_TEXT', 'texts'],
    ] as const
  ).map(([what, guess, part]): Question => ({
    asks: `more than 100 users at once, ${what}`,
    guess,
    needs: ['admin key'],
    ask: async (service) => {
      const ids = JSON.stringify(Array.from({ length: 101 }, (_, index) => index));
      const path = `/v2/app/users?target_id_type=user_id&target_ids=${encodeURIComponent(ids)}`;
      return said(service, await byAdmin(service, path), part);
    },
  })),
  {
    asks: 'the list of users',
    guess: 'kapi/user.ts: list of users',
    needs: ['admin key'],
    ask: async (service) => {
      const reply = await byAdmin(service, '/v2/app/users?target_id_type=user_id&target_ids=%5B0%5D');
      const isList = reply.text.trimStart().startsWith('[');
      return `${said(service, reply)}, ${isList ? 'a list' : 'elements' in reply.members ? 'elements' : 'neither'}`;
    },
  },
  {
    asks: 'a parameter outside its range',
    guess: 'guesses.ts: BAD_PARAMETER_TEXT',
    needs: ['admin key'],
    ask: async (service) => said(service, await byAdmin(service, '/v1/user/ids?limit=0')),
  },
  {
    asks: 'the list of user IDs without an order',
    guess: 'guesses.ts: IDS_ORDER',
    needs: ['admin key'],
    ask: async (service) => {
      const ids = async (order: string): Promise<string> =>
        JSON.stringify(listIn(service, await byAdmin(service, `/v1/user/ids?limit=100${order}`), 'elements'));
      const [without, asc, desc] = [await ids(''), await ids('&order=asc'), await ids('&order=desc')];
      if (asc === desc) throw new Unasked('it takes an app with two users');
      return without === asc ? 'as order=asc' : without === desc ? 'as order=desc' : 'in another order';
    },
  },
  {
    asks: 'tokens with another code_verifier',
    needs: ['login'],
    guess: 'guesses.ts: PKCE_BODY',
    ask: async (service) =>
      token({ ...codeGrant, code: await codeFor(service, withChallenge), code_verifier: `${verifier}x` })(service),
  },
  {
    asks: 'tokens without the code_verifier',
    needs: ['login'],
    guess: 'guesses.ts: PKCE_BODY',
    ask: async (service) => token({ ...codeGrant, code: await codeFor(service, withChallenge) })(service),
  },
  {
    asks: 'tokens with a code_verifier after a login without a challenge, status',
    needs: ['login'],
    guess: 'kauth/token.ts: verifier without a challenge',
    ask: async (service) => {
      const form = { ...codeGrant, redirect_uri: service.redirectUri, code_verifier: verifier };
      return String((await post(service, { ...form, code: await codeFor(service) })).status);
    },
  },
  {
    asks: 'tokens without redirect_uri, status',
    needs: ['login'],
    guess: 'guesses.ts: isSameRedirectUri',
    ask: async (service) => String((await post(service, { ...codeGrant, code: await codeFor(service) })).status),
  },
  {
    asks: 'scope of a login with an ID token',
    needs: ['login'],
    guess: 'kauth/token.ts: openid in scope',
    ask: async (service) => {
      const { id_token, scope } = (await loggedIn(service)).members;
      if (id_token === undefined) throw new Unasked('the app has no OpenID Connect');
      return String(scope).split(' ').includes('openid') ? 'has openid' : 'has no openid';
    },
  },
  {
    asks: 'the access token from before a refresh',
    needs: ['login'],
    guess: 'kauth/token.ts: earlier access tokens',
    ask: async (service) => {
      const { access_token, refresh_token } = (await tokensFor(service, { ...codeGrant, code: await codeFor(service) }))
        .members;
      await tokensFor(service, { grant_type: 'refresh_token', refresh_token: String(refresh_token) });
      return kapi('/v1/user/access_token_info', { authorization: `Bearer ${String(access_token)}` })(service);
    },
  },
  {
    asks: 'the nonce of a refreshed ID token',
    needs: ['login'],
    guess: 'kauth/token.ts: nonce',
    ask: async (service) => {
      const code = await codeFor(service, { nonce: 'a-nonce' });
      const { refresh_token } = (await tokensFor(service, { ...codeGrant, code })).members;
      const { id_token } = (
        await tokensFor(service, { grant_type: 'refresh_token', refresh_token: String(refresh_token) })
      ).members;
      if (typeof id_token !== 'string') throw new Unasked('the app has no OpenID Connect');
      const claims = Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString();
      return 'nonce' in membersOf(claims) ? 'is present' : 'is absent';
    },
  },
  {
    asks: 'times of a user if property_keys does not name them',
    needs: ['login'],
    guess: 'kapi/property-keys.ts: times',
    ask: async (service) => {
      const keys = encodeURIComponent('["kakao_account.email"]');
      const { members } = await asUser(service, `/v2/user/me?property_keys=${keys}`);
      return ['connected_at', 'synched_at'].filter((name) => name in members).join(', ') || 'none';
    },
  },
  {
    asks: 'a list of consent items with an unknown one',
    needs: ['login'],
    guess: 'kapi/scopes.ts: unknown items',
    ask: async (service) => {
      const reply = await asUser(service, `/v2/user/scopes?scopes=${encodeURIComponent('["no_such_item"]')}`);
      const { scopes } = reply.members;
      return `${said(service, reply)}, ${Array.isArray(scopes) ? `items: ${scopes.length}` : 'no list'}`;
    },
  },
  {
    asks: 'language of display_name by Accept-Language',
    needs: ['login'],
    guess: 'kapi/scopes.ts: display_name',
    ask: languages((language) => ({ 'accept-language': language })),
  },
  {
    asks: 'language of display_name by the KA header of SDKs',
    needs: ['login'],
    guess: 'kapi/scopes.ts: display_name',
    ask: languages((language) => ({ ka: `lang/${language}` })),
  },
  {
    asks: 'consent items of the type SERVICE',
    needs: ['login', 'items'],
    guess: 'guesses.ts: SERVICE_ITEMS',
    ask: async (service) => {
      const listed = await listedItems(service);
      const ids = listed.flatMap(({ id, type }) => (type === 'SERVICE' ? [String(id)] : []));
      const named = ids.filter((id) => id in (service.items ?? {}));
      return named.toSorted().join(', ') || 'none';
    },
  },
  {
    asks: 'IDs of the consent items for partners',
    needs: ['login', 'items'],
    guess: 'seed/types.ts: legal items',
    ask: async (service) => {
      const partners = ['legal_name', 'legal_birth_date', 'legal_gender', 'is_korean'];
      const named = partners.filter((id) => id in (service.items ?? {}));
      if (named.length === 0) throw new Unasked('it takes an app of a partner, and --item legal_name=STAGE');
      const listed = await listedItems(service);
      return named
        .map((id) => `${id} ${listed.some((one) => one['id'] === id) ? 'is listed' : 'is not listed'}`)
        .join();
    },
  },
  {
    asks: 'fields of a user whose names start with has_',
    needs: ['login', 'items'],
    guess: 'guesses.ts: HAS_MEMBERS',
    ask: async (service) => {
      const { kakao_account: account = {} } = (await asUser(service, '/v2/user/me')).members;
      const stems = Object.keys(service.items ?? {}).map((id) => `has_${id.replace(/^account_/, '')}`);
      return (
        stems
          .filter((name) => name in (account as object))
          .toSorted()
          .join(', ') || 'none'
      );
    },
  },
  {
    asks: 'shipping addresses of an app without the item, status and code',
    needs: ['login'],
    guess: 'guesses.ts: SHIPPING_NOT_CONFIGURED',
    ask: withoutItem,
  },
  {
    asks: 'shipping addresses without consent, status and code',
    needs: ['login', 'shipping address'],
    guess: 'kapi/shipping.ts: -402',
    ask: async (service) => said(service, await withoutConsent(service), 'code'),
  },
  {
    asks: 'api_type of -402',
    needs: ['login', 'shipping address'],
    guess: 'guesses.ts: SHIPPING_API_TYPE',
    ask: async (service) => {
      const { api_type } = (await withoutConsent(service)).members;
      if (api_type === undefined) throw new Unasked('the answer was not -402');
      return typeof api_type === 'string' ? api_type : JSON.stringify(api_type);
    },
  },
  {
    asks: 'the shipping address of another user',
    needs: ['login', 'shipping address'],
    guess: 'kapi/shipping.ts: address_id',
    ask: async (service) => {
      const reply = await addresses(service, '?address_id=1');
      const { shipping_addresses: list } = reply.members;
      return `${said(service, reply)}, ${Array.isArray(list) ? `addresses: ${list.length}` : 'no list'}`;
    },
  },
  {
    asks: 'shipping addresses with page_size=2',
    needs: ['login', 'shipping address'],
    guess: 'kapi/shipping.ts: page_size',
    ask: async (service) => {
      const all = listIn(service, await addresses(service, ''), 'shipping_addresses');
      if (all.length < 3 || !all.some((address) => address['is_default'] === true)) {
        throw new Unasked('it takes a user with three shipping addresses, one of them the default');
      }
      return String(listIn(service, await addresses(service, '?page_size=2'), 'shipping_addresses').length);
    },
  },
  {
    asks: 'service terms of an app without Kakao Sync',
    needs: ['login'],
    guess: 'guesses.ts: NOT_SYNC_TEXT',
    ask: async (service) => {
      const reply = await asUser(service, '/v2/user/service_terms');
      if (reply.status === 200 || service.sync) throw new Unasked('it takes an app without Kakao Sync');
      return said(service, reply);
    },
  },
  {
    asks: 'agreeing to service terms that the app does not have',
    needs: ['login', 'Kakao Sync'],
    guess: 'guesses.ts: NO_TERMS_TO_AGREE_TEXT',
    ask: async (service) =>
      said(service, await asUser(service, '/v2/user/upgrade/service_terms', { form: { tags: 'no_such_term' } })),
  },
  {
    asks: 'how long a code is valid',
    needs: ['login', 'waiting'],
    guess: 'guesses.ts: CODE_LIFE',
    ask: async (service) => {
      const after = async (time: number): Promise<string> => {
        const code = await codeFor(service);
        await service.wait?.(time * minutes);
        return `after ${time} minutes: ${await token({ ...codeGrant, code })(service)}`;
      };
      return `${await after(9)}; ${await after(11)}`;
    },
  },
];
