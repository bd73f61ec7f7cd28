import { describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const unusable = { kind: 'unexpected', code: 'shape', status: 502 };

/** A client of a server that answers every call with this body. */
async function answering(body: string): Promise<AsyncDisposable & { client: KakaoClient }> {
  const server = await kakao(() => ({ body }));
  const client = new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts: server.url, retries: 0 });
  return { client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('an unusable response is refused', () => {
  test.each(['{}', '[]', '{"id":null}', '{"id":""}'])(
    'a user without an ID, who would share an account with all others: %s',
    async (body) => {
      await using faulty = await answering(body);
      expect(await rejection(faulty.client.user.me(user))).toMatchObject({ ...unusable, endpoint: 'user.me' });
    },
  );

  test('OpenID Connect user information without `sub`', async () => {
    await using faulty = await answering('{"nickname":"춘식"}');
    expect(await rejection(faulty.client.oidc.userInfo(user))).toMatchObject(unusable);
  });

  test.each(['{}', '{"id":1}'])('token information without an app ID: %s', async (body) => {
    await using faulty = await answering(body);
    expect(await rejection(faulty.client.user.accessTokenInfo(user))).toMatchObject(unusable);
  });

  test.each(['{}', '{"elements":null}'])('user IDs without a list: %s', async (body) => {
    await using faulty = await answering(body);
    expect(await rejection(faulty.client.user.ids())).toMatchObject(unusable);
    expect(await rejection(all(faulty.client.user.allIds()))).toMatchObject(unusable);
  });

  test.each(['{}', '[]', '{"id":null}', '{"code":-401,"msg":"this access token does not exist"}'])(
    'a change without the ID of the user: %s',
    async (body) => {
      await using faulty = await answering(body);
      const { account, user: users } = faulty.client;
      expect(await rejection(account.unlink(user))).toMatchObject({ ...unusable, endpoint: 'account.unlink' });
      expect(await rejection(account.logout(user))).toMatchObject(unusable);
      expect(await rejection(account.signup(user))).toMatchObject(unusable);
      expect(await rejection(users.updateProfile(user, {}))).toMatchObject(unusable);
    },
  );

  test('consent items and terms without a list, or with an entry that is not an object', async () => {
    const lists = [null, [], 'friends'].map((one) => ({
      scopes: [one],
      service_terms: [one],
      revoked_service_terms: [one],
      agreed_service_terms: [one],
    }));
    for (const body of [{}, ...lists].map((list) => JSON.stringify({ id: 1, ...list }))) {
      await using faulty = await answering(body);
      const { scopes, terms } = faulty.client;
      expect(await rejection(scopes.list(user))).toMatchObject({ ...unusable, endpoint: 'scopes.list' });
      expect(await rejection(scopes.revoke(user, ['a']))).toMatchObject(unusable);
      expect(await rejection(terms.list(user))).toMatchObject({ ...unusable, endpoint: 'terms.list' });
      expect(await rejection(terms.revoke(user, ['a']))).toMatchObject(unusable);
      expect(await rejection(terms.agree(user, ['a']))).toMatchObject(unusable);
    }
  });

  test.each(['null', '7', 'true', '"1001"'])('a body that is not an object: %s', async (body) => {
    await using faulty = await answering(body);
    const { oauth, oidc, scopes, shipping, user: users } = faulty.client;
    for (const call of [
      () => oauth.refresh({ refreshToken: 'a-refresh-token' }),
      () => oidc.discover(),
      () => scopes.list(user),
      () => all(shipping.all(user)),
      () => users.me(user),
    ]) {
      expect(await rejection(call())).toMatchObject(unusable);
    }
  });

  test('a list in which one of several entries has no ID', async () => {
    await using faulty = await answering(
      '{"id":1,"elements":[{"id":1},{"id":null}],"scopes":[{},null],"shipping_addresses":[{"id":1},{}]}',
    );
    const { scopes, shipping, user: users } = faulty.client;
    for (const call of [() => users.list([1, 2]), () => scopes.list(user), () => all(shipping.all(user))]) {
      expect(await rejection(call())).toMatchObject(unusable);
    }
  });

  test.each(['{}', '[null]', '[{}]', '{"elements":[{"id":null}]}'])('users without an ID: %s', async (body) => {
    await using faulty = await answering(body);
    expect(await rejection(faulty.client.user.list([1]))).toMatchObject({ ...unusable, endpoint: 'user.list' });
  });

  test('a null in the list of addresses', async () => {
    await using faulty = await answering('{"shipping_addresses":[null]}');
    expect(await rejection(all(faulty.client.shipping.all(user)))).toMatchObject(unusable);
  });

  test('addresses that are not a list', async () => {
    await using faulty = await answering('{"shipping_addresses":{}}');
    expect(await rejection(all(faulty.client.shipping.all(user)))).toMatchObject(unusable);
  });
});

test('a response without addresses, because the user has not agreed, is valid', async () => {
  await using willing = await answering(
    '{"user_id":1,"shipping_addresses_needs_agreement":true,"shipping_addresses":null}',
  );
  expect(await all(willing.client.shipping.all(user))).toEqual([]);
});
