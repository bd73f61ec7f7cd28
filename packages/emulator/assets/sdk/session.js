// The app key, and the access token in memory and in the tab's sessionStorage.

import { hex, md5, utf8 } from './md5.js';
import { decrypt, encrypt } from './token-cipher.js';

export const session = { appKey: null, accessToken: null };

const storageKey = () => `kakao_${hex(md5(utf8(`kat${session.appKey}`)))}`;

/** Some browsers and frames block storage, and the stored text may be invalid. Then only the token in memory counts. */
function storage(action) {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}

export const getAppKey = () => session.appKey;

export function getAccessToken() {
  session.accessToken ??= storage((store) => {
    const stored = store.getItem(storageKey());
    return stored === null ? null : decrypt(stored, session.appKey);
  });
  return session.accessToken;
}

/** Stores the token for the tab, encrypted with the (public) app key, unless `persist` is `false`. */
export function setAccessToken(token, persist = true) {
  session.accessToken = token ?? null;
  if (session.accessToken === null || !persist) storage((store) => store.removeItem(storageKey()));
  else storage((store) => store.setItem(storageKey(), encrypt(token, session.appKey)));
}
