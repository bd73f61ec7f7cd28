import type { CodeEntry } from '../contract/code-entry.js';
import { entry as row } from '../contract/entries.js';
import type { Text } from '../contract/entries.js';
import { oauthErrorCodes } from '../contract/oauth-error-codes.js';
import type { OAuthErrorCode } from '../contract/oauth-error-codes.js';

type Table<K extends string> = Readonly<Record<K, CodeEntry>>;

const entry = (status: number, retryable: boolean, cause: Text, remedy: Text): CodeEntry =>
  row({ status, retryable }, cause, remedy);

const tryLater: Text = [
  '잠시 후 다시 시도하세요. 계속되면 서버의 네트워크와 카카오 데브톡의 장애 공지를 확인하세요.',
  'Try again a little later. If it goes on, check the network of the server and the incident notices on devtalk.kakao.com.',
];
const maybeDone: Text = [
  '조회라면 잠시 후 다시 시도하세요. 값을 바꾸는 호출이라면 반영되었는지 먼저 확인하고, 로그인이라면 처음부터 다시 시작하세요.',
  'Try a read again a little later. After a call that changes something, find out first whether it took effect; a login has to begin anew.',
];
const logInAgain: Text = ['로그인을 처음부터 다시 시작하세요.', 'Start the login again from the beginning.'];
const report: Text = [
  '프록시나 방화벽이 응답을 바꾸지 않는지, hosts 옵션이 맞는지 확인하세요. 일시적이라면 다시 시도하세요.',
  'Check that no proxy or firewall changes the answer and that the option `hosts` is right. If it was a passing fault, try again.',
];

/** Why no complete answer came. */
export const connectionCodes: Table<
  'connect_failed' | 'connect_timeout' | 'timeout' | 'cut' | 'tls' | 'aborted' | 'keys_busy' | 'network'
> = {
  connect_failed: entry(
    503,
    true,
    [
      '카카오 서버에 연결하지 못했습니다. 요청은 전송되지 않았습니다.',
      'No connection to Kakao could be made. The request was not sent.',
    ],
    tryLater,
  ),
  connect_timeout: entry(
    503,
    true,
    [
      '정해진 시간 안에 카카오 서버에 연결하지 못했습니다. 요청은 전송되지 않았습니다.',
      'No connection to Kakao came about in time. The request was not sent.',
    ],
    tryLater,
  ),
  timeout: entry(
    504,
    true,
    ['카카오가 정해진 시간 안에 응답을 마치지 않았습니다.', 'Kakao did not finish its answer in time.'],
    [
      `${maybeDone[0]} 자주 일어나면 timeouts.response 옵션을 늘리세요.`,
      `${maybeDone[1]} If it happens often, raise the option \`timeouts.response\`.`,
    ],
  ),
  cut: entry(
    503,
    true,
    [
      '응답이 끝나기 전에 연결이 끊어졌습니다. 카카오가 요청을 처리했는지는 알 수 없습니다.',
      'The connection was cut before the answer was complete. Whether Kakao carried out the request is not known.',
    ],
    maybeDone,
  ),
  tls: entry(
    502,
    false,
    ['카카오 서버의 인증서를 확인하지 못했습니다.', 'The certificate of the server could not be verified.'],
    [
      '서버의 시각과 루트 인증서, 회사 프록시의 인증서(NODE_EXTRA_CA_CERTS)를 확인하세요.',
      'Check the clock and the root certificates of the server, and the certificate of a company proxy (NODE_EXTRA_CA_CERTS).',
    ],
  ),
  aborted: entry(
    503,
    true,
    ['요청을 보낸 쪽이 AbortSignal로 취소했습니다.', 'The caller cancelled the request with its AbortSignal.'],
    ['필요하면 다시 요청하세요.', 'Ask again if the answer is still wanted.'],
  ),
  keys_busy: entry(
    503,
    true,
    [
      '처음 보는 키로 서명된 ID 토큰이 너무 많이 와서, 카카오의 공개키 목록을 다시 받기 전에는 확인할 수 없습니다.',
      'The ID token is signed with a key that is not cached yet, and too many such tokens already wait for Kakao’s key list.',
    ],
    [
      'retryAfter(초)가 지난 뒤 다시 시도하세요. 계속되면 위조된 토큰을 보내는 곳이 있는지 확인하세요.',
      'Try again after `retryAfter` seconds. If it goes on, find out who sends forged tokens.',
    ],
  ),
  network: entry(503, true, ['카카오와 통신하지 못했습니다.', 'The exchange with Kakao failed.'], tryLater),
};

