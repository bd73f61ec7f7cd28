import { isObject } from '../checks.js';
import type { Bilingual, Text } from '../contract/codes/entry.js';
import type { EndpointName } from '../contract/endpoints.js';
import { once } from '../once.js';
import { KakaoUsageError } from './errors.js';
import type { UsageCode } from './usage-codes.js';

interface UsageText {
  reason: Bilingual;
  remedy: Bilingual;
}

/** Creates the error for an invalid option or argument, with its text from {@link usageTexts}. */
export const usage = (
  code: UsageCode,
  option: string,
  text: (option: string) => UsageText,
  endpoint?: EndpointName,
): KakaoUsageError => new KakaoUsageError(code, { option, endpoint, ...text(option) });

const row = ([reasonKo, reasonEn]: Text, [remedyKo, remedyEn]: Text): UsageText => ({
  reason: { ko: reasonKo, en: reasonEn },
  remedy: { ko: remedyKo, en: remedyEn },
});

const argument =
  (ko: string, en: string) =>
  (name: string): UsageText =>
    row(
      [`${name} 값은 ${ko} 합니다.`, `${name} has to be ${en}.`],
      ['넘기는 값을 확인하세요.', 'Correct the value you pass.'],
    );

const consolePlaces: Readonly<Record<string, Text>> = {
  clientId: ['[앱] > [플랫폼 키] > [REST API 키]', 'App > Platform key > REST API key'],
  clientSecret: [
    '[앱] > [플랫폼 키] > [REST API 키] > [클라이언트 시크릿]',
    'App > Platform key > REST API key > Client secret',
  ],
  adminKey: ['[앱] > [어드민 키]', 'App > Admin key'],
  audiences: ['[앱] > [플랫폼 키]', 'App > Platform key'],
};

