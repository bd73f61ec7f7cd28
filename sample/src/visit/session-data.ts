import type { TokenResponse } from '@kakao-login/nestjs';
import type { Text } from '../web/language.js';

/** What the shop knows about one browser. It stays on the server; the browser has a random identifier. */
export interface SessionData {
  memberId?: number;
  kakao?: KakaoTokens;
  /** Tokens of the wholesale shop, which is another app at Kakao. */
  wholesale?: KakaoTokens;
  /** `state` of a logout at Kakao that will come back to the front page. */
  logoutState?: string;
  /** For the next page. */
  notice?: Notice;
}

export interface KakaoTokens {
  accessToken: string;
  refreshToken?: string;
  idToken?: string;
}

/** Kakao's answer as the session keeps it. A refresh leaves out what has not changed, so the earlier value stays. */
export function tokensToKeep(tokens: TokenResponse, before?: KakaoTokens): KakaoTokens {
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? before?.refreshToken,
    idToken: tokens.id_token ?? before?.idToken,
  };
}

/** Shown once on the next page: what was done, and what Kakao answered. */
export interface Notice {
  tone: 'good' | 'bad';
  text: Text;
  /** What the visitor can do when Kakao refused. */
  advice?: Text;
  /** Kakao's error code. */
  errorCode?: string;
  /** The call that was made, e.g. `POST /v1/user/unlink`. */
  call?: string;
  /** The lines of this sample that made it. */
  code?: string;
  result?: unknown;
}
