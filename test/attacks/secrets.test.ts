import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { createKakaoEmulator, type Fault, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy } from '@kakao-login/passport';
import { agree, keysOf, openShop, type Shop } from './support/shop.js';

const cookieSecret = 'CookieSecretThatNobodyMaySee00001';
const adminKey = 'ad0123456789abcdef0123456789abcd';

let emulator: KakaoEmulator;
let shop: Shop;
let written: string[];

beforeAll(async () => {
  shop = await openShop(async (url) => {
    const callbackURL = `${url}/auth/kakao/callback`;
    emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
    return {
      kakao: new KakaoStrategy(
        { ...keysOf(emulator), adminKey, callbackURL, cookie: { secret: cookieSecret }, profile: 'user' },
        ({ profile }) => ({ id: profile.id }),
      ),
    };
  });
});
beforeEach(() => {
  emulator.reset();
  shop.said.length = 0;
  shop.errors.length = 0;
  shop.settings.callback = {};
  written = [];
  const keep = (...parts: unknown[]) => void written.push(...parts.map((part) => inspect(part, { depth: 8 })));
  for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation(keep);
  jest.spyOn(process, 'emitWarning').mockImplementation(keep);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await shop.close();
  await emulator.close();
});

/** Fails a login, and returns its secrets and everything that was sent or written. */
async function failWith(
  fault: Fault | undefined,
  change: (back: URL, cookies: Map<string, string>) => void = () => {},
) {
  const visitor = shop.visitor();
  const authorize = await visitor.begin();
  const {
    state,
    nonce,
    code_challenge: challenge,
  } = Object.fromEntries(authorize.searchParams) as Record<string, string>;
  const back = await agree(emulator, authorize);
  const code = back.searchParams.get('code')!;
  const cookies = [...visitor.cookies.values()];
  const secrets: Record<string, string> = {
    code,
    state: state!,
    nonce: nonce!,
    challenge: challenge!,
    cookie: cookies.join(),
    clientSecret: emulator.app.clientSecret,
    restApiKey: emulator.app.restApiKey,
    cookieSecret,
    adminKey,
  };
  if (fault !== undefined) {
    // Kakao could repeat what the token request contained. State and nonce are not in it.
    const repeated = ` code=${code} client_secret=${emulator.app.clientSecret} [${emulator.app.restApiKey}]`;
    const bodied =
      fault.kind === 'answer' && fault.body !== undefined
        ? { ...fault, body: fault.body.replace('SECRETS', repeated) }
        : fault;
    emulator.faults.add({ times: 10, ...bodied });
  }
  change(back, visitor.cookies);
  const response = await visitor.open(back.href);
  // If the login starts again, the redirect to Kakao contains the REST API key, as in every login.
  const headers = [...response.headers]
    .filter(([name]) => name !== 'set-cookie')
    .map(([, value]) => value.replace(`client_id=${secrets.restApiKey}`, ''));
  return { status: response.status, secrets, seen: [await response.text(), ...headers, ...shop.said, ...written] };
}

const answer = (on: string, status: number, body: object): Fault => ({
  on,
  kind: 'answer',
  status,
  body: JSON.stringify(body),
});
const failures: [string, Fault | undefined, ((back: URL, cookies: Map<string, string>) => void)?][] = [
  [
    'KOE320 with the code in its text',
    answer('oauth.token', 400, {
      error: 'invalid_grant',
      error_code: 'KOE320',
      error_description: 'authorization code not found forSECRETS',
    }),
  ],
  [
    'KOE101 with the key in its text',
    answer('oauth.token', 401, {
      error: 'invalid_client',
      error_code: 'KOE101',
      error_description: 'Not exist client_idSECRETS',
    }),
  ],
  ['secrets as the name of an error', answer('oauth.token', 400, { error: 'SECRETS', error_code: 'SECRETS' })],
  ['secrets in an API error', answer('user.me', 400, { code: -2, msg: 'SECRETS', required_scopes: ['SECRETS'] })],
  ['secrets in an error for the access token', answer('user.me', 401, { code: -401, msg: 'SECRETS' })],
  ['secrets in JSON of an unknown shape', answer('oauth.token', 500, { SECRETS: 'SECRETS' })],
  ['secrets in an answer that is not JSON', { on: 'oauth.token', kind: 'answer', status: 500, body: 'oops SECRETS' }],
  ['a page of HTML', { on: 'oauth.token', kind: 'html' }],
  ['a cut connection', { on: 'oauth.token', kind: 'cut' }],
  ['a reset connection', { on: 'user.me', kind: 'reset' }],
  ['a forged ID token', { on: 'oauth.token', kind: 'id-token', flaw: 'signature' }],
  ['an ID token with another nonce', { on: 'oauth.token', kind: 'id-token', flaw: 'nonce' }],
  ['a redirect', { on: 'oauth.token', kind: 'answer', status: 302, headers: { location: 'http://evil.example/' } }],
  ['another state', undefined, (back) => back.searchParams.set('state', `${back.searchParams.get('state')!}x`)],
  ['no cookie', undefined, (_back, cookies) => cookies.clear()],
  [
    'a tampered cookie',
    undefined,
    (_back, cookies) => cookies.forEach((value, name) => cookies.set(name, `${value}x`)),
  ],
  ['no code', undefined, (back) => back.searchParams.delete('code')],
  [
    'an error that repeats the code',
    undefined,
    (back) => {
      back.searchParams.set('error_description', `code=${back.searchParams.get('code')!}`);
      back.searchParams.set('error', 'invalid_request');
    },
  ],
];

test.each(failures.map(([name, fault, change]) => ({ name, fault, change })))(
  '$name: no code, token, key, secret or cookie is in a message, stack, body, header or log',
  async ({ fault, change }) => {
    for (const callback of [{}, { failureRedirect: '/failed' }, { failWithError: true }]) {
      emulator.reset();
      shop.settings.callback = callback;
      const { status, secrets, seen } = await failWith(fault, change);
      expect(status).not.toBe(200);
      const told = Object.entries(secrets).filter(([, secret]) => seen.some((text) => text.includes(secret)));
      expect(told.map(([name]) => name)).toEqual([]);
    }
  },
);

test('the secrets are long enough not to appear by chance', async () => {
  const { status, secrets } = await failWith(undefined);
  expect(status).toBe(200);
  expect(Object.values(secrets).filter((secret) => secret.length < 16)).toEqual([]);
});
