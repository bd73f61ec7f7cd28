import type { KakaoId, KakaoIdInput } from './contract/ids.js';
import { usage, usageTexts } from './errors/usage.js';

const max = 2n ** 63n - 1n;

/** Whether a value of Kakao's is an id: decimal digits, no leading zero, at most 2^63 - 1. */
export const isKakaoId = (value: unknown): value is KakaoId =>
  typeof value === 'string' &&
  /^(?:0|[1-9]\d{0,18})$/.test(value) &&
  (value.length < 19 || value <= '9223372036854775807');

/**
 * Brings an id into its one form, decimal digits.
 *
 * Throws a {@link KakaoUsageError} for what cannot be a 64-bit id (`status` 400), and for a `number` beyond 2^53: such a number was
 * rounded before it came here, and would name another user.
 */
export function toKakaoId(id: KakaoIdInput, argument: string): KakaoId {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return String(id);
  if (typeof id === 'bigint' && id >= 0n && id <= max) return String(id);
  if (typeof id === 'string' && /^\d{1,19}$/.test(id) && BigInt(id) <= max) return String(BigInt(id));
  const unsafe = typeof id === 'number' && Number.isInteger(id) && id > 0;
  // A malformed one mostly comes from an address or a form; a rounded one was rounded by the service.
  throw unsafe ? usage('id_unsafe', argument, usageTexts.idUnsafe) : usage('id_malformed', argument, usageTexts.id);
}
