// @ts-check
/**
 * The subjects. Each is loaded alone, in its own process, and used as its README says.
 *
 * A login goes through Passport. `begin` is not measured; for our strategy, it returns the encrypted cookie. `finish`
 * is measured, from the callback request to `req.user`. Kakao's hosts are constants in the other strategies, so their
 * URLs are redirected to the server of the benchmark.
 */
import { createRequire } from 'node:module';

/** @typedef {{ origins: import('./server.js').Origins, appKey: string, redis?: string | undefined }} Target */
/** @typedef {{ query: Record<string, string>, cookie?: string, nonce?: string }} Pending */
/** @typedef {{ begin: () => Promise<Pending>, finish: (pending: Pending) => Promise<unknown> }} Login */
/** @typedef {() => Promise<unknown>} Action */

const require = createRequire(import.meta.url);
const callbackURL = 'http://localhost:3000/auth/kakao/callback';
export const clientSecret = 'bench-secret-of-a-usual-length-32';
const accessToken = 'bench-access-token-of-a-usual-length-0123456789abcdef0123456789ab';

const bearer = { authorization: `Bearer ${accessToken}` };

/** @param {Target} target */
const strategyOptions = ({ appKey }) => ({ clientID: appKey, clientSecret, callbackURL });

/** @param {Target} target @param {string} [code] */
const tokenForm = ({ appKey }, code = 'code') =>
  new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: appKey,
    client_secret: clientSecret,
    redirect_uri: callbackURL,
    code,
  }).toString();
const form = 'application/x-www-form-urlencoded';

/**
 * @param {string} _accessToken
 * @param {string} _refreshToken
 * @param {{ id: unknown }} profile
 * @param {(error: unknown, user?: unknown) => void} done
 */
const verify = (_accessToken, _refreshToken, profile, done) => done(null, { id: profile.id });

/** @type {Record<string, (target: Target) => Promise<Login>>} */
export const logins = {
  /** REST login: the token answer has no ID token, so `/v2/user/me` is called. */
  ours: (target) => ownLogin(target),
  /**
   * OIDC login: the ID token is verified (signature, issuer, audience, times, nonce) and contains everything that the
   * user agreed to.
   */
  'ours, OIDC': (target) => ownLogin(target),
  'passport-kakao': async (target) => {
    const { Strategy } = require('passport-kakao');
    const strategy = new Strategy(strategyOptions(target), verify);
    strategy._oauth2._accessTokenUrl = `${target.origins.kauth}/oauth/token`;
    strategy._userProfileURL = `${target.origins.kapi}/v2/user/me`;
    return throughPassport(strategy);
  },
  'passport-kakao-login': async (target) => {
    const { Strategy } = await import('passport-kakao-login');
    /** @type {any} */
    const strategy = new Strategy(strategyOptions(target), verify);
    const { _oauth2 } = strategy;
    _oauth2._accessTokenUrl = `${target.origins.kauth}/oauth/token`;
    const { get } = _oauth2;
    _oauth2.get = (/** @type {string} */ url, /** @type {unknown[]} */ ...rest) =>
      get.call(_oauth2, url.replace('https://kapi.kakao.com', target.origins.kapi), ...rest);
    return throughPassport(strategy);
  },
  /** Without a library for Kakao. */
  'axios default': async (target) => {
    const { default: axios } = await import('axios');
    return byHand(async ({ query }) => {
      const tokens = await axios.post(`${target.origins.kauth}/oauth/token`, tokenForm(target, query.code));
      const headers = { authorization: `Bearer ${tokens.data.access_token}` };
      return (await axios.get(`${target.origins.kapi}/v2/user/me`, { headers })).data;
    });
  },
  /** The lower bounds: two requests, two `JSON.parse`, no checks. */
  'node:http': async (target) => {
    const request = await nodeRequest(target);
    return byHand(async ({ query }) => {
      const tokens = await request(
        `${target.origins.kauth}/oauth/token`,
        { 'content-type': form },
        tokenForm(target, query.code),
      );
      return request(`${target.origins.kapi}/v2/user/me`, { authorization: `Bearer ${tokens.access_token}` });
    });
  },
  undici: async (target) => {
    const request = await undiciRequest();
    return byHand(async ({ query }) => {
      const tokens = await request(
        `${target.origins.kauth}/oauth/token`,
        { 'content-type': form },
        tokenForm(target, query.code),
      );
      return request(`${target.origins.kapi}/v2/user/me`, { authorization: `Bearer ${tokens.access_token}` });
    });
  },
};

