// @ts-check
import { connect } from 'node:net';

/** @typedef {{ status: number, location: string, cookies: string[], text: string }} Reply */

/** Returns the first reply if it is complete. `length`: its length in the text. @param {string} text */
function read(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`a reply of unknown length: ${head}`);
  const whole = end + 4 + Number(length);
  if (text.length < whole) return undefined;
  const location = /\r\nlocation: ([^\r]+)/i.exec(head)?.[1] ?? '';
  const cookies = Array.from(head.matchAll(/\r\nset-cookie: ([^;\r]+)/gi), ([, pair = '']) => pair);
  return { length: whole, status: Number(head.slice(9, 12)), location, cookies, text: text.slice(end + 4, whole) };
}

/**
 * A connection that stays open, for one request at a time. It supports only what these servers need: replies with a
 * length, and ASCII text where it is read. A complete client takes longer than some of the responses.
 * @param {string} url
 */
export async function open(url) {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true }).setEncoding('latin1');
  await new Promise((resolve, reject) => void socket.once('connect', resolve).once('error', reject));
  let arrived = '';
  /** @type {{ resolve: (reply: Reply) => void, reject: (error: unknown) => void } | undefined} */
  let waiting;
  socket.on('data', (/** @type {string} */ chunk) => {
    arrived += chunk;
    try {
      const reply = read(arrived);
      if (!reply) return;
      arrived = '';
      waiting?.resolve(reply);
    } catch (error) {
      waiting?.reject(error);
    }
  });
  socket.on('close', () => waiting?.reject(new Error('the server hung up')));
  return {
    /** @param {string} path @param {string} cookie @param {string} [form] @returns {Promise<Reply>} */
    request: (path, cookie, form) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const head = `${form === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n`;
        const type = 'content-type: application/x-www-form-urlencoded';
        socket.write(
          form === undefined ? `${head}\r\n` : `${head}${type}\r\ncontent-length: ${form.length}\r\n\r\n${form}`,
        );
      }),
    close: () => void socket.destroy(),
  };
}

/** @typedef {Awaited<ReturnType<typeof open>>} Connection */
