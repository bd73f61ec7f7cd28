import { createHash, randomBytes } from 'node:crypto';
import { request } from 'undici';

/** One service to ask: Kakao, or the emulator in its place. */
export interface Service {
  kauth: string;
  kapi: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
  adminKey: string | undefined;
  /** Logs a user in at this URL, and returns the URL that Kakao sends the browser back to. Without it, what needs a user is not asked. */
  login?: (authorizeUrl: string) => Promise<string>;
}

/** One thing that Kakao does not document. */
export interface Question {
  asks: string;
  /** Where the emulator has its guess, below `packages/emulator/src`. */
  guess: string;
  needs?: 'admin key' | 'login';
  /** The answer in a line that can be compared: no keys, codes or tokens, and nothing that changes from call to call. */
  ask(this: void, service: Service): Promise<string>;
}

const userAgent = 'kakao-login-live/0.1.0';
const nowhere = '0'.repeat(32);

interface Sent {
  method?: 'GET' | 'POST' | 'OPTIONS';
  headers?: Record<string, string>;
  form?: Record<string, string>;
}

/** What an answer says, without anything of the service's own. */
async function answer(
  service: Service,
  url: string,
  { method = 'GET', headers = {}, form }: Sent = {},
): Promise<string> {
  const {
    statusCode,
    headers: got,
    body,
  } = await request(url, {
    method: form ? 'POST' : method,
    headers: {
      'user-agent': userAgent,
      accept: '*/*',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
      ...headers,
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  });
  const text = await body.text();
  const location = [got.location].flat()[0];
  if (location !== undefined) return `${statusCode}, ${backOrOn(service, location)}`;
  const page = /\((KOE\d{3})\)/.exec(text)?.[1];
  if (page !== undefined) return `${statusCode}, page ${page}`;
  const fields = ['error', 'error_code', 'code', 'error_description', 'msg'].flatMap((name) => {
    const value = fieldsOf(text)[name];
    return typeof value === 'string' || typeof value === 'number' ? [`${name}: ${value}`] : [];
  });
  return masked(service, [String(statusCode), ...fields].join(', '));
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function backOrOn({ redirectUri }: Service, location: string): string {
  if (!location.startsWith(redirectUri)) return 'on to a page of Kakao';
  const { searchParams } = new URL(location);
  const [error, description] = [searchParams.get('error'), searchParams.get('error_description')];
  return error === null ? 'back with a code' : `back with error: ${error}, error_description: ${description ?? ''}`;
}

/** Keys of the service, and whatever looks like a code or a token. */
export function masked({ clientId, clientSecret, adminKey }: Service, text: string): string {
  const known = [clientId, clientSecret, adminKey].filter((secret): secret is string => Boolean(secret));
  const clean = known.reduce((left, secret) => left.replaceAll(secret, '[masked]'), text);
  return clean.replace(/[\w~+/=-]{25,}/g, (word) => (/\d/.test(word) ? '[masked]' : word));
}

const authorizeUrl = ({ kauth, clientId, redirectUri }: Service, more: Record<string, string>, left = ''): string => {
  const all = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', ...more };
  const query = new URLSearchParams(all);
  query.delete(left);
  return `${kauth}/oauth/authorize?${query.toString().replaceAll('+', '%20')}`;
};

const authorize =
  (more: Record<string, string>, left?: string) =>
  (service: Service): Promise<string> =>
    answer(service, authorizeUrl(service, more, left), { headers: { accept: 'text/html', 'accept-language': 'ko' } });

const secretOf = ({ clientSecret }: Service): Record<string, string> =>
  clientSecret === undefined ? {} : { client_secret: clientSecret };

const token =
  (form: Record<string, string>, headers?: Record<string, string>) =>
  (service: Service): Promise<string> =>
    answer(service, `${service.kauth}/oauth/token`, {
      form: { client_id: service.clientId, ...secretOf(service), redirect_uri: service.redirectUri, ...form },
      ...(headers && { headers }),
    });

const kapi =
  (path: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' | 'OPTIONS' = 'GET') =>
  (service: Service): Promise<string> =>
    answer(service, `${service.kapi}${path}`, { headers, method });

const byAdmin =
  (path: (service: Service) => string) =>
  (service: Service): Promise<string> =>
    answer(service, `${service.kapi}${path(service)}`, {
      headers: { authorization: `KakaoAK ${service.adminKey ?? ''}` },
    });

const codeGrant = { grant_type: 'authorization_code' };
const noCode = { ...codeGrant, code: 'a-code-that-does-not-exist' };

/** Logs the user in and returns the code. */
async function codeFor(service: Service, more: Record<string, string> = {}): Promise<string> {
  if (service.login === undefined) throw new Error('this question needs a login');
  return new URL(await service.login(authorizeUrl(service, more))).searchParams.get('code') ?? '';
}

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token?: string;
}

async function tokensFor(service: Service, form: Record<string, string>): Promise<Tokens> {
  const { body } = await request(`${service.kauth}/oauth/token`, {
    method: 'POST',
    headers: { 'user-agent': userAgent, 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams({
      client_id: service.clientId,
      ...secretOf(service),
      redirect_uri: service.redirectUri,
      ...form,
    }).toString(),
  });
  return (await body.json()) as Tokens;
}

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');
const withChallenge = { code_challenge: challenge, code_challenge_method: 'S256' };

/** What Node's own `fetch` sends, which gets 406 in some reports. */
const fetchHeaders = { 'accept-language': '*', 'sec-fetch-mode': 'cors', 'user-agent': 'node' };
const asFetch = Object.entries({ ...fetchHeaders, '': '' }).map(([name, value]): Question => ({
  asks: `tokens with ${name === '' ? 'all headers of fetch' : `${name}: ${value}`}`,
  guess: 'guesses.ts: NOT_ACCEPTABLE_HEADERS',
  ask: token(noCode, name === '' ? fetchHeaders : { [name]: value }),
}));

/** The open questions that a person with keys can settle. */
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
    asks: 'authorize without response_type',
    guess: 'kauth/authorize-request.ts: KOE207',
    ask: authorize({}, 'response_type'),
  },
  {
    asks: 'authorize with response_type=token',
    guess: 'kauth/authorize-request.ts: KOE202',
    ask: authorize({ response_type: 'token' }),
  },
  {
    asks: 'authorize with an unknown response_type',
    guess: 'kauth/authorize-request.ts: KOE201',
    ask: authorize({ response_type: 'something' }),
  },
  {
    asks: 'authorize with code_challenge_method=plain',
    guess: 'kauth/authorize-request.ts: KOE204',
    ask: authorize({ code_challenge: challenge, code_challenge_method: 'plain' }),
  },
  {
    asks: 'authorize with a code_challenge without a method',
    guess: 'kauth/authorize-request.ts: code_challenge',
    ask: authorize({ code_challenge: challenge }),
  },
  {
    asks: 'authorize with an unknown prompt',
    guess: 'kauth/authorize-request.ts: prompt',
    ask: authorize({ prompt: 'something' }),
  },
  {
    asks: 'authorize with state twice',
    guess: 'guesses.ts: SENT_ONCE',
    ask: (service) =>
      answer(service, `${authorizeUrl(service, { state: 'a' })}&state=b`, { headers: { accept: 'text/html' } }),
  },
  {
    asks: 'prompt=none without a session',
    guess: 'guesses.ts: LOGIN_REQUIRED_TEXT',
    ask: authorize({ prompt: 'none' }),
  },
  {
    asks: 'prompt=none,login without a session',
    guess: 'kauth/authorize.ts: prompt=none combined',
    ask: authorize({ prompt: 'none,login' }),
  },
  {
    asks: 'a path that kauth does not have',
    guess: 'guesses.ts: NO_SUCH_KAUTH_PATH',
    ask: (service) => answer(service, `${service.kauth}/oauth/nothing`),
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
    guess: 'kauth/refusals.ts: KOE101',
    ask: token({ ...noCode, client_id: nowhere }),
  },
  {
    asks: 'tokens with Accept: text/html',
    guess: 'kauth/token.ts: Accept',
    ask: token(noCode, { accept: 'text/html' }),
  },
  ...asFetch,
  {
    asks: 'an ID token that is none',
    guess: 'guesses.ts: KOE400_TEXT',
    ask: (service) => answer(service, `${service.kauth}/oauth/tokeninfo`, { form: { id_token: 'none' } }),
  },
  { asks: 'a call without credentials', guess: 'guesses.ts: NO_CREDENTIALS_TEXT', ask: kapi('/v2/user/me') },
  {
    asks: 'a call with another scheme',
    guess: 'guesses.ts: UNKNOWN_SCHEME',
    ask: kapi('/v2/user/me', { authorization: 'Basic bm9uZTpub25l' }),
  },
  {
    asks: 'a call with a malformed token',
    guess: 'guesses.ts: WELL_FORMED_TOKEN',
    ask: kapi('/v2/user/me', { authorization: 'Bearer {malformed}' }),
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
    asks: 'a call that Kakao has discontinued',
    guess: 'guesses.ts: DISCONTINUED_PATHS',
    ask: kapi('/v1/user/me', { authorization: 'Bearer none' }),
  },
  {
    asks: 'more than 100 users at once',
    needs: 'admin key',
    guess: 'guesses.ts: MOST_IDS',
    ask: byAdmin(
      () =>
        `/v2/app/users?target_id_type=user_id&target_ids=${encodeURIComponent(JSON.stringify(Array.from({ length: 101 }, (_, index) => index)))}`,
    ),
  },
  {
    asks: 'tokens with another code_verifier',
    needs: 'login',
    guess: 'guesses.ts: PKCE_BODY',
    ask: async (service) =>
      token({ ...codeGrant, code: await codeFor(service, withChallenge), code_verifier: `${verifier}x` })(service),
  },
  {
    asks: 'tokens without the code_verifier',
    needs: 'login',
    guess: 'guesses.ts: PKCE_BODY',
    ask: async (service) => token({ ...codeGrant, code: await codeFor(service, withChallenge) })(service),
  },
  {
    asks: 'tokens with a code_verifier and no challenge before',
    needs: 'login',
    guess: 'kauth/token.ts: verifier without a challenge',
    ask: async (service) => token({ ...codeGrant, code: await codeFor(service), code_verifier: verifier })(service),
  },
  {
    asks: 'the access token from before a refresh',
    needs: 'login',
    guess: 'kauth/token.ts: refresh',
    ask: async (service) => {
      const { access_token, refresh_token } = await tokensFor(service, { ...codeGrant, code: await codeFor(service) });
      await tokensFor(service, { grant_type: 'refresh_token', refresh_token });
      return kapi('/v1/user/access_token_info', { authorization: `Bearer ${access_token}` })(service);
    },
  },
  {
    asks: 'the nonce of a refreshed ID token',
    needs: 'login',
    guess: 'kauth/token.ts: nonce',
    ask: async (service) => {
      const code = await codeFor(service, { nonce: 'a-nonce' });
      const { refresh_token } = await tokensFor(service, { ...codeGrant, code });
      const { id_token } = await tokensFor(service, { grant_type: 'refresh_token', refresh_token });
      if (id_token === undefined) return 'no ID token';
      const claims = Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString();
      return 'nonce' in fieldsOf(claims) ? 'is there' : 'is absent';
    },
  },
];
