import type { CodeEntry } from './code-entry.js';
import { setUp } from './entries.js';
import type { Text } from './entries.js';

/** Shared with the codes of requests. */
export const businessAuth: Text = [
  '카카오 비즈니스 인증용 에러입니다. 카카오 로그인만 쓴다면 client_id와 요청 주소를 확인하세요.',
  'This belongs to Kakao’s business authentication. If you only use Kakao Login, check the client id and the address.',
];
const inHouse: Text = [
  '카카오 그룹 내부용 에러입니다. 외부 앱에서 보았다면 데브톡(devtalk.kakao.com)에 문의하세요.',
  'This belongs to apps inside the Kakao group. If another app meets it, ask on devtalk.kakao.com.',
];
const platformKey: Text = [
  'clientId를 [앱] > [플랫폼 키] > [REST API 키]의 값과 비교하세요. JavaScript 키나 네이티브 앱 키, 어드민 키는 쓸 수 없습니다.',
  'Compare clientId with App > Platform key > REST API key. A JavaScript, native app or admin key does not do.',
];

/** KOE001 to KOE114: addresses, keys, redirect URIs and secrets of the app. */
export const koeAppCodes: Readonly<Record<string, CodeEntry>> = {
  KOE001: setUp(
    [
      '요청 형식이 잘못되었거나, 토큰 요청의 헤더를 카카오가 받아들이지 않았습니다(HTTP 406).',
      'The request is malformed, or Kakao did not accept the headers of a token request (HTTP 406).',
    ],
    [
      'http 옵션의 axios 인스턴스나 프록시가 Accept, User-Agent, Content-Type 헤더를 바꾸지 않는지 확인하세요.',
      'Check that neither the axios instance of the option `http` nor a proxy changes Accept, User-Agent or Content-Type.',
    ],
    { error: 'not_acceptable', kakaoStatus: 406 },
  ),
  KOE002: setUp(
    ['없는 주소로 요청했습니다.', 'The address does not exist.'],
    [
      'hosts 옵션이나 직접 바꾼 엔드포인트 주소를 확인하세요.',
      'Check the option `hosts` and any endpoint address that you changed.',
    ],
  ),
  KOE003: {
    status: 503,
    retryable: true,
    cause: { ko: '카카오 인증 서버의 일시적인 오류입니다.', en: 'A passing fault of Kakao’s authorization server.' },
    remedy: {
      ko: '잠시 후 다시 시도하세요. 계속되면 데브톡의 장애 공지를 확인하세요.',
      en: 'Try again a little later. If it goes on, look at the incident notices on devtalk.kakao.com.',
    },
  },
  KOE004: setUp(
    ['앱의 카카오 로그인이 꺼져 있습니다.', 'Kakao Login is switched off for the app.'],
    ['[카카오 로그인] > [사용 설정]에서 상태를 ON으로 바꾸세요.', 'Switch it on under Kakao Login > General.'],
  ),
  KOE005: {
    ...setUp(
      ['테스트 앱인데 로그인한 사람이 팀원이 아닙니다.', 'It is a test app and the person is not one of its members.'],
      [
        '[앱] > [멤버]에서 팀원으로 초대하거나 테스트 앱이 아닌 앱의 키를 clientId로 쓰세요.',
        'Invite the person under App > Members, or use the key of an app that is not a test app as `clientId`.',
      ],
    ),
    status: 403,
  },
  KOE006: setUp(
    ['등록하지 않은 리다이렉트 URI입니다.', 'The redirect URI is not registered.'],
    [
      'redirectUri(callbackURL)를 쿼리까지 그대로 [앱] > [플랫폼 키] > [REST API 키] > [카카오 로그인 리다이렉트 URI]에 등록하세요. JavaScript SDK로 시작한 로그인이면 JavaScript 키에도 등록하세요.',
      'Register redirectUri (callbackURL), query included, under App > Platform key > REST API key > Kakao Login redirect URI; also on the JavaScript key if the login begins with the JavaScript SDK.',
    ],
  ),
  KOE007: setUp(
    ['등록하지 않은 로그아웃 리다이렉트 URI입니다.', 'The logout redirect URI is not registered.'],
    [
      'logoutRedirectUri를 [카카오 로그인] > [고급] > [로그아웃 리다이렉트 URI]에 등록하세요.',
      'Register logoutRedirectUri under Kakao Login > Advanced > Logout redirect URI.',
    ],
  ),
  KOE008: setUp(
    ['인가 코드 요청에 쓸 수 없는 종류의 앱 키입니다.', 'This kind of app key cannot ask for an authorization code.'],
    platformKey,
  ),
  KOE009: setUp(
    ['등록하지 않은 플랫폼에서 온 요청입니다.', 'The request comes from a platform that is not registered.'],
    [
      '[앱] > [플랫폼 키]에서 JavaScript SDK 도메인, Android 키 해시, iOS 번들 ID를 확인하세요. 서버는 REST API 키를 clientId로 써야 합니다.',
      'Check the JavaScript SDK domains, Android key hashes and iOS bundle ids under App > Platform key. A server uses the REST API key as `clientId`.',
    ],
    { error: 'misconfigured', kakaoStatus: 400 },
  ),
  KOE010: setUp(
    ['클라이언트 시크릿이 없거나 틀립니다.', 'The client secret is missing or wrong.'],
    [
      'clientSecret 옵션을 [앱] > [플랫폼 키] > [REST API 키] > [클라이언트 시크릿]의 코드와 맞추세요. 2025년 12월부터 새 키는 처음부터 사용함(ON)입니다.',
      'Set the option `clientSecret` to the code under App > Platform key > REST API key > Client secret. New keys have it switched on since December 2025.',
    ],
    { error: 'invalid_client', kakaoStatus: 401 },
  ),
  KOE023: setUp(
    [
      '이 환경에서는 JavaScript SDK의 팝업 로그인을 쓸 수 없습니다.',
      'The popup login of the JavaScript SDK does not work in this environment.',
    ],
    ['redirectUri를 주어 페이지 이동 방식으로 로그인하세요.', 'Log in by redirect, with a redirectUri.'],
  ),
  KOE025: setUp(
    ['비즈니스 인증 서비스에 가입하지 않은 사용자입니다.', 'The person has not signed up for the business service.'],
    businessAuth,
  ),
  KOE026: setUp(
    ['비즈니스 인증에 쓸 수 없는 계정입니다.', 'The account cannot be used for business authentication.'],
    businessAuth,
  ),
  KOE027: setUp(
    ['비즈니스 인증에 쓸 자산이 없습니다.', 'There are no business assets to authenticate for.'],
    businessAuth,
  ),
  KOE028: setUp(
    ['등록하지 않은 비즈니스 리다이렉트 URI입니다.', 'The business redirect URI is not registered.'],
    businessAuth,
  ),
  KOE101: setUp(
    ['없는 앱 키이거나 종류가 다른 앱 키입니다.', 'The app key does not exist or is of the wrong kind.'],
    platformKey,
    {
      error: 'invalid_client',
      kakaoStatus: 401,
    },
  ),
  KOE102: setUp(
    [
      '채널이 연결되지 않았거나 권한이 없는 앱에서 channel_public_id를 사용했습니다.',
      '`channel_public_id` was used by an app that has no linked channel or lacks the permission.',
    ],
    [
      'channelPublicIds를 빼거나 [앱] > [추가 기능 신청]에서 권한을 받고 카카오톡 채널을 연결하세요.',
      'Leave out `channelPublicIds`, or link a Kakao Talk channel and apply for the permission under App > Additional features.',
    ],
    { error: 'invalid_client' },
  ),
  KOE103: setUp(['플러그인을 찾을 수 없습니다.', 'The plugin was not found.'], inHouse, { error: 'invalid_client' }),
  KOE104: setUp(['설문을 찾을 수 없습니다.', 'The survey was not found.'], inHouse, { error: 'invalid_client' }),
  KOE105: setUp(['플러그인의 종류가 맞지 않습니다.', 'The plugin is of the wrong type.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE106: setUp(['플러그인 권한이 없습니다.', 'The permission for the plugin is missing.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE107: setUp(['위임 권한이 없습니다.', 'The permission to delegate is missing.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE108: setUp(['채널 권한이 없습니다.', 'The permission for the channel is missing.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE109: setUp(['channel_ext 값이 올바르지 않습니다.', 'A value of channel_ext is wrong.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE110: setUp(['channel_ext 값이 올바르지 않습니다.', 'A value of channel_ext is wrong.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE114: setUp(
    [
      '인가 코드를 발급한 앱과 토큰을 요청한 앱이 다릅니다.',
      'The code was issued to another app than the one that redeems it.',
    ],
    [
      '로그인을 시작한 JavaScript 키와 clientId(REST API 키)가 같은 앱의 것인지 [앱] > [플랫폼 키]에서 확인하세요.',
      'Check under App > Platform key that the key which began the login and clientId (REST API key) belong to the same app.',
    ],
    { error: 'invalid_client', kakaoStatus: 400 },
  ),
};
