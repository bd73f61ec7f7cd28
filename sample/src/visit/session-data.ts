import type { Text } from '../web/language.js';

/** What the shop knows about one browser. It stays on the server; the browser has a random identifier. */
export interface SessionData {
  memberId?: number;
  /** The ID token of the login, for the page that shows it. The other tokens are in the vault. */
  idToken?: string;
  /** Kakao member number in the wholesale shop, which is another app at Kakao. */
  wholesaleId?: string;
  /** `state` of a logout at Kakao that will come back to the front page. */
  logoutState?: string;
  /** For the next page. */
  notice?: Notice;
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
