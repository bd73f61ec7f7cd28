import type { Bilingual } from '../contract/codes/index.js';
import { isKakaoError } from './errors.js';
import type { KakaoError } from './errors.js';
import { usage, usageTexts } from './usage.js';

/** What an HTTP answer may say about an error. */
export interface KakaoErrorBody {
  /** `code` as text, e.g. `KOE320`, `-401`, `access_denied`. */
  error: string;
  kind: KakaoError['kind'];
  message: string;
  reason: Bilingual;
  remedy: Bilingual;
  retryable: boolean;
}

/** The part of an error that is fit for a browser or an API client: no text of Kakao's, no credential. */
export function kakaoErrorBody(error: KakaoError): KakaoErrorBody {
  if (!isKakaoError(error)) throw usage('argument_malformed', 'error', usageTexts.notOurError);
  const { code, kind, message, reason, remedy, retryable } = error;
  return { error: String(code), kind, message, reason, remedy, retryable };
}
