import { setTimeout as wait } from 'node:timers/promises';
import type { EndpointName } from '../contract/endpoints.js';
import { KakaoConnectionError } from '../errors/errors.js';

/** Waits, unless the caller gives up meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined, endpoint?: EndpointName): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new KakaoConnectionError('aborted', endpoint === undefined ? {} : { endpoint });
  }
}
