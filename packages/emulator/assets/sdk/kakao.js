// The `Kakao` object. Its modules exist only after `init`, as in Kakao's SDK.

import { request } from './api.js';
import { authorize, polls } from './authorize.js';
import { KakaoError, is } from './check.js';
import { VERSION } from './platform.js';
import { getAccessToken, getAppKey, session, setAccessToken } from './session.js';
import { createShippingAddress, selections, selectShippingAddress, updateShippingAddress } from './shipping-address.js';

/** Revokes the tokens. The stored one is dropped even if the request fails. */
function logout() {
  const drop = () => setAccessToken(null);
  return request({ url: '/v1/user/logout' }).finally(drop);
}

function getStatusInfo() {
  if (!getAccessToken()) return Promise.reject({ status: 'not_connected' });
  return request({ url: '/v2/user/me' }).then(
    (user) => ({ status: 'connected', user }),
    () => ({ status: 'not_connected' }),
  );
}

const Auth = {
  authorize,
  setAccessToken,
  getAccessToken,
  getAppKey,
  getStatusInfo,
  logout,
  selectShippingAddress,
  createShippingAddress,
  updateShippingAddress,
  cleanup() {
    for (const stop of [...polls, ...selections]) stop();
    session.accessToken = null;
  },
};

const API = { request, cleanup() {} };

const Kakao = {
  VERSION,
  init(appKey) {
    if (Kakao.isInitialized()) throw new KakaoError('Kakao.init: Already initialized');
    if (!is.string(appKey)) throw new KakaoError('Kakao.init: App key must be provided');
    session.appKey = appKey;
    Object.assign(Kakao, { Auth, API });
  },
  isInitialized: () => session.appKey !== null,
  cleanup() {
    Auth.cleanup();
    API.cleanup();
    session.appKey = null;
  },
};

window.Kakao = Kakao;
if (typeof window.define === 'function' && window.define.amd) window.define([], () => Kakao);
if (typeof window.kakaoAsyncInit === 'function') window.setTimeout(() => window.kakaoAsyncInit(), 0);
