// @ts-check
/** @typedef {import('./worker.js').Job} Job */
/** @typedef {import('./worker.js').Measured} Measured */
/**
 * @typedef {object} Cell one table
 * @property {string} title
 * @property {Job['measure']} measure
 * @property {import('./server.js').ServerOptions} server
 * @property {string[]} subjects the first is the base of the ratios
 * @property {Record<string, [what: 'cpu' | 'p50', atMost: number][]>} aims
 * @property {number} rounds
 * @property {Omit<Job, 'measure' | 'subject' | 'target' | 'jwks'>} load
 * @property {boolean} [redis] whether some subjects need Redis
 * @property {boolean} [together] whether subjects run at the same time, because they mostly wait
 */

const everybody = [
  'passport-kakao',
  'passport-kakao-login',
  'axios default',
  'node:http',
  'undici',
  'ours',
  'ours, OIDC',
];
const callers = ['axios default', 'node:http', 'undici', 'ours'];
const keepers = ['vault, memory', 'vault, Redis', 'better-auth, memory'];
const patient = ['passport-kakao', 'passport-kakao-login', 'axios default', 'ours', 'ours, OIDC'];

/**
 * @param {{ quick: boolean }} options
 * @returns {Cell[]}
 */
export function plan({ quick }) {
  const rounds = quick ? 1 : 3;
  const idle = { quiet: 0, away: 0 };
  /** @param {number} count @param {number} concurrency */
  const load = (count, concurrency) => ({ count: quick ? 40 : count, warmup: quick ? 40 : 2000, concurrency, ...idle });
  const seconds = quick ? 1 : 7;

  /** @param {boolean} https @param {number} latency @returns {Cell} */
  const login = (https, latency) => ({
    title: `Login, ${https ? 'https' : 'http'}, ${latency} ms, ${latency === 0 ? 'one at a time' : '16 at a time'}`,
    measure: 'login',
    server: { https, latency },
    subjects: everybody,
    aims: { ours: [['cpu', 0.85]], 'ours, OIDC': [['cpu', 0.65]] },
    rounds,
    load: latency === 0 ? load(500, 1) : load(320, 16),
  });
  /** @param {boolean} https @param {number} latency @param {number} concurrency @returns {Cell} */
  const userMe = (https, latency, concurrency) => ({
    title: `user.me, ${https ? 'https' : 'http'}, ${latency} ms, ${concurrency === 1 ? 'one' : concurrency} at a time`,
    measure: 'user.me',
    server: { https, latency },
    subjects: callers,
    aims: concurrency === 32 ? { ours: [['cpu', 0.45]] } : {},
    rounds,
    load: load(concurrency === 1 ? 800 : 2000, concurrency),
  });
  /** @param {number} concurrency @returns {Cell} */
  const channels = (concurrency) => ({
    title: `channels: user.me, http, 0 ms, ${concurrency === 1 ? 'one' : concurrency} at a time`,
    measure: 'user.me',
    server: {},
    subjects: ['ours, no channels', 'ours', 'ours, listened to'],
    aims: { ours: [['cpu', 1.05]] },
    rounds: quick ? 1 : 5,
    load: load(concurrency === 1 ? 1000 : 4000, concurrency),
  });
  /** @param {number} keepAlive @returns {Cell} */
  const quiet = (keepAlive) => ({
    title: `First login after ${seconds} s of quiet, https, 50 ms, a server that closes idle connections after ${keepAlive / 1000} s`,
    measure: 'quiet',
    server: { https: true, latency: 50, keepAlive },
    subjects: patient,
    aims: { ours: [['p50', 0.4]], 'ours, OIDC': [['p50', 0.2]] },
    rounds: quick ? 1 : 3,
    load: { count: 1, warmup: 0, concurrency: 1, quiet: seconds * 1000, away: 500 },
    together: true,
  });
  /** @type {Cell} */
  const idTokens = {
    title: 'ID-token check, a token not seen before',
    measure: 'token',
    server: {},
    subjects: ['crypto.verify', 'jose', 'ours'],
    aims: { ours: [['p50', 1.5]] },
    rounds,
    load: { count: quick ? 40 : 500, warmup: quick ? 40 : 2000, concurrency: 1, ...idle },
  };
  /** @type {Cell} */
  const seenTokens = {
    title: 'ID-token check, a token seen before',
    measure: 'seen',
    server: {},
    subjects: ['fast-jwt', 'ours'],
    aims: { ours: [['cpu', 0.6]] },
    rounds,
    load: { count: quick ? 400 : 100_000, warmup: quick ? 400 : 50_000, concurrency: 1, ...idle },
  };
  /** @param {number} concurrency @returns {Cell} */
  const vaulted = (concurrency) => ({
    title: `vault: user.me with a valid token, http, 0 ms, ${concurrency === 1 ? 'one' : concurrency} at a time`,
    measure: 'vaulted',
    server: {},
    subjects: ['client.user.me', ...keepers],
    aims: { 'vault, memory': [['cpu', 1.15]] },
    rounds: quick ? 1 : 5,
    load: load(concurrency === 1 ? 1000 : 4000, concurrency),
    redis: true,
  });
  /** @type {Cell} */
  const refreshed = {
    title: 'vault: a refresh, http, 0 ms, one at a time',
    measure: 'refreshed',
    server: {},
    subjects: ['oauth.refresh', ...keepers],
    aims: {},
    rounds: quick ? 1 : 5,
    load: load(1000, 1),
    redis: true,
  };
  /** How long a user waits when the network takes most of the time. @type {Cell} */
  const far = {
    title: 'Login, https, 50 ms, 4 at a time',
    measure: 'login',
    server: { https: true, latency: 50 },
    subjects: ['passport-kakao', 'node:http', 'ours', 'ours, OIDC'],
    aims: { 'ours, OIDC': [['p50', 0.52]] },
    rounds,
    load: { ...load(80, 4), warmup: quick ? 40 : 400 },
    together: true,
  };
  if (quick)
    return [
      login(false, 0),
      userMe(false, 0, 32),
      channels(32),
      quiet(75_000),
      idTokens,
      seenTokens,
      vaulted(32),
      refreshed,
    ];
  return [
    login(false, 0),
    login(true, 0),
    login(false, 20),
    login(true, 20),
    far,
    userMe(false, 0, 32),
    userMe(true, 0, 32),
    userMe(true, 20, 32),
    userMe(false, 0, 1),
    channels(32),
    channels(1),
    quiet(75_000),
    quiet(5000),
    idTokens,
    seenTokens,
    vaulted(32),
    vaulted(1),
    refreshed,
  ];
}
