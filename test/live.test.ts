import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createKakaoEmulator, type AppSeed, type KakaoEmulator } from '@kakao-login/emulator';
import { compare, type Compared } from './live/compare.js';
import { notAsked } from './live/not-asked.js';
import { questions } from './live/questions.js';
import { fileOf, guessesToChange, recordOf } from './live/record.js';
import { masked, type Account, type Service } from './live/service.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

const key = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const secret = 'LiveProbeClientSecret00000000001';
const adminKey = 'ad10203040506070809001122334455f';
const redirectUri = 'http://localhost:3000/callback';
const items = {
  profile_nickname: 'required',
  account_email: 'optional',
  talk_message: 'in-use',
  shipping_address: 'required',
  legal_name: 'optional',
} as const;
const users: Record<Account, string> = { any: '1001', 'held up': '1002', 'no shipping address': '1003' };

/** Starts an emulator with one app and a user for each kind of account. */
async function kakaoWith(app: Partial<AppSeed>): Promise<{ kakao: KakaoEmulator; service: Service }> {
  const kakao = await createKakaoEmulator({
    strictHeaders: true,
    apps: [
      {
        appId: '7',
        name: '달빛상점',
        restApiKeys: [{ key, clientSecret: secret, redirectUris: [redirectUri] }],
        adminKeys: [{ key: adminKey }],
        openIdConnect: true,
        ...app,
      },
    ],
    people: Object.entries(users).map(([account, id]) => ({
      id,
      loginId: `${id}@example.com`,
      nickname: `user ${id}`,
      accountTermsDue: account === 'held up',
      addresses: ['21', '22', '23', '24'].map((address) => ({
        id: address,
        is_default: address === '23',
        base_address: '',
        zone_number: '13529',
      })),
    })),
    links: [
      { appId: '7', personId: users.any },
      { appId: '7', personId: users['no shipping address'], scopes: ['profile_nickname'] },
    ],
  });
  const service: Service = {
    kauth: kakao.url,
    kapi: kakao.url,
    clientId: key,
    clientSecret: secret,
    adminKey,
    redirectUri,
    login: async (authorizeUrl, account) => (await kakao.signIn(users[account], { authorizeUrl })).callbackUrl,
    wait: async (milliseconds) => void kakao.clock.advance(milliseconds),
  };
  return { kakao, service };
}

let plain: Awaited<ReturnType<typeof kakaoWith>>;
let full: Awaited<ReturnType<typeof kakaoWith>>;
beforeAll(async () => {
  plain = await kakaoWith({});
  full = await kakaoWith({ sync: true, consentItems: items });
  full.service = { ...full.service, sync: true, items };
});
afterAll(() => Promise.all([plain.kakao.close(), full.kakao.close()]));

const without = (all: readonly Compared[], outcome: Compared['outcome']): Compared[] =>
  all.filter((one) => one.outcome !== outcome || one.kakao?.startsWith('no answer'));

/** Questions that only an app with consent items and Kakao Sync can answer, and those that only an app without can. */
const onlyFull = questions
  .filter(({ needs = [] }) => needs.some((need) => ['items', 'shipping address', 'Kakao Sync'].includes(need)))
  .map(({ asks }) => asks);
const onlyPlain = [
  'shipping addresses of an app without the item, status and code',
  'service terms of an app without Kakao Sync',
];

test('a service that answers like the emulator leads to no guess to change', async () => {
  const [ofPlain, ofFull] = [await compare(plain.service), await compare(full.service)];
  expect(without(ofPlain, 'same').map(({ asks }) => asks)).toEqual(onlyFull);
  expect(without(ofFull, 'same').map(({ asks }) => asks)).toEqual(onlyPlain);
  expect(recordOf(ofPlain)).toContain('\nNo guess to change.\n');
});

