import type { Text } from '../web/language.js';

/** What the shop stores about one browser, on the server. The browser has only a random identifier. */
export interface SessionData {
  memberId?: number;
  /** The ID token of the login, for the page that shows it. The other tokens are in the vault. */
  idToken?: string;
  /** The user's Kakao ID in the wholesale shop, which is another Kakao app. */
  wholesaleId?: string;
  /** `state` of a logout at Kakao that will return to the front page. */
  logoutState?: string;
  /** For the next page. */
  notice?: Notice;
}

/** Shown once on the next page: what was done, and Kakao's response. */
export interface Notice {
  tone: 'good' | 'bad';
  text: Text;
  /** What the visitor can do if Kakao refused. */
  advice?: Text;
  /** Kakao's error code. */
  errorCode?: string;
  /** The call that was made, e.g. `POST /v1/user/unlink`. */
  call?: string;
  /** The lines of this sample that made it. */
  code?: string;
  result?: unknown;
}
