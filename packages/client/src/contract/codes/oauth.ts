import { again, entry, lookUp, setUp } from './entry.js';
import { once } from '../../once.js';
import type { CodeEntry, Text } from './entry.js';

const showLoginButton: Text = [
  '로그인 버튼을 보여 주고, prompt=none 없이 로그인을 시작하세요.',
  'Show the login button and start the login without prompt=none.',
];
const checkSettings: Text = [
  'kakaoMessage를 보고, authorizationUrl에 넘긴 값이 카카오 개발자 콘솔의 설정과 맞는지 확인하세요.',
  'Read kakaoMessage, and check the values passed to authorizationUrl against the settings in Kakao’s console.',
];
const logInLater: Text = ['잠시 후 로그인을 다시 시작하세요.', 'Wait a moment and start the login again.'];
const logInAgain: Text = ['로그인을 처음부터 다시 시작하세요.', 'Start the login again from the beginning.'];

/** Values of `error` that have their own row. */
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

type OAuthTable = Readonly<Record<OAuthErrorCode, CodeEntry> & Partial<Record<string, CodeEntry>>>;

/** `error` in a redirect from `/oauth/authorize`, or in a response of the token endpoint without a KOE code. */
export const oauthTable = once((): OAuthTable => ({
  access_denied: entry(
    { status: 403 },
    [
      '사용자가 동의 화면에서 취소했거나, 14세 미만이라 이 앱을 이용할 수 없습니다.',
      'The user cancelled on the consent screen, or is under 14 and the app does not allow users under 14.',
    ],
    [
      '로그인 전 화면으로 돌아가고, 사용자가 원하면 다시 로그인할 수 있게 하세요.',
      'Return to the page for visitors and let the user log in again if they want to.',
    ],
  ),
  consent_required: again(
    [
      '자동 로그인(prompt=none)을 시도했지만 사용자가 아직 앱에 연결되지 않았거나 동의가 필요합니다.',
      'The silent login (prompt=none) failed: the user is not linked to the app yet or has to give consent.',
    ],
    showLoginButton,
  ),
  login_required: again(
    [
      '자동 로그인(prompt=none)을 시도했지만 이 브라우저에 로그인된 카카오계정이 없습니다.',
      'The silent login (prompt=none) failed: no Kakao Account is logged in in this browser.',
    ],
    showLoginButton,
  ),
  interaction_required: again(
    [
      '자동 로그인(prompt=none)을 시도했지만 약관 동의나 추가 정보 입력 등 사용자의 조작이 필요합니다.',
      'The silent login (prompt=none) failed: the user has to act, for example agree to terms, add information or lift a restriction.',
    ],
    showLoginButton,
  ),
  auto_login: entry(
    { status: 400 },
    [
      '카카오톡 인앱 브라우저가 아닌 곳에서 JavaScript SDK로 자동 로그인을 시도했습니다.',
      'The JavaScript SDK tried a silent login outside Kakao Talk’s in-app browser.',
    ],
    showLoginButton,
  ),
  unauthorized_client: setUp(
    ['앱이나 개발자 계정이 차단되었습니다.', 'The app or the developer account is blocked.'],
    [
      '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      'Check the app’s status in Kakao’s console and contact Kakao’s customer support.',
    ],
  ),
  invalid_client: setUp(
    ['앱 키나 클라이언트 시크릿이 올바르지 않습니다.', 'The app key or the client secret is wrong.'],
    [
      'clientId와 clientSecret을 [앱] > [플랫폼 키] > [REST API 키]의 값과 비교하세요.',
      'Compare clientId and clientSecret with App > Platform key > REST API key.',
    ],
    { error: 'invalid_client', kakaoStatus: 401 },
  ),
  invalid_grant: again(
    [
      '인가 코드, 리프레시 토큰 또는 code_verifier가 유효하지 않습니다.',
      'The authorization code, the refresh token or the code verifier is not valid.',
    ],
    logInAgain,
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  invalid_scope: setUp(
    [
      'scope에 앱에서 설정하지 않은 동의항목이 있습니다.',
      '`scope` names a consent item that is not set up for the app.',
    ],
    [
      '[카카오 로그인] > [동의항목]에서 항목을 설정하거나 scope 옵션에서 빼세요.',
      'Set up the item under Kakao Login > Consent items, or remove it from the option `scope`.',
    ],
  ),
  invalid_request: setUp(
    ['인가 요청의 값이 올바르지 않습니다.', 'The authorization request has a wrong value.'],
    checkSettings,
  ),
  invalid_token: again(['토큰이 유효하지 않습니다.', 'The token is not valid.'], logInAgain),
  unsupported_grant_type: setUp(['지원하지 않는 grant_type입니다.', 'The grant_type is not supported.'], checkSettings),
  misconfigured: setUp(
    [
      '앱 설정과 맞지 않는 플랫폼에서 온 요청입니다.',
      'The request comes from a platform that does not match the app’s settings.',
    ],
    [
      '[앱] > [플랫폼 키]에서 키 종류와 등록한 사이트 도메인, 키 해시, 번들 ID를 확인하세요.',
      'Check the type of key and the registered site domains, key hashes and bundle IDs under App > Platform key.',
    ],
  ),
  not_acceptable: setUp(
    ['카카오가 요청 헤더를 받아들이지 않았습니다.', 'Kakao did not accept the headers of the request.'],
    [
      'http 옵션의 axios 인스턴스나 프록시가 Accept, User-Agent 등의 헤더를 바꾸지 않는지 확인하세요.',
      'Check that neither the axios instance of the option `http` nor a proxy changes headers such as Accept and User-Agent.',
    ],
    { error: 'not_acceptable', kakaoStatus: 406 },
  ),
  server_error: entry(
    { status: 503, retryable: true },
    ['카카오 인증 서버에 일시적인 오류가 생겼습니다.', 'Kakao’s authorization server has a temporary error.'],
    logInLater,
  ),
  temporarily_unavailable: entry(
    { status: 503, retryable: true },
    ['카카오 인증 서버를 잠시 이용할 수 없습니다.', 'Kakao’s authorization server is temporarily unavailable.'],
    logInLater,
  ),
  timeout: again(
    [
      '카카오톡에서 로그인을 마치지 않아 JavaScript SDK의 대기 시간이 지났습니다.',
      'The JavaScript SDK timed out because the login in Kakao Talk was not finished.',
    ],
    logInAgain,
  ),
}));

/** For a KOE code or an OAuth error that is not in the tables. */
export const unknownAuthCode = (): CodeEntry =>
  setUp(
    [
      '카카오 인증 서버가 이 라이브러리가 모르는 에러로 응답했습니다.',
      'Kakao’s authorization server answered with an error that this library does not know.',
    ],
    lookUp,
  );