/** `/v2/user/me` with an access token. @type {Record<string, (target: Target) => Promise<Action>>} */
export const userCalls = {
  ours: (target) => ownCall(target),
  /** The same code without tracing channels. */
  'ours, no channels': async (target) => {
    const channels = require('node:diagnostics_channel');
    channels.tracingChannel = () => ({ hasSubscribers: false });
    require('node:module').syncBuiltinESMExports();
    return ownCall(target);
  },
  /** With subscribers, as in an application that measures its calls. */
  'ours, listened to': async (target) => {
    const { tracingChannel } = await import('node:diagnostics_channel');
    /** @type {Map<unknown, number>} */
    const began = new Map();
    const { start, asyncEnd } = tracingChannel('kakao-login:call');
    start.subscribe((message) => void began.set(message, performance.now()));
    asyncEnd.subscribe((message) => void began.delete(message));
    return ownCall(target);
  },
  'axios default': async (target) => {
    const { default: axios } = await import('axios');
    return async () => (await axios.get(`${target.origins.kapi}/v2/user/me`, { headers: bearer })).data;
  },
  'node:http': async (target) => {
    const request = await nodeRequest(target);
    return () => request(`${target.origins.kapi}/v2/user/me`, bearer);
  },
  undici: async (target) => {
    const request = await undiciRequest();
    return () => request(`${target.origins.kapi}/v2/user/me`, bearer);
  },
};

/** @param {Target} target @returns {Promise<Action>} */
async function ownCall(target) {
  const { KakaoClient } = await import('@kakao-login/client');
  const client = new KakaoClient({ clientId: target.appKey, clientSecret, hosts: target.origins });
  return () => client.user.me({ accessToken });
}

/** @typedef {{ tokens: string[], nonces: string[], jwks: string }} IdTokens new tokens, with their nonces */

/**
 * Checks ID tokens that were not seen before.
 * @type {Record<string, (target: Target, given: IdTokens) => Promise<(index: number) => unknown>>}
 */
export const tokenChecks = {
  ours: async (target, { tokens, nonces }) => {
    const { KakaoClient } = await import('@kakao-login/client');
    const client = new KakaoClient({ clientId: target.appKey, hosts: target.origins });
    return (index) => client.oidc.verifyIdToken(tokens[index] ?? '', { nonce: nonces[index] ?? '' });
  },
  jose: async (target, { tokens, jwks }) => {
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const keys = createLocalJWKSet(JSON.parse(jwks));
    const rules = { issuer: target.origins.kauth, audience: target.appKey, algorithms: ['RS256'] };
    return (index) => jwtVerify(tokens[index] ?? '', keys, rules);
  },
  'crypto.verify': async (_target, { tokens, jwks }) => {
    const { createPublicKey, verify } = await import('node:crypto');
    const key = createPublicKey({ key: JSON.parse(jwks).keys[0], format: 'jwk' });
    return (index) => {
      const token = tokens[index] ?? '';
      const dot = token.lastIndexOf('.');
      if (!verify('sha256', Buffer.from(token.slice(0, dot)), key, Buffer.from(token.slice(dot + 1), 'base64url')))
        throw new Error('forged');
    };
  },
};

/**
 * Checks ID tokens that were seen before, as when one comes with every request.
 * @type {Record<string, (target: Target, given: IdTokens) => Promise<(index: number) => unknown>>}
 */
