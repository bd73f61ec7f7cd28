import { entry } from '../contract/codes/entry.js';
import type { CodeEntry, Text } from '../contract/codes/entry.js';
import { oauthTable } from '../contract/codes/oauth.js';
import type { OAuthErrorCode } from '../contract/codes/oauth.js';
import { once } from '../once.js';

type Table<K extends string> = Readonly<Record<K, CodeEntry>>;

const tryLater: Text = [
  '잠시 후 다시 시도하세요. 계속 실패하면 서버의 네트워크와 데브톡(devtalk.kakao.com)의 장애 공지를 확인하세요.',
  'Wait a moment and try again. If it keeps failing, check the server’s network and the incident notices on devtalk.kakao.com.',
];
const maybeDone: Text = [
  '조회 요청이라면 잠시 후 다시 시도하세요. 값을 바꾸는 요청이라면 반영되었는지 먼저 확인하세요. 로그인이라면 처음부터 다시 시작하세요.',
  'If the call only reads, wait a moment and try again. If it changes something, first check whether the change was made. If it is a login, start again from the beginning.',
];
const logInAgain: Text = ['로그인을 처음부터 다시 시작하세요.', 'Start the login again from the beginning.'];
const report: Text = [
  '프록시나 방화벽이 응답을 바꾸지 않는지, hosts 옵션이 올바른지 확인하세요. 일시적인 문제라면 다시 시도하세요.',
  'Check that no proxy or firewall changes the response and that the option `hosts` is correct. If the problem is temporary, try again.',
];

/** Why there was no complete response. */
export type ConnectionCode =
  | 'connect_failed'
  | 'connect_timeout'
  | 'timeout'
  | 'cut'
  | 'tls'
  | 'aborted'
  | 'keys_busy'
  | 'network'
  | 'store_failed'
  | 'key_failed'
  | 'refresh_busy';

export const connectionTable = once((): Table<ConnectionCode> => ({
  connect_failed: entry(
    { status: 503, retryable: true },
    [
      '카카오 서버에 연결하지 못했습니다. 요청은 보내지 않았습니다.',
      'Could not connect to Kakao. The request was not sent.',
    ],
    tryLater,
  ),
  connect_timeout: entry(
    { status: 503, retryable: true },
    [
      '정해진 시간 안에 카카오 서버에 연결하지 못했습니다. 요청은 보내지 않았습니다.',
      'Connecting to Kakao timed out. The request was not sent.',
    ],
    tryLater,
  ),
  timeout: entry(
    { status: 504, retryable: true },
    ['카카오의 응답이 제한 시간 안에 끝나지 않았습니다.', 'Kakao’s response timed out.'],
    [
      `${maybeDone[0]} 자주 발생하면 timeouts.response 옵션을 늘리세요.`,
      `${maybeDone[1]} If it happens often, increase the option \`timeouts.response\`.`,
    ],
  ),
  cut: entry(
    { status: 503, retryable: true },
    [
      '응답이 끝나기 전에 연결이 끊어졌습니다. 카카오가 요청을 처리했는지는 알 수 없습니다.',
      'The connection was closed before the response was complete. Kakao may or may not have processed the request.',
    ],
    maybeDone,
  ),
  tls: entry(
    { status: 502 },
    ['카카오 서버의 인증서를 확인하지 못했습니다.', 'Could not verify the certificate of Kakao’s server.'],
    [
      '서버의 시각, 루트 인증서, 사내 프록시의 인증서(NODE_EXTRA_CA_CERTS)를 확인하세요.',
      'Check the server’s clock and root certificates, and the certificate of your company’s proxy (NODE_EXTRA_CA_CERTS).',
    ],
  ),
  aborted: entry(
    { status: 503, retryable: true },
    ['호출한 코드가 AbortSignal로 요청을 취소했습니다.', 'The caller cancelled the request with its AbortSignal.'],
    ['아직 응답이 필요하다면 다시 요청하세요.', 'Send the request again if you still need the answer.'],
  ),
  keys_busy: entry(
    { status: 503, retryable: true },
    [
      '처음 보는 키로 서명된 ID 토큰이 한꺼번에 너무 많이 와서, 카카오의 공개키 목록을 다시 받을 때까지 검증할 수 없습니다.',
      'The ID token is signed with a key that is not cached yet, and too many such tokens are already waiting for Kakao’s key list.',
    ],
    [
      'retryAfter(초)가 지난 뒤 다시 시도하세요. 계속 발생하면 위조된 토큰을 보내는 곳이 있는지 확인하세요.',
      'Try again after `retryAfter` seconds. If it keeps happening, find out who sends forged tokens.',
    ],
  ),
  network: entry(
    { status: 503, retryable: true },
    ['카카오와 통신하는 중에 문제가 생겼습니다.', 'Communication with Kakao failed.'],
    tryLater,
  ),
  // @kakao-login/vault
  store_failed: entry(
    { status: 503, retryable: true },
    [
      '토큰 보관소(vault)의 저장소가 실패했거나 제한 시간 안에 응답하지 않았습니다.',
      'The store of the token vault failed or did not answer in time.',
    ],
    [
      '원인은 에러의 cause에 있습니다. 저장소(Redis, 데이터베이스)에 연결할 수 있는지 확인하세요. 저장소가 느린 것이라면 storeTimeout 옵션을 늘리세요.',
      'The `cause` of this error says why. Check that the store (Redis, database) can be reached. If it is only slow, increase the option `storeTimeout`.',
    ],
  ),
  key_failed: entry(
    { status: 503, retryable: true },
    ['토큰 보관소(vault)의 암호화 키를 가져오지 못했습니다.', 'Could not fetch an encryption key of the token vault.'],
    [
      '원인은 에러의 cause에 있습니다. keys 옵션의 함수가 쓰는 KMS에 연결할 수 있는지 확인하세요.',
      'The `cause` of this error says why. Check that the KMS behind the function in `keys` can be reached.',
    ],
  ),
  refresh_busy: entry(
    { status: 503, retryable: true },
    [
      '다른 프로세스가 이 사용자의 토큰을 갱신하고 있는데, 제한 시간 안에 끝나지 않았습니다.',
      'Another process is refreshing this user’s tokens and did not finish in time.',
    ],
    ['잠시 후 다시 시도하세요.', 'Wait a moment and try again.'],
  ),
}));

