import { afterEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions, ShippingAddress } from '@kakao-login/client';
import { first, kakao, rejection } from './support/server.js';
import type { Answer, Seen, TestServer } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const admin = { admin: true, targetId: '1285016924429472463' } as const;
const client = (server: TestServer, options: Partial<KakaoClientOptions> = {}): KakaoClient =>
  new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts: server.url, retries: 0, ...options });

/** Returns the request of one call. */
async function wire(
  run: (kakaoClient: KakaoClient) => Promise<unknown>,
  body: unknown = {
    id: 1,
    sub: '1',
    app_id: 1,
    elements: [],
    scopes: [],
    service_terms: [],
    revoked_service_terms: [],
    agreed_service_terms: [],
  },
): Promise<Seen> {
  await using server = await kakao(() => ({ body }));
  await run(client(server));
  const [seen] = server.seen;
  if (seen === undefined || server.seen.length !== 1) throw new Error('expected one request');
  return seen;
}

describe('how requests are encoded', () => {
  test('lists as JSON in one parameter', async () => {
    const { method, path, query } = await wire((k) =>
      k.user.me(user, { propertyKeys: ['kakao_account.email', 'properties.'], secureResource: false }),
    );
    expect([method, path]).toEqual(['GET', '/v2/user/me']);
    expect([...query]).toEqual([
      ['property_keys', '["kakao_account.email","properties."]'],
      ['secure_resource', 'false'],
    ]);
  });

  test('image URLs are requested as https by default', async () => {
    const { query } = await wire((k) => k.user.me(user));
    expect([...query]).toEqual([['secure_resource', 'true']]);
  });

  test('objects as JSON, including Hangul', async () => {
    const { method, path, body, form } = await wire((k) =>
      k.user.updateProfile(user, { clothing_size: '작음 & 50%+', b: '"' }),
    );
    expect([method, path]).toEqual(['POST', '/v1/user/update_profile']);
    expect(JSON.parse(form.get('properties') ?? '')).toEqual({ clothing_size: '작음 & 50%+', b: '"' });
    expect(body).not.toMatch(/[+ ]/);
  });

  test('ids as bare numbers, exact', async () => {
    const { headers, query } = await wire(
      (k) => k.user.list([1n, '1285016924429472463', 3], { propertyKeys: ['properties.'] }),
      [],
    );
    expect(headers.authorization).toBe('KakaoAK admin-key');
    expect([...query]).toEqual([
      ['target_id_type', 'user_id'],
      ['target_ids', '[1,1285016924429472463,3]'],
      ['property_keys', '["properties."]'],
    ]);
  });

  test('tags of terms joined with commas', async () => {
    const { query } = await wire((k) => k.terms.list(user, { result: 'app_service_terms', tags: ['a', 'b'] }));
    expect([...query]).toEqual([
      ['result', 'app_service_terms'],
      ['tags', 'a,b'],
    ]);
    const { path, form } = await wire((k) => k.terms.agree(user, ['a', 'b']));
    expect(path).toBe('/v2/user/upgrade/service_terms');
    expect([...form]).toEqual([['tags', 'a,b']]);
    const revoked = await wire((k) => k.terms.revoke(admin, ['a']));
    expect([revoked.path, revoked.body]).toEqual([
      '/v2/user/revoke/service_terms',
      'tags=a&target_id_type=user_id&target_id=1285016924429472463',
    ]);
  });

  test('scopes as JSON', async () => {
    const { query } = await wire((k) => k.scopes.list(user, { scopes: ['account_email'] }));
    expect(query.get('scopes')).toBe('["account_email"]');
    const { path, form } = await wire((k) => k.scopes.revoke(user, ['friends', 'gender']));
    expect([path, form.get('scopes')]).toEqual(['/v2/user/revoke/scopes', '["friends","gender"]']);
  });

  test('the service acts on a user with the admin key', async () => {
    const get = await wire((k) => k.user.me(admin));
    expect(get.headers.authorization).toBe('KakaoAK admin-key');
    expect(get.query.get('target_id_type')).toBe('user_id');
    expect(get.query.get('target_id')).toBe('1285016924429472463');
    const post = await wire((k) => k.account.unlink(admin));
    expect(post.body).toBe('target_id_type=user_id&target_id=1285016924429472463');
  });

  test.each<[string, string, (k: KakaoClient) => Promise<unknown>]>([
    ['GET', '/v1/user/access_token_info', (k) => k.user.accessTokenInfo(user)],
    ['GET', '/v1/oidc/userinfo', (k) => k.oidc.userInfo(user)],
    ['GET', '/.well-known/openid-configuration', (k) => k.oidc.discover()],
    ['POST', '/oauth/tokeninfo', (k) => k.oidc.tokenInfo('a.b.c')],
    ['POST', '/v1/user/signup', (k) => k.account.signup(user)],
    ['POST', '/v1/user/logout', (k) => k.account.logout(user)],
    ['POST', '/v1/user/unlink', (k) => k.account.unlink(user)],
    ['GET', '/v1/user/ids', (k) => k.user.ids()],
    ['GET', '/v1/user/shipping_address', (k) => k.shipping.list(user)],
  ])('%s %s without optional values', async (method, path, run) => {
    const seen = await wire(run);
    expect([seen.method, seen.url]).toEqual([method, path]);
    expect(seen.body).toBe(path === '/oauth/tokeninfo' ? 'id_token=a.b.c' : '');
  });

  test('signup with properties', async () => {
    const { form } = await wire((k) => k.account.signup(user, { properties: { a: '가' } }));
    expect([...form]).toEqual([['properties', '{"a":"가"}']]);
  });

  test('one shipping address by its id', async () => {
    const { query } = await wire((k) => k.shipping.get(user, 9007199254740993n));
    expect([...query]).toEqual([['address_id', '9007199254740993']]);
  });
});

