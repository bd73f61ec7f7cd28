import type { Bilingual } from '../contract/codes/index.js';
import { isKakaoError } from './errors.js';
import type { KakaoError } from './errors.js';
import { usage, usageTexts } from './usage.js';

/** An error as the JSON body of an HTTP response. */
export interface KakaoErrorBody {
  /** `code` as text, e.g. `KOE320`, `-401`, `access_denied`. */
  error: string;
  kind: KakaoError['kind'];
  message: string;
  reason: Bilingual;
  remedy: Bilingual;
  retryable: boolean;
}

/**
 * Returns the part of an error that can be sent to a browser or an API client. It contains no text from Kakao and no credentials.
 *
 * @throws {KakaoUsageError} when `error` is not an error of this library
 */
export function kakaoErrorBody(error: KakaoError): KakaoErrorBody {
  if (!isKakaoError(error)) throw usage('argument_malformed', 'error', usageTexts().notOurError);
  const { code, kind, message, reason, remedy, retryable } = error;
  return { error: String(code), kind, message, reason, remedy, retryable };
}
