import type { Route } from '../context.js';
import { json } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { mayControl } from '../http/access.js';
import { SeedError } from '../seed/read.js';

/** Returns the JSON body of a request, or an empty object. */
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

/** Wraps a control: 403 for callers that may not use it, 400 and a message for an invalid body. */
export const control =
  (run: (body: Record<string, unknown>) => unknown): Route =>
  async (context) => {
    if (!mayControl(context.call)) return refuseControl();
    try {
      const result = await run(bodyOf(context.call));
      return json(200, JSON.stringify(result ?? { status: 'ok' }), { 'cache-control': 'no-store' });
    } catch (error) {
      const kinds = [SeedError, TypeError, RangeError, URIError];
      if (!kinds.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
      return json(400, JSON.stringify({ error: error.message }));
    }
  };
