// @ts-check
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./server.js').ServerOptions} ServerOptions */
/** @typedef {import('./server.js').Counts} Counts */
/** @typedef {{ origins: import('./server.js').Origins, appKey: string, jwks: string }} Ready */

/**
 * Starts the Kakao server of the benchmark in its own process.
 * @param {ServerOptions} options
 */
export async function startServer(options) {
  const child = fork(fileURLToPath(new URL('server.js', import.meta.url)), ['serve', JSON.stringify(options)]);
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  /** @type {Ready} */
  const ready = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The bench server ended with ${code}`)));
    child.on('message', (/** @type {any} */ message) => {
      if (message.ready) resolve(message.ready);
      else waiting.get(message.id)?.(message.result);
    });
  });
  let next = 0;
  /** @param {object} message @returns {Promise<any>} */
  const ask = (message) =>
    new Promise((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      child.send({ id: next, ...message });
    });
  return { ...ready, ask, close: () => child.disconnect() };
}
