import { entry, lookUp } from './entry.js';
import { once } from '../../once.js';
import type { CodeEntry, Text } from './entry.js';

const certificate: Text = [
  '카카오톡 인증서에서 나는 에러입니다. 인증서 로그인을 처음부터 다시 시작하세요.',
  'This error comes from the Kakao Talk certificate. Start the certificate login again.',
];
const ageFamily: Text = ['연령 인증이나 CI 확인 중에 에러가 났습니다.', 'The age or CI verification failed.'];
const ageCheck: Text = [
  '카카오 연령 인증에서 나는 에러입니다. 카카오 연령 인증 문서를 확인하고, 다시 인증하도록 사용자에게 안내하세요.',
  'This error comes from Kakao’s age verification. See its documentation and ask the user to verify their age again.',
];
const messageFamily: Text = ['카카오톡 메시지를 보내지 못했습니다.', 'A Kakao Talk message could not be sent.'];
const message: Text = [
  '카카오 로그인이 아니라 카카오톡 메시지 API에서 나는 에러입니다. 메시지 API 문서를 확인하세요.',
  'This error comes from the Kakao Talk message API, not from Kakao Login. See the documentation of that API.',
];
const image: Text = [
  '카카오 로그인이 아니라 이미지 업로드 API에서 나는 에러입니다. 이미지의 크기, 개수, 형식을 확인하세요.',
  'This error comes from the image upload API, not from Kakao Login. Check the size, number and format of the images.',
];

/** Codes of other Kakao products and of Kakao's SDKs. */
const productTable = (): Readonly<Record<string, CodeEntry>> => ({
  '-421': entry(
    { status: 409 },
    ['사용자가 아직 인증서 서명을 마치지 않았습니다.', 'The user has not finished signing with the certificate.'],
    certificate,
  ),
  '-422': entry(
    { status: 400 },
    ['인증서 서명의 트랜잭션이 유효하지 않습니다.', 'The transaction of the certificate signature is not valid.'],
    certificate,
  ),
  '-423': entry(
    { status: 400 },
    ['인증서 서명의 제한 시간이 지났습니다.', 'The certificate signature was not finished in time.'],
    certificate,
  ),
  '-451': entry({ status: 403 }, ageFamily, ageCheck),
  '-452': entry({ status: 403 }, ageFamily, ageCheck),
  '-453': entry({ status: 403 }, ageFamily, ageCheck),
  '-480': entry({ status: 403 }, ageFamily, ageCheck),
  '-481': entry({ status: 403 }, ageFamily, ageCheck),
  '-502': entry({ status: 400 }, messageFamily, message),
  '-504': entry({ status: 400 }, messageFamily, message),
  '-530': entry({ status: 400 }, messageFamily, message),
  '-531': entry({ status: 400 }, messageFamily, message),
  '-532': entry({ status: 400 }, messageFamily, message),
  '-602': entry({ kakaoStatus: 400, status: 400 }, ['이미지가 너무 큽니다.', 'The image is too large.'], image),
  '-603': entry(
    { kakaoStatus: 400, status: 504, retryable: true },
    ['이미지 처리 시간이 초과되었습니다.', 'Processing the image took too long.'],
    image,
  ),
  '-606': entry({ kakaoStatus: 400, status: 400 }, ['이미지가 너무 많습니다.', 'There are too many images.'], image),
  '-911': entry(
    { kakaoStatus: 400, status: 400 },
    ['지원하지 않는 이미지 형식입니다.', 'The image format is not supported.'],
    image,
  ),
  '-9999': entry(
    { status: 502 },
    ['카카오 SDK가 알 수 없는 오류에 사용하는 코드입니다.', 'Kakao’s SDKs use this code for an unknown error.'],
    ['kakaoMessage를 보고 데브톡(devtalk.kakao.com)에 문의하세요.', 'Read kakaoMessage and ask on devtalk.kakao.com.'],
  ),
});

const later: Text = [
  '잠시 후 다시 시도하세요. 이 에러로 사용자를 로그아웃시키지 마세요.',
  'Wait a moment and try again. Do not log the user out because of this error.',
];
const additional: Text = [
  '[앱] > [추가 기능 신청]에서 권한을 신청하세요.',
  'Request the permission under App > Additional features.',
];

