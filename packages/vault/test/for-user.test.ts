import { describe, expect, jest, test } from '@jest/globals';
import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client';
import { defaultSeed } from '@kakao-login/emulator';
import { MemoryVaultStore, RedisVaultStore, SqlVaultStore, sqlVaultSchema } from '@kakao-login/vault';
import type { KakaoVault, KakaoVaultUser, VaultStore } from '@kakao-login/vault';
import { eventsOf, gate, moon, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
type Ask = (user: KakaoVaultUser) => Promise<unknown>;

/** One call for each endpoint that accepts a user's access token. */
const calls: Record<string, Ask> = {
  'oidc.userinfo': (user) => user.oidc.userInfo(),
  'user.me': (user) => user.user.me({ propertyKeys: ['kakao_account.email'] }),
  'user.updateProfile': (user) => user.user.updateProfile({ nickname: '달' }),
  'user.accessTokenInfo': (user) => user.user.accessTokenInfo(),
  'scopes.list': (user) => user.scopes.list(),
  'scopes.revoke': (user) => user.scopes.revoke(['account_email']),
  'terms.list': (user) => user.terms.list({ result: 'agreed_service_terms' }),
  'terms.revoke': (user) => user.terms.revoke(['marketing']),
  'terms.agree': (user) => user.terms.agree(['marketing']),
  'shipping.list': (user) => user.shipping.list({ pageSize: 2 }),
  'account.signup': (user) => user.account.signup(),
  'account.logout': (user) => user.account.logout(),
  'account.unlink': (user) => user.account.unlink(),
};

test('every endpoint that accepts a user’s token has a call', () => {
  const names = (Object.keys(endpoints) as EndpointName[]).filter((name) =>
    (endpoints[name].callers as readonly string[]).includes('user'),
  );
  expect(Object.keys(calls).toSorted()).toEqual(names.toSorted());
});

test.each(Object.entries(calls))('%s is sent with the token of the user', async (name, ask) => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  // Some are refused because of the app. This test only checks the credentials.
  await ask(vault.forUser(moon.id)).catch(() => {});
  const last = kakao.emulator.requests.at(-1);
  expect([last?.endpoint, last?.credentials]).toEqual([name, 'token']);
});

test('each page of a list gets a token that is valid at that time', async () => {
  const vault = kakao.vault();
  const [home] = defaultSeed.people[0]!.addresses!;
  const addresses = [1, 2, 3, 4, 5].map((id) => ({ ...home!, id, is_default: id === 1, updated_at: 1000 - id }));
  await kakao.emulator.updatePerson(moon.email, { addresses });
  await kakao.logIn(vault);
  const seen: string[] = [];
  for await (const { id } of vault.forUser(moon.id).shipping.all({ pageSize: 2 })) {
    seen.push(id);
    kakao.emulator.clock.advance({ hours: 7 });
  }
  expect(seen).toEqual(['1', '2', '3', '4', '5']);
  expect(kakao.refreshes()).toBeGreaterThan(1);
  expect(kakao.answers().filter((answer) => answer.endsWith(' 401'))).toEqual([]);
});

test('a user ID is a string, bigint or number', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  for (const id of ['1001', '01001', 1001, 1001n]) {
    expect(vault.forUser(id).id).toBe(moon.id);
    expect(await vault.forUser(id).accessToken()).toBe(await vault.accessToken(moon.id));
  }
  for (const id of ['', 'moon', '1 or 1=1', -1, 2 ** 53, '1001:x', undefined, null, {}]) {
    expect(() => vault.forUser(id as string)).toThrow(expect.objectContaining({ kind: 'usage' }));
    for (const method of ['accessToken', 'forget', 'status', 'unlink', 'leave', 'logout', 'signup'] as const) {
      // A synchronous error fails the test.
      const asked = vault[method](id as string);
      expect(await rejection(asked)).toMatchObject({ kind: 'usage' });
    }
  }
});