export const usageTexts = once(() => ({
  keyMissing: (option: string) => {
    const [ko, en] = consolePlaces[option] ?? [];
    return row(
      [`${option} 옵션이 비어 있습니다.`, `The option \`${option}\` is empty or missing.`],
      [
        `카카오 개발자 콘솔 ${ko}에서 값을 복사하세요. 환경 변수를 사용한다면 그 변수가 설정되어 있는지 확인하세요.`,
        `Copy the value from ${en} in Kakao’s console. If it comes from an environment variable, check that the variable is set.`,
      ],
    );
  },
  keyMalformed: (option: string) => {
    const [ko, en] = consolePlaces[option] ?? [];
    return row(
      [
        `${option} 옵션에 공백이나 키에 쓸 수 없는 문자가 있습니다.`,
        `The option \`${option}\` contains a space or a character that no key has.`,
      ],
      [
        `카카오 개발자 콘솔 ${ko}에서 값을 다시 복사하고, 공백과 따옴표, 줄바꿈을 지우세요.`,
        `Copy the value again from ${en} in Kakao’s console, without spaces, quotes or line breaks.`,
      ],
    );
  },
  keyList: (option: string) =>
    row(
      [`${option} 옵션은 앱 키의 배열이어야 합니다.`, `The option \`${option}\` has to be an array of app keys.`],
      ['키가 하나여도 배열로 넘기세요.', 'Pass an array, even for a single key.'],
    ),
  appId: (option: string) =>
    row(
      [
        `${option} 옵션에 카카오 앱 ID(숫자)가 없습니다.`,
        `The option \`${option}\` has to be the ID of your Kakao app (digits).`,
      ],
      [
        '카카오 개발자 콘솔 [앱]에 있는 앱 ID를 문자열로 넣으세요.',
        'Copy the app ID from your app’s page in Kakao’s console, as a string.',
      ],
    ),
  adminKeys: (option: string) =>
    row(
      [
        `연결 해제 웹훅을 받으려면 ${option} 옵션에 어드민 키가 하나 이상 있어야 합니다.`,
        `To receive the unlink webhook, the option \`${option}\` needs at least one admin key.`,
      ],
      [
        '카카오 개발자 콘솔 [앱] > [어드민 키]의 대표 어드민 키를 넣으세요. 키를 바꾸는 동안에는 두 키를 배열로 넣으세요.',
        'Set it to the primary admin key (App > Admin key). While you change keys, pass an array of both.',
      ],
    ),
  client: (option: string) =>
    row(
      [`${option} 옵션은 KakaoClient여야 합니다.`, `The option \`${option}\` has to be a KakaoClient.`],
      [
        '`new KakaoClient({ … })`나 KakaoStrategy의 `client`를 넘기세요.',
        'Pass `new KakaoClient({ … })`, or the `client` of a KakaoStrategy.',
      ],
    ),
  clientCopy: (option: string) =>
    row(
      [
        `${option} 옵션의 KakaoClient를 @kakao-login/client의 다른 사본에서 만들었습니다.`,
        `The option \`${option}\` is a KakaoClient from another copy of @kakao-login/client.`,
      ],
      [
        '`npm ls @kakao-login/client`로 여러 버전이 설치되었는지 확인하고, 모든 패키지가 같은 버전을 쓰게 하세요.',
        'Run `npm ls @kakao-login/client` to find the copies, and install the same version for all packages.',
      ],
    ),
  inbox: (option: string) =>
    row(
      [
        `${option} 옵션에 open, add, close 함수가 없습니다.`,
        `The option \`${option}\` lacks one of the functions open, add and close.`,
      ],
      [
        'memoryInbox()나 bullmqInbox()를 넣거나 옵션을 빼세요.',
        'Pass memoryInbox() or bullmqInbox(), or remove the option.',
      ],
    ),
  functionOption: (option: string) =>
    row(
      [`${option} 옵션은 함수여야 합니다.`, `The option \`${option}\` has to be a function.`],
      ['값을 고치거나 옵션을 빼세요.', 'Correct the value or remove the option.'],
    ),
  http: (option: string) =>
    row(
      [
        `${option} 옵션에 request 함수가 없어 axios 인스턴스로 쓸 수 없습니다.`,
        `The option \`${option}\` has no function \`request\`, so it is not an axios instance.`,
      ],
      [
        'axios.create()로 만든 인스턴스를 넘기거나 옵션을 빼세요.',
        'Pass an instance from axios.create(), or remove the option.',
      ],
    ),
  positiveInteger: (fallback: number) => (option: string) =>
    row(
      [`${option} 옵션은 양의 정수여야 합니다.`, `The option \`${option}\` has to be a positive integer.`],
      [
        `값을 고치거나 옵션을 빼세요(기본값 ${fallback}).`,
        `Correct the value or remove the option (default ${fallback}).`,
      ],
    ),
  objectOption: (option: string) =>
    row(
      [`${option} 옵션은 객체여야 합니다.`, `The option \`${option}\` has to be an object.`],
      ['값을 고치거나 옵션을 빼세요.', 'Correct the value or remove the option.'],
    ),
  clock: (option: string) =>
    row(
      [
        `${option} 옵션은 현재 시각을 밀리초로 반환하는 함수여야 합니다.`,
        `The option \`${option}\` has to be a function that returns the current time in milliseconds.`,
      ],
      ['Date.now를 사용하려면 옵션을 빼세요.', 'Remove the option to use Date.now.'],
    ),
  urlOption: (option: string) =>
    row(
      [
        `${option} 옵션은 http:// 또는 https://로 시작하는 주소여야 합니다.`,
        `The option \`${option}\` has to be an address that starts with http:// or https://.`,
      ],
      [
        '실제 카카오를 사용하려면 옵션을 빼고, 에뮬레이터를 사용하려면 emulator.url을 넣으세요.',
        'Remove the option to use the real Kakao, or pass emulator.url to use the emulator.',
      ],
    ),
  cleartext: (option: string) =>
    row(
      [
        `${option} 옵션이 암호화되지 않은 http:// 주소로 카카오 서버를 가리킵니다.`,
        `The option \`${option}\` points to Kakao’s own server over http://, without encryption.`,
      ],
      [
        'https://로 바꾸거나 옵션을 빼세요(기본값은 https://입니다).',
        'Change it to https://, or remove the option: the default is https://.',
      ],
    ),
  endpointName: () =>
    row(
      ['이 이름의 엔드포인트가 없습니다.', 'There is no endpoint with this name.'],
      [
        "'oauth.token'이나 'user.me'처럼 endpoints 표에 있는 이름을 사용하세요.",
        'Use a name from the table `endpoints`, such as `oauth.token` or `user.me`.',
      ],
    ),

  object: argument('객체여야', 'an object'),
  string: argument('문자열이어야', 'a string'),
  text: argument('비어 있지 않은 올바른 문자열이어야', 'a well-formed, non-empty string'),
  webhook: argument(
    '웹훅 요청({ method, headers, query 또는 body })이어야',
    'a webhook request ({ method, headers, and query or body })',
  ),
  eventName: argument(
    "'user-unlinked'처럼 securityEventUris에 있는 이름이어야",
    'a name from `securityEventUris`, such as `user-unlinked`',
  ),
  textList: argument('문자열의 배열이어야', 'an array of strings'),
  list: argument(
    '쉼표나 공백이 없는 값을 하나 이상 담은 목록이어야',
    'a non-empty list of values without commas or spaces',
  ),
  keyOrKeys: argument('앱 키 또는 앱 키의 배열이어야', 'an app key or an array of app keys'),
  seconds: argument('초 단위의 숫자여야', 'a number of seconds'),
  url: argument(
    'http:// 또는 https://로 시작하는 전체 주소여야',
    'a complete address that starts with http:// or https://',
  ),
  codeChallenge: argument(
    'SHA-256 해시를 base64url로 나타낸 43자여야',
    'a SHA-256 hash in base64url, which has 43 characters',
  ),
  signal: argument('AbortSignal이어야', 'an AbortSignal'),
  id: (name: string) =>
    row(
      [`${name} 값은 0 이상의 64비트 정수여야 합니다.`, `${name} has to be a non-negative 64-bit integer.`],
      idRemedy,
    ),
  idUnsafe: (name: string) =>
    row(
      [
        `${name} 값이 2^53보다 큰 number입니다. 이미 반올림되어 다른 사용자의 회원번호일 수 있습니다.`,
        `${name} is a number above 2^53. It was already rounded and may be the ID of another user.`,
      ],
      idRemedy,
    ),
  parameter: (name: string) =>
    row(
      [
        `${name} 값이 없거나, 카카오가 받는 형식이나 범위에 맞지 않습니다.`,
        `The value of ${name} is missing, or does not have the format or range that Kakao accepts.`,
      ],
      [
        '타입과 문서에 맞는 값을 넘기세요. 쉼표로 이어 보내는 목록의 값에는 쉼표를 쓸 수 없습니다.',
        'Pass a value that matches the type and the documentation. Values of a comma-separated list cannot contain commas.',
      ],
    ),
  userOrClaims: () =>
    row(
      ['toKakaoProfile에 user도 claims도 넘기지 않았습니다.', 'toKakaoProfile needs `user` or `claims`.'],
      [
        'user.me의 응답이나 oidc.verifyIdToken의 결과를 넘기세요.',
        'Pass the response of user.me or the result of oidc.verifyIdToken.',
      ],
    ),
  notOurError: () =>
    row(
      ['error가 이 라이브러리의 에러가 아닙니다.', '`error` is not an error of this library.'],
      ['isKakaoError(error)로 먼저 확인하세요.', 'Check it with isKakaoError(error) first.'],
    ),
  interceptedBody: () =>
    row(
      [
        '요청 인터셉터가 config.data에 텍스트가 아닌 값을 넣었습니다.',
        'A request interceptor set config.data to something other than text.',
      ],
      [
        'application/x-www-form-urlencoded 문자열이나 URLSearchParams를 넣으세요.',
        'Set it to an application/x-www-form-urlencoded string or to URLSearchParams.',
      ],
    ),
  adminKey: () =>
    row(
      [
        '어드민 키로 호출하려 했지만 adminKey 옵션이 없습니다.',
        'The call needs the admin key, but the option `adminKey` is missing.',
      ],
      [
        '카카오 개발자 콘솔 [앱] > [어드민 키]의 값을 adminKey 옵션에 넣거나, { accessToken }으로 호출하세요.',
        'Set the option `adminKey` to the value under App > Admin key in Kakao’s console, or call with { accessToken }.',
      ],
    ),
  caller: () =>
    row(
      ['카카오가 이 종류의 caller에는 이 호출을 허용하지 않습니다.', 'Kakao does not allow this call for this caller.'],
      [
        '{ accessToken }과 { admin: true, targetId } 중 이 호출의 타입이 허용하는 것을 넘기세요.',
        'Pass { accessToken } or { admin: true, targetId }, whichever the type of the call allows.',
      ],
    ),
  accessToken: () =>
    row(
      [
        'accessToken이 비어 있거나 토큰에 쓸 수 없는 문자가 있습니다. 요청은 보내지 않았습니다.',
        'accessToken is empty or contains a character that no token has. No request was sent.',
      ],
      ['로그인에서 받은 access_token을 그대로 넘기세요.', 'Pass the access_token from the login unchanged.'],
    ),
  closed: () =>
    row(
      ['close()로 닫은 클라이언트를 사용했습니다.', 'The client was closed with close() and cannot make more calls.'],
      [
        '서버를 종료하는 중이라면 정상입니다. 아니라면 KakaoClient를 새로 만들거나 close()를 마지막에 호출하세요.',
        'This is expected while a server shuts down. Otherwise create a new KakaoClient, or call close() last.',
      ],
    ),
  inboxFull: (option: string) =>
    row(
      [
        `저장된 웹훅의 수가 ${option} 옵션에 이르러 새 웹훅을 저장하지 못했습니다.`,
        `The inbox is full: it already stores as many webhooks as the option \`${option}\` allows.`,
      ],
      [
        `핸들러가 느리거나 계속 실패하지 않는지 확인하세요. 웹훅이 그만큼 많다면 ${option} 옵션을 늘리거나 bullmqInbox()를 사용하세요.`,
        `Check whether your handlers are slow or keep failing. If there really are so many webhooks, increase the option \`${option}\` or use bullmqInbox().`,
      ],
    ),
  webhooksClosed: () =>
    row(
      [
        'close()를 호출한 뒤에 도착한 웹훅은 처리하지 않습니다.',
        'The webhook arrived after close() was called, so it is not handled.',
      ],
      [
        '서버를 종료하는 중이라면 정상입니다. 웹훅을 잃지 않으려면 서버가 요청을 더 받지 않게 된 뒤에 close()를 호출하세요.',
        'This is expected while a server shuts down. To lose no webhook, call close() after the server has stopped accepting requests.',
      ],
    ),
}));

const idRemedy: Text = [
  '카카오가 준 회원번호를 문자열이나 bigint로 저장하고 넘기세요.',
  'Store IDs as the strings that this library returns, or as bigint, and pass those.',
];

/** @throws {KakaoUsageError} when an argument is not an object: JavaScript callers can pass anything */
export function checkObject<T extends object>(argument: string, value: T): T {
  if (isObject(value)) return value;
  throw usage('argument_malformed', argument, usageTexts().object);
}