export const apiTable = once((): Readonly<Record<string, CodeEntry>> => ({
  '-1': entry(
    { kakaoStatus: 400, status: 503, retryable: true },
    ['카카오 내부에 일시적인 오류가 생겼습니다.', 'Kakao has a temporary internal error.'],
    later,
  ),
  '-2': entry(
    { kakaoStatus: 400, status: 400 },
    [
      '파라미터가 없거나 잘못되었습니다. 토큰 형식이 잘못되었을 때도 이 코드가 옵니다.',
      'A parameter is missing or wrong. Kakao also answers this for a malformed token.',
    ],
    ['kakaoMessage를 보고 넘긴 값을 확인하세요.', 'Read kakaoMessage and check the values you passed.'],
  ),
  '-3': entry(
    { kakaoStatus: 403, status: 403 },
    [
      '앱에서 켜지 않은 기능이거나, 어드민 키에 허용되지 않은 API이거나, 철회할 수 없는 동의항목입니다.',
      'The feature is off, the admin key is not allowed to call this API, or the consent item cannot be revoked.',
    ],
    [
      '[카카오 로그인]의 동의항목과 간편가입 설정, [앱] > [어드민 키]의 사용 가능한 API를 확인하고, revocable이 true인 항목만 철회하세요.',
      'Check the consent items and Simple Signup under Kakao Login and the allowed APIs under App > Admin key. Revoke only items whose revocable is true.',
    ],
  ),
  '-4': entry(
    { kakaoStatus: 403, status: 403 },
    ['이용이 제한된 카카오계정입니다.', 'The Kakao Account is restricted.'],
    [
      '카카오 고객센터에서 카카오계정의 이용 제한을 해제하도록 사용자에게 안내하세요.',
      'Ask the user to contact Kakao’s customer support to lift the restriction.',
    ],
  ),
  '-5': entry(
    { kakaoStatus: 403, status: 403 },
    ['이 API를 쓸 권한이 앱에 없습니다.', 'The app does not have permission to use this API.'],
    additional,
  ),
  '-6': entry(
    { kakaoStatus: 403, status: 403 },
    ['허용되지 않는 동작입니다.', 'The action is not allowed.'],
    [
      'kakaoMessage를 보고 이 사용자나 앱에 허용된 동작인지 확인하세요.',
      'Read kakaoMessage and check whether this user or app is allowed to do this.',
    ],
  ),
  '-7': entry(
    { kakaoStatus: 400, status: 503, retryable: true },
    ['카카오 서비스가 점검 중이거나 내부 문제가 있습니다.', 'Kakao is under maintenance or has an internal problem.'],
    later,
  ),
  '-8': entry(
    { kakaoStatus: 400, status: 502 },
    ['요청 헤더가 올바르지 않습니다.', 'A header of the request is wrong.'],
    [
      'http 옵션의 axios 인스턴스나 프록시가 헤더를 바꾸지 않는지 확인하세요.',
      'Check that neither the axios instance of the option `http` nor a proxy changes the headers.',
    ],
  ),
  '-9': entry(
    { kakaoStatus: 400, status: 502 },
    ['종료된 API입니다.', 'The API has been discontinued.'],
    ['이 라이브러리를 최신 버전으로 올리세요.', 'Update this library.'],
  ),
  '-10': entry(
    { kakaoStatus: 400, status: 503, retryable: true },
    ['API 호출 한도를 넘었습니다.', 'The API call quota is used up.'],
    [
      '호출 횟수를 줄이고 나중에 다시 시도하세요. 사용량은 [앱] > [통계]에서 볼 수 있습니다(/v1/user/ids는 분당 100회).',
      'Make fewer calls and try again later. See your usage under App > Statistics (/v1/user/ids: 100 calls per minute).',
    ],
  ),
  '-11': entry(
    { kakaoStatus: 400, status: 503 },
    ['유료 API의 일간 또는 월간 한도를 넘었습니다.', 'The daily or monthly quota of a paid API is used up.'],
    [
      '[앱] > [유료 API]에서 한도를 늘리거나 다음 날 또는 다음 달까지 기다리세요.',
      'Raise the limit under App > Paid API, or wait for the next day or month.',
    ],
  ),
  '-12': entry(
    { kakaoStatus: 403, status: 502 },
    ['앱이나 개발자 계정이 차단되었습니다.', 'The app or the developer account is blocked.'],
    [
      '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      'Check the app’s status in Kakao’s console and contact Kakao’s customer support.',
    ],
  ),
  '-101': entry(
    { kakaoStatus: 400, status: 404 },
    ['앱에 연결되지 않은 사용자입니다.', 'The user is not linked to the app.'],
    [
      '사용자가 다시 로그인해 연결하도록 하거나 account.signup을 호출하세요. 탈퇴 처리 중이라면 이미 연결이 끊긴 것이므로 그대로 진행하세요.',
      'Ask the user to log in again, which links them, or call account.signup. If you are unlinking the user, treat it as already done.',
    ],
  ),
  '-102': entry(
    { kakaoStatus: 400, status: 409 },
    ['이미 앱에 연결된 사용자입니다.', 'The user is already linked to the app.'],
    [
      'user.me의 has_signed_up이 false일 때만 account.signup을 호출하세요.',
      'Call account.signup only if has_signed_up from user.me is false.',
    ],
  ),
  '-103': entry(
    { kakaoStatus: 400, status: 404 },
    ['휴면 상태이거나 없는 카카오계정입니다.', 'The Kakao Account is dormant or does not exist.'],
    [
      '카카오계정에 직접 로그인해 휴면 상태를 해제하도록 사용자에게 안내하세요.',
      'Ask the user to log in to their Kakao Account to reactivate it.',
    ],
  ),
  '-201': entry(
    { kakaoStatus: 400, status: 400 },
    ['등록하지 않은 사용자 프로퍼티 키입니다.', 'The user property key is not registered.'],
    ['[카카오 로그인] > [사용자 프로퍼티]에 키를 등록하세요.', 'Register the key under Kakao Login > User properties.'],
  ),
  '-301': entry(
    { status: 502 },
    ['존재하지 않는 앱입니다.', 'The app does not exist.'],
    [
      'clientId와 adminKey를 [앱] > [플랫폼 키], [앱] > [어드민 키]의 값과 비교하세요.',
      'Compare clientId and adminKey with App > Platform key and App > Admin key.',
    ],
  ),
  '-401': entry(
    { kakaoStatus: 401, status: 401 },
    [
      '액세스 토큰이 만료되었거나 유효하지 않습니다. 허용되지 않은 IP 주소에서 호출했을 때도 이 코드가 옵니다.',
      'The access token has expired or is not valid. Kakao also answers this for an IP address that is not allowed.',
    ],
    [
      'oauth.refresh로 토큰을 갱신하거나, 다시 로그인하도록 사용자에게 안내하세요.',
      'Refresh the token with oauth.refresh, or ask the user to log in again.',
    ],
  ),
  '-402': entry(
    { kakaoStatus: 403, status: 403 },
    [
      '사용자가 필요한 동의항목에 동의하지 않았습니다.',
      'The user has not agreed to a consent item that this call needs.',
    ],
    [
      'requiredScopes를 scope에 넣어 추가 동의를 받으세요. OpenID Connect를 사용하는 앱이라면 openid도 함께 넣으세요.',
      'Ask for consent with requiredScopes as `scope`. Add openid if the app uses OpenID Connect.',
    ],
  ),
  '-405': entry({ status: 403 }, ['연령 인증이 필요합니다.', 'The user has to verify their age.'], ageCheck),
  '-406': entry(
    { kakaoStatus: 401, status: 403 },
    ['14세 미만 사용자를 허용하지 않는 앱입니다.', 'The app does not allow users under 14.'],
    [
      '서비스를 이용할 수 없다고 사용자에게 안내하세요. 허용하려면 [카카오 로그인] 설정에서 이용 연령을 바꾸세요.',
      'Tell the user that they cannot use the service. To allow users under 14, change the age setting under Kakao Login.',
    ],
  ),
  '-501': entry(
    { kakaoStatus: 400, status: 403 },
    ['카카오톡을 쓰지 않는 사용자입니다.', 'The user does not use Kakao Talk.'],
    ['카카오톡이 필요 없는 다른 방법을 제공하세요.', 'Offer another way that does not need Kakao Talk.'],
  ),
  '-903': entry(
    { kakaoStatus: 400, status: 502 },
    ['등록되지 않은 개발자의 앱 키입니다.', 'The app key belongs to an unregistered developer.'],
    [
      'clientId를 [앱] > [플랫폼 키] > [REST API 키]의 값과 비교하세요.',
      'Compare clientId with App > Platform key > REST API key.',
    ],
  ),
  '-9798': entry(
    { kakaoStatus: 503, status: 503, retryable: true },
    ['카카오 서비스 점검 중입니다.', 'Kakao is under maintenance.'],
    later,
  ),
  ...productTable(),
}));

/** -401 for a call with the admin key, where logging in again does not help. */
export const adminKeyRefused = (): CodeEntry =>
  entry(
    { kakaoStatus: 401, status: 502 },
    [
      '카카오가 어드민 키를 거절했습니다. 키가 틀렸거나 삭제되었거나, 허용되지 않은 IP입니다.',
      'Kakao refused the admin key: it is wrong, was deleted, or the IP address is not allowed.',
    ],
    [
      'adminKey를 [앱] > [어드민 키]와 비교하고, 거기의 허용 IP 주소를 확인하세요.',
      'Compare adminKey with App > Admin key, and check the allowed IP addresses there.',
    ],
  );

/** For a negative code that is not in the table. */
export const unknownApiCode = (): CodeEntry =>
  entry(
    { status: 502 },
    [
      '카카오 API가 이 라이브러리가 모르는 에러 코드로 응답했습니다.',
      'The Kakao API answered with an error code that this library does not know.',
    ],
    lookUp,
  );