test('calls that need the admin key are refused, even without types', async () => {
  const vault = kakao.vault({ client: kakao.client({ adminKey: kakao.emulator.app.adminKey }) });
  await kakao.logIn(vault);
  const { user, oidc } = vault.forUser(moon.id) as unknown as Record<string, Record<string, Ask>>;
  expect(await rejection(user!['ids']!({} as never))).toMatchObject({ code: 'caller_refused' });
  expect(await rejection(user!['list']!([1] as never))).toMatchObject({ kind: 'usage' });
  expect(await rejection(oidc!['discover']!(undefined as never))).toMatchObject({ code: 'caller_refused' });
  expect(kakao.answers().filter((answer) => answer.startsWith('/v'))).toEqual([]);
});

test('other Kakao errors are passed on unchanged, without a refresh', async () => {
  const vault = kakao.vault();
  await kakao.logIn(vault);
  kakao.emulator.faults.add({ on: 'user.me', kind: 'error', code: -402, requiredScopes: ['gender'] });
  expect(await rejection(vault.forUser(moon.id).user.me())).toMatchObject({ code: -402, requiredScopes: ['gender'] });
  expect(kakao.refreshes()).toBe(0);
});

test('aborting a call ends its wait, and the refresh continues for the other calls', async () => {
  const { opened, open } = gate();
  const vault = kakao.vault({
    store: through(kakao.store(), {
      set: async (key, record, replaces) => {
        if (replaces !== undefined) await opened;
        return kakao.store().set(key, record, replaces);
      },
    }),
  });
  await kakao.logIn(vault);
  kakao.emulator.clock.advance({ hours: 7 });
  const abort = new AbortController();
  const aborted = rejection(vault.forUser(moon.id).user.me({ signal: abort.signal }));
  const patient = vault.forUser(moon.id).user.me();
  abort.abort();
  expect(await aborted).toMatchObject({ kind: 'connection', code: 'aborted' });
  open();
  expect((await patient).id).toBe(moon.id);
  expect(kakao.refreshes()).toBe(1);
});

describe.each(['logout', 'unlink'] as const)('%s', (name) => {
  test.each(['get', 'delete'] as const)('keeps a login that is saved before the %s of the store', async (method) => {
    let isCalled = false;
    /** Logs in again after Kakao's answer. */
    const logInAgain = async (): Promise<void> => {
      if (!kakao.answers().some((answer) => answer.startsWith(`/v1/user/${name} 200`)) || isCalled) return;
      isCalled = true;
      kakao.emulator.clock.advance({ seconds: 1 });
      await kakao.logIn(kakao.vault());
    };
    const store = through(kakao.store(), {
      [method]: async (...given: [string]) => {
        await logInAgain();
        return kakao.store()[method](...given);
      },
    });
    const vault = kakao.vault({ store });
    await kakao.logIn(vault);
    const first = (await vault.status(moon.id))!.savedAt;
    await vault.forUser(moon.id).account[name]();
    expect(isCalled).toBe(true);
    expect((await kakao.vault().status(moon.id))?.savedAt).toBeGreaterThan(first);
  });
});