/** Why a response could not be used. */
export type UnexpectedCode =
  | 'html'
  | 'empty'
  | 'not_json'
  | 'encoding'
  | 'too_large'
  | 'too_deep'
  | 'redirect'
  | 'status'
  | 'shape'
  | 'http_instance';

export const unexpectedTable = once((): Table<UnexpectedCode> => ({
  html: entry(
    { status: 502, retryable: true },
    ['JSON 대신 HTML 페이지가 왔습니다.', 'Kakao’s server answered with an HTML page instead of JSON.'],
    report,
  ),
  empty: entry({ status: 502, retryable: true }, ['응답 본문이 비어 있습니다.', 'The response has no body.'], report),
  not_json: entry(
    { status: 502, retryable: true },
    ['응답이 올바른 JSON이 아닙니다.', 'The response is not valid JSON.'],
    report,
  ),
  encoding: entry(
    { status: 502 },
    [
      '응답이 읽을 수 없는 방식으로 압축되어 있습니다(Content-Encoding).',
      'The response is compressed in a way that cannot be read (Content-Encoding).',
    ],
    [
      '이 클라이언트는 Accept-Encoding: identity로 요청합니다. 프록시가 응답을 압축하지 않게 하고, http 옵션을 쓴다면 decompress를 끄지 마세요.',
      'This client sends Accept-Encoding: identity. Stop the proxy from compressing responses. If you use the option `http`, do not turn off `decompress`.',
    ],
  ),
  too_deep: entry(
    { status: 502 },
    [
      '응답의 JSON이 32단계보다 깊이 중첩되어 있습니다.',
      'The JSON of the response is nested more than 32 levels deep.',
    ],
    report,
  ),
  too_large: entry(
    { status: 502 },
    ['응답이 허용된 크기보다 큽니다.', 'The response is larger than allowed.'],
    [
      'maxResponseBytes 옵션(기본 1 MiB)을 늘리거나 pageSize, limit, propertyKeys로 요청을 줄이세요.',
      'Increase the option `maxResponseBytes` (default 1 MiB), or request less with `pageSize`, `limit` or `propertyKeys`.',
    ],
  ),
  redirect: entry(
    { status: 502 },
    [
      'API가 다른 주소로 리다이렉트했습니다. 토큰이 새지 않도록 따라가지 않았습니다.',
      'The API redirected to another address. The redirect was not followed, so that no token leaks.',
    ],
    report,
  ),
  status: entry(
    { status: 502 },
    [
      '카카오가 에러 코드 없이 실패 상태 코드로 응답했습니다.',
      'Kakao answered with an error status but no error code.',
    ],
    report,
  ),
  shape: entry(
    { status: 502 },
    ['응답의 형식이 카카오 문서와 다릅니다.', 'The response does not have the documented format.'],
    report,
  ),
  http_instance: entry(
    { status: 500 },
    [
      'http 옵션의 axios 인스턴스가 응답을 바꾸었습니다.',
      'The axios instance of the option `http` changed the response.',
    ],
    [
      '응답 인터셉터에서 AxiosResponse를 그대로 반환하고 data를 텍스트로 두세요.',
      'Make its response interceptors return the AxiosResponse and keep `data` as text.',
    ],
  ),
}));