test('questions that need a login, an admin key or time are skipped, and the record says how to ask them', async () => {
  const { login: _login, wait: _wait, ...rest } = { ...plain.service, adminKey: undefined };
  const all = await compare(rest);
  const needy = questions.filter(({ needs = [] }) => needs.length > 0).map(({ asks }) => asks);
  expect(without(all, 'same').map(({ asks }) => asks)).toEqual(needy);
  expect(recordOf(all)).toContain('unasked    how long a code is valid (add --login; add --wait)\n');
});

test.each([
  ['an empty URL', '', 'no URL was pasted'],
  ['something that is not a URL', 'I closed the window', 'no URL was pasted'],
  [
    'a login that was cancelled',
    `${redirectUri}?error=access_denied&error_description=User%20denied%20access`,
    'the login ended without a code: back with error: access_denied, error_description: User denied access',
  ],
])('the other questions go on after %s', async (_what, address, because) => {
  const all = await compare({ ...plain.service, login: () => Promise.resolve(address) });
  const unasked = all.filter(({ outcome }) => outcome === 'unasked');
  expect(all.length - unasked.length).toBeGreaterThan(40);
  expect(unasked.map((one) => one.because)).toContain(because);
});

interface Otherwise {
  /** The app that shows the difference: with consent items and Kakao Sync, or without. */
  app?: 'plain' | 'full';
  /** Changes the request on its way to Kakao. */
  sent?: (path: string, headers: IncomingHttpHeaders, form: string) => { path?: string; form?: string } | void;
  /** Changes the answer. */
  got?: (text: string, status: number, headers: IncomingHttpHeaders, path: string) => [text: string, status: number];
  /** Changes what the user does. */
  service?: (service: Service) => Partial<Service>;
}