describe('a signal', () => {
  const calls: [string, (vault: KakaoVault, signal: AbortSignal) => Promise<unknown>][] = [
    ['a call', (vault, signal) => vault.forUser(moon.id).user.me({ signal })],
    ['accessToken', (vault, signal) => vault.accessToken(moon.id, { signal })],
    ['unlink', (vault, signal) => vault.unlink(moon.id, { signal })],
    ['logout', (vault, signal) => vault.logout(moon.id, { signal })],
  ];
  /** A signal of another realm or a polyfill. */
  const foreign = (given: AbortSignal): AbortSignal =>
    ({
      get aborted() {
        return given.aborted;
      },
      addEventListener: given.addEventListener.bind(given),
      removeEventListener: given.removeEventListener.bind(given),
    }) as AbortSignal;

  async function expired(store: VaultStore = kakao.store()): Promise<KakaoVault> {
    const vault = kakao.vault({ store });
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    return vault;
  }

  test.each(calls)('that is already aborted ends %s before a refresh', async (_, ask) => {
    const vault = await expired();
    for (const signal of [AbortSignal.abort(), foreign(AbortSignal.abort())]) {
      expect(await rejection(ask(vault, signal))).toMatchObject({ kind: 'connection', code: 'aborted' });
    }
    await vault.close();
    expect(kakao.refreshes()).toBe(0);
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: false });
  });

  test.each(calls)('of another realm ends %s while it waits for a refresh', async (_, ask) => {
    const { opened, open } = gate();
    const abort = new AbortController();
    const vault = await expired(
      through(kakao.store(), {
        lease: async (...given) => {
          abort.abort();
          await opened;
          return kakao.store().lease(...given);
        },
      }),
    );
    expect(await rejection(ask(vault, foreign(abort.signal)))).toMatchObject({ kind: 'connection', code: 'aborted' });
    open();
    await vault.close();
  });

  test.each(calls)('that is not a signal makes %s fail before a refresh', async (_, ask) => {
    const vault = await expired();
    for (const wrong of [null, 'abort', {}, new AbortController()]) {
      const error = await rejection(ask(vault, wrong as never));
      expect(error).toMatchObject({ code: 'argument_malformed', option: 'signal' });
    }
    expect(kakao.refreshes()).toBe(0);
  });
});

describe('save', () => {
  test('accepts the login of a login handler, and stores when the user logged in', async () => {
    const vault = kakao.vault();
    const tokens = await kakao.emulator.issueTokens(moon.email);
    await vault.save({ profile: { id: moon.id }, tokens, claims: { auth_time: 1_700_000_000 } });
    expect(await vault.status(moon.id)).toMatchObject({
      id: moon.id,
      authTime: 1_700_000_000,
      scopes: expect.arrayContaining(['account_email']),
      reconnectRequired: false,
    });
  });

  test('ignores an ID token that was not verified', async () => {
    const vault = kakao.vault();
    await vault.save({ id: moon.id, tokens: await kakao.emulator.issueTokens(moon.email) });
    expect(await vault.status(moon.id)).not.toHaveProperty('authTime');
  });

  const tokens = { token_type: 'bearer', access_token: 'a', expires_in: 1 };
  const wrong: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a string', 'login'],
    ['no user', { tokens }],
    ['no tokens', { id: 1 }],
    ['tokens without an access token', { id: 1, tokens: { ...tokens, access_token: '' } }],
    ['tokens without a lifetime', { id: 1, tokens: { ...tokens, expires_in: undefined } }],
    ['a lifetime that is not a number', { id: 1, tokens: { ...tokens, expires_in: '21599' } }],
  ];
  test.each(wrong)('refuses %s', async (_, login) => {
    const error = await rejection(kakao.vault().save(login as never));
    expect(error).toMatchObject({ kind: 'usage', code: 'argument_malformed', option: 'login' });
  });
});

