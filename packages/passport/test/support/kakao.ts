import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const restApiKey = '0123456789abcdef0123456789abcdef';
export const clientSecret = 'Secret0123456789Secret0123456789';
export const person = { id: '1285016924429472463', nickname: '홍길동', email: 'gildong@example.com' };

interface Grant {
  redirectUri: string;
  challenge: string | null;
  nonce: string | null;
}

type Answer = { status: number; body: unknown; type?: string };

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });

const isKnown = (authorization: string | undefined) => authorization === `Bearer access-${person.id}`;
const unknownToken: Answer = { status: 401, body: { msg: 'this access token does not exist', code: -401 } };

/**
 * A minimal kauth and kapi with which a test can change every response, unlike the emulator. It agrees to every login
 * at once, accepts a code once, and checks key, secret, redirect URI and PKCE.
 */
export async function startKakao() {
  const grants = new Map<string, Grant>();
  const bends = {
    /** Whether to send ID tokens. */
    oidc: true,
    scope: 'openid profile_nickname account_email',
    /** Claims to add to or replace in the ID token. */
    claims: {} as Record<string, unknown>,
    signWith: privateKey,
    /** The error of the next logins at the authorize page. */
    refuse: undefined as { error: string; error_description?: string } | undefined,
    /** `cut`: uses up the code, and closes the connection without a response. */
    token: undefined as Answer | 'hang' | 'cut' | undefined,
    /** The responses to the next exchanges. `token` is used after them. */
    tokens: [] as (Answer | 'hang' | 'cut' | undefined)[],
    /** The error of logins without a screen (`prompt=none`). */
    refuseSilent: undefined as string | undefined,
    me: undefined as Answer | undefined,
    info: undefined as Answer | undefined,
    /** The app of the access tokens. */
    appId: '100001',
    /** The response with the public keys waits for this promise. */
    keysAfter: undefined as Promise<unknown> | undefined,
    delay: 0,
  };
  const start = { ...bends };
  const requests: { method: string; path: string; parameters: URLSearchParams }[] = [];

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const parameters = request.method === 'POST' ? new URLSearchParams(body) : searchParams;
    requests.push({ method: request.method ?? '', path: pathname, parameters });

    if (pathname === '/oauth/authorize') {
      response.writeHead(302, { location: authorize(parameters) }).end();
      return;
    }
    await new Promise((resolve) => void setTimeout(resolve, bends.delay));
    if (pathname.includes('jwks')) await bends.keysAfter;
    if (pathname.includes('jwks')) await bends.keysAfter;
    const sent = route(pathname, parameters, request.headers.authorization);
    if (sent === 'hang') return;
    if (sent === 'cut') {
      request.socket.destroy();
      return;
    }
    const text = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
    response.writeHead(sent.status, { 'content-type': sent.type ?? 'application/json;charset=utf-8' }).end(text);
  }

  function authorize(query: URLSearchParams): string {
    const redirectUri = query.get('redirect_uri') ?? '';
    const back = new URL(redirectUri);
    if (query.get('prompt') === 'none' && bends.refuseSilent !== undefined) {
      back.searchParams.set('error', bends.refuseSilent);
    } else if (bends.refuse === undefined) {
      const code = `code-${randomUUID()}`;
      grants.set(code, { redirectUri, challenge: query.get('code_challenge'), nonce: query.get('nonce') });
      back.searchParams.set('code', code);
    } else {
      for (const [name, value] of Object.entries(bends.refuse)) back.searchParams.set(name, value);
    }
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    return back.href;
  }

  function route(
    path: string,
    parameters: URLSearchParams,
    authorization: string | undefined,
  ): Answer | 'hang' | 'cut' {
    if (path === '/oauth/token') {
      const bent = bends.tokens.shift() ?? bends.token;
      if (bent !== 'cut') return bent ?? token(parameters);
      token(parameters);
      return bent;
    }
    if (path === '/v2/user/me') return bends.me ?? me(authorization);
    if (path === '/v1/user/access_token_info') {
      const body = `{"id":${person.id},"expires_in":100,"app_id":${bends.appId}}`;
      return bends.info ?? (isKnown(authorization) ? { status: 200, body } : unknownToken);
    }
    if (path === '/.well-known/jwks.json') {
      const jwk = publicKey.export({ format: 'jwk' });
      return { status: 200, body: { keys: [{ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }] } };
    }
    return { status: 404, body: { msg: 'not found', code: -1 } };
  }

  function token(form: URLSearchParams): Answer {
    const refuse = (status: number, error: string, code: string, description = '') => ({
      status,
      body: { error, error_code: code, error_description: description },
    });
    if (form.get('client_id') !== restApiKey) return refuse(401, 'invalid_client', 'KOE101', 'Not exist client_id []');
    if (form.get('client_secret') !== clientSecret)
      return refuse(401, 'invalid_client', 'KOE010', 'Bad client credentials');
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    if (grant === undefined) {
      return refuse(400, 'invalid_grant', 'KOE320', `authorization code not found for code=${code}`);
    }
    if (grant.redirectUri !== form.get('redirect_uri'))
      return refuse(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.');
    const verifier = form.get('code_verifier');
    const challenge = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
    if (challenge !== grant.challenge) return refuse(400, 'invalid_grant', 'KOE320', 'PKCE');
    grants.delete(code);
    return {
      status: 200,
      body: {
        token_type: 'bearer',
        access_token: `access-${person.id}`,
        refresh_token: 'refresh-1',
        expires_in: 21599,
        refresh_token_expires_in: 5183999,
        scope: bends.oidc ? bends.scope : bends.scope.replace('openid ', ''),
        ...(bends.oidc && { id_token: idToken(grant.nonce) }),
      },
    };
  }

  function idToken(nonce: string | null = null): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: url,
      aud: restApiKey,
      sub: person.id,
      iat: now,
      exp: now + 21599,
      auth_time: now,
      ...(nonce !== null && { nonce }),
      nickname: person.nickname,
      email: person.email,
      ...bends.claims,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ kid: 'k1', typ: 'JWT', alg: 'RS256' })}.${part(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), bends.signWith).toString('base64url')}`;
  }

  function me(authorization: string | undefined): Answer {
    if (!isKnown(authorization)) return unknownToken;
    const account = `{"profile":{"nickname":"${person.nickname}"},"email":"${person.email}","is_email_valid":true,"is_email_verified":true}`;
    return {
      status: 200,
      body: `{"id":${person.id},"connected_at":"2026-01-02T03:04:05Z","kakao_account":${account}}`,
    };
  }

  return {
    url,
    bends,
    requests,
    foreignKey: other.privateKey,
    publicKey,
    idToken,
    /** The paths of the requests since the last reset, except authorize and keys. */
    calls: () => requests.map(({ path }) => path).filter((path) => !/authorize|well-known/.test(path)),
    reset() {
      Object.assign(bends, start, { tokens: [] });
      requests.length = 0;
      grants.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

export type Kakao = Awaited<ReturnType<typeof startKakao>>;
