// @ts-check
/** Measures one subject in a fresh process. The parent sends the job, and passes questions on to the server. */
import { logins, seenTokenChecks, tokenChecks, userCalls } from './subjects.js';
import { vaultedCalls, vaultedRefreshes } from './vault-subjects.js';

/**
 * Per operation: CPU time in µs, wall time in ms, requests, and new connections.
 * @typedef {{ cpu: number, p50: number, requests: number, connections: number }} Measured
 */
/** @typedef {import('./subjects.js').Target} Target */
/**
 * @typedef {{ measure: 'login' | 'user.me' | 'quiet' | 'token' | 'seen' | 'vaulted' | 'refreshed', subject: string, target: Target, jwks: string, count: number, warmup: number, concurrency: number, quiet: number, away: number }} Job
 */

/** @type {Map<number, (result: any) => void>} */
const waiting = new Map();
let asked = 0;
/** @param {object} message @returns {Promise<any>} */
function ask(message) {
  return new Promise((resolve) => {
    asked += 1;
    waiting.set(asked, resolve);
    process.send?.({ id: asked, ...message });
  });
}

/** @type {Record<Job['measure'], (job: Job) => Promise<Measured>>} */
const measures = {
  login,
  'user.me': userMe,
  quiet: afterQuiet,
  token: checkToken,
  seen: checkSeenToken,
  vaulted,
  refreshed,
};

process.on('message', (/** @type {any} */ message) => {
  if (message.id) return waiting.get(message.id)?.(message.result);
  const { measure } = /** @type {Job} */ (message);
  return void measures[measure](message).then(
    (measured) => process.send?.({ measured }),
    (error) => process.send?.({ failed: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on('disconnect', () => process.exit());

/** @param {Job} job */
async function login(job) {
  const subject = await subjectOf(logins, job);
  await run(await begun(subject, job.subject, job.warmup), 32, subject.finish);
  return measured(await begun(subject, job.subject, job.count), job.concurrency, subject.finish);
}

/** @param {Job} job */
async function userMe(job) {
  const call = await subjectOf(userCalls, job);
  await run(Array(job.warmup).fill(0), job.concurrency, call);
  return measured(Array(job.count).fill(0), job.concurrency, call);
}

/**
 * A login after a pause: no requests for `quiet` ms, then a user starts a login and returns after `away` ms.
 * @param {Job} job
 */
async function afterQuiet(job) {
  const subject = await subjectOf(logins, job);
  for (let i = 0; i < 3; i += 1) await run(await begun(subject, job.subject, 1), 1, subject.finish);
  await sleep(job.quiet);
  await ask({ take: true });
  const pending = await begun(subject, job.subject, 1);
  await sleep(job.away);
  return measured(pending, 1, subject.finish, { takeBefore: false });
}

/** @param {Job} job */
async function checkToken(job) {
  // The warm-up checks the same tokens repeatedly. Each measured token is checked once.
  const few = Math.min(job.warmup, 100);
  const nonces = Array.from({ length: few + job.count }, (_, index) => `nonce-${index}-of-a-usual-length-0123456789`);
  const tokens = await ask({ sign: nonces });
  const check = await subjectOf(tokenChecks, job, { tokens, nonces, jwks: job.jwks });
  const indices = tokens.map((/** @type {string} */ _, /** @type {number} */ index) => index);
  for (let done = 0; done < job.warmup; done += few) await run(indices.slice(0, few), 1, check);
  return measured(indices.slice(few), 1, check);
}

/** Checks a hundred tokens repeatedly. @param {Job} job */
async function checkSeenToken(job) {
  const nonces = Array.from({ length: 100 }, (_, index) => `nonce-${index}-of-a-usual-length-0123456789`);
  const tokens = await ask({ sign: nonces });
  const check = await subjectOf(seenTokenChecks, job, { tokens, nonces, jwks: job.jwks });
  /** @param {number} count */
  const indices = (count) => Array.from({ length: count }, (_, index) => index % tokens.length);
  await run(indices(job.warmup), 1, check);
  return measured(indices(job.count), 1, check);
}

/** Calls for a hundred users in turn. @param {Job} job */
async function vaulted(job) {
  const users = 100;
  const call = await subjectOf(vaultedCalls, job, { users, expired: false });
  /** @param {number} count */
  const indices = (count) => Array.from({ length: count }, (_, index) => index % users);
  await run(indices(job.warmup), job.concurrency, call);
  return measured(indices(job.count), job.concurrency, call);
}

/** Refreshes each user's tokens once, because the vault does not refresh them twice in a minute. @param {Job} job */
async function refreshed(job) {
  const users = job.warmup + job.count;
  const refresh = await subjectOf(vaultedRefreshes, job, { users, expired: true });
  const indices = Array.from({ length: users }, (_, index) => index);
  await run(indices.slice(0, job.warmup), job.concurrency, refresh);
  return measured(indices.slice(job.warmup), job.concurrency, refresh);
}

/**
 * @template T
 * @template {unknown[]} Given
 * @param {Record<string, (target: Target, ...given: Given) => Promise<T>>} subjects
 * @param {Job} job
 * @param {Given} given
 */
function subjectOf(subjects, { subject, target }, ...given) {
  const make = subjects[subject];
  if (!make) throw new Error(`No such subject: ${subject}`);
  return make(target, ...given);
}

/** @param {import('./subjects.js').Login} subject @param {string} name @param {number} count */
async function begun(subject, name, count) {
  const pending = [];
  for (let i = 0; i < count; i += 1) pending.push(await subject.begin());
  if (!name.endsWith('OIDC')) return pending;
  /** @type {string[]} */
  const codes = await ask({ prepare: pending.map(({ nonce }) => nonce) });
  return pending.map((one, index) => ({ ...one, query: { ...one.query, code: codes[index] ?? '' } }));
}

/**
 * @template T
 * @param {T[]} inputs
 * @param {number} concurrency
 * @param {(input: T) => unknown} action
 * @returns {Promise<number[]>} wall time of each, in ms
 */
async function run(inputs, concurrency, action) {
  /** @type {number[]} */
  const times = [];
  const left = inputs.values();
  const lane = async () => {
    // All lanes share one iterator, so each takes the next input.
    for (const input of left) {
      const start = performance.now();
      await action(input);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return times;
}

/**
 * @template T
 * @param {T[]} inputs
 * @param {number} concurrency
 * @param {(input: T) => unknown} action
 * @returns {Promise<Measured>}
 */
async function measured(inputs, concurrency, action, { takeBefore = true } = {}) {
  if (takeBefore) await ask({ take: true });
  globalThis.gc?.();
  const before = process.cpuUsage();
  const times = await run(inputs, concurrency, action);
  const { user, system } = process.cpuUsage(before);
  /** @type {import('./server.js').Counts} */
  const { connections, requests } = await ask({ take: true });
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const per = inputs.length;
  times.sort((a, b) => a - b);
  return {
    cpu: (user + system) / per,
    p50: times[times.length >> 1] ?? 0,
    requests: total / per,
    connections: connections / per,
  };
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
