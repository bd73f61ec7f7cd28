// Kakao.Auth.authorize: goes to Kakao's login page, which returns to the redirect URI.

import { checkArguments, is } from './check.js';
import { ORIGIN } from './origin.js';
import { isKakaoTalk, joinQuery, kaHeader, openPopup, parsed, queryString, transactionId } from './platform.js';
import { session } from './session.js';

const authorizeRules = {
  optional: {
    redirectUri: is.string,
    state: is.string,
    scope: is.string,
    prompt: is.string,
    loginHint: is.string,
    nonce: is.string,
    serviceTerms: is.string,
    channelPublicId: is.string,
    approvalType: is.string,
    settleId: is.string,
    deviceType: is.oneOf(['watch', 'tv']),
    isPopup: is.boolean,
    throughTalk: is.boolean,
    throughSyncplugin: is.boolean,
  },
  defaults: { redirectUri: 'JS-SDK', isPopup: false, throughTalk: true, throughSyncplugin: true },
};

/** The parameter for each option, in the order in which the SDK sends them. */
const authorizeNames = {
  approvalType: 'approval_type',
  scope: 'scope',
  state: 'state',
  prompt: 'prompt',
  deviceType: 'device_type',
  channelPublicId: 'channel_public_id',
  settleId: 'settle_id',
  loginHint: 'login_hint',
  nonce: 'nonce',
  serviceTerms: 'extra.service_terms',
};

/** Polling in progress, which `cleanup` stops. */
export const polls = new Set();

/** Polls every second, up to 600 times, for the code of a login in another window. */
function pollForCode(clientId, transId, onAnswer) {
  let count = 0;
  const url = `${ORIGIN}/apiweb/code.json?${queryString({ client_id: clientId, auth_tran_id: transId, ka: kaHeader() })}`;
  const stop = () => {
    window.clearInterval(timer);
    polls.delete(stop);
  };
  const finish = (answer) => {
    if (!polls.has(stop)) return;
    stop();
    onAnswer(answer);
  };
  const ask = () => {
    count += 1;
    if (count > 600) {
      finish({ status: 'error', error: 'timeout', error_description: 'LOGIN_TIMEOUT' });
      return;
    }
    const poll = new window.XMLHttpRequest();
    poll.open('GET', url);
    poll.addEventListener('load', () => {
      const answer = parsed(poll.responseText);
      // 300: still pending. 700: show Kakao's page for network errors.
      if (answer.error_code === '700') window.location.href = `${ORIGIN}/error/network`;
      else if (answer.status === 'ok' || (answer.status === 'error' && answer.error_code !== '300')) finish(answer);
    });
    poll.send();
  };
  const timer = window.setInterval(ask, 1000);
  polls.add(stop);
}

/**
 * On a phone, Kakao's SDK opens Kakao Talk here (Simple Login). If Kakao Talk is not installed, it opens the login page
 * in the same window. The emulator has no Kakao Talk, so this SDK always opens the login page.
 */
export function authorize(settings) {
  checkArguments(settings, authorizeRules, 'Auth.authorize');
  const { redirectUri, state, prompt, isPopup } = settings;
  const withState = state === undefined ? {} : { state };

  return new Promise((resolve, reject) => {
    const fail = (error) => {
      reject(error);
      window.location.href = joinQuery(redirectUri, error);
    };
    if (prompt?.split(',').includes('none') && !isKakaoTalk()) {
      fail({ error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER', ...withState });
      return;
    }
    const transId = transactionId();
    const named = Object.entries(authorizeNames).map(([option, name]) => [name, settings[option]]);
    const url = `${ORIGIN}/oauth/authorize?${queryString({
      client_id: session.appKey,
      ...Object.fromEntries(named),
      redirect_uri: redirectUri,
      response_type: 'code',
      auth_tran_id: transId,
      ka: kaHeader(),
      is_popup: isPopup,
    })}`;
    if (!isPopup) {
      // The browser leaves the page, so the promise never settles.
      window.location.href = url;
      return;
    }
    const popup = openPopup(url, '_blank', 480, 700);
    pollForCode(session.appKey, transId, (answer) => {
      popup?.close();
      if (answer.status !== 'ok') {
        fail({ error: answer.error, error_description: answer.error_description, ...withState });
        return;
      }
      const success = { code: answer.code, ...withState };
      resolve(success);
      window.location.href = joinQuery(redirectUri, success);
    });
  });
}