const forged: Text = [
  '이 토큰을 사용하지 말고 로그인을 다시 시작하세요.',
  'Do not use this token. Start the login again.',
];
const tokenKeys: Text = [
  '카카오 개발자 콘솔 [앱] > [플랫폼 키]의 값과 같은 앱의 토큰인지 확인하세요. JavaScript 키나 네이티브 앱 키로 시작한 로그인이라면 그 키를 audiences 옵션에 넣으세요.',
  'Compare the token’s audience with the keys under App > Platform key in Kakao’s console. If the login started with a JavaScript or native app key, add that key to the option `audiences`.',
];

/** Why a signed token was refused. */
export type TokenCode =
  | 'malformed'
  | 'too_large'
  | 'alg'
  | 'typ'
  | 'kid'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not_yet_valid'
  | 'nonce'
  | 'subject'
  | 'claims'
  | 'missing';

export const tokenTable = once((): Table<TokenCode> => ({
  malformed: entry({ status: 401 }, ['토큰이 JWT 형식이 아닙니다.', 'The token is not a JWT.'], forged),
  too_large: entry({ status: 401 }, ['토큰이 너무 큽니다.', 'The token is too large.'], forged),
  alg: entry({ status: 401 }, ['토큰의 서명 방식이 RS256이 아닙니다.', 'The token is not signed with RS256.'], forged),
  typ: entry({ status: 401 }, ['토큰의 종류(typ)가 다릅니다.', 'The token has the wrong type (typ).'], forged),
  kid: entry(
    { status: 401 },
    [
      '카카오의 공개키 목록에 없는 키로 서명된 토큰입니다.',
      'The token is signed with a key that is not in Kakao’s key list.',
    ],
    [
      '로그인을 다시 시작하세요. 계속 실패하면 hosts 옵션이 토큰을 발급한 서버를 가리키는지 확인하세요.',
      'Start the login again. If it keeps failing, check that the option `hosts` points to the server that issued the token.',
    ],
  ),
  signature: entry(
    { status: 401 },
    ['토큰의 서명이 올바르지 않습니다.', 'The signature of the token is not valid.'],
    forged,
  ),
  issuer: entry(
    { status: 401 },
    ['토큰의 발급자(iss)가 다릅니다.', 'The token has the wrong issuer (iss).'],
    [
      'hosts 옵션이 토큰을 발급한 서버를 가리키는지 확인하세요.',
      'Check that the option `hosts` points to the server that issued the token.',
    ],
  ),
  audience: entry(
    { status: 401 },
    ['다른 앱에 발급된 토큰입니다(aud).', 'The token was issued to another app (aud).'],
    tokenKeys,
  ),
  expired: entry({ status: 401 }, ['토큰이 만료되었습니다.', 'The token has expired.'], logInAgain),
  not_yet_valid: entry(
    { status: 401, retryable: true },
    ['토큰을 쓸 수 있는 시각이 되지 않았습니다(nbf).', 'The token is not valid yet (nbf).'],
    ['서버의 시각이 맞는지(NTP) 확인하세요.', 'Check the server’s clock (NTP).'],
  ),
  nonce: entry(
    { status: 401 },
    ['nonce가 로그인을 시작할 때의 값과 다릅니다.', 'The nonce is not the one that the login started with.'],
    forged,
  ),
  subject: entry(
    { status: 401 },
    ['회원번호(sub)가 없거나 올바르지 않습니다.', 'The user ID (sub) is missing or malformed.'],
    forged,
  ),
  claims: entry(
    { status: 401 },
    ['필수 클레임이 없거나 형식이 올바르지 않습니다.', 'A required claim is missing or malformed.'],
    forged,
  ),
  missing: entry(
    { status: 401 },
    ['ID 토큰이 오지 않아 nonce를 확인할 수 없습니다.', 'No ID token came, so the nonce could not be checked.'],
    [
      '로그인을 다시 시작하세요. 계속 실패하면 [카카오 로그인] > [OpenID Connect]가 켜져 있는지 확인하세요.',
      'Start the login again. If it keeps failing, check that Kakao Login > OpenID Connect is on.',
    ],
  ),
}));