describe('events', () => {
  test('are sent to each listener once, until it is removed', async () => {
    const vault = kakao.vault();
    const seen: string[] = [];
    const listener = ({ id }: { id: string }): number => seen.push(id);
    vault.on('saved', listener).on('saved', listener);
    await kakao.logIn(vault);
    vault.off('saved', listener);
    await kakao.logIn(vault);
    expect(seen).toEqual([moon.id]);
  });

  test('contain a user ID and nothing else', async () => {
    const vault = kakao.vault();
    const seen: unknown[] = [];
    vault.on('saved', (event) => seen.push(event));
    await kakao.logIn(vault);
    expect(seen).toEqual([{ id: moon.id }]);
  });

  test('whose listener throws or rejects do not fail the call, and emit a warning without the message', async () => {
    const vault = kakao.vault();
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    vault.on('saved', () => {
      throw new TypeError('secret of the listener');
    });
    vault.on('saved', () => Promise.reject(new RangeError('secret of the listener')));
    const seen = eventsOf(vault);
    await kakao.logIn(vault);
    await new Promise((resolve) => setImmediate(resolve));
    const warnings = warn.mock.calls.map(([message]) => String(message));
    warn.mockRestore();
    expect(seen).toEqual(['saved 1001']);
    expect(warnings.join()).toMatch(/"saved" failed: TypeError/);
    expect(warnings.join()).toMatch(/"saved" failed: RangeError/);
    expect(warnings.join()).not.toMatch(/secret/);
  });

  test('cannot have a listener that is not a function', () => {
    for (const listener of [undefined, null, 'log', {}]) {
      const add = (): unknown => kakao.vault().on('saved', listener as never);
      expect(add).toThrow(expect.objectContaining({ kind: 'usage', option: 'listener' }));
    }
  });

  test('with unknown names are refused', () => {
    for (const name of ['save', 'toString', '', undefined]) {
      expect(() => kakao.vault().on(name as never, () => {})).toThrow(expect.objectContaining({ option: 'event' }));
    }
  });
});

describe('options', () => {
  const wrong: [string, object, string][] = [
    ['an object that is not a client', { client: {} }, 'client'],
    ['a store without all methods', { store: { get: () => {} } }, 'store'],
    ['null as the store', { store: null }, 'store'],
    ['a string as milliseconds', { coolDown: '30s' }, 'coolDown'],
    ['negative milliseconds', { refreshEarly: -1 }, 'refreshEarly'],
    ['infinite milliseconds', { lease: Infinity }, 'lease'],
    ['a number as the clock', { now: 7 }, 'now'],
    ['a number as the timer', { wait: 7 }, 'wait'],
  ];
  test.each(wrong)('%s: refused, in Korean and English', (_, options, option) => {
    const text = { ko: expect.stringMatching(/[가-힣]/), en: expect.stringMatching(/[a-z]/) };
    expect(() => kakao.vault(options)).toThrow(
      expect.objectContaining({ kind: 'usage', option, status: 500, reason: text, remedy: text }),
    );
  });
});

describe('a store', () => {
  const ioredis = { hmget: () => {}, eval: () => {} };
  const wrong: [string, () => unknown, string][] = [
    ['for Redis without a client', () => new RedisVaultStore(undefined as never), 'client'],
    ['for Redis with a URL instead of a client', () => new RedisVaultStore('redis://localhost' as never), 'client'],
    ['for Redis with an object that is not a client', () => new RedisVaultStore({} as never), 'client'],
    [
      'for Redis with null as the prefix',
      () => new RedisVaultStore(ioredis as never, { prefix: null as never }),
      'prefix',
    ],
    ['for SQL without options', () => new SqlVaultStore(undefined as never), 'query'],
    ['for SQL with null as the table', () => sqlVaultSchema('sqlite', null as never), 'table'],
    ['for SQL with an array as the table', () => sqlVaultSchema('sqlite', ['kakao_vault'] as never), 'table'],
    ['in memory with a number as the clock', () => new MemoryVaultStore({ now: 7 as never }), 'now'],
  ];
  test.each(wrong)('%s is refused, and the error names the option', (_, make, option) => {
    expect(make).toThrow(expect.objectContaining({ kind: 'usage', option }));
  });

  test('accepts null as no options', () => {
    expect(() => [
      new RedisVaultStore(ioredis as never, null as never),
      new MemoryVaultStore(null as never),
    ]).not.toThrow();
  });
});

// The last test, because later imports would use the second copy too.
test('a client from another copy of its package is refused, and the error says so', async () => {
  jest.resetModules();
  const { KakaoClient } = await import('@kakao-login/client');
  const client = new KakaoClient({ clientId: 'key' });
  expect(() => kakao.vault({ client })).toThrow(
    expect.objectContaining({
      kind: 'usage',
      option: 'client',
      message: expect.stringContaining('npm ls @kakao-login/client'),
    }),
  );
});