/** Why an answer could not be used. */
export const unexpectedCodes: Table<
  | 'html'
  | 'empty'
  | 'not_json'
  | 'encoding'
  | 'too_large'
  | 'too_deep'
  | 'redirect'
  | 'status'
  | 'shape'
  | 'http_instance'
> = {
  html: entry(502, true, ['JSON 대신 HTML 페이지가 왔습니다.', 'A page of HTML came in place of JSON.'], report),
  empty: entry(502, true, ['본문이 비어 있는 응답이 왔습니다.', 'The answer had no body.'], report),
  not_json: entry(502, true, ['응답이 올바른 JSON이 아닙니다.', 'The answer was not valid JSON.'], report),
  encoding: entry(
    502,
    false,
    [
      '응답이 읽을 수 없는 방식으로 압축되어 왔습니다(Content-Encoding).',
      'The answer came compressed in a way that cannot be read (Content-Encoding).',
    ],
    [
      '이 클라이언트는 Accept-Encoding: identity로 요청합니다. 프록시가 응답을 압축하지 않게 하고, http 옵션을 쓴다면 decompress를 끄지 마세요.',
      'This client asks with Accept-Encoding: identity. Stop the proxy from compressing answers; with your own `http`, leave `decompress` on.',
    ],
  ),
  too_deep: entry(
    502,
    false,
    ['응답의 JSON이 32단계보다 깊게 중첩되어 있습니다.', 'The JSON of the answer is nested more than 32 levels deep.'],
    report,
  ),
  too_large: entry(
    502,
    false,
    ['응답이 허용한 크기보다 큽니다.', 'The answer was larger than allowed.'],
    [
      'maxResponseBytes 옵션(기본 1 MiB)을 늘리거나 pageSize, limit, propertyKeys로 요청을 줄이세요.',
      'Raise the option `maxResponseBytes` (1 MiB by default), or ask for less with `pageSize`, `limit` or `propertyKeys`.',
    ],
  ),
  redirect: entry(
    502,
    false,
    [
      'API가 다른 주소로 보내려 했습니다. 토큰이 새지 않도록 따라가지 않았습니다.',
      'The API pointed to another address. It was not followed, so that no token leaks.',
    ],
    report,
  ),
  status: entry(
    502,
    false,
    ['카카오가 에러 코드 없이 실패 상태로 응답했습니다.', 'Kakao answered with a failure status and no error code.'],
    report,
  ),
  shape: entry(
    502,
    false,
    ['응답이 카카오 문서에 나온 모양과 다릅니다.', 'The answer does not have the documented shape.'],
    report,
  ),
  http_instance: entry(
    500,
    false,
    [
      'http 옵션으로 받은 axios 인스턴스가 응답을 바꾸었습니다.',
      'The axios instance given as the option `http` changed the answer.',
    ],
    [
      '응답 인터셉터가 AxiosResponse를 그대로 돌려주고 data를 텍스트로 두게 하세요.',
      'Let its response interceptors return the AxiosResponse and leave `data` as text.',
    ],
  ),
};

const forged: Text = [
  '이 토큰을 믿지 말고 로그인을 다시 시작하세요.',
  'Do not trust this token; start the login again.',
];
const tokenKeys: Text = [
  '카카오 개발자 콘솔 [앱] > [플랫폼 키]의 키와 맞는지 확인하세요. JavaScript 키나 네이티브 앱 키로 시작한 로그인이라면 그 키를 audiences 옵션에 넣으세요.',
  'Compare with the keys under App > Platform key in Kakao’s console. If the login began with a JavaScript or native app key, put that key into the option `audiences`.',
];

/** Why a signed token was refused. */
export const tokenCodes: Table<
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
  | 'missing'