const notFromKakao: Text = [
  '카카오가 보낸 요청이 아니라면 무시하세요. 카카오가 보냈다면 서버 앞의 프록시가 요청을 바꾸지 않는지 확인하세요.',
  'Ignore it unless Kakao sent it. If it did, check that no proxy in front of the server changes requests.',
];
const eventKeys: Text = [
  '카카오가 보낸 요청이 아니라면 무시하세요. 카카오가 보냈다면 hosts 옵션이 그 카카오(또는 에뮬레이터)를 가리키는지 확인하세요.',
  'Ignore it unless Kakao sent it. If it did, check that the option `hosts` points to that Kakao (or emulator).',
];

const refusedWebhook = (error: string, reason: Text, remedy: Text = notFromKakao): CodeEntry =>
  entry({ error, status: 400 }, reason, remedy);

/** Why a webhook call was refused. */
export type WebhookCode =
  | 'method'
  | 'content_type'
  | 'too_large'
  | 'malformed'
  | 'admin_key'
  | 'alg'
  | 'typ'
  | 'kid'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'app_id'
  | 'issued_at'
  | 'subject'
  | 'claims';

/** `error` is the `err` of the response to Kakao. */
export const webhookTable = once((): Table<WebhookCode> => ({
  method: refusedWebhook('invalid_request', [
    '웹훅은 GET이나 POST로, 계정 상태 변경 웹훅은 POST로만 옵니다.',
    'Webhooks come as GET or POST, and account-status events as POST only.',
  ]),
  content_type: refusedWebhook('invalid_request', [
    '본문의 Content-Type이 application/secevent+jwt도 application/x-www-form-urlencoded도 아니거나 압축되어 있습니다.',
    'The body is neither application/secevent+jwt nor application/x-www-form-urlencoded, or it is compressed.',
  ]),
  too_large: refusedWebhook('invalid_request', ['본문이 16 KiB보다 큽니다.', 'The body is larger than 16 KiB.']),
  malformed: refusedWebhook('invalid_request', [
    '요청의 형식이 올바르지 않습니다. 필드가 없거나 두 번 이상 있거나, 본문이 JWT가 아닙니다.',
    'The request is malformed: a field is missing or repeated, or the body is not a JWT.',
  ]),
  admin_key: refusedWebhook(
    'invalid_key',
    [
      'Authorization 헤더의 어드민 키가 없거나 다릅니다.',
      'The admin key in the Authorization header is missing or wrong.',
    ],
    [
      '카카오는 [앱] > [어드민 키]의 대표 어드민 키를 보냅니다. adminKey나 adminKeys 옵션에 그 키를 넣으세요.',
      'Kakao sends the primary admin key (App > Admin key). Set the option `adminKey` or `adminKeys` to it.',
    ],
  ),
  alg: refusedWebhook('invalid_key', ['토큰의 서명 방식이 RS256이 아닙니다.', 'The token is not signed with RS256.']),
  typ: refusedWebhook('invalid_request', [
    '토큰의 종류(typ)가 secevent+jwt가 아닙니다.',
    'The type (typ) of the token is not secevent+jwt.',
  ]),
  kid: refusedWebhook(
    'invalid_key',
    [
      '카카오의 공개키 목록에 없는 키로 서명된 토큰입니다.',
      'The token is signed with a key that is not in Kakao’s key list.',
    ],
    eventKeys,
  ),
  signature: refusedWebhook(
    'invalid_key',
    ['토큰의 서명이 올바르지 않습니다.', 'The signature of the token is not valid.'],
    eventKeys,
  ),
  issuer: refusedWebhook(
    'invalid_issuer',
    ['토큰의 발급자(iss)가 다릅니다.', 'The token has the wrong issuer (iss).'],
    eventKeys,
  ),
  audience: refusedWebhook(
    'invalid_audience',
    ['다른 앱에 보낸 토큰입니다(aud).', 'The token was sent to another app (aud).'],
    [
      '이 앱의 이벤트라면 aud의 값(앱의 REST API 키)을 audience 옵션에 넣으세요.',
      'If the event is for your app, add its `aud` (a REST API key of the app) to the option `audience`.',
    ],
  ),
  app_id: refusedWebhook(
    'invalid_audience',
    ['다른 앱의 웹훅입니다(app_id).', 'The webhook is for another app (app_id).'],
    [
      '카카오 개발자 콘솔 [앱]에 있는 앱 ID와 appId 옵션을 비교하세요.',
      'Compare the option `appId` with the app ID in Kakao’s console.',
    ],
  ),
  issued_at: refusedWebhook(
    'invalid_request',
    [
      '토큰의 발급 시각(iat)이 너무 오래되었거나 미래입니다.',
      'The token was issued too long ago, or in the future (iat).',
    ],
    [
      '서버의 시각이 맞는지(NTP) 확인하세요. 오래된 이벤트도 받으려면 maxAge 옵션을 늘리세요.',
      'Check the server’s clock (NTP). To accept older events, increase the option `maxAge`.',
    ],
  ),
  subject: refusedWebhook('invalid_request', [
    '회원번호가 없거나 올바르지 않습니다.',
    'The user ID is missing or malformed.',
  ]),
  claims: refusedWebhook('invalid_request', [
    'iat, jti, events 중 없거나 형식이 올바르지 않은 클레임이 있습니다.',
    'One of the claims iat, jti and events is missing or malformed.',
  ]),
}));

