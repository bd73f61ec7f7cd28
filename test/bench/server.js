// @ts-check
/**
 * The parts of Kakao that the measured clients need: kauth (token, jwks) on one port, kapi (user/me) on another. It
 * runs in its own process, so that its CPU time does not count, and validates nothing.
 *
 * It communicates over IPC: see `start-server.js`. For tests, `createServers` also works in the same process.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';
import net from 'node:net';

/**
 * `latency` is a round trip in ms. `keepAlive` is how long the server keeps an idle connection, in ms.
 * @typedef {{ https?: boolean, latency?: number, keepAlive?: number }} ServerOptions
 */
/** @typedef {{ kauth: string, kapi: string }} Origins */
/** @typedef {{ id: number, take?: true, prepare?: string[], sign?: string[] }} Question over IPC; the answer is `{ id, result }` */
/** @typedef {{ connections: number, requests: Record<string, number> }} Counts */

const appKey = '0123456789abcdef0123456789abcdef';
const kid = '3f96980381e451efad0d2ddd30e3d3';

/** Fields and sizes as in a real answer. The ID fits a double, so that every subject can read it. */
const user = JSON.stringify({
  id: 2632890179,
  connected_at: '2026-01-11T02:48:11Z',
  properties: {
    nickname: '홍길동',
    profile_image: 'http://k.kakaocdn.net/dn/bDgfik/btqwQWk4CRU/P6wNJJiQ3Ko21KNE1TiLw1/img_640x640.jpg',
    thumbnail_image: 'http://k.kakaocdn.net/dn/bDgfik/btqwQWk4CRU/P6wNJJiQ3Ko21KNE1TiLw1/img_110x110.jpg',
  },
  kakao_account: {
    profile_nickname_needs_agreement: false,
    profile_image_needs_agreement: false,
    profile: {
      nickname: '홍길동',
      thumbnail_image_url: 'http://k.kakaocdn.net/dn/bDgfik/btqwQWk4CRU/P6wNJJiQ3Ko21KNE1TiLw1/img_110x110.jpg',
      profile_image_url: 'http://k.kakaocdn.net/dn/bDgfik/btqwQWk4CRU/P6wNJJiQ3Ko21KNE1TiLw1/img_640x640.jpg',
      is_default_image: false,
      is_default_nickname: false,
    },
    has_email: true,
    email_needs_agreement: false,
    is_email_valid: true,
    is_email_verified: true,
    email: 'gildong@example.com',
    age_range_needs_agreement: false,
    age_range: '20~29',
    birthday_needs_agreement: false,
    birthday: '1130',
    birthday_type: 'SOLAR',
    gender_needs_agreement: false,
    gender: 'female',
  },
});

const tokens = {
  token_type: 'bearer',
  access_token: 'ya29-bench-access-token-of-a-usual-length-0123456789abcdef0123',
  expires_in: 21599,
  refresh_token: 'bench-refresh-token-of-a-usual-length-0123456789abcdef0123456789',
  refresh_token_expires_in: 5183999,
};

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });

/** @param {object} part */
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * Signs an ID token as Kakao does.
 * @param {string} issuer
 * @param {string | undefined} nonce
 */