export const seenTokenChecks = {
  ours: async (target, { tokens }) => {
    const { KakaoClient } = await import('@kakao-login/client');
    const { oidc } = new KakaoClient({ clientId: target.appKey, hosts: target.origins });
    return (index) => oidc.verifyIdToken(tokens[index] ?? '', { remember: true });
  },
  'fast-jwt': async (target, { tokens, jwks }) => {
    const { createPublicKey } = await import('node:crypto');
    const { createVerifier } = await import('fast-jwt');
    const key = createPublicKey({ key: JSON.parse(jwks).keys[0], format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const rules = { allowedIss: target.origins.kauth, allowedAud: target.appKey };
    const check = createVerifier({ key: String(key), algorithms: ['RS256'], cache: true, ...rules });
    return (index) => check(tokens[index] ?? '');
  },
};

/** The module that users of each package import. */
export const imports = {
  'passport-kakao': 'passport-kakao',
  'passport-kakao-login': 'passport-kakao-login',
  'passport-oauth2': 'passport-oauth2',
  ours: '@kakao-login/passport',
};

/** @param {Target} target */
async function ownLogin(target) {
  const { KakaoStrategy } = await import('@kakao-login/passport');
  const options = { ...strategyOptions(target), hosts: target.origins };
  return throughPassport(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })));
}

/** @param {any} strategy */
function throughPassport(strategy) {
  const { Passport } = require('passport');
  const passport = new Passport();
  passport.use('kakao', strategy);
  const middleware = passport.authenticate('kakao', { session: false });

  /** @param {string} path @param {Record<string, string>} [query] @param {string} [cookie] */
  const send = (path, query = {}, cookie) => {
    const url = `${path}?${new URLSearchParams(query)}`;
    /** @type {any} */
    const request = {
      method: 'GET',
      url,
      originalUrl: url,
      query,
      headers: { host: 'localhost:3000', ...(cookie && { cookie }) },
      socket: {},
    };
    request.connection = request.socket;
    return new Promise((resolve, reject) => {
      const response = new Answer(() => resolve({ response, user: undefined }));
      request.res = response;
      middleware(request, response, (/** @type {unknown} */ error) =>
        error ? reject(error) : resolve({ response, user: request.user }),
      );
    });
  };
  return {
    async begin() {
      const { response } = await send('/auth/kakao');
      const sent = new URL(response.header('location')).searchParams;
      const state = sent.get('state');
      const cookies = [response.header('set-cookie') ?? []].flat().map((line) => line.split(';', 1)[0]);
      const nonce = sent.get('nonce') ?? undefined;
      return { query: { code: 'code', ...(state && { state }) }, cookie: cookies.join('; '), ...(nonce && { nonce }) };
    },
    async finish(/** @type {Pending} */ { query, cookie }) {
      const { response, user } = await send('/auth/kakao/callback', query, cookie);
      if (user?.id === undefined) throw new Error(`The login ended with ${response.statusCode}`);
      return user;
    },
  };
}

/** The parts of a response that strategies use, so that Node's own response does not count. */
class Answer {
  statusCode = 200;
  headersSent = false;
  /** @type {Map<string, any>} */
  #headers = new Map();
  /** @param {() => void} ended */
  constructor(ended) {
    this.end = ended;
  }
  /** @param {string} name */
  header = (name) => this.#headers.get(name);
  getHeader = (/** @type {string} */ name) => this.#headers.get(name.toLowerCase());
  setHeader = (/** @type {string} */ name, /** @type {any} */ value) => this.#headers.set(name.toLowerCase(), value);
  appendHeader = (/** @type {string} */ name, /** @type {any} */ value) =>
    this.setHeader(name, [this.getHeader(name) ?? [], value].flat());
}

/** @param {(pending: Pending) => Promise<unknown>} finish @returns {Login} */
const byHand = (finish) => ({ begin: async () => ({ query: { code: 'code' } }), finish });

/** @param {Target} target @returns {Promise<(url: string, headers: Record<string, string>, body?: string) => Promise<any>>} */
async function nodeRequest(target) {
  const http = target.origins.kapi.startsWith('https') ? await import('node:https') : await import('node:http');
  const agent = new http.Agent({ keepAlive: true });
  return (url, headers, body) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const request = http.request(
        url,
        { agent, method: body === undefined ? 'GET' : 'POST', headers: { ...headers, ...length } },
        (response) => {
          /** @type {Buffer[]} */
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
        },
      );
      request.on('error', reject);
      request.end(body);
    });
}

/** @returns {Promise<(url: string, headers: Record<string, string>, body?: string) => Promise<any>>} */
async function undiciRequest() {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ keepAliveTimeout: 60_000 });
  return async (url, headers, body) => {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await request(url, { dispatcher, method, headers, ...(body !== undefined && { body }) });
    return response.body.json();
  };
}
