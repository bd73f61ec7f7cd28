// @ts-check
/** Measures a service's requests per second with a guard for ID tokens that it has seen before, and without a guard. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { startServer } from './start-server.js';
import { median, ratio } from './table.js';

const atLeast = 0.85;
/**
 * Each connection sends one request at a time. With several, answers of the unguarded route would share packets, unlike
 * those of an asynchronous guard.
 */
const connections = 64;
const routes = /** @type {const} */ (['open', 'floor', 'guarded']);
const titles = { open: 'no guard', floor: 'a guard that only hashes the token', guarded: 'guarded' };

/** @typedef {{ rate: number, cpu: number }} Measured requests per second, and µs of the service's CPU for one */

/** @param {{ quick: boolean }} options @returns {Promise<import('./table.js').Table>} */
export async function guardTable({ quick }) {
  const kakao = await startServer({});
  /** @type {string[]} */
  const tokens = await kakao.ask({ sign: Array.from({ length: 100 }, (_, index) => `nonce-${index}`) });
  const { origins, appKey } = kakao;
  /** @type {Record<string, Record<string, Measured[]>>} */
  const results = {};
  const [rounds, ms] = quick ? [1, 100] : [7, 800];
  for (const platform of ['Nest on Fastify', 'Fastify']) {
    const service = fork(fileURLToPath(new URL('guard-server.js', import.meta.url)), [
      JSON.stringify({ origins, appKey }),
      platform,
    ]);
    const [{ ready: port }] = await Promise.race([
      once(service, 'message'),
      once(service, 'exit').then(([code]) => Promise.reject(new Error(`The guarded service ended with ${code}`))),
    ]);
    /** @type {Record<string, Measured[]>} */
    const of = (results[platform] = { open: [], floor: [], guarded: [] });
    for (const route of routes) await load(port, route, tokens, ms);
    for (let round = 0; round < rounds; round += 1) {
      for (const route of routes) {
        const before = await cpuOf(service);
        const { count, seconds } = await load(port, route, tokens, ms);
        of[route]?.push({ rate: count / seconds, cpu: ((await cpuOf(service)) - before) / count });
      }
    }
    service.disconnect();
  }
  kakao.close();
  return { title: 'A guard for ID tokens that were seen before', base: 'no guard', columns, rows: rowsOf(results) };
}

const columns = ['', 'requests/s', 'x', 'CPU ms', 'x', 'aim'];

/** @param {Record<string, Record<string, Measured[]>>} results */
const rowsOf = (results) =>
  Object.entries(results).flatMap(([platform, of]) =>
    routes.map((route) => {
      /** @param {string} route @param {keyof Measured} what */
      const all = (route, what) => (of[route] ?? []).map((one) => one[what]);
      const kept = ratio(all(route, 'rate'), all('open', 'rate'));
      return [
        `${platform}, ${titles[route]}`,
        median(all(route, 'rate')).toFixed(0),
        `${kept.toFixed(2)}x`,
        (median(all(route, 'cpu')) / 1000).toFixed(3),
        `${ratio(all(route, 'cpu'), all('open', 'cpu')).toFixed(2)}x`,
        route !== 'guarded' ? '' : `requests/s ≥ ${atLeast}x ${kept >= atLeast ? '✓' : '✗'}`,
      ];
    }),
  );

/** @param {import('node:child_process').ChildProcess} service @returns {Promise<number>} µs so far */
async function cpuOf(service) {
  service.send('cpu');
  const [{ cpu }] = await once(service, 'message');
  return cpu;
}

/**
 * Sends requests over plain sockets as fast as possible for `ms`. All answers have the same length, so their number
 * follows from the bytes received.
 * @param {number} port @param {string} route @param {string[]} tokens @param {number} ms
 */
async function load(port, route, tokens, ms) {
  const requests = tokens.map((token) =>
    Buffer.from(`GET /${route} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`),
  );
  const start = performance.now();
  const counts = await Promise.all(Array.from({ length: connections }, (_, index) => drive(port, requests, index, ms)));
  return { count: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - start) / 1000 };
}

/**
 * @param {number} port
 * @param {Buffer[]} requests
 * @param {number} first
 * @param {number} ms
 * @returns {Promise<number>} answers
 */
async function drive(port, requests, first, ms) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let asked = 0;
  const ask = () => {
    socket.write(requests[(first * 7 + asked) % requests.length] ?? '');
    asked += 1;
  };
  ask();
  const [answer] = /** @type {[Buffer]} */ (await once(socket, 'data'));
  if (!answer.toString().startsWith('HTTP/1.1 200')) throw new Error(`The service said ${answer.toString()}`);
  const until = performance.now() + ms;
  let bytes = answer.length;
  let answered = 1;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      const now = Math.floor(bytes / answer.length);
      const over = performance.now() > until;
      for (; answered < now; answered += 1) if (!over) ask();
      if (over && answered === asked) {
        socket.destroy();
        resolve(answered);
      }
    });
    ask();
  });
}
