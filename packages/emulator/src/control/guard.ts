import { json } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { isLoopback } from '../http/ip.js';
import type { Route } from '../http/server.js';
import { SeedError } from '../seed/read.js';

const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

const isLocalUrl = (text: string): boolean => URL.canParse(text) && LOCAL_HOST.test(new URL(text).hostname);

/** A page of another origin: browsers say so, and fetch nothing for it that it could read. A link may be followed. */
function isFromElsewhere({ headers, origin }: Call): boolean {
  if (headers.origin !== undefined) return headers.origin !== origin;
  const site = headers['sec-fetch-site'];
  return (site === 'cross-site' || site === 'same-site') && headers['sec-fetch-mode'] !== 'navigate';
}

/**
 * Whether a caller may control the emulator: from this machine, to a name of this machine (another name that leads here
 * is DNS rebinding), and not from a page of another origin.
 */
function mayControl(call: Call, remote: boolean): boolean {
  const { host } = call.headers;
  if (isFromElsewhere(call) || (host !== undefined && `http://${host}` !== call.origin)) return false;
  if (remote) return true;
  return isLoopback(call.ip) && isLocalUrl(call.origin);
}

/** A request's JSON body; nothing is an empty object. */
export function bodyOf(call: Call): Record<string, unknown> {
  if (call.text.trim() === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(call.text);
  } catch {
    throw new TypeError('the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new TypeError('the body is not an object');
  return body as Record<string, unknown>;
}

/** Wraps a control: who may not gets 403, a bad body 400 and a sentence. */
export const control =
  (run: (context: Parameters<Route>[0], body: Record<string, unknown>) => unknown): Route =>
  async (context) => {
    const { call, engine } = context;
    if (!mayControl(call, engine.options.remoteControl ?? false)) {
      return json(403, JSON.stringify({ error: 'the control API answers to this machine only' }));
    }
    try {
      const result = await run(context, bodyOf(call));
      return result === undefined
        ? { status: 204, headers: {}, body: '' }
        : json(200, JSON.stringify(result), { 'cache-control': 'no-store' });
    } catch (error) {
      const kinds = [SeedError, TypeError, RangeError, URIError];
      if (!kinds.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
      return json(400, JSON.stringify({ error: error.message }));
    }
  };