test('optional values can be undefined', async () => {
  const maybe = undefined as { text?: string; signal?: AbortSignal; number?: number } | undefined;
  const [text, signal, number] = [maybe?.text, maybe?.signal, maybe?.number];
  const seen = await wire((k) =>
    new KakaoClient({
      clientId: 'key',
      hosts: k.hosts,
      clientSecret: text,
      adminKey: text,
      http: undefined,
      timeouts: { connect: number, response: number },
      now: undefined,
    }).user.me(user, { signal, propertyKeys: undefined, secureResource: undefined }),
  );
  expect([...seen.query]).toEqual([['secure_resource', 'true']]);
  const { oauth } = new KakaoClient({ clientId: 'key' });
  const address = oauth.authorizationUrl({ redirectUri: 'http://localhost/cb', state: text, nonce: text, scope: text });
  expect([...new URL(address).searchParams.keys()]).toEqual(['client_id', 'redirect_uri', 'response_type']);
});

describe('callers', () => {
  test('an admin call without adminKey says where to find the key', async () => {
    const kakaoClient = new KakaoClient({ clientId: 'key' });
    const error = await rejection(kakaoClient.account.unlink(admin));
    expect(error).toMatchObject({ kind: 'usage', code: 'admin_key_missing', option: 'adminKey', status: 500 });
    expect((error as Error).message).toContain('App > Admin key');
  });

  test('a caller that Kakao does not allow is refused, even without types', async () => {
    const kakaoClient = new KakaoClient({ clientId: 'key', adminKey: 'a' });
    // @ts-expect-error -- Kakao stores properties only with the user's token
    expect(await rejection(kakaoClient.user.updateProfile(admin, { a: 'b' }))).toMatchObject({
      code: 'caller_refused',
    });
    // @ts-expect-error -- the list of all users is not for one user
    expect(await rejection(kakaoClient.call('user.ids', {}, user))).toMatchObject({ code: 'caller_refused' });
    // @ts-expect-error -- a call with the admin key needs a user
    expect(await rejection(kakaoClient.account.unlink({ admin: true }))).toMatchObject({ code: 'caller_refused' });
    // @ts-expect-error -- only one of them is allowed
    expect(await rejection(kakaoClient.account.signup({ ...admin, accessToken: 'x' }))).toMatchObject({
      kind: 'usage',
    });
  });

  test.each(['', 'a b', 'a\r\nX-Evil: 1', '홍길동', 'x'.repeat(5000), undefined, 17])(
    '%j is not an access token',
    async (accessToken) => {
      const error = await rejection(new KakaoClient({ clientId: 'key' }).user.me({ accessToken } as never));
      expect(error).toMatchObject({ kind: 'usage', code: 'access_token_malformed', status: 401 });
    },
  );
});

