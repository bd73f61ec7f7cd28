import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KakaoClient } from '@kakao-login/client';
import type { Jwk, KakaoClientOptions } from '@kakao-login/client';
import { signSecurityEvent } from '@kakao-login/client/webhooks';
import type { SecurityEventToSign } from '@kakao-login/client/webhooks';
import { kakao } from './server.js';
import type { TestServer } from './server.js';

export const clientId = '0123456789abcdef0123456789abcdef';
export const adminKey = 'fedcba9876543210fedcba9876543210';
export const appId = '100001';

export interface Key {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: Jwk;
}

export function newKey(kid: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { kid, privateKey, publicKey, jwk: { kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e } };
}

/** The endpoints of Kakao that a receiver uses: `ssf-configuration` and the keys. */
export async function keyServer(
  keys: () => readonly Jwk[],
  {
    keysPath = '/.well-known/jwks.json',
    address = ({ url }) => `${url}${keysPath}`,
  }: { keysPath?: string; address?: (server: TestServer) => unknown } = {},
): ReturnType<typeof kakao> {
  const server: Awaited<ReturnType<typeof kakao>> = await kakao(({ path }) => {
    if (path === '/.well-known/ssf-configuration') {
      return { body: { issuer: server.url, jwks_uri: address(server) } };
    }
    return path === keysPath ? { body: { keys: keys() } } : { status: 404 };
  });
  return server;
}

export const clientOf = ({ url }: TestServer, options: Partial<KakaoClientOptions> = {}): KakaoClient =>
  new KakaoClient({ clientId, adminKey, hosts: url, retries: 0, ...options });

/** Signs an event of that server. */
export const signed = (
  { url }: TestServer,
  { privateKey, kid }: Key,
  event: Partial<SecurityEventToSign> = {},
  now?: () => number,
): string =>
  signSecurityEvent(
    { event: 'user-unlinked', userId: '1285016924429472463', appId, audience: clientId, issuer: url, ...event },
    { privateKey, keyId: kid, now },
  );
