import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const keys = { kakao: privateKey, kakaoPublic: publicKey, stranger: stranger.privateKey };
export const strangerJwk = { ...stranger.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };

export const clientID = '0123456789abcdef0123456789abcdef';
export const clientSecret = 'SecretOfTheForgeries0123456789ab';
export const personId = '4000000001';

type Json = Record<string, unknown>;
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const rs256 = (signed: string, key: KeyObject = privateKey): string =>
  sign('sha256', Buffer.from(signed), key).toString('base64url');
export const hs256 = (signed: string, secret: string | Buffer): string =>
  createHmac('sha256', secret).update(signed).digest('base64url');

export interface Forgery {
  header?: Json;
  claims?: Json;
  sign?: (signed: string) => string;
  /** Changes the finished token. */
  after?: (token: string) => string;
}

/** A Kakao server that forges its ID tokens as the test asks. Everything else is honest. */
export async function startKauth() {
  const kauth = {
    url: '',
    forgery: {} as Forgery,
    /** The nonce of the current login. */
    nonce: '',
    /** The answer to a token request. Default: tokens. */
    answer: undefined as Json | undefined,
    me: { id: Number(personId), kakao_account: { profile: { nickname: '홍길동' } } } as Json,
    calls: [] as string[],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    kauth.calls.push(path);
    request.resume().on('end', () => {
      const body =
        path === '/oauth/token'
          ? (kauth.answer ?? tokens())
          : path === '/v2/user/me'
            ? kauth.me
            : { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  function tokens(): Json {
    const now = Math.floor(Date.now() / 1000);
    const { header, claims, sign = rs256, after = (token: string) => token } = kauth.forgery;
    const honest = { iss: kauth.url, aud: clientID, sub: personId, iat: now, exp: now + 600, nonce: kauth.nonce };
    const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header })}.${part({ ...honest, nickname: '홍길동', ...claims })}`;
    return {
      token_type: 'bearer',
      access_token: 'access-token-of-the-forgeries-0001',
      refresh_token: 'refresh-token-of-the-forgeries-001',
      expires_in: 21_599,
      refresh_token_expires_in: 5_183_999,
      scope: 'openid profile_nickname',
      id_token: after(`${signed}.${sign(signed)}`),
    };
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  kauth.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return kauth;
}
