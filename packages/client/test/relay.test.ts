import { expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';

const code = { code: 'a-code', redirectUri: 'http://localhost/cb' };

/** A Kakao that signs ID tokens as `issuer`, and a relay with its own paths in front of it. */
async function kakaoBehindRelay(issuer?: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  const upstream = await kakao(async ({ path }) => {
    if (path === '/.well-known/jwks.json') return { body: { keys: [jwk] } };
    if (path === '/v2/user/me') return { body: { id: 1 } };
    const claims = { iss: issuer ?? upstream.url, aud: 'key', sub: '1' };
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuedAt()
      .setExpirationTime('1h');
    return { body: { access_token: 'x', id_token: await token.sign(privateKey) } };
  });
  const relay = await kakao(async ({ path, query, method, headers, body }) => {
    query.delete('tenant');
    const { authorization, 'content-type': type } = headers;
    const answer = await fetch(`${upstream.url}${path.replace('/relay', '').replace('/token', '/oauth/token')}`, {
      method,
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      ...(method === 'POST' && { body }),
    });
    return { status: answer.status, body: await answer.text() };
  });
  const login = async (options: Partial<KakaoClientOptions>) => {
    const client = new KakaoClient({ clientId: 'key', retries: 0, ...options });
    const { id_token: idToken = '', access_token: accessToken } = await client.oauth.exchangeCode(code);
    const claims = await client.oidc.verifyIdToken(idToken);
    const { id } = await client.user.me({ accessToken });
    await client.close();
    return { sub: claims.sub, id };
  };
  return {
    upstream,
    relay,
    login,
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

test('single endpoints can use a relay, while issuer and keys are still Kakao’s', async () => {
  await using scene = await kakaoBehindRelay();
  const { upstream, relay, login } = scene;
  const endpointUrls = {
    'oauth.token': `${relay.url}/token?tenant=1`,
    'user.me': `${relay.url}/relay/v2/user/me?tenant=1`,
  };
  expect(await login({ hosts: upstream.url, endpointUrls })).toEqual({ sub: '1', id: '1' });
  expect(relay.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /token?tenant=1',
    'GET /relay/v2/user/me?tenant=1&secure_resource=true',
  ]);
  expect(upstream.seen.map(({ path }) => path)).toEqual(['/oauth/token', '/.well-known/jwks.json', '/v2/user/me']);
});

test('if everything uses a relay, the option `issuer` sets the issuer of ID tokens', async () => {
  await using scene = await kakaoBehindRelay('https://kauth.kakao.com');
  const { relay, login } = scene;
  const hosts = { kauth: `${relay.url}/relay`, kapi: `${relay.url}/relay` };
  const endpointUrls = { 'oauth.token': `${relay.url}/token` };
  expect(await login({ hosts, endpointUrls, issuer: 'https://kauth.kakao.com' })).toEqual({ sub: '1', id: '1' });
  expect(await rejection(login({ hosts, endpointUrls }))).toMatchObject({ kind: 'token', code: 'issuer' });
});

test('connections are opened ahead to the hosts of the endpoints', async () => {
  await using token = await kakao(() => ({ body: {} }));
  await using me = await kakao(() => ({ body: { id: 1 } }));
  const client = new KakaoClient({
    clientId: 'key',
    hosts: 'http://127.0.0.1:1',
    endpointUrls: { 'oauth.token': token.url, 'user.me': `${me.url}/x` },
  });
  client.warm();
  while (token.connections + me.connections < 2) await new Promise((resolve) => void setTimeout(resolve, 5));
  await client.user.me({ accessToken: 'x' });
  expect([token.connections, me.connections]).toEqual([1, 1]);
  await client.close();
});