const callbackAgain: Text = [
  '로그인 버튼을 다시 누르세요. 계속 실패하면 브라우저가 이 사이트의 쿠키를 차단하지 않는지 확인하세요.',
  'Press the login button again. If it keeps failing, check that the browser allows cookies from this site.',
];

type LocalLoginCode =
  | 'state_missing'
  | 'state_mismatch'
  | 'state_expired'
  | 'state_replayed'
  | 'code_missing'
  | 'login_refused'
  | 'link_conflict'
  | 'link_exists'
  | 'link_member_changed'
  | 'link_cross_site'
  | 'logout_refused'
  | 'signup_missing'
  | 'reconnect_required'
  | 'not_logged_in'
  | 'login_too_old'
  | 'consent_missing'
  | 'consent_declined'
  | 'account_mismatch'
  | 'consent_url_invalid';

const localLoginTable = (): Table<LocalLoginCode> => ({
  state_missing: entry(
    { status: 403 },
    [
      '이 브라우저에서 로그인을 시작한 기록이 없습니다. 쿠키나 state가 없습니다.',
      'This browser did not start the login: the cookie or the state is missing.',
    ],
    callbackAgain,
  ),
  state_mismatch: entry(
    { status: 403 },
    [
      '카카오에서 돌아온 state가 이 브라우저에서 시작한 로그인과 다릅니다.',
      'The state that came back does not belong to the login that this browser started.',
    ],
    callbackAgain,
  ),
  state_expired: entry(
    { status: 403 },
    ['로그인을 시작한 지 너무 오래되었습니다.', 'The login was started too long ago.'],
    logInAgain,
  ),
  state_replayed: entry(
    { status: 403 },
    ['이미 끝난 로그인의 콜백 주소가 다시 열렸습니다.', 'The callback URL of a finished login was opened again.'],
    logInAgain,
  ),
  code_missing: entry(
    { status: 400 },
    ['콜백 주소에 인가 코드도 에러도 없습니다.', 'The callback address has neither a code nor an error.'],
    [
      '콜백 주소를 직접 열지 말고 로그인 버튼으로 로그인을 시작하세요.',
      'Start with the login button. Do not open the callback address directly.',
    ],
  ),
  login_refused: entry(
    { status: 401 },
    [
      '카카오 로그인에는 성공했지만 서비스가 이 사용자의 로그인을 거부했습니다.',
      'The user logged in with Kakao, but the service refused the login.',
    ],
    [
      '로그인할 수 있어야 하는 사용자라면, 로그인을 처리하는 코드(handle, verify)가 왜 null이나 false를 반환했는지 확인하세요.',
      'If this user should be able to log in, check why the code that handles logins (`handle`, `verify`) returned null or false.',
    ],
  ),
  link_conflict: entry(
    { status: 409 },
    [
      '이 카카오계정은 이미 다른 회원에게 연결되어 있습니다. 아무것도 바꾸지 않았습니다.',
      'This Kakao Account is linked to another member already. Nothing was changed.',
    ],
    [
      '카카오로 로그인해 그 회원에서 연결을 해제하거나, 다른 카카오계정을 연결하게 하세요.',
      'Let the user log in with Kakao and unlink it from that member, or link another Kakao Account.',
    ],
  ),
  link_exists: entry(
    { status: 409 },
    [
      '이 회원에게는 이미 다른 카카오계정이 연결되어 있습니다. 아무것도 바꾸지 않았습니다.',
      'This member has another Kakao Account linked already. Nothing was changed.',
    ],
    [
      '먼저 연결된 카카오계정을 해제하고 다시 연결하게 하세요.',
      'Let the user unlink that Kakao Account first, and then link this one.',
    ],
  ),
  link_member_changed: entry(
    { status: 403 },
    [
      '카카오계정 연결을 시작한 회원이 지금 로그인한 회원과 다르거나 로그아웃했습니다. 연결하지 않았습니다.',
      'The member who began to link a Kakao Account is no longer the one who is logged in. Nothing was linked.',
    ],
    [
      '연결하려는 회원으로 로그인한 뒤 연결을 다시 시작하게 하세요.',
      'Let the user log in as the member they want to link, and start again.',
    ],
  ),
  link_cross_site: entry(
    { status: 403 },
    ['다른 사이트에서 카카오계정 연결을 시작하려 했습니다.', 'Another site tried to begin linking a Kakao Account.'],
    [
      '서비스의 설정 페이지에서 연결 버튼을 누르게 하세요. 그 페이지가 다른 도메인에 있다면 그 출처를 returnTo 옵션에 넣으세요.',
      'Let the user press the button on a page of the service. If that page is on another domain, list its origin in the option `returnTo`.',
    ],
  ),
  logout_refused: entry(
    { status: 403 },
    [
      '이 브라우저의 서비스 페이지에서 시작한 로그아웃이 아니거나, 시작한 지 10분이 지났습니다. 로그아웃하지 않았습니다.',
      'This logout did not begin on a page of the service in this browser, or began more than ten minutes ago. Nobody was logged out.',
    ],
    [
      '로그아웃 버튼을 다시 누르게 하세요. 계속 실패하면 브라우저가 이 사이트의 쿠키를 차단하지 않는지 확인하세요.',
      'Let the user press the logout button again. If it keeps failing, check that the browser allows cookies from this site.',
    ],
  ),
  signup_missing: entry(
    { status: 403 },
    [
      '이 브라우저에 진행 중인 가입이 없거나, 카카오에 로그인한 지 24시간이 지났습니다.',
      'No signup is under way in this browser, or the user logged in with Kakao more than 24 hours ago.',
    ],
    ['카카오 로그인을 다시 시작하게 하세요.', 'Let the user log in with Kakao again.'],
  ),
  reconnect_required: entry(
    { status: 401 },
    [
      '서비스에 이 사용자의 쓸 수 있는 카카오 토큰이 더 이상 없습니다. 만료되었거나, 연결이 끊겼거나, 저장되지 않았습니다.',
      'The service no longer has a usable Kakao token for this user: it expired, was revoked, or was never stored.',
    ],
    [
      '사용자가 카카오로 다시 로그인하게 하세요. 카카오에 로그인해 있고 앱에 연결된 사용자는 KakaoAutoLogin이나 prompt=none으로 화면 없이 로그인됩니다.',
      'Let the user log in with Kakao again. KakaoAutoLogin or `prompt=none` does it without a screen if the user is logged in to Kakao and linked to the app.',
    ],
  ),
  not_logged_in: entry(
    { status: 401 },
    ['로그인하지 않은 사용자입니다.', 'Nobody is logged in to the service.'],
    [
      '사용자가 카카오로 로그인하게 하세요. 이미 로그인했다면 currentUser 옵션이 그 사용자의 회원번호를 반환하는지 확인하세요.',
      'Let the user log in with Kakao. If they are logged in, check that the option `currentUser` returns their user ID.',
    ],
  ),
  login_too_old: entry(
    { status: 401 },
    [
      '이 요청에는 최근의 카카오 로그인이 필요한데, 마지막 로그인이 너무 오래되었거나 언제인지 알 수 없습니다(auth_time).',
      'This request needs a recent Kakao login, and the last one is too old or its time is unknown (auth_time).',
    ],
    [
      '사용자가 다시 로그인하게 하고, claims.auth_time을 저장해 authTime 옵션에서 반환하세요. [카카오 로그인] > [OpenID Connect]가 켜져 있어야 합니다. 카카오톡 인앱 브라우저에서는 카카오가 다시 로그인을 요구하지 않습니다.',
      'Let the user log in again, store `claims.auth_time` and return it from the option `authTime`. Kakao Login > OpenID Connect has to be on. In Kakao Talk’s in-app browser, Kakao does not ask users to log in again.',
    ],
  ),
  consent_missing: entry(
    { status: 403 },
    [
      '이 요청에 필요한 동의 항목이나 약관에 사용자가 아직 동의하지 않았습니다.',
      'The user has not agreed to a consent item or to terms that this request needs.',
    ],
    [
      '사용자를 consentUrl로 보내 추가 동의를 받으세요.',
      'Send the user to `consentUrl`, where Kakao asks for the missing consent.',
    ],
  ),
  consent_declined: entry(
    { status: 403 },
    [
      '카카오에서 추가 동의를 요청했지만 사용자가 모두 동의하지는 않았습니다.',
      'Kakao asked the user for more consent, and the user did not agree to all of it.',
    ],
    [
      '동의하지 않아도 쓸 수 있는 기능으로 안내하고, 사용자가 원하면 다시 요청하세요. 화면이 뜨지 않았다면 카카오 개발자 콘솔에서 동의 항목을 확인하세요. 약관은 필수 약관이 하나 이상 있어야 화면이 뜹니다.',
      'Offer what works without it, and ask again if the user wants to. If there was no screen, check the consent items in Kakao’s console; for terms, Kakao shows one only if a required term is among them.',
    ],
  ),
  account_mismatch: entry(
    { status: 403 },
    [
      '로그인한 사용자가 다른 카카오계정으로 돌아왔습니다. 아무것도 저장하지 않았습니다.',
      'The user came back from Kakao with another Kakao Account than the one they are logged in with. Nothing was saved.',
    ],
    [
      '로그아웃한 뒤 그 계정으로 로그인하거나, 카카오에서 원래 계정을 선택하게 하세요.',
      'Let the user choose the same account at Kakao, or log out and log in with the other one.',
    ],
  ),
  consent_url_invalid: entry(
    { status: 403 },
    [
      '추가 동의 주소(consentUrl)가 변조되었거나, 만들어진 지 한 시간이 지났거나, 다른 앱의 것입니다.',
      'The consentUrl was changed, is older than an hour, or belongs to another app.',
    ],
    [
      '동의가 필요한 페이지를 다시 여세요. 서버가 여러 대라면 모두 같은 cookie.secret이나 clientSecret을 쓰는지 확인하세요.',
      'Open the page that needs the consent again. With several instances, check that all have the same `cookie.secret` or `clientSecret`.',
    ],
  ),
});

/** The codes of failed logins: those that Kakao sends to the redirect URI, and those of this library. */
export type KnownLoginCode = LocalLoginCode | OAuthErrorCode;

export const loginTable = once((): Table<KnownLoginCode> => ({
  ...oauthTable(),
  ...localLoginTable(),
}));

/** For an error in Kakao's redirect that is not in the table. */
export const unknownLoginCode = (): CodeEntry =>
  entry(
    { status: 401 },
    [
      '카카오가 이 라이브러리가 모르는 에러를 보내 로그인이 끝났습니다.',
      'Kakao ended the login with an error that this library does not know.',
    ],
    logInAgain,
  );
