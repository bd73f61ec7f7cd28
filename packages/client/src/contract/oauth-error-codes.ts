import type { CodeEntry } from './code-entry.js';

const logInByHand = {
  ko: '로그인 버튼을 보여 주고, prompt=none 없이 로그인을 시작하게 하세요.',
  en: 'Show the login button, and begin a login without prompt=none.',
};
const developer = {
  ko: 'kakaoMessage를 보고 authorizationUrl에 준 값과 카카오 개발자 콘솔의 설정을 맞추세요.',
  en: 'Read kakaoMessage, and bring the values given to authorizationUrl in line with the settings in Kakao’s console.',
};
const later = {
  ko: '잠시 후 로그인을 다시 시작하세요.',
  en: 'Start the login again a little later.',
};

export type OAuthErrorCode =
  | 'access_denied'
  | 'consent_required'
  | 'login_required'
  | 'interaction_required'
  | 'auto_login'
  | 'unauthorized_client'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_request'
  | 'invalid_token'
  | 'unsupported_grant_type'
  | 'misconfigured'
  | 'not_acceptable'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'timeout';

/** `error` of a redirect from `/oauth/authorize`, and of a token answer that has no KOE code. */
export const oauthErrorCodes: Readonly<Record<OAuthErrorCode, CodeEntry> & Partial<Record<string, CodeEntry>>> = {
  access_denied: {
    status: 403,
    retryable: false,
    cause: {
      ko: '사용자가 동의 화면에서 취소했거나, 14세 미만이라 이 앱을 이용할 수 없습니다.',
      en: 'The person cancelled on the consent screen, or is under 14 and the app does not admit them.',
    },
    remedy: {
      ko: '로그인하지 않은 화면으로 돌아가고, 원하면 다시 로그인하게 하세요.',
      en: 'Go back to the page for visitors and let the person log in again if they wish.',
    },
  },
  consent_required: {
    status: 401,
    retryable: false,
    cause: {
      ko: '자동 로그인(prompt=none)을 했지만 사용자가 아직 앱에 연결되지 않았거나 동의가 필요합니다.',
      en: 'A silent login (prompt=none) found that the person is not linked to the app yet or has to consent.',
    },
    remedy: logInByHand,
  },
  login_required: {
    status: 401,
    retryable: false,
    cause: {
      ko: '자동 로그인(prompt=none)을 했지만 이 브라우저는 카카오계정에 로그인되어 있지 않습니다.',
      en: 'A silent login (prompt=none) found no Kakao Account logged in in this browser.',
    },
    remedy: logInByHand,
  },
  interaction_required: {
    status: 401,
    retryable: false,
    cause: {
      ko: '자동 로그인(prompt=none)을 했지만 약관 동의나 추가 정보 입력 등 사용자의 조작이 필요합니다.',
      en: 'A silent login (prompt=none) needs the person after all: account terms, further information, or a restricted account.',
    },
    remedy: logInByHand,
  },
  auto_login: {
    status: 400,
    retryable: false,
    cause: {
      ko: '카카오톡 인앱 브라우저가 아닌 곳에서 JavaScript SDK로 자동 로그인을 시도했습니다.',
      en: 'The JavaScript SDK was asked for a silent login outside the in-app browser of Kakao Talk.',
    },
    remedy: logInByHand,
  },
  unauthorized_client: {
    status: 502,
    retryable: false,
    cause: {
      ko: '앱이나 개발자 계정이 차단되었습니다.',
      en: 'The app or the developer’s account is blocked.',
    },
    remedy: {
      ko: '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      en: 'Look at the state of the app in Kakao’s console and write to Kakao’s support.',
    },
  },
  invalid_client: {
    error: 'invalid_client',
    kakaoStatus: 401,
    status: 502,
    retryable: false,
    cause: {
      ko: '앱 키나 클라이언트 시크릿이 올바르지 않습니다.',
      en: 'The app key or the client secret is wrong.',
    },
    remedy: {
      ko: 'clientId와 clientSecret을 [앱] > [플랫폼 키] > [REST API 키]의 값과 비교하세요.',
      en: 'Compare clientId and clientSecret with App > Platform key > REST API key.',
    },
  },
  invalid_grant: {
    error: 'invalid_grant',
    kakaoStatus: 400,
    status: 401,
    retryable: false,
    cause: {
      ko: '인가 코드, 리프레시 토큰 또는 code_verifier가 유효하지 않습니다.',
      en: 'The authorization code, the refresh token or the code verifier is not valid.',
    },
    remedy: { ko: '로그인을 처음부터 다시 시작하세요.', en: 'Start the login again from the beginning.' },
  },
  invalid_scope: {
    status: 502,
    retryable: false,
    cause: {
      ko: 'scope에 앱이 설정하지 않은 동의항목이 있습니다.',
      en: '`scope` names a consent item that the app has not configured.',
    },
    remedy: {
      ko: '[카카오 로그인] > [동의항목]에서 항목을 설정하거나 scope 옵션에서 빼세요.',
      en: 'Configure the item under Kakao Login > Consent items, or take it out of the option `scope`.',
    },
  },
  invalid_request: {
    status: 502,
    retryable: false,
    cause: { ko: '인가 요청의 값이 올바르지 않습니다.', en: 'The authorization request has a wrong value.' },
    remedy: developer,
  },
  invalid_token: {
    status: 401,
    retryable: false,
    cause: { ko: '토큰이 유효하지 않습니다.', en: 'The token is not valid.' },
    remedy: { ko: '로그인을 처음부터 다시 시작하세요.', en: 'Start the login again from the beginning.' },
  },
  unsupported_grant_type: {
    status: 502,
    retryable: false,
    cause: { ko: '지원하지 않는 grant_type입니다.', en: 'The grant_type is not supported.' },
    remedy: developer,
  },
  misconfigured: {
    status: 502,
    retryable: false,
    cause: {
      ko: '앱 설정과 맞지 않는 플랫폼의 요청입니다.',
      en: 'The request comes from a platform that does not fit the settings of the app.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키]에서 키 종류와 등록한 사이트 도메인, 키 해시, 번들 ID를 확인하세요.',
      en: 'Check the kind of key and the registered site domains, key hashes and bundle ids under App > Platform key.',
    },
  },
  not_acceptable: {
    error: 'not_acceptable',
    kakaoStatus: 406,
    status: 502,
    retryable: false,
    cause: {
      ko: '카카오가 요청 헤더를 받아들이지 않았습니다.',
      en: 'Kakao did not accept the headers of the request.',
    },
    remedy: {
      ko: 'http 옵션의 axios 인스턴스나 프록시가 Accept, User-Agent 등의 헤더를 바꾸지 않는지 확인하세요.',
      en: 'Check that neither the axios instance of the option `http` nor a proxy changes headers such as Accept and User-Agent.',
    },
  },
  server_error: {
    status: 503,
    retryable: true,
    cause: { ko: '카카오 인증 서버의 일시적인 오류입니다.', en: 'A passing fault of Kakao’s authorization server.' },
    remedy: later,
  },
  temporarily_unavailable: {
    status: 503,
    retryable: true,
    cause: {
      ko: '카카오 인증 서버를 잠시 이용할 수 없습니다.',
      en: 'Kakao’s authorization server is unavailable for a while.',
    },
    remedy: later,
  },
  timeout: {
    status: 401,
    retryable: false,
    cause: {
      ko: '카카오톡에서 로그인을 마치지 않아 JavaScript SDK가 기다리기를 멈췄습니다.',
      en: 'The login in Kakao Talk was not finished, and the JavaScript SDK stopped waiting.',
    },
    remedy: { ko: '로그인을 처음부터 다시 시작하세요.', en: 'Start the login again from the beginning.' },
  },
};
