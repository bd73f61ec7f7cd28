import { setImmediate as turn } from 'node:timers/promises';
import { isKakaoError } from '../errors/errors.js';
import type { EndpointSpec } from '../contract/endpoints.js';
import type { KakaoError } from '../errors/errors.js';
import type { Lifetime } from './lifetime.js';

const firstDelay = 100;
const longestDelay = 2_000;
/** If the server asks for a longer wait, the error is passed on. */
const longestRetryAfter = 5_000;

export interface RetryRules {
  spec: EndpointSpec;
  retries: number;
  /** No attempt starts later than this many milliseconds after the first. */
  budget: number;
  signal: AbortSignal | undefined;
  pause: Lifetime['pause'];
}

/** Stores the `Retry-After` header of an answer in its error. */
export function noteRetryAfter(error: unknown, header: string | undefined): void {
  if (header === undefined || !isKakaoError(error)) return;
  const seconds = /^\d+$/.test(header)
    ? Math.min(Number(header), 2 ** 31 - 1)
    : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  if (seconds >= 0) error.retryAfter = seconds;
}

/**
 * Retries after a temporary failure. Endpoints that only read are retried after any, the others only if nothing was sent.
 *
 * A code exchange is never sent twice. If the server closes a kept-alive connection while we write to it, the connection ends
 * without an answer. That looks the same as a server that accepted the request and crashed. Exchanging a used code again would
 * fail, would count towards the user's limit (KOE237), and could revoke the tokens of the first exchange (RFC 6749, 4.1.2).
 * {@link settle} makes this case unlikely.
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
 * Waits one turn of the event loop before a request that must not be sent twice.
 *
 * When a server closes an idle connection, the process may be too busy to notice. undici waits one turn of the event loop before it
 * reuses a connection, but if we are in the phase that reads sockets, that turn does not read all of them. One more turn does: undici
 * drops the closed connections and opens a new one. Only a close that is still on its way over the network is missed.
 */
export const settle = (): Promise<void> => turn();

function isRepeatable(error: KakaoError, spec: EndpointSpec): boolean {
  if (error.kind === 'connection') {
    if (error.code === 'connect_failed' || error.code === 'connect_timeout') return true;
  }
  return spec.retry && error.retryable;
}

/** Whether Kakao refused because of too many calls. */
export const isOverQuota = (error: KakaoError): boolean =>
  (error.kind === 'api' && error.code === -10) || ('kakaoStatus' in error && error.kakaoStatus === 429);

function retryDelay(error: KakaoError, failed: number): number | undefined {
  if (error.retryAfter !== undefined) {
    const ms = error.retryAfter * 1000;
    return ms > longestRetryAfter ? undefined : ms;
  }
  // The quota does not recover that quickly, and a retry would use more of it.
  if (isOverQuota(error)) return undefined;
  // The server has just closed a kept-alive connection. That is normal, so retry at once on a new one.
  if (failed === 0 && error.kind === 'connection' && error.code === 'cut') return 0;
  // Half of the delay is random, so that clients that failed together do not retry together.
  const full = Math.min(longestDelay, firstDelay * 2 ** failed);
  return full / 2 + Math.random() * (full / 2);
}
