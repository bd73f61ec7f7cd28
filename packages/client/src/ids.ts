import type { KakaoId, KakaoIdInput } from './contract/ids.js';
import { usage, usageTexts } from './errors/usage.js';

const max = 2n ** 63n - 1n;

/** Whether a value from Kakao is an id: decimal digits, no leading zero, at most 2^63 - 1. */
export const isKakaoId = (value: unknown): value is KakaoId =>
  typeof value === 'string' &&
  /^(?:0|[1-9]\d{0,18})$/.test(value) &&
  (value.length < 19 || value <= '9223372036854775807');

/**
 * Converts an id to a string of decimal digits.
 *
 * @throws {KakaoUsageError} when the value is not a 64-bit id (`status` 400), or is a `number` above 2^53: it was already rounded and
 * may be the id of another user
 */
export function toKakaoId(id: KakaoIdInput, argument: string): KakaoId {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return String(id);
  if (typeof id === 'bigint' && id >= 0n && id <= max) return String(id);
  if (typeof id === 'string' && /^\d{1,19}$/.test(id) && BigInt(id) <= max) return String(BigInt(id));
  const unsafe = typeof id === 'number' && Number.isInteger(id) && id > 0;
  // A malformed id usually comes from a URL or a form (400). A rounded one is a bug in the service (500).
  throw unsafe ? usage('id_unsafe', argument, usageTexts().idUnsafe) : usage('id_malformed', argument, usageTexts().id);
}
