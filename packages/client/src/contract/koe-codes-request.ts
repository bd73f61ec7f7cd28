import type { CodeEntry } from './code-entry.js';
import { again, setUp } from './entries.js';
import { businessAuth } from './koe-codes-app.js';

/** KOE123 to KOE400: permissions, requests and tokens. */
export const koeRequestCodes: Readonly<Record<string, CodeEntry>> = {
  KOE123: setUp(
    ['비즈 앱이 아닙니다.', 'The app is not a Biz app.'],
    [
      '[앱] > [일반]에서 비즈니스 정보를 등록해 비즈 앱으로 전환하세요.',
      'Register the business information under App > General to make it a Biz app.',
    ],
  ),
  KOE124: setUp(
    ['앱에 필요한 권한이 없습니다.', 'The app lacks a permission.'],
    [
      '[앱] > [추가 기능 신청]에서 필요한 권한을 신청하세요.',
      'Apply for the permission under App > Additional features.',
    ],
  ),
  KOE125: setUp(
    ['앱이나 개발자 계정이 차단되었습니다.', 'The app or the developer’s account is blocked.'],
    [
      '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      'Look at the state of the app in Kakao’s console and write to Kakao’s support.',
    ],
    { error: 'unauthorized_client' },
  ),
  KOE126: setUp(
    [
      '토큰 요청 설정의 문제로 알려졌지만 카카오가 뜻을 공개하지 않은 코드입니다.',
      'Reported as a configuration error of the token request; Kakao has not published its meaning.',
    ],
    [
      '[앱] > [플랫폼 키] > [REST API 키]의 설정을 확인하고 데브톡에 문의하세요.',
      'Check the settings of App > Platform key > REST API key, and ask on devtalk.kakao.com.',
    ],
  ),
  KOE127: setUp(
    [
      '허용하지 않은 IP 주소에서 토큰을 요청했습니다.',
      'The token was requested from an IP address that is not allowed.',
    ],
    [
      '[앱] > [플랫폼 키] > [REST API 키] > [호출 허용 IP 주소]에 서버의 나가는 주소를 추가하세요.',
      'Add the server’s outgoing address under App > Platform key > REST API key > Allowed IP addresses.',
    ],
  ),
  KOE201: setUp(
    ['response_type이 code가 아닙니다.', '`response_type` is not `code`.'],
    [
      'authorizationUrl이 만든 주소를 바꾸지 말고 그대로 쓰세요.',
      'Use the address that authorizationUrl makes as it is.',
    ],
    { error: 'invalid_request' },
  ),
  KOE202: setUp(
    [
      'response_type=token(암시적 승인)은 지원하지 않습니다.',
      '`response_type=token` (implicit grant) is switched off.',
    ],
    [
      '인가 코드 방식으로 로그인하세요. authorizationUrl이 만든 주소를 그대로 쓰면 됩니다.',
      'Log in with an authorization code; use the address that authorizationUrl makes as it is.',
    ],
    { error: 'invalid_request' },
  ),
  KOE203: {
    ...setUp(
      ['필수 동의항목에 동의하지 않았습니다.', 'A required consent item was not agreed to.'],
      [
        '다시 로그인해 필수 항목에 동의하게 하거나, [카카오 로그인] > [동의항목]에서 필수 여부를 바꾸세요.',
        'Let the person log in again and agree, or change what is required under Kakao Login > Consent items.',
      ],
    ),
    status: 403,
  },
  KOE204: setUp(
    ['인가 요청의 파라미터가 올바르지 않습니다.', 'A parameter of the authorization request is wrong.'],
    [
      'authorizationUrl에 준 값과 kakaoMessage를 확인하세요.',
      'Check the values given to authorizationUrl, and kakaoMessage.',
    ],
    { error: 'invalid_request' },
  ),
  KOE205: setUp(
    [
      'scope에 앱이 설정하지 않은 동의항목이 있습니다. 하나만 있어도 요청 전체가 실패합니다.',
      '`scope` names a consent item that the app has not configured; one is enough to fail the whole request.',
    ],
    [
      '[카카오 로그인] > [동의항목]에서 항목을 설정하거나 scope 옵션에서 빼세요. account_email은 비즈 앱이어야 합니다.',
      'Configure the item under Kakao Login > Consent items, or take it out of the option `scope`. account_email needs a Biz app.',
    ],
    { error: 'invalid_scope' },
  ),
  KOE207: setUp(
    ['필수 파라미터가 없습니다.', 'A required parameter is missing.'],
    ['kakaoMessage를 보고 빠진 값을 넘기세요.', 'Pass the value that kakaoMessage names.'],
    { error: 'invalid_request' },
  ),
  KOE232: setUp(
    ['비즈니스 인증 요청이 올바르지 않습니다.', 'The request for business authentication is wrong.'],
    businessAuth,
  ),
  KOE233: setUp(
    ['비즈니스 인증 요청이 올바르지 않습니다.', 'The request for business authentication is wrong.'],
    businessAuth,
  ),
  KOE237: {
    error: 'invalid_request',
    kakaoStatus: 400,
    status: 429,
    retryable: true,
    cause: {
      ko: '한 사용자에게 토큰을 너무 자주 발급했습니다(액세스 토큰 10분 20회, 리프레시 토큰 60분 30회).',
      en: 'Too many tokens for one person: 20 access tokens in 10 minutes, 30 refresh tokens in 60 minutes.',
    },
    remedy: {
      ko: '10분 뒤에 다시 시도하고, 로그인마다 코드를 한 번만 교환하며 토큰이 만료될 때만 갱신하세요.',
      en: 'Try again after 10 minutes; exchange each code once, and refresh a token only when it runs out.',
    },
  },
  KOE303: setUp(
    [
      '토큰 요청의 redirect_uri가 인가 요청 때와 다릅니다.',
      '`redirect_uri` of the token request differs from that of the authorization request.',
    ],
    [
      '두 곳에 글자까지 같은 redirectUri(callbackURL)를 쓰세요. 프록시 뒤라면 http/https와 호스트 이름을 확인하세요.',
      'Use the same redirectUri (callbackURL) in both, to the letter. Behind a proxy, check http/https and the host name.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE310: setUp(
    ['grant_type이 없거나 지원하지 않는 값입니다.', '`grant_type` is missing or not supported.'],
    [
      'http 옵션의 axios 인스턴스가 폼 본문이나 Content-Type을 바꾸지 않는지 확인하세요.',
      'Check that the axios instance of the option `http` changes neither the form nor its Content-Type.',
    ],
    { error: 'unsupported_grant_type', kakaoStatus: 400 },
  ),
  KOE319: again(
    ['refresh_token이 없습니다.', '`refresh_token` is missing.'],
    [
      '저장해 둔 refreshToken을 넘기세요. 없으면 다시 로그인하게 하세요.',
      'Pass the stored refreshToken; without one, let the person log in again.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE320: again(
    [
      '인가 코드가 없거나 만료되었거나 이미 사용되었습니다.',
      'The authorization code is unknown, has expired or has been used already.',
    ],
    [
      '로그인을 다시 시작하세요. 반복되면 콜백이 두 번 호출되거나 코드를 두 곳에서 교환하지 않는지 확인하세요.',
      'Start the login again. If it recurs, check that the callback is not called twice and that the code is not exchanged in two places.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE321: setUp(
    [
      '일부 공개 코드에만 나오며 카카오가 뜻을 공개하지 않은 코드입니다.',
      'Seen in other people’s code only; Kakao has not published its meaning.',
    ],
    ['kakaoMessage를 보고 데브톡(devtalk.kakao.com)에 문의하세요.', 'Read kakaoMessage and ask on devtalk.kakao.com.'],
  ),
  KOE322: again(
    ['리프레시 토큰이 없거나 만료되었습니다.', 'The refresh token is unknown or has expired.'],
    [
      '다시 로그인하게 하세요. 갱신 응답에 새 refresh_token이 있으면 반드시 저장해야 합니다(이전 것은 만료됨).',
      'Let the person log in again. When a refresh brings a new refresh_token it must be stored: the old one ends.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE400: again(
    ['ID 토큰이 유효하지 않습니다.', 'The ID token is not valid.'],
    [
      '다시 로그인해 새 ID 토큰을 받으세요. 검증은 oidc.verifyIdToken으로 하세요.',
      'Log in again for a new ID token. To verify one, use oidc.verifyIdToken.',
    ],
    { error: 'invalid_token', kakaoStatus: 400 },
  ),
};