describe('ids', () => {
  test('are strings, exact beyond 2^53, everywhere in the contract', async () => {
    const big = '9007199254740993';
    const answer = (body: string): Promise<TestServer> => kakao(() => ({ body }));
    await using me = await answer(`{"id":${big},"connected_at":"2022-04-11T01:45:28Z"}`);
    expect((await client(me).user.me(user)).id).toBe(big);
    await using list = await answer(`[{"id":${big}},{"id":2}]`);
    expect(await client(list).user.list([1])).toEqual([{ id: big }, { id: '2' }]);
    await using wrapped = await answer(`{"elements":[{"id":${big}},{"id":2}]}`);
    expect(await client(wrapped).user.list([1])).toEqual([{ id: big }, { id: '2' }]);
    await using ids = await answer(`{"elements":[1,${big}],"before_url":null,"after_url":null}`);
    expect((await client(ids).user.ids()).elements).toEqual(['1', big]);
    await using info = await answer(`{"id":${big},"expires_in":7199,"app_id":1234,"appId":1234}`);
    const known = { id: big, expires_in: 7199, app_id: '1234', appId: '1234' };
    expect(await client(info).user.accessTokenInfo(user)).toEqual(known);
    await using addresses = await answer(
      `{"user_id":${big},"shipping_addresses":[{"id":${big},"is_default":true,"updated_at":1}]}`,
    );
    expect(await client(addresses).shipping.list(user)).toEqual({
      user_id: big,
      shipping_addresses: [{ id: big, is_default: true, updated_at: 1 }],
    });
  });

  test('of the Kakao group are strings too, regardless of their size', async () => {
    const account = '{"account_id":7,"talk_user_id":9007199254740993,"daum_user_id":8}';
    const exact = { account_id: '7', talk_user_id: '9007199254740993', daum_user_id: '8' };
    await using me = await kakao(() => ({ body: `{"id":1,"kakao_account":${account}}` }));
    expect((await client(me).user.me(user)).kakao_account).toEqual(exact);
    await using list = await kakao(() => ({ body: `[{"id":1,"kakao_account":${account}}]` }));
    expect((await client(list).user.list([1]))[0]?.kakao_account).toEqual(exact);
  });

  test.each([
    [2 ** 53, 'id_unsafe'],
    [Number('1285016924429472463'), 'id_unsafe'],
    [1.5, 'id_malformed'],
    [-1, 'id_malformed'],
    [NaN, 'id_malformed'],
    ['', 'id_malformed'],
    ['12a', 'id_malformed'],
    ['1 OR 1', 'id_malformed'],
    ['9223372036854775808', 'id_malformed'],
    [2n ** 63n, 'id_malformed'],
    [null, 'id_malformed'],
  ])('%p is refused', async (targetId, code) => {
    const kakaoClient = new KakaoClient({ clientId: 'key', adminKey: 'a' });
    const error = await rejection(kakaoClient.user.me({ admin: true, targetId: targetId as never }));
    // A malformed ID usually comes from a URL or a form, so the error is 400 and not 500.
    expect(error).toMatchObject({ kind: 'usage', code, option: 'targetId', status: code === 'id_unsafe' ? 500 : 400 });
  });

  test('any 64-bit id is sent and returned unchanged', async () => {
    let id = '';
    await using server = await kakao((seen) => ({ body: `{"id":${seen.query.get('target_id') ?? ''}}` }));
    const kakaoClient = client(server);
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), async (given) => {
        id = String(given);
        expect((await kakaoClient.user.me({ admin: true, targetId: given })).id).toBe(id);
      }),
      { numRuns: 100 },
    );
  });
});

