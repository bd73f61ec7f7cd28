import type { KakaoId, KakaoIdInput } from './contract/ids.js';
import { KakaoUsageError } from './errors/errors.js';

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
 * rounded before it came here, and would name another person.
 */
export function toKakaoId(id: KakaoIdInput, argument: string): KakaoId {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return String(id);
  if (typeof id === 'bigint' && id >= 0n && id <= max) return String(id);
  if (typeof id === 'string' && /^\d{1,19}$/.test(id) && BigInt(id) <= max) return String(BigInt(id));
  const unsafe = typeof id === 'number' && Number.isInteger(id) && id > 0;
  throw new KakaoUsageError(unsafe ? 'id_unsafe' : 'id_malformed', {
    option: argument,
    // A malformed one mostly comes from an address or a form; a rounded one was rounded by the service.
    status: unsafe ? 500 : 400,
    reason: unsafe
      ? {
          ko: `${argument}에 2^53보다 큰 number가 왔습니다. 이미 반올림되어 다른 회원번호일 수 있습니다.`,
          en: `${argument} is a number beyond 2^53. It has been rounded already and may be another person’s.`,
        }
      : {
          ko: `${argument}은(는) 0 이상의 64비트 정수여야 합니다.`,
          en: `${argument} has to be a non-negative 64-bit integer.`,
        },
    remedy: {
      ko: '카카오가 준 회원번호를 문자열이나 bigint로 저장하고 넘기세요.',
      en: 'Store and pass ids as the string that this library gave you, or as a bigint.',
    },
  });
}
