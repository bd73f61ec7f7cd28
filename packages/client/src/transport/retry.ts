import { setImmediate as turn } from 'node:timers/promises';
import { isKakaoError } from '../errors/errors.js';
import type { EndpointSpec } from '../contract/endpoints.js';
import type { KakaoError } from '../errors/errors.js';
import type { Lifetime } from './lifetime.js';

const firstDelay = 100;
const longestDelay = 2_000;
/** A server that asks for more patience than this gets its error passed on. */
const longestRetryAfter = 5_000;

export interface RetryRules {
  spec: EndpointSpec;
  retries: number;
  /** No attempt begins later than this many milliseconds after the first. */
  budget: number;
  signal: AbortSignal | undefined;
  pause: Lifetime['pause'];
}

/** Keeps the `Retry-After` of an answer with the error that was made of it. */
export function noteRetryAfter(error: unknown, header: string | undefined): void {
  if (header === undefined || !isKakaoError(error)) return;
  const seconds = /^\d+$/.test(header)
    ? Math.min(Number(header), 2 ** 31 - 1)
    : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  if (seconds >= 0) error.retryAfter = seconds;
}

/**
 * Tries again after a passing fault: rows that only read after any, all others only when nothing had been sent.
 *
 * Why a code exchange is never sent twice: when the server closes a kept-alive connection at the moment we write to it,
 * we see the connection end without an answer, and cannot tell this from a server that took the request and died. A
 * second exchange of a spent code fails anyway, makes Kakao count it against the user (KOE237), and may end the tokens
 * of the first (RFC 6749, 4.1.2). So instead of repairing this case, it is kept from happening, see {@link settle}.
 */
export async function withRetries<T>(rules: RetryRules, attempt: () => Promise<T>): Promise<T> {
  const { spec, retries, budget, signal, pause } = rules;
  const start = performance.now();
  for (let failed = 0; ; failed += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failed >= retries || !isKakaoError(error) || !isRepeatable(error, spec)) throw error;
      const delay = retryDelay(error, failed);
      if (delay === undefined || performance.now() - start + delay >= budget) throw error;
      await (delay === 0 ? settle() : pause(delay, signal, error.endpoint));
    }
  }
}

/**
 * A turn of the event loop before a request that must not be sent twice.
 *
 * A server that closed an idle connection has told us so long ago; but if this process was busy or frozen, nobody has
 * read it yet. undici waits one turn before it uses a connection again, which is no whole one when we run in the phase
 * that reads sockets. Ours brings us past that phase, so that undici's includes one complete look at all of them; the dead
 * ones are dropped, and a new one is opened. What is left is the time that a packet is on its way.
 */
export const settle = (): Promise<void> => turn();

function isRepeatable(error: KakaoError, spec: EndpointSpec): boolean {
  if (error.kind === 'connection') {
    if (error.code === 'connect_failed' || error.code === 'connect_timeout') return true;
  }
  return spec.retry && error.retryable;
}

/** Whether Kakao refused because there were too many calls. */
export const isOverQuota = (error: KakaoError): boolean =>
  (error.kind === 'api' && error.code === -10) || ('kakaoStatus' in error && error.kakaoStatus === 429);

function retryDelay(error: KakaoError, failed: number): number | undefined {
  if (error.retryAfter !== undefined) {
    const ms = error.retryAfter * 1000;
    return ms > longestRetryAfter ? undefined : ms;
  }
  // A quota that is used up is not free again a moment later, and asking costs more of it.
  if (isOverQuota(error)) return undefined;
  // A kept-alive connection that the server closed just now: nothing is wrong, and a new one is to be had at once.
  if (failed === 0 && error.kind === 'connection' && error.code === 'cut') return 0;
  // Half fixed, half random: clients that failed together shall not come back together.
  const full = Math.min(longestDelay, firstDelay * 2 ** failed);
  return full / 2 + Math.random() * (full / 2);
}