describe('user.allIds', () => {
  const members = Array.from({ length: 7 }, (_, i) => String(9007199254740993n + BigInt(i)));
  const page = ({ query }: Seen): Answer => {
    const from = query.get('from_id') ?? members[0] ?? '';
    const limit = Number(query.get('limit') ?? 100);
    const at = members.indexOf(from);
    const elements = members.slice(at, at + limit);
    const next = members[at + limit];
    const after =
      next === undefined ? 'null' : `"http://kapi.kakao.com/v1/user/ids?limit=${limit}&from_id=${next}&app_key=k"`;
    return { body: `{"elements":[${elements.join(',')}],"before_url":null,"after_url":${after}}` };
  };

  test('yields every user once, with exact IDs, page by page', async () => {
    await using server = await kakao(page);
    expect(await collect(client(server).user.allIds({ limit: 3 }))).toEqual(members);
    expect(server.seen.map((seen) => seen.query.get('from_id'))).toContain(members[3]);
  });

  test('drops an ID that is on two pages', async () => {
    await using server = await kakao((_, count) => ({
      body:
        count === 1
          ? { elements: [1, 2], before_url: null, after_url: 'https://kapi.kakao.com/v1/user/ids?from_id=2' }
          : { elements: [2, 3], before_url: null, after_url: null },
    }));
    expect(await collect(client(server).user.allIds())).toEqual(['1', '2', '3']);
  });

  test('ends even if Kakao always returns the same page', async () => {
    await using server = await kakao(() => ({
      body: { elements: [1, 2], before_url: null, after_url: '/v1/user/ids?from_id=1' },
    }));
    expect(await collect(client(server).user.allIds())).toEqual(['1', '2']);
    expect(server.seen).toHaveLength(2);
  });

  test('ends even if Kakao’s pages form a loop', async () => {
    await using server = await kakao(({ query }) => {
      const from = Number(query.get('from_id') ?? 1);
      const next = from === 3 ? 1 : from + 1;
      return { body: { elements: [from * 10], before_url: null, after_url: `/v1/user/ids?from_id=${next}` } };
    });
    await collect(client(server).user.allIds());
    expect(server.seen.length).toBeLessThan(6);
  });
});

describe('user.allIds above the quota per minute', () => {
  const limited = { status: 429, body: { code: -10, msg: 'API limit has been exceeded.' } };
  /** Two pages. `refusals` are the responses before the second one. */
  const behind = (...refusals: Answer[]): ReturnType<typeof kakao> =>
    kakao(({ query }) =>
      query.get('from_id') === '3'
        ? (refusals.shift() ?? { body: { elements: [3, 4], before_url: null, after_url: null } })
        : { body: { elements: [1, 2], before_url: null, after_url: '/v1/user/ids?from_id=3' } },
    );
  afterEach(() => void jest.restoreAllMocks());

  test('waits as long as Kakao says, and continues', async () => {
    await using server = await behind({ ...limited, headers: { 'retry-after': '1' } });
    const all = collect(client(server).user.allIds());
    expect(await first(all, 900)).toBe('after 900 ms');
    expect(await all).toEqual(['1', '2', '3', '4']);
  });

  test('waits for the rest of the minute if Kakao does not say how long, and continues', async () => {
    await using server = await behind(limited);
    const monotonic = performance.now.bind(performance);
    let ahead = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + ahead);
    const all = (async () => {
      const found: string[] = [];
      for await (const id of client(server).user.allIds()) {
        found.push(id);
        ahead = 59_900;
      }
      return found;
    })();
    expect(await first(all, 300)).toBe('after 300 ms');
    expect(await all).toEqual(['1', '2', '3', '4']);
  });

  test('stops waiting when the caller aborts', async () => {
    await using server = await behind(limited);
    const error = await rejection(collect(client(server).user.allIds({ signal: AbortSignal.timeout(100) })));
    expect(error).toMatchObject({ kind: 'connection', code: 'aborted' });
  });

  test('fails if waiting does not help', async () => {
    const daily = { ...limited, headers: { 'retry-after': '0' } };
    await using server = await behind(daily, daily, daily);
    expect(await rejection(collect(client(server).user.allIds()))).toMatchObject({ code: -10 });
    expect(server.seen).toHaveLength(4);
  });

  test.each(['121', '4000000', '99999999999999999999', new Date(Date.now() + 3_600_000).toUTCString()])(
    'does not wait if Kakao asks for more than two minutes: %s',
    async (header) => {
      await using server = await behind({ ...limited, headers: { 'retry-after': header } });
      const error = await rejection(collect(client(server).user.allIds()));
      expect(error).toMatchObject({ kind: 'api', code: -10, retryAfter: expect.any(Number) });
      expect((error as { retryAfter: number }).retryAfter).toBeGreaterThan(120);
      expect(server.seen).toHaveLength(2);
    },
  );

  test('resumes where it stopped', async () => {
    await using server = await behind();
    expect(await collect(client(server).user.allIds({ fromId: 3n }))).toEqual(['3', '4']);
  });
});

