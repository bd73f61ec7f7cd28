import type { CodeEntry } from './code-entry.js';
import { entry } from './entries.js';
import { ageCheck, apiProductCodes } from './api-codes-products.js';
import type { Text } from './entries.js';

const later: Text = [
  '잠시 후 다시 시도하세요. 이 에러로 사용자를 로그아웃시키지 마세요.',
  'Try again a little later. Do not log the person out because of it.',
];
const additional: Text = [
  '[앱] > [추가 기능 신청]에서 권한을 신청하세요.',
  'Apply for the permission under App > Additional features.',
];

/**
 * Every negative code of kapi that is known; the last group occurs in Kakao's SDKs or other products only.
 *
 * @see https://developers.kakao.com/docs/latest/en/rest-api/error-code
 */
export const apiCodes: Readonly<Record<string, CodeEntry>> = {
  '-1': entry(
    { kakaoStatus: 400, status: 503, retryable: true },
    ['카카오 내부의 일시적인 오류입니다.', 'A passing fault inside Kakao.'],
    later,
  ),
  '-2': entry(
    { kakaoStatus: 400, status: 400 },
    [
      '파라미터가 없거나 잘못되었습니다. 토큰의 형식이 잘못되어도 나옵니다.',
      'A parameter is missing or wrong; a malformed token gives this too.',
    ],
    ['kakaoMessage를 보고 넘긴 값을 확인하세요.', 'Read kakaoMessage and check the values that were passed.'],
  ),
  '-3': entry(
    { kakaoStatus: 403, status: 403 },
    [
      '앱에서 켜지 않은 기능이거나, 어드민 키에 허용되지 않은 API이거나, 철회할 수 없는 동의항목입니다.',
      'The feature is not switched on, the admin key is not allowed this API, or the consent item cannot be revoked.',
    ],
    [
      '[카카오 로그인]의 동의항목과 간편가입 설정, [앱] > [어드민 키]의 사용 가능한 API를 확인하고, revocable이 true인 항목만 철회하세요.',
      'Check consent items and Simple Signup under Kakao Login, the allowed APIs under App > Admin key, and revoke only items whose revocable is true.',
    ],
  ),
  '-4': entry(
    { kakaoStatus: 403, status: 403 },
    ['이용이 제한된 카카오계정입니다.', 'The Kakao Account is restricted.'],
    [
      '사용자에게 카카오계정의 제한을 카카오 고객센터에서 풀도록 안내하세요.',
      'Ask the person to have the restriction lifted by Kakao’s support.',
    ],
  ),
  '-5': entry(
    { kakaoStatus: 403, status: 403 },
    ['이 API를 쓸 권한이 앱에 없습니다.', 'The app has no permission for this API.'],
    additional,
  ),
  '-6': entry(
    { kakaoStatus: 403, status: 403 },
    ['허용되지 않는 동작입니다.', 'The action is not allowed.'],
    [
      'kakaoMessage를 보고 이 사용자나 앱에 허용된 동작인지 확인하세요.',
      'Read kakaoMessage and check whether this person or app may do it.',
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
    ['API 호출 한도를 넘었습니다.', 'The quota of the API is used up.'],
    [
      '호출을 줄이고 나중에 다시 시도하세요. [앱] > [통계]에서 사용량을 볼 수 있습니다(/v1/user/ids는 분당 100회).',
      'Call less often and try again later. Usage is shown under App > Statistics (/v1/user/ids: 100 a minute).',
    ],
  ),
  '-11': entry(
    { kakaoStatus: 400, status: 503 },
    ['유료 API의 일간 또는 월간 한도를 넘었습니다.', 'The daily or monthly limit of a paid API is used up.'],
    [
      '[앱] > [유료 API]에서 한도를 늘리거나 다음 날 또는 다음 달까지 기다리세요.',
      'Raise the limit under App > Paid API, or wait for the next day or month.',
    ],
  ),
  '-12': entry(
    { kakaoStatus: 403, status: 502 },
    ['앱이나 개발자 계정이 차단되었습니다.', 'The app or the developer’s account is blocked.'],
    [
      '카카오 개발자 콘솔에서 앱 상태를 확인하고 카카오 고객센터에 문의하세요.',
      'Look at the state of the app in Kakao’s console and write to Kakao’s support.',
    ],
  ),
  '-101': entry(
    { kakaoStatus: 400, status: 404 },
    ['앱에 연결되지 않은 사용자입니다.', 'The person is not linked to the app.'],
    [
      '다시 로그인해 연결하게 하거나 account.signup을 호출하세요. 탈퇴 처리 중이라면 이미 끝난 것으로 보면 됩니다.',
      'Let the person log in (and be linked), or call account.signup. While closing a membership, take it as already done.',
    ],
  ),
  '-102': entry(
    { kakaoStatus: 400, status: 409 },
    ['이미 앱에 연결된 사용자입니다.', 'The person is linked to the app already.'],
    [
      'user.me의 has_signed_up이 false일 때만 account.signup을 호출하세요.',
      'Call account.signup only while has_signed_up of user.me is false.',
    ],
  ),
  '-103': entry(
    { kakaoStatus: 400, status: 404 },
    ['휴면 상태이거나 없는 카카오계정입니다.', 'The Kakao Account is dormant or does not exist.'],
    [
      '사용자가 카카오계정에 직접 로그인해 휴면을 풀어야 합니다.',
      'The person has to log in to their Kakao Account and wake it up.',
    ],
  ),
  '-201': entry(
    { kakaoStatus: 400, status: 400 },
    ['등록하지 않은 사용자 프로퍼티 키입니다.', 'The user property key is not registered.'],
    ['[카카오 로그인] > [사용자 프로퍼티]에 키를 등록하세요.', 'Register the key under Kakao Login > User properties.'],
  ),
  '-301': entry(
    { status: 502 },
    ['없는 앱입니다.', 'There is no such app.'],
    [
      'clientId와 adminKey를 [앱] > [플랫폼 키], [앱] > [어드민 키]의 값과 비교하세요.',
      'Compare clientId and adminKey with App > Platform key and App > Admin key.',
    ],
  ),
  '-401': entry(
    { kakaoStatus: 401, status: 401 },
    [
      '액세스 토큰이 만료되었거나 유효하지 않습니다. 허용되지 않은 IP에서도 나옵니다.',
      'The access token has expired or is not valid; an IP address that is not allowed gives this too.',
    ],
    [
      'oauth.refresh로 토큰을 갱신하거나 다시 로그인하게 하세요.',
      'Refresh the token with oauth.refresh, or let the person log in again.',
    ],
  ),
  '-402': entry(
    { kakaoStatus: 403, status: 403 },
    [
      '사용자가 필요한 동의항목에 동의하지 않았습니다.',
      'The person has not agreed to a consent item that the call needs.',
    ],
    [
      'requiredScopes를 scope로 주어 추가 동의를 받으세요. OpenID Connect를 켠 앱은 openid도 함께 넣으세요.',
      'Ask for consent with requiredScopes as `scope`; add openid if the app has OpenID Connect on.',
    ],
  ),
  '-405': entry({ status: 403 }, ['연령 인증이 필요합니다.', 'The person has to verify their age.'], ageCheck),
  '-406': entry(
    { kakaoStatus: 401, status: 403 },
    ['14세 미만 사용자를 허용하지 않는 앱입니다.', 'The app does not admit people under 14.'],
    [
      '이 사용자는 이용할 수 없다고 안내하세요. 허용하려면 [카카오 로그인] 설정에서 이용 연령을 바꾸세요.',
      'Tell the person that the service is not open to them. To admit them, change the age setting under Kakao Login.',
    ],
  ),
  '-501': entry(
    { kakaoStatus: 400, status: 403 },
    ['카카오톡을 쓰지 않는 사용자입니다.', 'The person does not use Kakao Talk.'],
    ['카카오톡이 필요 없는 방법을 쓰세요.', 'Use a way that does not need Kakao Talk.'],
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
  ...apiProductCodes,
};

/** -401 for a call by admin key: no person can mend that by logging in again. */
export const adminKeyRefused: CodeEntry = entry(
  { kakaoStatus: 401, status: 502 },
  [
    '카카오가 어드민 키를 거절했습니다. 키가 틀렸거나 삭제되었거나, 허용되지 않은 IP입니다.',
    'Kakao refused the admin key: it is wrong, was deleted, or the IP address is not allowed.',
  ],
  [
    'adminKey를 [앱] > [어드민 키]와 비교하고, 거기의 허용 IP 주소를 확인하세요.',
    'Compare adminKey with App > Admin key, and look at the allowed IP addresses there.',
  ],
);
