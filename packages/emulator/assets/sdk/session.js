// The app key, and the access token in memory and in the tab's sessionStorage.

import { md5 } from './platform.js';

export const session = { appKey: null, accessToken: null };

const storageKey = () => `kakao_${md5(`kat${session.appKey}`)}`;

/** Some browsers and frames forbid storage; the token then lives in memory only. */
function storage(action) {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}

export const getAppKey = () => session.appKey;

export function getAccessToken() {
  if (session.accessToken === null) session.accessToken = storage((store) => store.getItem(storageKey()));
  return session.accessToken;
}

/**
 * Kept for the tab unless `persist` is `false`. Unlike Kakao's SDK, which encrypts the stored token with the (public)
 * app key, this one stores it as it is: tokens of the emulator open nothing.
 */
export function setAccessToken(token, persist = true) {
  session.accessToken = token;
  if (token === null || !persist) storage((store) => store.removeItem(storageKey()));
  else storage((store) => store.setItem(storageKey(), token));
}
