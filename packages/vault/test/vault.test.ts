import { beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions, KakaoHttpRequest } from '@kakao-login/client';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { KakaoVaultOptions, VaultLogin, VaultStore } from '@kakao-login/vault';
import { eventsOf, gate, onlyKey, rejection, through } from './support/kakao.js';

/*
 * The rules of `KakaoVault` one by one. Kakao's responses are passed in as the client's `http`, so that each rule takes
 * a millisecond.
 */

interface Response {
  status: number;
  body: object;
}

type Responder = (token: string | undefined) => Response | Promise<Response>;

const ok = (body: object): Response => ({ status: 200, body });
const refusal = (status: number, code: number, more: object = {}): Response => ({
  status,
  body: { msg: 'refused', code, ...more },
});

const id = '1001';
const scopesResponse = (scopes: Record<string, boolean>): Response =>
  ok({ id, scopes: Object.entries(scopes).map(([scope, agreed]) => ({ id: scope, agreed })) });

const keys = [{ kid: 'first', key: randomBytes(32) }];
const start = 1_700_000_000_000;

/** Kakao's responses by path, and what was requested. */
class Kakao {
  now = start;
  responders: Record<string, Responder>;
  readonly requests: string[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  #issued = 0;

  constructor() {
    this.responders = {
      '/oauth/token': () => ok({ ...tokens(`refreshed-${(this.#issued += 1)}`), refresh_token: undefined }),
      '/v2/user/me': () => ok({ id }),
      '/v1/user/logout': () => ok({ id }),
      '/v1/user/unlink': () => ok({ id }),
      '/v1/user/signup': () => ok({ id }),
    };
  }

  async request({
    url,
    headers,
    signal,
  }: KakaoHttpRequest): Promise<{ status: number; data: string; headers: object }> {
    this.signals.push(signal);
    const path = new URL(url).pathname;
    const credentials = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    this.requests.push([path, credentials].filter(Boolean).join(' '));
    const { status, body } = await this.responders[path]!(credentials?.replace(/^Bearer /, ''));
    return { status, data: JSON.stringify(body), headers: {} };
  }
}

const tokens = (accessToken: string, expiresIn = 3600): VaultLogin['tokens'] => ({
  token_type: 'bearer',
  access_token: accessToken,
  expires_in: expiresIn,
  refresh_token: `refresh-${accessToken}`,
  refresh_token_expires_in: 7200,
  scope: 'account_email profile_nickname',
});

let kakao: Kakao;
let store: MemoryVaultStore;

const clientOf = (options?: Partial<KakaoClientOptions>): KakaoClient =>
  new KakaoClient({ clientId: 'key', http: kakao, retries: 0, now: () => kakao.now, ...options });

/** The vault of one process. The vaults of a test share a store and a key. */
const vaultOf = (options?: Partial<KakaoVaultOptions>): KakaoVault =>
  new KakaoVault({ client: clientOf(), store, keys, ...options });

/** A vault with a login. */
async function loggedIn(options?: Partial<KakaoVaultOptions>): Promise<KakaoVault> {
  const vault = vaultOf(options);
  await vault.save({ id, tokens: tokens('first') });
  return vault;
}

/** Lets the tokens expire, and holds Kakao's response to the refresh until `answer` is called. */
function holdRefresh(): { requested: Promise<void>; answer: () => void } {
  kakao.now += 3600 * 1000;
  const [request, response] = [gate(), gate()];
  kakao.responders['/oauth/token'] = async () => {
    request.open();
    await response.opened;
    return ok(tokens('second'));
  };
  return { requested: request.opened, answer: response.open };
}

/** A store that counts how often a record is read. */
function counting(): { store: VaultStore; reads: () => number } {
  let reads = 0;
  const get = (key: string): ReturnType<VaultStore['get']> => {
    reads += 1;
    return store.get(key);
  };
  return { store: through(store, { get }), reads: () => reads };
}

const fails = (): Promise<never> => Promise.reject(new Error('disk full'));

beforeEach(() => {
  kakao = new Kakao();
  store = new MemoryVaultStore({ now: () => kakao.now });
});

describe('the options', () => {
  test.each([undefined, null, {}])('%p are refused', (options) => {
    expect(() => new KakaoVault(options as never)).toThrow(
      expect.objectContaining({ kind: 'usage', option: 'client' }),
    );
  });

  const limits: [string, number][] = [
    ['refreshEarly', 0],
    ['coolDown', 0],
    ['storeTimeout', 1],
    ['lease', 0],
  ];
  test.each(limits)('%s is a number of milliseconds from %d to 2^31 - 1', (option, least) => {
    for (const value of [least, least + 0.5, 2 ** 31 - 1, undefined]) {
      expect(() => vaultOf({ [option]: value })).not.toThrow();
    }
    for (const value of [least - 1, 2 ** 31, Infinity, Number.NaN, '1000', null]) {
      expect(() => vaultOf({ [option]: value })).toThrow(
        expect.objectContaining({ code: 'option_malformed', option, message: expect.stringContaining(option) }),
      );
    }
  });

  test.each(['now', 'wait'])('%s is a function', (option) => {
    expect(() => vaultOf({ [option]: undefined })).not.toThrow();
    expect(() => vaultOf({ [option]: () => 1 })).not.toThrow();
    for (const value of [7, null, 'now', {}]) {
      expect(() => vaultOf({ [option]: value })).toThrow(
        expect.objectContaining({ code: 'option_malformed', option, message: expect.stringContaining(option) }),
      );
    }
  });

  test.each(['get', 'set', 'delete', 'lease', 'release', 'keys'])('store has %s', (method) => {
    expect(() => vaultOf({ store: through(store, {}) })).not.toThrow();
    for (const value of [undefined, 'function']) {
      expect(() => vaultOf({ store: through(store, { [method]: value }) })).toThrow(
        expect.objectContaining({ code: 'option_malformed', option: 'store' }),
      );
    }
  });

  test('store is not null', () => {
    expect(() => vaultOf({ store: null as never })).toThrow(
      expect.objectContaining({ code: 'option_malformed', option: 'store' }),
    );
  });

  test('keys are required for a shared store only', () => {
    const shared = { ...through(store, {}), shared: true };
    expect(() => vaultOf({ store: shared, keys: undefined })).toThrow(
      expect.objectContaining({ code: 'option_missing', option: 'keys' }),
    );
    expect(() => vaultOf({ store: shared })).not.toThrow();
    expect(() => vaultOf({ store, keys: undefined })).not.toThrow();
    expect(() => vaultOf({ store: undefined, keys: undefined })).not.toThrow();
  });

  const leases: [string, Partial<KakaoVaultOptions>, Partial<KakaoClientOptions>, number][] = [
    ['by default', {}, {}, 3_000 + 2 * 10_000 + 5_000],
    ['with a storeTimeout', { storeTimeout: 100 }, {}, 3_000 + 2 * 10_000 + 100],
    ['with timeouts of the client', {}, { timeouts: { connect: 7, response: 11 } }, 7 + 2 * 11 + 5_000],
    ['with a lease', { lease: 29 }, { timeouts: { connect: 7, response: 11 } }, 29],
  ];
  test.each(leases)('the lease for a refresh %s', async (_, options, clientOptions, expected) => {
    const asked: number[] = [];
    const vault = await loggedIn({
      ...options,
      client: clientOf(clientOptions),
      store: through(store, {
        lease: (key, owner, milliseconds) => {
          asked.push(milliseconds);
          return store.lease(key, owner, milliseconds);
        },
      }),
    });
    kakao.now += 3600 * 1000;
    await vault.accessToken(id);
    expect(asked).toEqual([expected]);
  });

  test.each([
    [undefined, 300_000],
    [1_000, 1_000],
    [0, 0],
  ])('refreshEarly %p refreshes %d ms before the token expires', async (refreshEarly, early) => {
    const vault = await loggedIn({ refreshEarly });
    kakao.now += 3600 * 1000 - early - 1;
    expect(await vault.accessToken(id)).toBe('first');
    kakao.now += 1;
    expect(await vault.accessToken(id)).toBe('refreshed-1');
  });

  test.each([
    [undefined, 30_000],
    [1_000, 1_000],
  ])('coolDown %p waits %d ms after a failed refresh', async (coolDown, wait) => {
    const vault = await loggedIn({ coolDown });
    kakao.now += 3600 * 1000;
    kakao.responders['/oauth/token'] = () => ({ status: 503, body: {} });
    await rejection(vault.accessToken(id));
    kakao.now += wait - 1;
    await rejection(vault.accessToken(id));
    expect(kakao.requests).toHaveLength(1);
    kakao.now += 1;
    await rejection(vault.accessToken(id));
    expect(kakao.requests).toHaveLength(2);
  });

  test('now replaces the clock of the client', async () => {
    const vault = await loggedIn({ now: () => 5 });
    expect((await vault.status(id))?.savedAt).toBe(5);
  });

  test('wait replaces the timers, and storeTimeout limits each call of the store', async () => {
    const waits: number[] = [];
    let isHanging = false;
    const vault = await loggedIn({
      lease: 60,
      storeTimeout: 1,
      wait: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
      store: through(store, {
        lease: () => Promise.resolve(false),
        get: (key) => (isHanging ? new Promise(() => {}) : store.get(key)),
      }),
    });
    kakao.now += 3600 * 1000;
    expect(await rejection(vault.accessToken(id))).toMatchObject({ kind: 'connection', code: 'refresh_busy' });
    expect(waits).toEqual([50, 100]);
    isHanging = true;
    expect(await rejection(vault.accessToken(id))).toMatchObject({ kind: 'connection', code: 'store_failed' });
  });
});

test('a malformed user ID is refused by name', async () => {
  const vault = vaultOf();
  const malformed = { code: 'id_malformed', option: 'id' };
  expect(() => vault.forUser('moon')).toThrow(expect.objectContaining(malformed));
  for (const method of ['accessToken', 'status', 'forget', 'unlink', 'leave', 'logout', 'signup'] as const) {
    expect(await rejection(vault[method]('moon'))).toMatchObject(malformed);
  }
});

describe('status', () => {
  test('has every time of a login and of a refresh, and the name of the key', async () => {
    const vault = vaultOf();
    await vault.save({ id, tokens: tokens('first'), claims: { auth_time: 1_699_999_000 } });
    const saved = {
      id,
      kid: 'first',
      scopes: ['account_email', 'profile_nickname'],
      authTime: 1_699_999_000,
      savedAt: start,
      accessTokenExpiresAt: start + 3600 * 1000,
      refreshTokenExpiresAt: start + 7200 * 1000,
      reconnectRequired: false,
    };
    expect(await vault.status(id)).toStrictEqual(saved);
    kakao.now += 3600 * 1000;
    await vault.accessToken(id);
    expect(await vault.status(id)).toStrictEqual({
      ...saved,
      refreshedAt: kakao.now,
      accessTokenExpiresAt: kakao.now + 3600 * 1000,
      refreshTokenExpiresAt: kakao.now + 7200 * 1000,
    });
  });

  test('leaves out what Kakao did not send', async () => {
    const vault = vaultOf();
    await vault.save({ id, tokens: { token_type: 'bearer', access_token: 'first', expires_in: 3600 } });
    expect(await vault.status(id)).toStrictEqual({
      id,
      kid: 'first',
      savedAt: start,
      accessTokenExpiresAt: start + 3600 * 1000,
      reconnectRequired: false,
    });
  });

  test('returns a copy of the scopes', async () => {
    const vault = await loggedIn();
    const status = await vault.status(id);
    (status?.scopes as string[] | undefined)?.push('gender');
    expect((await vault.status(id))?.scopes).toEqual(['account_email', 'profile_nickname']);
  });

  test('says that the user has to log in again after Kakao refused the refresh token', async () => {
    const vault = await loggedIn();
    kakao.now += 3600 * 1000;
    kakao.responders['/oauth/token'] = () => ({ status: 400, body: { error: 'invalid_grant', error_code: 'KOE322' } });
    expect(await rejection(vault.accessToken(id))).toMatchObject({ code: 'reconnect_required' });
    const status = await vault.status(id);
    expect(status).toMatchObject({ reconnectRequired: true });
    expect(status).not.toHaveProperty('refreshTokenExpiresAt');
  });

  test('is undefined for a user without a record', async () => {
    expect(await vaultOf().status(id)).toBeUndefined();
  });
});

describe('save', () => {
  test('ends the wait after a failed refresh', async () => {
    const vault = await loggedIn();
    kakao.now += 3600 * 1000;
    kakao.responders['/oauth/token'] = () => ({ status: 503, body: {} });
    await rejection(vault.accessToken(id));
    await vault.save({ id, tokens: tokens('second', 0) });
    kakao.responders['/oauth/token'] = () => ok(tokens('third'));
    expect(await vault.accessToken(id)).toBe('third');
  });

  test('emits its event after the record is stored', async () => {
    const vault = vaultOf({ store: through(store, { set: fails }) });
    const seen = eventsOf(vault);
    expect(await rejection(vault.save({ id, tokens: tokens('first') }))).toMatchObject({ code: 'store_failed' });
    expect(seen).toEqual([]);
  });
});

describe('forget', () => {
  test('deletes the record and emits an event, also if there is no record', async () => {
    const vault = await loggedIn();
    const seen = eventsOf(vault);
    await vault.forget(id);
    expect(await vault.status(id)).toBeUndefined();
    await vault.forget(id);
    expect(seen).toEqual(['forgotten 1001', 'forgotten 1001']);
  });

  test('emits no event when the store does not delete the record', async () => {
    const vault = await loggedIn({ store: through(store, { delete: fails }) });
    const seen = eventsOf(vault);
    expect(await rejection(vault.forget(id))).toMatchObject({ code: 'store_failed' });
    expect(await rejection(vault.forget(id, { occurredAt: start / 1000 }))).toMatchObject({ code: 'store_failed' });
    expect(seen).toEqual([]);
  });

  test.each([
    ['in the second of the login', start / 1000, false],
    ['one second before the login', start / 1000 - 1, true],
    ['after the login', start / 1000 + 1, false],
  ])('for something that occurred %s', async (_, occurredAt, isKept) => {
    const vault = await loggedIn();
    const seen = eventsOf(vault);
    await vault.forget(id, { occurredAt });
    expect((await vault.status(id)) !== undefined).toBe(isKept);
    expect(seen).toEqual(isKept ? [] : ['forgotten 1001']);
  });

  test('keeps a login at the start of the next second', async () => {
    kakao.now = start + 1000;
    const vault = await loggedIn();
    await vault.forget(id, { occurredAt: start / 1000 });
    expect(await vault.status(id)).toBeDefined();
    kakao.now = start + 999;
    await vault.save({ id, tokens: tokens('second') });
    await vault.forget(id, { occurredAt: start / 1000 });
    expect(await vault.status(id)).toBeUndefined();
  });

  test.each([Number.NaN, Infinity, '1700000000', null, new Date(start)])(
    'refuses %p as the time, and deletes nothing',
    async (occurredAt) => {
      const vault = await loggedIn();
      expect(await rejection(vault.forget(id, { occurredAt: occurredAt as number }))).toMatchObject({
        code: 'option_malformed',
        option: 'occurredAt',
      });
      expect(await vault.status(id)).toBeDefined();
    },
  );

  test('ends the wait after a failed refresh, even if another process saves the next login', async () => {
    const vault = await loggedIn();
    kakao.now += 3600 * 1000;
    kakao.responders['/oauth/token'] = () => ({ status: 503, body: {} });
    await rejection(vault.accessToken(id));
    await vault.forget(id);
    await vaultOf().save({ id, tokens: tokens('second', 0) });
    kakao.responders['/oauth/token'] = () => ok(tokens('third'));
    expect(await vault.accessToken(id)).toBe('third');
  });
});

describe('reencrypt', () => {
  const secondKey = { kid: 'second', key: randomBytes(32) };

  test('counts the records that it checked, encrypted and could not decrypt', async () => {
    const old = vaultOf();
    for (const user of [1, 2, 3]) await old.save({ id: user, tokens: tokens(`of ${user}`) });
    const lost = vaultOf({ keys: [{ kid: 'lost', key: randomBytes(32) }] });
    await lost.save({ id: 4, tokens: tokens('of 4') });
    const vault = vaultOf({ keys: [secondKey, ...keys] });
    await vault.save({ id: 5, tokens: tokens('of 5') });
    expect(await vault.reencrypt()).toEqual({ checked: 5, reencrypted: 3, unreadable: 1 });
    expect(await vault.reencrypt()).toEqual({ checked: 5, reencrypted: 0, unreadable: 1 });
    expect(await vaultOf({ keys: [secondKey] }).accessToken(1)).toBe('of 1');
  });

  test('does not count a record that another process replaced meanwhile', async () => {
    await loggedIn();
    const vault = vaultOf({
      keys: [secondKey, ...keys],
      store: through(store, { set: () => Promise.resolve(false) }),
    });
    expect(await vault.reencrypt()).toEqual({ checked: 1, reencrypted: 0, unreadable: 0 });
  });

  test('rejects when the store fails', async () => {
    await loggedIn();
    const vault = vaultOf({ keys: [secondKey, ...keys], store: through(store, { set: fails }) });
    expect(await rejection(vault.reencrypt())).toMatchObject({ kind: 'connection', code: 'store_failed' });
  });
});

describe('ping', () => {
  test('resolves when the store answers', async () => {
    await expect(vaultOf().ping()).resolves.toBeUndefined();
  });

  test('rejects when the store fails', async () => {
    const vault = vaultOf({ store: through(store, { get: fails }) });
    expect(await rejection(vault.ping())).toMatchObject({ kind: 'connection', code: 'store_failed' });
  });
});

describe('listeners', () => {
  test('can be added and removed in a chain', async () => {
    const vault = vaultOf();
    const seen: string[] = [];
    const removed = (): number => seen.push('removed');
    const returned = vault.on('saved', removed).on('saved', () => seen.push('kept'));
    expect(returned).toBe(vault);
    expect(vault.off('saved', removed)).toBe(vault);
    await vault.save({ id, tokens: tokens('first') });
    expect(seen).toEqual(['kept']);
  });
});

test('close waits for refreshes in progress', async () => {
  const vault = await loggedIn();
  const { requested, answer } = holdRefresh();
  const seen = eventsOf(vault);
  const asked = vault.accessToken(id);
  await requested;
  const closed = vault.close().then(() => seen.push('closed'));
  answer();
  await closed;
  expect(seen).toEqual(['refreshed 1001', 'closed']);
  expect(await asked).toBe('second');
});

describe('a call', () => {
  test('uses the stored token, and reads the record once', async () => {
    const { store: counted, reads } = counting();
    const vault = await loggedIn({ store: counted });
    expect(await vault.forUser(id).user.me()).toEqual({ id });
    expect(kakao.requests).toEqual(['/v2/user/me Bearer first']);
    expect(reads()).toBe(1);
  });

  test('that this library does not have gets the token', async () => {
    const vault = await loggedIn();
    expect(await vault.forUser(id).accessToken()).toBe('first');
    expect(kakao.requests).toEqual([]);
  });

  test('that is not for users is refused without a request', async () => {
    const vault = await loggedIn();
    const { user, oidc } = vault.forUser(id) as unknown as Record<string, Record<string, () => Promise<unknown>>>;
    for (const ask of [() => user!['ids']!(), () => oidc!['discover']!()]) {
      expect(await rejection(ask())).toMatchObject({ code: 'caller_refused', option: 'forUser' });
    }
    expect(kakao.requests).toEqual([]);
  });

  test('whose token Kakao refuses is repeated with a new token', async () => {
    const vault = await loggedIn();
    kakao.responders['/v2/user/me'] = (token) => (token === 'first' ? refusal(401, -401) : ok({ id }));
    expect(await vault.forUser(id).user.me()).toEqual({ id });
    expect(kakao.requests).toEqual(['/v2/user/me Bearer first', '/oauth/token', '/v2/user/me Bearer refreshed-1']);
  });

  test('whose new token Kakao refuses too fails, with the second refusal as its cause', async () => {
    const vault = await loggedIn();
    const answers = [refusal(401, -401, { msg: 'one' }), refusal(401, -401, { msg: 'two' })];
    kakao.responders['/v2/user/me'] = () => answers.shift() as Response;
    const error = await rejection(vault.forUser(id).user.me());
    expect(error).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    expect(error.cause).toMatchObject({ kind: 'api', code: -401, kakaoMessage: 'two' });
    expect(await vault.status(id)).toMatchObject({ reconnectRequired: false });
  });

  test('whose token was just refreshed and is refused fails without another request', async () => {
    const vault = await loggedIn();
    kakao.now += 3600 * 1000;
    kakao.responders['/v2/user/me'] = () => refusal(401, -401);
    const error = await rejection(vault.forUser(id).user.me());
    expect(error).toMatchObject({ kind: 'login', code: 'reconnect_required' });
    expect(error.cause).toMatchObject({ kind: 'api', code: -401 });
    expect(kakao.requests).toEqual(['/oauth/token', '/v2/user/me Bearer refreshed-1']);
  });

  test('that fails for another reason is not repeated', async () => {
    const vault = await loggedIn();
    kakao.responders['/v2/user/me'] = () => refusal(400, -201);
    expect(await rejection(vault.forUser(id).user.me())).toMatchObject({ kind: 'api', code: -201 });
    expect(kakao.requests).toEqual(['/v2/user/me Bearer first']);
  });

  // An interceptor can throw anything.
  test.each([undefined, new Error('of an interceptor'), { kind: 'api', code: -401 }])(
    'that fails with something that is not from Kakao passes it on: %p',
    async (thrown) => {
      const vault = await loggedIn();
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what an interceptor throws need not be an Error
      kakao.responders['/v2/user/me'] = () => Promise.reject(thrown);
      await expect(vault.forUser(id).user.me()).rejects.toBe(thrown);
      expect(kakao.requests).toEqual(['/v2/user/me Bearer first']);
    },
  );

  test('that fails for another reason with the new token reports that reason', async () => {
    const vault = await loggedIn();
    const answers = [refusal(401, -401), refusal(400, -201)];
    kakao.responders['/v2/user/me'] = () => answers.shift() as Response;
    expect(await rejection(vault.forUser(id).user.me())).toMatchObject({ kind: 'api', code: -201 });
  });

  test.each(['logout', 'unlink'] as const)('%s forgets the user', async (name) => {
    const vault = await loggedIn();
    const seen = eventsOf(vault);
    await vault.forUser(id).account[name]();
    expect(seen).toEqual(['forgotten 1001']);
    expect(await vault.status(id)).toBeUndefined();
  });

  test.each(['logout', 'unlink'] as const)(
    '%s keeps a login of the meantime, even with an earlier clock',
    async (name) => {
      const vault = await loggedIn();
      const seen = eventsOf(vault);
      kakao.responders[`/v1/user/${name}`] = async () => {
        kakao.now -= 1;
        await vaultOf().save({ id, tokens: tokens('second') });
        return ok({ id });
      };
      await vault.forUser(id).account[name]();
      expect(seen).toEqual([]);
      expect(await vault.accessToken(id)).toBe('second');
    },
  );

  test('to signup does not forget the user', async () => {
    const vault = await loggedIn();
    await vault.forUser(id).account.signup();
    expect(await vault.accessToken(id)).toBe('first');
  });
});

describe('consent', () => {
  const scopes = { account_email: true, profile_nickname: true };

  test('that Kakao lists is stored with the time of the request', async () => {
    const vault = await loggedIn();
    kakao.now += 1000;
    const asked = kakao.now;
    kakao.responders['/v2/user/scopes'] = () => {
      kakao.now += 1000;
      return scopesResponse({ ...scopes, account_email: false, gender: true });
    };
    await vault.forUser(id).scopes.list();
    expect(await vault.status(id)).toMatchObject({ scopes: ['profile_nickname', 'gender'], revokedAt: asked });
  });

  test('that is stored already is not read again', async () => {
    const { store: counted, reads } = counting();
    const vault = await loggedIn({ store: counted });
    kakao.responders['/v2/user/scopes'] = () => scopesResponse(scopes);
    await vault.forUser(id).scopes.list();
    expect(reads()).toBe(1);
  });

  test('that is missing in a refusal is stored, and the refusal is thrown', async () => {
    const vault = await loggedIn();
    kakao.responders['/v2/user/me'] = () =>
      refusal(403, -402, { required_scopes: ['account_email'], allowed_scopes: [] });
    expect(await rejection(vault.forUser(id).user.me())).toMatchObject({ code: -402 });
    expect(await vault.status(id)).toMatchObject({ scopes: ['profile_nickname'], revokedAt: start });
  });

  describe('when the store does not save it', () => {
    const failing = (): VaultStore =>
      through(store, { set: (key, record, replaces) => (replaces ? fails() : store.set(key, record)) });

    test('a call that reads returns its response', async () => {
      const vault = await loggedIn({ store: failing() });
      kakao.responders['/v2/user/scopes'] = () => scopesResponse({ account_email: false });
      expect((await vault.forUser(id).scopes.list()).scopes).toHaveLength(1);
    });

    test('a call that changes something fails', async () => {
      const vault = await loggedIn({ store: failing() });
      kakao.responders['/v2/user/revoke/scopes'] = () => scopesResponse({ account_email: false });
      expect(await rejection(vault.forUser(id).scopes.revoke(['account_email']))).toMatchObject({
        code: 'store_failed',
      });
    });

    test('a refusal is thrown as it is', async () => {
      const vault = await loggedIn({ store: failing() });
      kakao.responders['/v2/user/me'] = () =>
        refusal(403, -402, { required_scopes: ['account_email'], allowed_scopes: [] });
      expect(await rejection(vault.forUser(id).user.me())).toMatchObject({ kind: 'api', code: -402 });
    });
  });
});

describe('a signal', () => {
  /** A signal that counts its listeners. */
  function observed(given: AbortSignal): { signal: AbortSignal; listeners: () => number } {
    let listeners = 0;
    return {
      listeners: () => listeners,
      signal: {
        get aborted() {
          return given.aborted;
        },
        addEventListener(...added: Parameters<AbortSignal['addEventListener']>) {
          listeners += 1;
          given.addEventListener(...added);
        },
        removeEventListener(...removed: Parameters<AbortSignal['removeEventListener']>) {
          if (removed[0] === 'abort') listeners -= 1;
          given.removeEventListener(...removed);
        },
      } as AbortSignal,
    };
  }

  test('that is aborted ends a call before the record is read', async () => {
    const { store: counted, reads } = counting();
    const vault = await loggedIn({ store: counted });
    expect(await rejection(vault.accessToken(id, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted' });
    expect(reads()).toBe(0);
  });

  test('that is aborted during a refresh ends only the call that has it', async () => {
    const vault = await loggedIn();
    const { answer } = holdRefresh();
    const abort = new AbortController();
    const { signal, listeners } = observed(abort.signal);
    const aborted = rejection(vault.accessToken(id, { signal }));
    const patient = vault.accessToken(id);
    abort.abort();
    expect(await aborted).toMatchObject({ kind: 'connection', code: 'aborted' });
    expect(listeners()).toBe(0);
    answer();
    expect(await patient).toBe('second');
  });

  test('that is not aborted has no listeners afterwards', async () => {
    const vault = await loggedIn();
    const { signal, listeners } = observed(new AbortController().signal);
    expect(await vault.accessToken(id, { signal })).toBe('first');
    expect(listeners()).toBe(0);
    expect(await rejection(vaultOf().accessToken(7, { signal }))).toMatchObject({ code: 'reconnect_required' });
    expect(listeners()).toBe(0);
  });

  test('is passed on to the request', async () => {
    const vault = await loggedIn();
    const { signal } = new AbortController();
    kakao.responders['/v2/user/me'] = (token) => (token === 'first' ? refusal(401, -401) : ok({ id }));
    await vault.forUser(id).user.me({ signal });
    expect(kakao.signals).toEqual([signal, undefined, signal]);
  });
});

describe('the account', () => {
  const adminKey = 'admin-key';
  const withAdminKey = (): Partial<KakaoVaultOptions> => ({ client: clientOf({ adminKey }) });

  test('is unlinked with the token of the user', async () => {
    const vault = await loggedIn();
    await vault.unlink(Number(id));
    expect(kakao.requests).toEqual(['/v1/user/unlink Bearer first']);
    expect(await vault.status(id)).toBeUndefined();
  });

  test('is unlinked with the admin key of the client when the vault has no token', async () => {
    const vault = vaultOf(withAdminKey());
    const seen = eventsOf(vault);
    await vault.unlink(id);
    expect(kakao.requests).toEqual(['/v1/user/unlink KakaoAK admin-key']);
    expect(seen).toEqual(['forgotten 1001']);
  });

  test('is left with its other steps', async () => {
    const vault = await loggedIn();
    const result = await vault.leave(Number(id), { others: { apple: () => undefined } });
    expect(result).toEqual({ finished: true, done: ['kakao', 'apple'], left: [] });
  });

  test('is logged out with the token, or everywhere with the admin key', async () => {
    const vault = await loggedIn(withAdminKey());
    await vault.logout(Number(id));
    await vault.logout(Number(id), { everywhere: true });
    expect(kakao.requests).toEqual(['/v1/user/logout Bearer first', '/v1/user/logout KakaoAK admin-key']);
  });

  test('is signed up with the token', async () => {
    const vault = await loggedIn();
    await vault.signup(Number(id), { properties: { nickname: 'moon' } });
    expect(kakao.requests).toEqual(['/v1/user/signup Bearer first']);
  });
});

test('two apps do not share records', async () => {
  await loggedIn();
  const other = vaultOf({ client: clientOf({ clientId: 'other' }) });
  expect(await other.status(id)).toBeUndefined();
  expect(await onlyKey(store)).toMatch(/:1001$/);
});
