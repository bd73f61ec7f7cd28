import type { Outgoing } from './exchange.js';

/** Who frames the message, and how long the connection lives, is for us to say. */
const ours = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
]);

const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const notInValue = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The bytes of a request, or `undefined` for one that cannot be written without breaking the message: our own are all
 * well-formed, but interceptors may put anything into one.
 */
export function question({ method, headers, body }: Outgoing, path: string, host: string): string | Buffer | undefined {
  if (!token.test(method) || !/^\/[\x21-\x7e]*$/.test(path)) return undefined;
  let head = `${method} ${path} HTTP/1.1\r\n`;
  let named = false;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const lower = name.toLowerCase();
    if (value === undefined || ours.has(lower)) continue;
    if (lower === 'host') named = true;
    for (const one of typeof value === 'object' ? value : [value]) {
      if (!token.test(name) || notInValue.test(one)) return undefined;
      head += `${name}: ${one}\r\n`;
    }
  }
  if (!named) head += `Host: ${host}\r\n`;
  head += 'Connection: keep-alive\r\n';
  if (body === undefined)
    return method === 'GET' || method === 'HEAD' ? `${head}\r\n` : `${head}Content-Length: 0\r\n\r\n`;
  const length = Buffer.byteLength(body);
  head += `Content-Length: ${length}\r\n\r\n`;
  // A form is ASCII, so it goes out with the head, in one piece.
  return length === body.length ? head + body : Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}