/** Compares with a service that differs in one answer: an emulator behind a relay that changes the answer. */
async function compareWith({ app = 'plain', sent, got, service: change }: Otherwise): Promise<Compared[]> {
  const { kakao, service } = app === 'plain' ? plain : full;
  const relay = createServer((incoming, outgoing) => {
    const sentChunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => sentChunks.push(chunk));
    incoming.on('end', () => {
      const form = Buffer.concat(sentChunks).toString();
      const { 'content-length': _length, ...headers } = incoming.headers;
      const changed = sent?.(incoming.url ?? '', headers, form) ?? {};
      const onward = request(
        kakao.url + (changed.path ?? incoming.url ?? ''),
        { method: incoming.method, headers: { ...headers, host: new URL(kakao.url).host } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const { 'content-length': _own, ...answerHeaders } = answer.headers;
            const [text, status] = got?.(
              Buffer.concat(chunks).toString(),
              answer.statusCode ?? 0,
              answerHeaders,
              incoming.url ?? '',
            ) ?? [Buffer.concat(chunks).toString(), answer.statusCode ?? 0];
            outgoing.writeHead(status, answerHeaders).end(text);
          });
        },
      );
      onward.end(changed.form ?? form);
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  // Browsers do not go through the relay.
  const login: Service['login'] = (authorizeUrl, account) =>
    service.login?.(authorizeUrl.replace(url, kakao.url), account) ?? Promise.resolve('');
  try {
    return await compare({ ...service, kauth: url, kapi: url, login, ...change?.({ ...service, login }) });
  } finally {
    relay.closeAllConnections();
    relay.close();
  }
}

const text = (from: string | RegExp, to: string): Otherwise => ({
  got: (body, was) => [body.replaceAll(from, to), was],
});

/** Changes the status of answers that contain this text. */
const status = (of: RegExp, other: number): Otherwise => ({
  got: (body, was) => [body, of.test(body) ? other : was],
});

/** Changes a header. At paths that match `where`, also adds it. */
const header = (name: string, value: string, where?: RegExp): Otherwise => ({
  got: (body, was, headers, at) => {
    if (where ? where.test(at) : headers[name] !== undefined) headers[name] = value;
    return [body, was];
  },
});

/** Answers requests like this with an error page. */
const page = (like: RegExp): Otherwise => ({
  got: (body, was, headers, at) => {
    if (!like.test(at)) return [body, was];
    Reflect.deleteProperty(headers, 'location');
    return ['<title>잘못된 요청 (KOE204)</title>', 400];
  },
});

/** Changes the path or the query of requests. */
const path = (from: RegExp, to: string): Otherwise => ({ sent: (at) => ({ path: at.replace(from, to) }) });

/** Changes the form of requests. */
const form = (from: RegExp, to: string): Otherwise => ({
  sent: (_at, _headers, body) => ({ form: body.replace(from, to) }),
});

/** Changes the URL that the user ends on. */
const end = (like: RegExp, address: string, account: Account = 'any'): Otherwise => ({
  service: ({ login }) => ({
    login: async (url, who) => (who === account && like.test(url) ? address : ((await login?.(url, who)) ?? '')),
  }),
});

const inFull = (one: Otherwise): Otherwise => ({ ...one, app: 'full' });
const withNonce = `x.${Buffer.from('{"nonce":"a-nonce"}').toString('base64url')}.x`;

const otherwise: [guess: string, one: Otherwise][] = [
  ['guesses.ts: KOE_PAGE_STATUS', status(/\(KOE006\)/, 401)],
  ['guesses.ts: KOE_PAGE_STATUS', status(/\(KOE101\)/, 401)],
  ['guesses.ts: KOE_PAGE_STATUS', status(/\(KOE205\)/, 403)],
  ['guesses.ts: KOE_PAGE_STATUS', status(/\(KOE102\)/, 403)],
  ['guesses.ts: KOE_PAGE_STATUS', status(/\(KOE007\)/, 401)],
  ['kauth/authorize-request.ts: wrong parameter', text('(KOE202)', '(KOE201)')],
  ['kauth/authorize-request.ts: wrong parameter', text('(KOE207)', '(KOE204)')],
  [
    'kauth/authorize-request.ts: code_challenge without a method',
    path(/(code_challenge=[^&]*)$/, '$1&code_challenge_method=S256'),
  ],
  ['kauth/authorize-request.ts: unknown prompt', page(/prompt=something/)],
  ['kauth/authorize-request.ts: unknown prompt', page(/prompt=unify_daum/)],
  ['kauth/authorize-request.ts: unknown service_terms', page(/service_terms=no_such_term/)],
  ['guesses.ts: SENT_ONCE', path(/&client_id=b/, '')],
  ['guesses.ts: SENT_ONCE', path(/&state=b/, '')],
  ['guesses.ts: SENT_ONCE', path(/%zz/, 'a')],
  ['kauth/authorize.ts: select_account', header('location', '/login/simple/?continue=', /prompt=select_account/)],
  ['guesses.ts: LOGIN_REQUIRED_TEXT', header('location', `${redirectUri}?error=login_required`, /prompt=none$/)],
  ['kauth/authorize.ts: prompt=none with other values', page(/prompt=none%2Ccreate/)],
  ['kauth/authorize.ts: prompt=none with other values', end(/none%2Clogin/, 'https://accounts.kakao.com/login')],
  ['guesses.ts: INTERACTION_REQUIRED_TEXT', end(/prompt=none/, `${redirectUri}?error=interaction_required`, 'held up')],
  ['guesses.ts: NO_SUCH_KAUTH_PATH', status(/\(KOE002\)/, 400)],
  ['kauth/oidc.ts: sse-configuration', path(/sse-configuration/, 'nothing')],
  ['guesses.ts: KOE310_TEXT', text('Unsupported grant type', 'unsupported')],
  ['guesses.ts: KOE319_TEXT', text('refresh_token is missing.', 'no refresh token')],
  ['guesses.ts: KOE207_CODE_TEXT', text('An authorization code must be supplied.', 'no code')],
  ['kauth/refusals.ts: status of KOE101', status(/"KOE101"/, 400)],
  [
    'kauth/token.ts: Accept',
    {
      sent: (at, headers) => void (at === '/oauth/token' && headers.accept === 'text/html' && (headers.accept = '*/*')),
    },
  ],
  ['guesses.ts: NOT_ACCEPTABLE_HEADERS', { sent: (_at, headers) => void delete headers['sec-fetch-mode'] }],
  ['guesses.ts: KOE400_TEXT', text('ID token is invalid or expired.', 'invalid')],
  ['guesses.ts: NO_CREDENTIALS_TEXT', text('no authentication key!', 'credentials?')],
  ['guesses.ts: UNKNOWN_SCHEME', text('"code":-8', '"code":-401')],
  ['guesses.ts: WELL_FORMED_TOKEN', status(/malformed access token/, 401)],
  ['guesses.ts: MALFORMED_TOKEN_TEXT', text('malformed access token.', 'bad token')],
  ['guesses.ts: UNKNOWN_ADMIN_KEY_TEXT', text('appKey(xxxxxxxx) does not exist', 'wrong appKey')],
  ['guesses.ts: WRONG_CALLER_TEXT', text('InvalidTokenException', 'wrong token')],
  ['guesses.ts: NO_SUCH_PATH', text('Not Found', 'no such api')],
  ['guesses.ts: DISCONTINUED_PATHS', text('"code":-9', '"code":-401')],
  ['guesses.ts: DISCONTINUED_TEXT', text('this api is not available any more.', 'gone')],
  ['guesses.ts: CORS_ALLOWED_HEADERS', header('access-control-allow-headers', 'authorization')],
  ['http/cors.ts: methods', header('access-control-allow-methods', '*')],
  ['guesses.ts: CORS_MAX_AGE', header('access-control-max-age', '3600')],
  ['http/cors.ts: origins', header('access-control-allow-origin', '*')],
  ['http/cors.ts: origins', header('access-control-allow-origin', 'null', /code\.json/)],
  ['http/cors.ts: token endpoint', header('access-control-allow-origin', '*', /^\/oauth\/token/)],
  ['guesses.ts: MOST_IDS', status(/target_ids: too many/, 200)],
  ['guesses.ts: TOO_MANY_IDS_TEXT', text('target_ids: too many', 'too many')],
  [
    'kapi/user.ts: list of users',
    { got: (body, was, _headers, at) => [at.endsWith('target_ids=%5B0%5D') ? `{"elements":${body}}` : body, was] },
  ],
  ['guesses.ts: BAD_PARAMETER_TEXT', text('invalid parameter: limit', 'limit must be positive')],
  ['guesses.ts: IDS_ORDER', path(/(\/v1\/user\/ids\?limit=100)$/, '$1&order=desc')],
  ['guesses.ts: PKCE_BODY', text('Invalid code verifier', 'PKCE verification failed')],
  // The wrong verifier of another question is one character longer.
  ['kauth/token.ts: verifier without a challenge', form(/&code_verifier=[^&]{43}(?=&|$)/, '')],
  [
    'guesses.ts: isSameRedirectUri',
    form(/^(?!.*redirect_uri)(.*&code=.*)$/, '$1&redirect_uri=http%3A%2F%2Flocalhost%3A1'),
  ],
  ['kauth/token.ts: openid in scope', text('"scope":"openid ', '"scope":"')],
  ['kauth/token.ts: earlier access tokens', status(/"expiresInMillis"/, 401)],
  ['kauth/token.ts: nonce', text(/"id_token":"[^"]*"/g, `"id_token":"${withNonce}"`)],
  ['kapi/property-keys.ts: times', text('"connected_at"', '"linked_at"')],
  ['kapi/scopes.ts: unknown items', path(/(\/v2\/user\/scopes)\?.*/, '$1')],
  [
    'kapi/scopes.ts: display_name',
    { sent: (at, headers) => void (at === '/v2/user/scopes' && delete headers['accept-language']) },
  ],
  [
    'kapi/scopes.ts: display_name',
    { sent: (_at, headers) => void (headers['ka'] === 'lang/en' && (headers['accept-language'] = 'en')) },
  ],
  ['guesses.ts: SERVICE_ITEMS', inFull(text('"SERVICE"', '"PRIVACY"'))],
  ['seed/types.ts: legal items', inFull(text('"id":"legal_name"', '"id":"real_name"'))],
  ['guesses.ts: HAS_MEMBERS', inFull(text('"has_email"', '"had_email"'))],
  ['guesses.ts: SHIPPING_NOT_CONFIGURED', text('"code":-5', '"code":-3')],
  ['kapi/shipping.ts: -402', inFull(status(/"code":-402/, 401))],
  ['guesses.ts: SHIPPING_API_TYPE', inFull(text('"SHIPPING_ADDRESS"', '"ADDRESS"'))],
  ['kapi/shipping.ts: address_id', inFull(path(/address_id=1$/, 'address_id=21'))],
  ['kapi/shipping.ts: page_size', inFull(path(/page_size=2$/, 'page_size=3'))],
  ['guesses.ts: NOT_SYNC_TEXT', text('Kakao Sync is not enabled for this app.', 'no terms')],
  ['guesses.ts: NO_TERMS_TO_AGREE_TEXT', inFull(text('There is no tags to upgrade.', 'no such tags'))],
  ['guesses.ts: CODE_LIFE', { service: ({ wait }) => ({ wait: async (time) => wait?.(time * 1.2) }) }],
];

test.each(otherwise.map(([guess, one], row) => [row, guess, one] as const))(
  'a service with one different answer (%i) leads to exactly one guess to change: %s',
  async (_row, guess, one) => {
    const all = await compareWith(one);
    expect(guessesToChange(all)).toEqual([guess]);
  },
);

test('every guess that is asked about has a different answer in this test', () => {
  expect(new Set(otherwise.map(([guess]) => guess))).toEqual(new Set(questions.map(({ guess }) => guess)));
});

test('every guess of the emulator is asked about, or listed in not-asked.ts', async () => {
  const source = await readFile(join(root, 'packages/emulator/src/guesses.ts'), 'utf8');
  const values = [...source.matchAll(/^export const (\w+)/gm)].map(([, name]) => `guesses.ts: ${name}`);
  const code = [...source.matchAll(/^ \* - `([^`]+)`/gm)].map(([, name = '']) => name);
  expect([values.length, code.length].every((length) => length > 20)).toBe(true);
  const asked = new Set(questions.map(({ guess }) => guess));
  const all = [...asked, ...notAsked.flatMap(({ guesses }) => guesses)];
  expect(all.toSorted()).toEqual([...values, ...code].toSorted());
  const files = code.map((name) => join(root, 'packages/emulator/src', name.split(':')[0] ?? ''));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test('the record says what is not asked, and why', async () => {
  const record = recordOf([]);
  for (const { what, because } of notAsked) expect(record).toContain(`- ${what}: not asked, because ${because}.\n`);
});

test.each([
  ['a key, a secret and an admin key', `${key} ${secret} ${adminKey}`, '[masked] [masked] [masked]'],
  ['a token', 'code=Zq3xT7bYw2Lr9Vn5Kd8Hc1Jf6Gm4Ps0Ua', '[masked]'],
  ['an ID', 'user 3141592653 and 31415926535897', 'user [masked] and [masked]'],
  ['a phone number', '+82 10-1234-5678', '+82 [masked]'],
  ['an email address', 'no user someone@example.com', 'no user [masked]'],
  ['an IP address', 'ip mismatched! callerIp=203.0.113.9. check', 'ip mismatched! callerIp=[masked]. check'],
  ['the name of the app', 'tags([t]) in app(달빛상점).', 'tags([t]) in app([masked]).'],
  ['nothing else', '400, code: -2, msg: expired_or_invalid_refresh_token', undefined],
])('the record masks %s', (_what, said, expected = said) => {
  expect(masked(plain.service, said)).toBe(expected);
});

test('the record contains no key, code or token, even if Kakao repeats them', async () => {
  const seen: string[] = [];
  const all = await compareWith({
    ...inFull({}),
    sent: (at, headers, body) => {
      const { authorization = '' } = headers;
      seen.push(authorization, ...new URLSearchParams(body).values());
      return {};
    },
    got: (body, was, _headers, at) =>
      /^\/v|^\/oauth\/token/.test(at) && was >= 400
        ? [JSON.stringify({ error: 'x', error_description: seen.join(' ') }), was]
        : [body, was],
  });
  const secrets = seen
    .flatMap((value) => value.split(' '))
    .filter((value) => value.length >= 30 && !value.startsWith('http'));
  expect(new Set(secrets).size).toBeGreaterThan(10);
  const record = recordOf(all) + fileOf(all, new Date(0));
  expect(secrets.filter((value) => !/^0+$/.test(value) && record.includes(value))).toEqual([]);
});

test('the file contains the answers, the guesses to change, what was not asked, and versions', async () => {
  const all = await compareWith(text('no authentication key!', 'credentials?'));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(JSON.parse(fileOf(all, new Date(0)))).toEqual({
    version: 1,
    probe: version,
    at: '1970-01-01T00:00:00.000Z',
    answers: all,
    guessesToChange: ['guesses.ts: NO_CREDENTIALS_TEXT'],
    notAsked,
  });
});

const program = [
  '--no-warnings',
  '--conditions=@kakao-login/source',
  '--import',
  './test/support/typescript.js',
  'test/live/main.ts',
];
const environment = { PATH: process.env['PATH'], KAKAO_CLIENT_ID: key, KAKAO_REDIRECT_URI: redirectUri };

test('npm run live asks the user to log in, and writes the record to a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'live-'));
  try {
    const file = join(folder, 'record.json');
    const args = ['--hosts', plain.kakao.url, '--login', '--out', file];
    const env = { ...environment, KAKAO_CLIENT_SECRET: secret, KAKAO_ADMIN_KEY: adminKey };
    const child = spawn(process.execPath, [...program, ...args], { cwd: root, env });
    let [out, asked] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => {
      asked += String(chunk);
      const [, url = ''] = /Open\n {2}(\S+)\n[^]*> $/.exec(asked) ?? [];
      if (url === '') return;
      const account: Account = asked.includes('account terms to accept') ? 'held up' : 'any';
      asked = '';
      void plain.service.login?.(url, account).then((address) => child.stdin.write(`${address}\n`));
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, asked]).toEqual([0, '']);
    const record = JSON.parse(await readFile(file, 'utf8')) as { answers: Compared[]; guessesToChange: string[] };
    expect(record.guessesToChange).toEqual([]);
    expect(without(record.answers, 'same').map(({ asks }) => asks)).toEqual([...onlyFull, 'how long a code is valid']);
    expect(out).toBe(recordOf(record.answers));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['in CI', [], { CI: 'true' }, /^live: do not run this in CI/],
  ['without keys', [], { KAKAO_CLIENT_ID: '' }, /^live: set KAKAO_CLIENT_ID/],
  ['with an item without a stage', ['--item', 'gender'], {}, /^live: --item: write ID=STAGE/],
  ['with a file that cannot be written', ['--out', './no/such/folder/record.json'], {}, /^live: ENOENT/],
])('npm run live asks nothing %s', async (_what, args, env, message) => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: { live: string } };
  expect(scripts.live).toContain('test/live/main.ts');
  const options = { cwd: root, env: { ...environment, ...env } };
  await expect(run(process.execPath, [...program, ...args], options)).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(message),
  });
});