> = {
  malformed: entry(401, false, ['JWT 형식이 아닙니다.', 'It is not a JWT.'], forged),
  too_large: entry(401, false, ['토큰이 지나치게 큽니다.', 'The token is far too large.'], forged),
  alg: entry(401, false, ['서명 방식이 RS256이 아닙니다.', 'It is not signed with RS256.'], forged),
  typ: entry(401, false, ['토큰의 종류(typ)가 다릅니다.', 'It is a token of another type (typ).'], forged),
  kid: entry(
    401,
    false,
    ['카카오의 공개키 목록에 없는 키로 서명되었습니다.', 'It is signed with a key that is not in Kakao’s key set.'],
    [
      '로그인을 다시 시작하세요. 계속되면 hosts 옵션이 토큰을 발급한 서버와 같은지 확인하세요.',
      'Start the login again. If it goes on, check that the option `hosts` is the server that issued the token.',
    ],
  ),
  signature: entry(401, false, ['서명이 맞지 않습니다.', 'The signature does not fit.'], forged),
  issuer: entry(
    401,
    false,
    ['발급자(iss)가 다릅니다.', 'It was issued by somebody else (iss).'],
    [
      'hosts 옵션이 토큰을 발급한 서버와 같은지 확인하세요.',
      'Check that the option `hosts` is the server that issued the token.',
    ],
  ),
  audience: entry(401, false, ['다른 앱에 발급된 토큰입니다(aud).', 'It was issued to another app (aud).'], tokenKeys),
  expired: entry(401, false, ['토큰이 만료되었습니다.', 'The token has expired.'], logInAgain),
  not_yet_valid: entry(
    401,
    true,
    ['발급 시각이 미래입니다.', 'It was issued in the future.'],
    ['서버의 시각이 맞는지(NTP) 확인하세요.', 'Check the clock of the server (NTP).'],
  ),
  nonce: entry(
    401,
    false,
    ['nonce가 로그인을 시작할 때의 값과 다릅니다.', 'The nonce is not the one with which the login began.'],
    forged,
  ),
  subject: entry(
    401,
    false,
    ['회원번호(sub)가 없거나 올바르지 않습니다.', 'The member number (sub) is missing or malformed.'],
    forged,
  ),
  claims: entry(
    401,
    false,
    ['필수 항목이 없거나 형식이 다릅니다.', 'A required claim is missing or malformed.'],
    forged,
  ),
  missing: entry(
    401,
    false,
    [
      '와야 할 ID 토큰이 오지 않아 nonce를 확인할 수 없습니다.',
      'An ID token was due but did not come, so there is no nonce to check.',
    ],
    [
      '로그인을 다시 시작하세요. 계속되면 [카카오 로그인] > [OpenID Connect]가 켜져 있는지 확인하세요.',
      'Start the login again. If it goes on, check that [Kakao Login] > [OpenID Connect] is on.',
    ],
  ),
};

const callbackAgain: Text = [
  '로그인 버튼을 다시 눌러 처음부터 시작하세요. 계속되면 브라우저의 쿠키가 막혀 있지 않은지 확인하세요.',
  'Press the login button again. If it goes on, check that the browser takes cookies from this site.',
];

export type LocalLoginCode =
  'state_missing' | 'state_mismatch' | 'state_expired' | 'state_replayed' | 'code_missing' | 'login_refused';

const localLoginCodes: Table<LocalLoginCode> = {
  state_missing: entry(
    403,
    false,
    [
      '이 브라우저에서 시작한 로그인의 기록이 없습니다(쿠키나 state가 없음).',
      'Nothing shows that this browser began a login: the cookie or the state is missing.',
    ],
    callbackAgain,
  ),
  state_mismatch: entry(
    403,
    false,
    [
      '돌아온 state가 이 브라우저에서 시작한 로그인의 것이 아닙니다.',
      'The state that came back is not that of the login this browser began.',
    ],
    callbackAgain,
  ),
  state_expired: entry(
    403,
    false,
    ['로그인을 시작한 지 너무 오래되었습니다.', 'The login was begun too long ago.'],
    logInAgain,
  ),
  state_replayed: entry(
    403,
    false,
    ['이미 끝난 로그인의 주소로 다시 들어왔습니다.', 'The address of a login that is already over was opened again.'],
    logInAgain,
  ),
  code_missing: entry(
    400,
    false,
    ['콜백 주소에 인가 코드도 에러도 없이 들어왔습니다.', 'The callback was opened with neither a code nor an error.'],
    [
      '콜백 주소를 직접 열지 말고 로그인 버튼으로 시작하세요.',
      'Begin with the login button; do not open the callback address by itself.',
    ],
  ),
  login_refused: entry(
    401,
    false,
    [
      '카카오 로그인은 되었지만 이 서비스가 이 사람을 받아들이지 않았습니다.',
      'Kakao knows this person, but the service did not let them in.',
    ],
    [
      '들어올 수 있어야 하는 사람이라면 로그인을 처리하는 코드(handle, verify)가 왜 null이나 false를 돌려주었는지 확인하세요.',
      'If they should get in, find out why the code that decides on logins (`handle`, `verify`) returned null or false.',
    ],
  ),
};

/** How a login can end early: what Kakao sends back to the redirect URI, and what this library finds itself. */
export const loginCodes: Table<LocalLoginCode | OAuthErrorCode> = { ...oauthErrorCodes, ...localLoginCodes };

/** A redirect with an error that the table does not have. */
export const unknownLoginCode: CodeEntry = entry(
  401,
  false,
  [
    '카카오가 이 라이브러리가 모르는 에러로 로그인을 끝냈습니다.',
    'Kakao ended the login with an error that this library does not know.',
  ],
  logInAgain,
);
