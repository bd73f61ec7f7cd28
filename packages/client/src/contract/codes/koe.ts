import { again, entry, setUp } from './entry.js';
import { once } from '../../once.js';
import type { CodeEntry, Text } from './entry.js';

const businessAuth: Text = [
  '카카오 비즈니스 인증에서 나는 에러입니다. 카카오 로그인만 사용한다면 client_id와 요청 주소를 확인하세요.',
  'This error comes from Kakao’s business authentication. If you only use Kakao Login, check client_id and the address of the request.',
];
const inHouse: Text = [
  '카카오 그룹의 앱에만 해당하는 에러입니다. 다른 앱에서 발생했다면 데브톡(devtalk.kakao.com)에 문의하세요.',
  'Only apps of the Kakao group get this error. If you see it in another app, ask on devtalk.kakao.com.',
];
const platformKey: Text = [
  'clientId를 [앱] > [플랫폼 키] > [REST API 키]의 값과 비교하세요. JavaScript 키, 네이티브 앱 키, 어드민 키는 사용할 수 없습니다.',
  'Compare clientId with App > Platform key > REST API key. JavaScript keys, native app keys and admin keys do not work here.',
];

/** KOE001 to KOE114: addresses, keys, redirect URIs and secrets of the app. */
const appTable = (): Readonly<Record<string, CodeEntry>> => ({
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
    ['존재하지 않는 주소로 요청했습니다.', 'The request was sent to an address that does not exist.'],
    [
      'hosts 옵션이나 직접 바꾼 엔드포인트 주소를 확인하세요.',
      'Check the option `hosts` and every endpoint address that you changed.',
    ],
  ),
  KOE003: entry(
    { status: 503, retryable: true },
    ['카카오 인증 서버에 일시적인 오류가 생겼습니다.', 'Kakao’s authorization server has a temporary error.'],
    [
      '잠시 후 다시 시도하세요. 계속 실패하면 데브톡(devtalk.kakao.com)의 장애 공지를 확인하세요.',
      'Wait a moment and try again. If it keeps failing, check the incident notices on devtalk.kakao.com.',
    ],
  ),
  KOE004: setUp(
    ['앱의 카카오 로그인이 꺼져 있습니다.', 'Kakao Login is off for this app.'],
    ['[카카오 로그인] > [사용 설정]에서 상태를 ON으로 바꾸세요.', 'Turn it on under Kakao Login > General.'],
  ),
  KOE005: {
    ...setUp(
      [
        '테스트 앱인데 로그인한 사용자가 팀원이 아닙니다.',
        'This is a test app and the user is not one of its members.',
      ],
      [
        '[앱] > [멤버]에서 사용자를 팀원으로 초대하거나, 테스트 앱이 아닌 앱의 키를 clientId로 사용하세요.',
        'Invite the user under App > Members, or set `clientId` to the key of an app that is not a test app.',
      ],
    ),
    status: 403,
  },
  KOE006: setUp(
    ['등록하지 않은 리다이렉트 URI입니다.', 'The redirect URI is not registered.'],
    [
      'redirectUri(callbackURL)를 쿼리까지 그대로 [앱] > [플랫폼 키] > [REST API 키] > [카카오 로그인 리다이렉트 URI]에 등록하세요. JavaScript SDK로 시작한 로그인이면 JavaScript 키에도 등록하세요.',
      'Register redirectUri (callbackURL), query included, under App > Platform key > REST API key > Kakao Login redirect URI. If the login starts with the JavaScript SDK, register it for the JavaScript key too.',
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
    [
      '인가 코드 요청에 사용할 수 없는 종류의 앱 키입니다.',
      'This type of app key cannot be used to request an authorization code.',
    ],
    platformKey,
  ),
  KOE009: setUp(
    ['등록하지 않은 플랫폼에서 온 요청입니다.', 'The request comes from a platform that is not registered.'],
    [
      '[앱] > [플랫폼 키]에서 JavaScript SDK 도메인, Android 키 해시, iOS 번들 ID를 확인하세요. 서버에서는 REST API 키를 clientId로 사용하세요.',
      'Check the JavaScript SDK domains, Android key hashes and iOS bundle IDs under App > Platform key. On a server, set `clientId` to the REST API key.',
    ],
    { error: 'misconfigured', kakaoStatus: 400 },
  ),
  KOE010: setUp(
    ['클라이언트 시크릿이 없거나 올바르지 않습니다.', 'The client secret is missing or wrong.'],
    [
      'clientSecret 옵션을 [앱] > [플랫폼 키] > [REST API 키] > [클라이언트 시크릿]의 코드와 맞추세요. 2025년 12월부터 새로 만든 키는 기본값이 사용함(ON)입니다.',
      'Set the option `clientSecret` to the code under App > Platform key > REST API key > Client secret. Since December 2025 it is ON for every new key.',
    ],
    { error: 'invalid_client', kakaoStatus: 401 },
  ),
  KOE023: setUp(
    [
      '이 환경에서는 JavaScript SDK의 팝업 로그인을 쓸 수 없습니다.',
      'The popup login of the JavaScript SDK does not work in this environment.',
    ],
    ['redirectUri를 지정해 리다이렉트 방식으로 로그인하세요.', 'Pass a redirectUri to log in by redirect.'],
  ),
  KOE025: setUp(
    ['비즈니스 인증 서비스에 가입하지 않은 사용자입니다.', 'The user has not signed up for business authentication.'],
    businessAuth,
  ),
  KOE026: setUp(
    ['비즈니스 인증에 사용할 수 없는 계정입니다.', 'The account cannot be used for business authentication.'],
    businessAuth,
  ),
  KOE027: setUp(
    ['비즈니스 인증에 사용할 자산이 없습니다.', 'There are no business assets to use for authentication.'],
    businessAuth,
  ),
  KOE028: setUp(
    ['등록하지 않은 비즈니스 리다이렉트 URI입니다.', 'The business redirect URI is not registered.'],
    businessAuth,
  ),
  KOE101: setUp(
    ['존재하지 않는 앱 키이거나, 앱 키의 종류가 다릅니다.', 'The app key does not exist or is of the wrong type.'],
    platformKey,
    {
      error: 'invalid_client',
      kakaoStatus: 401,
    },
  ),
  KOE102: setUp(
    [
      '채널이 연결되지 않았거나 권한이 없는 앱에서 channel_public_id를 사용했습니다.',
      'The app used `channel_public_id`, but has no linked channel or no permission for it.',
    ],
    [
      'channelPublicIds를 빼거나 [앱] > [추가 기능 신청]에서 권한을 받고 카카오톡 채널을 연결하세요.',
      'Remove `channelPublicIds`, or request the permission under App > Additional features and link a Kakao Talk channel.',
    ],
    { error: 'invalid_client' },
  ),
  KOE103: setUp(['플러그인을 찾을 수 없습니다.', 'The plugin was not found.'], inHouse, { error: 'invalid_client' }),
  KOE104: setUp(['설문을 찾을 수 없습니다.', 'The survey was not found.'], inHouse, { error: 'invalid_client' }),
  KOE105: setUp(['플러그인의 종류가 맞지 않습니다.', 'The plugin is of the wrong type.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE106: setUp(['플러그인 권한이 없습니다.', 'The app has no permission for the plugin.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE107: setUp(['위임 권한이 없습니다.', 'The app has no permission to delegate.'], inHouse, {
    error: 'invalid_client',
  }),
  KOE108: setUp(['채널 권한이 없습니다.', 'The app has no permission for the channel.'], inHouse, {
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
      'The code was issued to another app than the one that requests the token.',
    ],
    [
      '로그인을 시작한 JavaScript 키와 clientId(REST API 키)가 같은 앱의 것인지 [앱] > [플랫폼 키]에서 확인하세요.',
      'Check under App > Platform key that the JavaScript key that started the login and clientId (REST API key) belong to the same app.',
    ],
    { error: 'invalid_client', kakaoStatus: 400 },
  ),
});

/** KOE123 to KOE400: permissions, requests and tokens. */
const requestTable = (): Readonly<Record<string, CodeEntry>> => ({
  KOE123: setUp(
    ['비즈 앱이 아닙니다.', 'The app is not a Biz app.'],
    [
      '[앱] > [일반]에서 비즈니스 정보를 등록해 비즈 앱으로 전환하세요.',
      'Register the business information under App > General to make it a Biz app.',
    ],
  ),
  KOE124: setUp(
    ['앱에 필요한 권한이 없습니다.', 'The app does not have a permission that it needs.'],
    [
      '[앱] > [추가 기능 신청]에서 필요한 권한을 신청하세요.',
      'Request the permission under App > Additional features.',
    ],
  ),
  KOE125: setUp(
    ['앱이나 개발자 계정이 차단되었습니다.', 'The app or the developer account is blocked.'],
    [
      '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      'Check the app’s status in Kakao’s console and contact Kakao’s customer support.',
    ],
    { error: 'unauthorized_client' },
  ),
  KOE126: setUp(
    [
      '토큰 요청의 설정 문제로 알려져 있지만, 카카오가 의미를 공개하지 않은 코드입니다.',
      'Developers report it as a configuration error of the token request. Kakao has not documented this code.',
    ],
    [
      '[앱] > [플랫폼 키] > [REST API 키]의 설정을 확인하고 데브톡에 문의하세요.',
      'Check the settings of App > Platform key > REST API key, and ask on devtalk.kakao.com.',
    ],
  ),
  KOE127: setUp(
    [
      '허용되지 않은 IP 주소에서 토큰을 요청했습니다.',
      'The token was requested from an IP address that is not allowed.',
    ],
    [
      '[앱] > [플랫폼 키] > [REST API 키] > [호출 허용 IP 주소]에 서버가 외부로 나갈 때 사용하는 IP 주소를 추가하세요.',
      'Add the server’s outgoing IP address under App > Platform key > REST API key > Allowed IP addresses.',
    ],
  ),
  KOE201: setUp(
    ['response_type이 code가 아닙니다.', '`response_type` is not `code`.'],
    [
      'authorizationUrl이 돌려준 주소를 바꾸지 말고 그대로 사용하세요.',
      'Use the address from authorizationUrl without changing it.',
    ],
    { error: 'invalid_request' },
  ),
  KOE202: setUp(
    [
      'response_type=token(암시적 승인)은 지원하지 않습니다.',
      '`response_type=token` (implicit grant) is not supported.',
    ],
    [
      'authorizationUrl이 돌려준 주소를 그대로 사용해 인가 코드 방식으로 로그인하세요.',
      'Log in with an authorization code: use the address from authorizationUrl without changing it.',
    ],
    { error: 'invalid_request' },
  ),
  KOE203: {
    ...setUp(
      ['사용자가 필수 동의항목에 동의하지 않았습니다.', 'The user did not agree to a required consent item.'],
      [
        '다시 로그인해 필수 항목에 동의하도록 사용자에게 안내하거나, [카카오 로그인] > [동의항목]에서 필수 여부를 바꾸세요.',
        'Ask the user to log in again and agree, or change what is required under Kakao Login > Consent items.',
      ],
    ),
    status: 403,
  },
  KOE204: setUp(
    ['인가 요청의 파라미터가 올바르지 않습니다.', 'A parameter of the authorization request is wrong.'],
    [
      'authorizationUrl에 넘긴 값과 kakaoMessage를 확인하세요.',
      'Read kakaoMessage and check the values you passed to authorizationUrl.',
    ],
    { error: 'invalid_request' },
  ),
  KOE205: setUp(
    [
      'scope에 앱에서 설정하지 않은 동의항목이 있습니다. 하나만 있어도 요청 전체가 실패합니다.',
      '`scope` names a consent item that is not set up for the app. One such item makes the whole request fail.',
    ],
    [
      '[카카오 로그인] > [동의항목]에서 항목을 설정하거나 scope 옵션에서 빼세요. account_email은 비즈 앱에서만 사용할 수 있습니다.',
      'Set up the item under Kakao Login > Consent items, or remove it from the option `scope`. account_email needs a Biz app.',
    ],
    { error: 'invalid_scope' },
  ),
  KOE207: setUp(
    ['필수 파라미터가 없습니다.', 'A required parameter is missing.'],
    ['kakaoMessage를 보고 빠진 값을 넘기세요.', 'Pass the value that kakaoMessage names.'],
    { error: 'invalid_request' },
  ),
  KOE232: setUp(
    ['비즈니스 인증 요청이 유효하지 않습니다.', 'The business authentication request is not valid.'],
    businessAuth,
  ),
  KOE233: setUp(
    ['비즈니스 인증 요청이 유효하지 않습니다.', 'The business authentication request is not valid.'],
    businessAuth,
  ),
  KOE237: entry(
    { status: 429, retryable: true, error: 'invalid_request', kakaoStatus: 400 },
    [
      '한 사용자에게 토큰을 너무 자주 발급했습니다(액세스 토큰 10분 20회, 리프레시 토큰 60분 30회).',
      'Too many tokens were issued for one user: the limit is 20 access tokens in 10 minutes and 30 refresh tokens in 60 minutes.',
    ],
    [
      '10분 뒤에 다시 시도하세요. 인가 코드는 로그인마다 한 번만 교환하고, 토큰은 만료될 때만 갱신하세요.',
      'Try again after 10 minutes. Exchange each code once, and refresh a token only when it expires.',
    ],
  ),
  KOE303: setUp(
    [
      '토큰 요청의 redirect_uri가 인가 요청 때와 다릅니다.',
      '`redirect_uri` of the token request differs from the one in the authorization request.',
    ],
    [
      '두 요청에 똑같은 redirectUri(callbackURL)를 사용하세요. 프록시를 사용한다면 http/https와 호스트 이름을 확인하세요.',
      'Use exactly the same redirectUri (callbackURL) in both. Behind a proxy, check http/https and the host name.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE310: setUp(
    ['grant_type이 없거나 지원하지 않는 값입니다.', '`grant_type` is missing or not supported.'],
    [
      'http 옵션의 axios 인스턴스가 폼 본문이나 Content-Type을 바꾸지 않는지 확인하세요.',
      'Check that the axios instance of the option `http` does not change the form body or its Content-Type.',
    ],
    { error: 'unsupported_grant_type', kakaoStatus: 400 },
  ),
  KOE319: again(
    ['refresh_token이 없습니다.', '`refresh_token` is missing.'],
    [
      '저장해 둔 refreshToken을 넘기세요. 없다면 다시 로그인하도록 사용자에게 안내하세요.',
      'Pass the stored refreshToken. If you have none, ask the user to log in again.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE320: again(
    [
      '인가 코드가 유효하지 않습니다. 만료되었거나 이미 사용된 코드일 수 있습니다.',
      'The authorization code is unknown, has expired or was already used.',
    ],
    [
      '로그인을 다시 시작하세요. 반복해서 발생하면 콜백이 두 번 호출되거나 코드를 두 곳에서 교환하지 않는지 확인하세요.',
      'Start the login again. If it keeps happening, check that the callback is not called twice and that the code is not exchanged in two places.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE321: setUp(
    [
      '공개된 다른 소스 코드에만 나오고, 카카오가 의미를 공개하지 않은 코드입니다.',
      'This code is known only from other open source code. Kakao has not documented it.',
    ],
    ['kakaoMessage를 보고 데브톡(devtalk.kakao.com)에 문의하세요.', 'Read kakaoMessage and ask on devtalk.kakao.com.'],
  ),
  KOE322: again(
    ['리프레시 토큰이 없거나 만료되었습니다.', 'The refresh token is unknown or has expired.'],
    [
      '다시 로그인하도록 사용자에게 안내하세요. 갱신 응답에 새 refresh_token이 있으면 반드시 저장하세요. 이전 토큰은 더 이상 쓸 수 없습니다.',
      'Ask the user to log in again. If a refresh returns a new refresh_token, store it: the old one stops working.',
    ],
    { error: 'invalid_grant', kakaoStatus: 400 },
  ),
  KOE400: again(
    ['ID 토큰이 유효하지 않습니다.', 'The ID token is not valid.'],
    [
      '다시 로그인해 새 ID 토큰을 받으세요. ID 토큰은 oidc.verifyIdToken으로 검증하세요.',
      'Log in again to get a new ID token. Use oidc.verifyIdToken to verify ID tokens.',
    ],
    { error: 'invalid_token', kakaoStatus: 400 },
  ),
});

export const koeTable = once((): Readonly<Record<string, CodeEntry>> => ({ ...appTable(), ...requestTable() }));
