import { json } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { isOwnHost } from '../http/host.js';
import { isLoopback } from '../http/ip.js';
import type { Route } from '../server/listener.js';
import { SeedError } from '../seed/read.js';

/** A page of another origin: browsers say so, and fetch nothing for it that it could read. A link may be followed. */
function isFromElsewhere({ method, headers, origin }: Call, url: string): boolean {
  if (headers.origin !== undefined) return headers.origin !== origin && headers.origin !== url;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  return site !== 'same-origin' && site !== 'none' && !isLink;
}

/** Whether a caller may control the emulator: from this machine, by a name of its own, and not from another's page. */
export function mayControl({ call, world }: Pick<Parameters<Route>[0], 'call' | 'world'>): boolean {
  if (isFromElsewhere(call, world.url) || !isOwnHost(call, world.url)) return false;
  return (world.options.remoteControl ?? false) || isLoopback(call.ip);
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

const REFUSED =
  'the control API answers under localhost, an IP address or the address given with --url (option `url`), not to pages of other origins, and not to other machines without --remote-control (option `remoteControl`)';

export const refuseControl = (): Answer => json(403, JSON.stringify({ error: REFUSED }));

/** Wraps a control: who may not gets 403, a bad body 400 and a sentence. */
export const control =
  (run: (context: Parameters<Route>[0], body: Record<string, unknown>) => unknown): Route =>
  async (context) => {
    if (!mayControl(context)) return refuseControl();
    try {
      const result = await run(context, bodyOf(context.call));
      return json(200, JSON.stringify(result ?? { status: 'ok' }), { 'cache-control': 'no-store' });
    } catch (error) {
      const kinds = [SeedError, TypeError, RangeError, URIError];
      if (!kinds.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
      return json(400, JSON.stringify({ error: error.message }));
    }
  };