describe('shipping.all', () => {
  /**
   * Kakao's rules: the default address first on every page, then by `updated_at` descending, changed before
   * `from_updated_at`.
   */
  const shop =
    (addresses: ShippingAddress[], largestPage = Infinity) =>
    ({ query }: Seen): Answer => {
      const from = Number(query.get('from_updated_at') ?? 0) || Infinity;
      const size = Math.min(largestPage, Number(query.get('page_size') ?? 10));
      const rest = addresses
        .filter((a) => !a.is_default && (a.updated_at ?? 0) < from)
        .sort((a, b) => (b.updated_at ?? 0) - (a.updated_at ?? 0));
      const all = [...addresses.filter((a) => a.is_default), ...rest];
      return { body: { user_id: 1, shipping_addresses: all.slice(0, size).map((a) => ({ ...a, id: Number(a.id) })) } };
    };
  const make = (times: number[], defaultAt = 0): ShippingAddress[] =>
    times.map((updated_at, i) => ({ id: String(100 + i), is_default: i === defaultAt, updated_at, name: '집' }));

  test('yields every address once, starting with the default', async () => {
    const addresses = make(Array.from({ length: 12 }, (_, i) => 1_700_000_000 - i * 10));
    await using server = await kakao(shop(addresses));
    const all = await collect(client(server).shipping.all(user));
    expect(all.map((a) => a.id)).toEqual(addresses.map((a) => a.id));
    expect(server.seen).toHaveLength(2);
  });

  test('yields nothing if the user has not agreed', async () => {
    await using server = await kakao(() => ({ body: { user_id: 1, shipping_addresses_needs_agreement: true } }));
    expect(await collect(client(server).shipping.all(user))).toEqual([]);
  });

  test('skips and repeats no address, regardless of the times and the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 30 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: -1, max: 30 }),
        async (times, pageSize, defaultAt) => {
          const addresses = make(times, defaultAt);
          await using server = await kakao(shop(addresses));
          const all = await collect(client(server).shipping.all(user, { pageSize }));
          expect(all.map((a) => a.id).sort()).toEqual(addresses.map((a) => a.id).sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('ends even if Kakao never returns a larger page', async () => {
    const addresses = make([9, 5, 5, 5, 5, 5, 5, 5, 3, 2, 1]);
    await using server = await kakao(shop(addresses, 4));
    const all = await collect(client(server).shipping.all(user, { pageSize: 4 }));
    expect(new Set(all.map((a) => a.updated_at))).toEqual(new Set([9, 5, 3, 2, 1]));
    expect(server.seen.length).toBeLessThan(15);
  });
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