export function signIdToken(issuer, nonce) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: appKey,
    sub: '2632890179',
    auth_time: now,
    iss: issuer,
    nickname: '홍길동',
    exp: now + 21_599,
    iat: now,
    picture: 'http://k.kakaocdn.net/dn/bDgfik/btqwQWk4CRU/P6wNJJiQ3Ko21KNE1TiLw1/img_110x110.jpg',
    email: 'gildong@example.com',
    ...(nonce === undefined ? {} : { nonce }),
  };
  const input = `${encode({ kid, typ: 'JWT', alg: 'RS256' })}.${encode(claims)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
}

/**
 * Starts kauth and kapi on free ports.
 * @param {ServerOptions} [options]
 */
export async function createServers({ https: tls = false, latency = 0, keepAlive = 75_000 } = {}) {
  /** @type {Counts} */
  let counts = { connections: 0, requests: {} };
  /** @type {Map<string, string>} token answers by code, created before the measurement */
  const answers = new Map();
  /** @type {Origins} */
  const origins = { kauth: '', kapi: '' };

  const plainTokens = JSON.stringify({ ...tokens, scope: 'profile_nickname profile_image account_email' });
  /** @param {string} code */
  const tokenAnswer = (code) => answers.get(code) ?? plainTokens;

  /** @type {http.RequestListener} */
  const listener = (request, response) => {
    const path = (request.url ?? '').replace(/\?.*/s, '');
    counts.requests[path] = (counts.requests[path] ?? 0) + 1;
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (path === '/oauth/token') send(response, tokenAnswer(new URLSearchParams(body).get('code') ?? ''));
      else if (path === '/v2/user/me') send(response, user);
      else if (path === '/.well-known/jwks.json') send(response, jwks);
      else if (path === '/.well-known/openid-configuration') send(response, discovery(origins.kauth));
      else send(response, '{"msg":"not found","code":-404}', 404);
    });
  };

  /** @type {(() => Promise<void>)[]} */
  const closers = [];
  const secure = {
    key: readFileSync(new URL('tls/key.pem', import.meta.url)),
    cert: readFileSync(new URL('tls/cert.pem', import.meta.url)),
  };
  const listen = async () => {
    const server = tls ? https.createServer(secure, listener) : http.createServer(listener);
    server.keepAliveTimeout = keepAlive;
    server.on('connection', () => (counts.connections += 1));
    const port = await listening(server);
    closers.push(() => closing(server, () => server.closeAllConnections()));
    const far = latency === 0 ? undefined : distance(port, latency);
    if (far) closers.push(() => closing(far.server, far.destroy));
    return `${tls ? 'https' : 'http'}://127.0.0.1:${far ? await listening(far.server) : port}`;
  };
  origins.kauth = await listen();
  origins.kapi = await listen();

  return {
    origins,
    appKey,
    jwks,
    /**
     * Creates a token answer for each nonce in advance, so that signing is not measured.
     * @param {readonly string[]} nonces
     * @returns {string[]} one code per nonce
     */
    prepare(nonces) {
      return nonces.map((nonce) => {
        const code = `code-${nonce}`;
        answers.set(
          code,
          JSON.stringify({
            ...tokens,
            id_token: signIdToken(origins.kauth, nonce),
            scope: 'openid profile_nickname profile_image account_email',
          }),
        );
        return code;
      });
    },
    /**
     * Signs ID tokens.
     * @param {readonly string[]} nonces
     */
    sign: (nonces) => nonces.map((nonce) => signIdToken(origins.kauth, nonce)),
    /** The counts since the last call. */
    take() {
      const taken = counts;
      counts = { connections: 0, requests: {} };
      return taken;
    },
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

/** @param {http.ServerResponse} response @param {string} body @param {number} [status] */
function send(response, body, status = 200) {
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-cache',
  });
  response.end(body);
}

/** @param {string} origin */
function discovery(origin) {
  return JSON.stringify({
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

/**
 * Simulates a network with a round trip of `latency` ms. Data from the client arrives that much later. On a new
 * connection, it also waits one round trip for the TCP handshake, which takes no time on loopback. As on a real
 * network, the first answer takes three round trips over a new TLS 1.3 connection, two over a new plain one, and one
 * over an open one.
 * @param {number} port
 * @param {number} latency
 */
function distance(port, latency) {
  /** @type {Set<net.Socket>} */
  const sockets = new Set();
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const open = performance.now() + latency;
    near.on('data', (chunk) => setTimeout(() => far.write(chunk), latency + Math.max(0, open - performance.now())));
    far.on('data', (chunk) => near.write(chunk));
    near.on('end', () => setTimeout(() => far.end(), latency));
    far.on('end', () => near.end());
    for (const [socket, other] of /** @type {const} */ ([
      [near, far],
      [far, near],
    ])) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
  });
  return { server, destroy: () => sockets.forEach((socket) => socket.destroy()) };
}

/** @param {net.Server} server */
async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return /** @type {net.AddressInfo} */ (server.address()).port;
}

/** @param {net.Server} server @param {() => void} drop */
async function closing(server, drop) {
  const closed = once(server, 'close');
  server.close();
  drop();
  await closed;
}

if (process.send && process.argv[2] === 'serve') {
  const servers = await createServers(JSON.parse(process.argv[3] ?? '{}'));
  const { origins, appKey, jwks } = servers;
  process.send({ ready: { origins, appKey, jwks } });
  process.on('message', (/** @type {Question} */ { id, prepare, sign }) => {
    process.send?.({ id, result: prepare ? servers.prepare(prepare) : sign ? servers.sign(sign) : servers.take() });
  });
  process.on('disconnect', () => process.exit());
}
