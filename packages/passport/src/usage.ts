import { KakaoUsageError, type CodeEntry, type UsageCode } from '@kakao-login/client';
import { once } from '@kakao-login/client/internal';

type UsageText = Pick<CodeEntry, 'reason' | 'remedy'>;
export type UsageTextFor = (option: string) => UsageText;
type Text = readonly [ko: string, en: string];

/**
 * Creates the error for an invalid option or request, with its text from {@link usageTexts}.
 *
 * @param status 400 for an option that can come from a request. Default: the status of `code` in `usageCodes`
 */
export const usage = (code: UsageCode, option: string, text: UsageTextFor, status?: number): KakaoUsageError =>
  new KakaoUsageError(code, { option, status, ...text(option) });

/** @throws {KakaoUsageError} when the value is not an object: JavaScript callers can pass anything */
export function checkObject(option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usage('option_malformed', option, usageTexts().object);
}

/** @throws {KakaoUsageError} when the value is not a function */
export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw usage('option_malformed', option, usageTexts().function);
}

/**
 * Checks a number of whole seconds.
 *
 * @throws {KakaoUsageError} when the value is not an integer of at least `least`
 */
export function checkSeconds(option: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw usage('option_malformed', option, usageTexts().seconds(least));
}

const row = ([reasonKo, reasonEn]: Text, [remedyKo, remedyEn]: Text): UsageText => ({
  reason: { ko: reasonKo, en: reasonEn },
  remedy: { ko: remedyKo, en: remedyEn },
});

const tokenRemedy: Text = [
  '`Authorization: Bearer <토큰>` 헤더 하나로 보내거나, 본문의 `access_token`이나 `id_token`으로 보내세요.',
  'Send one `Authorization: Bearer <token>` header, or `access_token` or `id_token` in the body.',
];

const addressOrPath = (option: string): Text => [
  `\`${option}\` 값은 http(s) 주소이거나 \`/\`로 시작하는 경로여야 하며 \`#\`을 담을 수 없습니다.`,
  `\`${option}\` has to be an http(s) address or a path that starts with \`/\`, without \`#\`.`,
];

const quoted = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(', ');

export const usageTexts = once(() => ({
  object: (option: string) =>
    row(
      [`\`${option}\` 값은 객체여야 합니다.`, `\`${option}\` has to be an object.`],
      [
        '문서에 나온 형태의 객체를 넘기세요. 옵션이라면 빼도 됩니다.',
        'Pass an object as documented. If it is an option, you can also remove it.',
      ],
    ),
  function: (option: string) =>
    row(
      [`\`${option}\` 값은 함수여야 합니다.`, `\`${option}\` has to be a function.`],
      ['문서에 나온 형태의 함수를 넘기세요.', 'Pass a function as documented.'],
    ),
  currentMemberMissing: () =>
    row(
      [
        '`link: true`로 로그인을 시작했지만 `currentMember` 옵션이 없습니다.',
        'A login started with `link: true`, but the option `currentMember` is missing.',
      ],
      [
        '로그인한 회원의 ID를 반환하는 함수를 넘기세요: `currentMember: (req) => req.session.memberId`.',
        'Pass a function that returns the ID of the member who is logged in: `currentMember: (req) => req.session.memberId`.',
      ],
    ),
  currentMember: () =>
    row(
      [
        '`currentMember` 함수가 회원 ID가 아닌 값을 반환했습니다.',
        'The function `currentMember` returned a value that is not an ID.',
      ],
      [
        '1~200자의 문자열이나 정수를 반환하세요. 로그인한 회원이 없으면 `null`을 반환하세요.',
        'Return text of 1 to 200 characters or an integer, or `null` if nobody is logged in.',
      ],
    ),
  logoutMissing: () =>
    row(
      [
        '카카오계정과 함께 로그아웃하는 라우트가 있지만 `logoutRedirectURL` 옵션이 없습니다.',
        'A route logs users out of their Kakao Account, but the option `logoutRedirectURL` is missing.',
      ],
      [
        '그 라우트의 주소나 경로를 옵션에 넣고, 콘솔의 [카카오 로그인] > [로그아웃 리다이렉트 URI]에도 등록하세요.',
        'Set it to the address or the path of that route, and register it in the console at [Kakao Login] > [Logout redirect URI].',
      ],
    ),
  signupMissing: () =>
    row(
      ['`signup` 옵션이 없습니다.', 'The option `signup` is missing.'],
      [
        "가입 페이지를 옵션에 넣으세요: `signup: { url: '/signup', save: (login) => vault.save(login) }`.",
        "Pass your signup page: `signup: { url: '/signup', save: (login) => vault.save(login) }`.",
      ],
    ),
  signupProfile: (option: string) =>
    row(
      [
        `사용자가 가입했는지는 /v2/user/me만 알려 줍니다. \`signup\`과 이 \`${option}\` 값은 함께 쓸 수 없습니다.`,
        `Only /v2/user/me says whether a user has signed up, so \`signup\` and this \`${option}\` exclude each other.`,
      ],
      [`\`${option}\` 옵션을 빼세요.`, `Remove the option \`${option}\`.`],
    ),
  boolean: (option: string) =>
    row(
      [
        `\`${option}\` 옵션은 \`true\`나 \`false\`여야 합니다. 문자열은 안 됩니다.`,
        `The option \`${option}\` has to be \`true\` or \`false\`. A string is not accepted.`,
      ],
      [
        "환경 변수에서 읽었다면 `process.env['…'] === 'true'`처럼 바꾸세요.",
        "If it comes from an environment variable, write `process.env['…'] === 'true'`.",
      ],
    ),
  positive: (option: string) =>
    row(
      [`\`${option}\` 옵션은 양수여야 합니다.`, `The option \`${option}\` has to be a positive number.`],
      ['값을 고치거나 옵션을 빼세요.', 'Correct the value or remove the option.'],
    ),
  seconds: (least: number) => (option: string) =>
    row(
      [
        `\`${option}\` 값은 ${least} 이상의 정수여야 합니다(단위는 초).`,
        `\`${option}\` has to be an integer of at least ${least}, in seconds.`,
      ],
      ['값을 고치세요.', 'Correct the value.'],
    ),
  kakaoStrategy: (option: string) =>
    row(
      [`\`${option}\` 값은 KakaoStrategy여야 합니다.`, `\`${option}\` has to be a KakaoStrategy.`],
      [
        '로그인 라우트에서 쓰는 KakaoStrategy 인스턴스를 넘기세요.',
        'Pass the instance of KakaoStrategy that your login routes use.',
      ],
    ),
  consents: () =>
    row(
      [
        '사용자가 무엇에 동의했는지 조회할 수 없습니다. `consents` 옵션과 `adminKey` 옵션이 모두 없습니다.',
        'There is no way to look up what a user agreed to: neither `consents` nor `adminKey` is set.',
      ],
      [
        '`consents`에 KakaoVault를 넣거나 `adminKey` 옵션을 설정하세요.',
        'Pass your KakaoVault as `consents`, or set the option `adminKey`.',
      ],
    ),
  consentNames: (option: string) =>
    row(
      [
        `\`${option}\`에 동의 항목 ID나 약관 태그가 아닌 값이 있습니다. 영문자, 숫자, \`_\`, \`-\`, \`.\`만 쓸 수 있습니다.`,
        `\`${option}\` contains something that is not the ID of a consent item or the tag of a term. These have only letters, digits, \`_\`, \`-\` and \`.\`.`,
      ],
      ["`'shipping_address'`처럼 하나씩 넘기세요.", "Pass each one separately, such as `'shipping_address'`."],
    ),
  authTime: () =>
    row(
      [
        '최근 로그인을 요구하려면 사용자가 언제 로그인했는지 알아야 하는데, `authTime` 옵션이 없습니다.',
        'To require a recent login, the option `authTime` is needed to find out when the user logged in, but it is missing.',
      ],
      [
        '로그인할 때 `login.claims.auth_time`을 세션에 저장하고, `authTime: (request) => …`에서 반환하세요.',
        'Store `login.claims.auth_time` in your session at login, and return it from `authTime: (request) => …`.',
      ],
    ),
  loginURL: (option: string) =>
    row(
      [
        `\`${option}\` 옵션은 /로 시작하는 경로이거나 http:// 또는 https://로 시작하는 주소여야 합니다.`,
        `The option \`${option}\` has to be a path that starts with / or an address that starts with http:// or https://.`,
      ],
      [
        '카카오 로그인을 시작하는 라우트의 주소를 넣거나 옵션을 빼세요.',
        'Pass the address of a route that starts Kakao logins, or remove the option.',
      ],
    ),
  milliseconds: (option: string) =>
    row(
      [
        `\`${option}\` 옵션은 밀리초로 나타낸 양의 정수여야 합니다.`,
        `The option \`${option}\` has to be a positive integer, in milliseconds.`,
      ],
      ['값을 고치거나 옵션을 빼세요.', 'Correct the value or remove the option.'],
    ),
  string: (option: string) =>
    row(
      [`\`${option}\` 옵션은 문자열이어야 합니다.`, `The option \`${option}\` has to be a string.`],
      ['값을 문자열로 바꾸거나 옵션을 빼세요.', 'Pass a string or remove the option.'],
    ),
  strings: (option: string) =>
    row(
      [
        `\`${option}\` 옵션은 문자열이거나 문자열의 배열이어야 합니다.`,
        `The option \`${option}\` has to be a string or an array of strings.`,
      ],
      [
        "`'openid'`나 `['openid', 'account_email']`처럼 넣거나 옵션을 빼세요.",
        "Write it like `'openid'` or `['openid', 'account_email']`, or remove the option.",
      ],
    ),
  list: (option: string) =>
    row(
      [`\`${option}\` 옵션은 문자열의 배열이어야 합니다.`, `The option \`${option}\` has to be an array of strings.`],
      ['값이 하나여도 배열로 넘기세요.', 'Pass an array, even for a single value.'],
    ),
  oneOf: (values: readonly string[]) => (option: string) =>
    row(
      [
        `\`${option}\` 옵션에는 ${quoted(values)}만 쓸 수 있습니다.`,
        `The option \`${option}\` can only be ${quoted(values)}.`,
      ],
      ['오타를 고치거나 옵션을 빼세요.', 'Correct the spelling or remove the option.'],
    ),
  url: (option: string) =>
    row(
      [
        `\`${option}\` 옵션은 http:// 또는 https://로 시작하는 주소여야 합니다.`,
        `The option \`${option}\` has to be an address that starts with http:// or https://.`,
      ],
      ['전체 주소를 넣거나 옵션을 빼세요.', 'Pass the complete address or remove the option.'],
    ),
  cleartext: (option: string) =>
    row(
      [
        `\`${option}\` 옵션이 암호화되지 않은 http:// 주소로 카카오 서버를 가리킵니다.`,
        `The option \`${option}\` points to Kakao’s own server over http://, without encryption.`,
      ],
      ['https://로 바꾸거나 옵션을 빼세요.', 'Change it to https:// or remove the option.'],
    ),

  clientID: () =>
    row(
      [
        '`clientID`(REST API 키)가 비어 있거나 공백 등 키에 쓰이지 않는 문자가 있습니다.',
        '`clientID`, the REST API key, is missing, or contains a space or another character that no key has.',
      ],
      [
        'https://developers.kakao.com 의 [앱] > [플랫폼 키] > [REST API 키] 값을 넣으세요. 환경 변수로 주었다면 값이 들어 있는지 확인하세요.',
        'Copy it from [App] > [Platform key] > [REST API key] at https://developers.kakao.com. If it comes from an environment variable, check that the variable is set.',
      ],
    ),
  clientSecret: () =>
    row(
      [
        '`clientSecret`에 공백 등 시크릿에 쓰이지 않는 문자가 있거나, 값이 `undefined` 같은 글자입니다.',
        '`clientSecret` contains a space or another character that no secret has, or it is a word such as `undefined`.',
      ],
      [
        '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 넣으세요. 콘솔에서 사용하지 않도록 했다면 옵션을 빼세요.',
        'Copy it from [App] > [Platform key] > [REST API key] > Client secret. If it is switched off there, remove the option.',
      ],
    ),
  shortClientSecret: (least: number) => () =>
    row(
      [
        `\`clientSecret\`이 ${least}자보다 짧습니다. 카카오의 클라이언트 시크릿은 32자입니다.`,
        `\`clientSecret\` has fewer than ${least} characters. Kakao’s client secrets have 32.`,
      ],
      [
        '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 끝까지 복사했는지 확인하세요. 콘솔에서 사용하지 않도록 했다면 옵션을 빼세요.',
        'Check that you copied all of it from [App] > [Platform key] > [REST API key] > Client secret. If it is switched off there, remove the option.',
      ],
    ),
  appId: () =>
    row(
      ['`appId`는 숫자로 된 앱 ID여야 합니다.', '`appId` has to be the app ID, which is a number.'],
      [
        'https://developers.kakao.com 의 [앱] > [일반]에 있는 앱 ID를 넣으세요. REST API 키와 다릅니다.',
        'Copy it from [App] > [General] > App ID at https://developers.kakao.com. It is not the REST API key.',
      ],
    ),
  appIdMissing: () =>
    row(
      [
        '액세스 토큰이 왔지만 `appId`가 없어 우리 앱에 발급된 것인지 확인할 수 없습니다.',
        'The request has an access token, but without `appId` it is not possible to check that the token was issued to this app.',
      ],
      [
        'https://developers.kakao.com 의 [앱] > [일반]에 있는 앱 ID를 `appId`에 넣으세요. ID 토큰만 받으려면 `extract`로 골라 내세요.',
        'Set `appId` to the app ID under [App] > [General] at https://developers.kakao.com. To accept ID tokens only, select them with `extract`.',
      ],
    ),
  inherits: (strategy: string) => () =>
    row(
      [
        `${strategy}.call(this, …)의 this가 ${strategy}를 상속하지 않은 객체입니다.`,
        `${strategy}.call(this, …) was called on an object that does not inherit from ${strategy}.`,
      ],
      [
        `먼저 util.inherits(MyStrategy, ${strategy})를 부르거나, class MyStrategy extends ${strategy}로 쓰세요.`,
        `Call util.inherits(MyStrategy, ${strategy}) first, or write class MyStrategy extends ${strategy}.`,
      ],
    ),
  client: () =>
    row(
      ['`client`는 `KakaoClient`여야 합니다.', '`client` has to be a `KakaoClient`.'],
      [
        '`new KakaoClient(…)`로 만든 값을 넣거나 옵션을 빼세요.',
        'Pass one that `new KakaoClient(…)` made, or remove the option.',
      ],
    ),
  pkce: () =>
    row(
      [
        '`pkce`에는 `true`, `false`, `S256`만 쓸 수 있습니다. `plain`은 code verifier를 주소에 그대로 드러내므로 지원하지 않습니다.',
        '`pkce` can only be `true`, `false` or `S256`. `plain` is not supported, because it puts the code verifier itself into an address.',
      ],
      [
        '옵션을 빼면 S256을 씁니다. 환경 변수에서 읽었다면 문자열을 `true`나 `false`로 바꾸세요.',
        'Remove the option to use S256. If it comes from an environment variable, convert the string to `true` or `false`.',
      ],
    ),
  nonce: (most: number) => () =>
    row(
      [
        `\`nonce\`는 1자 이상 ${most}자 이하의 문자열이어야 합니다.`,
        `\`nonce\` has to be a string of 1 to ${most} characters.`,
      ],
      ['옵션을 빼면 로그인마다 임의의 값을 씁니다.', 'Remove the option to use a random nonce for each login.'],
    ),

  callbackURL: (option: string) =>
    row(addressOrPath(option), [
      '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록한 주소를 그대로 넣으세요.',
      'Use exactly the address that is registered under [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI.',
    ]),
  logoutRedirectURL: (option: string) =>
    row(addressOrPath(option), [
      '콘솔의 [카카오 로그인] > [로그아웃 리다이렉트 URI]에 등록한 주소를 그대로 넣거나 옵션을 빼세요.',
      'Use exactly the address that is registered in the console at [Kakao Login] > [Logout redirect URI], or remove the option.',
    ]),
  signupURL: (option: string) =>
    row(addressOrPath(option), [
      '가입 페이지의 주소나 `/signup` 같은 경로를 넣으세요.',
      'Pass the address of your signup page, or its path, such as `/signup`.',
    ]),
  callbackURLs: () =>
    row(
      [
        '`callbackURLs`는 http(s) 주소, 앱 스킴 주소(`myapp://oauth`), `/`로 시작하는 경로의 배열이어야 하며 `#`을 담을 수 없습니다.',
        '`callbackURLs` has to be an array of http(s) addresses, app addresses (`myapp://oauth`) or paths that start with `/`, without `#`.',
      ],
      [
        '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록한 주소를 그대로 넣으세요.',
        'Use exactly the addresses that are registered under [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI.',
      ],
    ),
  // The refused address can come from a query, so the text does not repeat it.
  callbackUnlisted: () =>
    row(
      [
        '이 요청의 `callbackURL`은 `callbackURL`과 `callbackURLs` 옵션에 없는 주소입니다.',
        'The `callbackURL` of this request is not among the options `callbackURL` and `callbackURLs` of the strategy.',
      ],
      [
        '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록하고, 같은 주소를 `callbackURLs`에 넣으세요.',
        'Register it under [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI, and add exactly the same address to `callbackURLs`.',
      ],
    ),
  host: () =>
    row(
      [
        '요청의 Host(또는 프록시가 보낸 X-Forwarded-*, Forwarded) 헤더가 호스트 이름이 아니거나 서로 달라 Redirect URI를 만들 수 없습니다.',
        'The redirect URI cannot be built, because the Host header of the request, or the X-Forwarded-* and Forwarded headers of the proxy, are malformed or contradict each other.',
      ],
      [
        '`callbackURL`에 경로 대신 전체 주소를 넣거나, 앞단 프록시가 보내는 Host와 X-Forwarded-*, Forwarded를 확인하세요.',
        'Set `callbackURL` to a complete address instead of a path, or check the Host, X-Forwarded-* and Forwarded headers that your proxy sends.',
      ],
    ),
  returnTo: () =>
    row(
      [
        '`returnTo`에는 출처(`https://app.example`), 앱 스킴 주소(`myapp://done`), 유니버설 링크(`https://app.example/done`)만 넣을 수 있습니다.',
        '`returnTo` can only list origins (`https://app.example`), app addresses (`myapp://done`) and universal links (`https://app.example/done`).',
      ],
      [
        '출처라면 끝의 `/`를 빼세요. `javascript:`, `data:` 같은 주소는 넣을 수 없습니다.',
        'Remove the trailing slash from an origin. Addresses such as `javascript:` or `data:` are never allowed.',
      ],
    ),

  cookieSecret: (least: number) => () =>
    row(
      [
        `\`cookie.secret\`은 ${least}자 이상의 문자열(또는 그 배열)이어야 합니다.`,
        `\`cookie.secret\` has to be a string of at least ${least} characters, or an array of such strings.`,
      ],
      [
        '`openssl rand -base64 32`로 만든 값을 쓰세요. 모든 서버가 같은 값을 써야 합니다.',
        'Create one with `openssl rand -base64 32`. Every instance needs the same value.',
      ],
    ),
  cookieName: () =>
    row(
      [
        '`cookie.name`에는 영문자, 숫자, `_`, `-`만 64자까지 쓸 수 있습니다.',
        '`cookie.name` can only contain letters, digits, `_` and `-`, and at most 64 of them.',
      ],
      ['이름을 바꾸거나 옵션을 빼세요.', 'Choose another name or remove the option.'],
    ),
  cookieDomain: () =>
    row(
      [
        '`cookie.domain`은 `shop.example` 같은 도메인 이름이어야 합니다.',
        '`cookie.domain` has to be a domain name such as `shop.example`.',
      ],
      [
        '`https://`, 포트, 경로를 빼거나 옵션을 빼세요.',
        'Remove `https://`, the port and the path, or remove the option.',
      ],
    ),
  cookiePath: () =>
    row(
      [
        '`cookie.path`는 `/`로 시작해야 하며 `;`을 담을 수 없습니다.',
        '`cookie.path` has to start with `/` and cannot contain `;`.',
      ],
      [
        '로그인 경로와 콜백 경로가 함께 있는 경로를 넣거나 옵션을 빼세요.',
        'Use a path that contains both the login route and the callback route, or remove the option.',
      ],
    ),
  sameSite: () =>
    row(
      [
        '`cookie.sameSite`에는 `lax`나 `none`만 쓸 수 있습니다. `strict` 쿠키는 카카오에서 돌아올 때 전송되지 않습니다.',
        '`cookie.sameSite` can only be `lax` or `none`. Browsers do not send a `strict` cookie on the way back from Kakao.',
      ],
      ['옵션을 빼면 `lax`입니다.', 'Remove the option to use `lax`.'],
    ),
  insecureCookie: () =>
    row(
      [
        '`Secure`가 없는 `SameSite=None` 쿠키는 브라우저가 저장하지 않습니다.',
        'Browsers reject a `SameSite=None` cookie that is not `Secure`.',
      ],
      [
        "https인 `callbackURL`을 쓰고 `cookie.secure`를 빼거나, `sameSite`를 `'lax'`로 두세요.",
        "Use an https `callbackURL` and remove `cookie.secure`, or keep `sameSite: 'lax'`.",
      ],
    ),
  response: () =>
    row(
      [
        '카카오 로그인의 상태 쿠키를 쓸 응답을 요청에서 찾을 수 없습니다.',
        'The login cookie is set on the response, but the request has no `res`.',
      ],
      [
        'Express와 `@kakao-login/nestjs`는 알아서 합니다. 그 밖에는 `passport.authenticate` 전에 `req.res = res`를 실행하세요.',
        'Express and `@kakao-login/nestjs` set it. Elsewhere, set `req.res = res` before you call `passport.authenticate`.',
      ],
    ),

  stateStore: () =>
    row(
      ['`store`에는 `store`와 `verify` 함수가 있어야 합니다.', '`store` needs the functions `store` and `verify`.'],
      [
        'passport-oauth2의 상태 저장소를 넣거나, 옵션을 빼고 암호화 쿠키를 쓰세요.',
        'Pass a state store of passport-oauth2, or remove the option to use the encrypted cookie.',
      ],
    ),
  stateIsOff: (option: string) =>
    row(
      [
        `\`state: false\`이면 로그인 도중에 아무것도 저장하지 않으므로 \`${option}\` 기능을 쓸 수 없습니다.`,
        `With \`state: false\`, nothing is stored during a login, so \`${option}\` does not work.`,
      ],
      [
        `\`state: false\`를 빼거나 \`${option}\` 기능을 쓰지 마세요.`,
        `Remove \`state: false\`, or do not use \`${option}\`.`,
      ],
    ),
  storeOnlyChecks: (option: string) =>
    row(
      [
        `\`store\` 옵션의 저장소는 \`state\` 파라미터를 확인만 하고 값을 보관하지 않으므로 \`${option}\` 기능을 쓸 수 없습니다.`,
        `The store in the option \`store\` only checks the \`state\` parameter and keeps no values, so \`${option}\` does not work.`,
      ],
      [
        `\`store\`를 빼고 암호화 쿠키를 쓰거나, \`store(req, verifier, state, meta, done)\` 형식의 저장소를 쓰거나, \`${option}\` 기능을 쓰지 마세요(\`pkce: false\`, \`nonce: false\`).`,
        `Remove \`store\` to use the encrypted cookie, use a store with \`store(req, verifier, state, meta, done)\`, or do not use \`${option}\` (\`pkce: false\`, \`nonce: false\`).`,
      ],
    ),
  storeReturnsNothing: (option: string) =>
    row(
      [
        `\`${option}\` 옵션의 저장소가 \`done\`으로 돌려줘야 할 값을 돌려주지 않았습니다.`,
        `The store in the option \`${option}\` did not pass to \`done\` what it has to return.`,
      ],
      [
        '`store`는 `done(null, handle)`을, `verify`는 `done(null, true, state)`를 불러야 합니다. 이때 `state`는 `store`가 받은 값입니다. 옵션을 빼면 암호화 쿠키를 씁니다.',
        '`store` has to call `done(null, handle)`, and `verify` `done(null, true, state)` with the `state` that `store` got. Remove the option to use the encrypted cookie.',
      ],
    ),
  stateNotJson: () =>
    row(
      [
        '`state`에는 JSON으로 나타낼 수 있는 값만 담을 수 있습니다.',
        '`state` can only contain values that JSON can represent.',
      ],
      ['문자열, 숫자, 배열, 단순 객체로 바꿔 주세요.', 'Pass a string, a number, an array or a plain object.'],
    ),
  stateTooLarge: (most: number) => () =>
    row(
      [
        `\`state\`는 쿠키에 담기므로 JSON으로 ${most}바이트를 넘을 수 없습니다.`,
        `\`state\` is stored in a cookie and cannot exceed ${most} bytes of JSON.`,
      ],
      [
        '큰 값은 서버에 두고 그 식별자만 `state`에 담아 주세요.',
        'Keep the large value on the server and put its ID into `state`.',
      ],
    ),
  ticketStore: () =>
    row(
      ['`store`에는 `put`과 `take` 함수가 있어야 합니다.', '`store` needs the functions `put` and `take`.'],
      [
        '`LoginTicketStore`를 구현하거나 옵션을 빼고 메모리를 쓰세요.',
        'Implement `LoginTicketStore`, or remove the option to keep tickets in the memory of this process.',
      ],
    ),
  challenge: () =>
    row(
      [
        '`challenge`는 SHA-256 해시의 base64url 43자여야 합니다.',
        '`challenge` has to be a SHA-256 hash in base64url, which has 43 characters.',
      ],
      [
        '프런트엔드에서 임의의 문자열을 만들어 보관하고, 그 SHA-256을 base64url로 보내세요.',
        'Let the front end create and keep a random string, and send its SHA-256 hash in base64url.',
      ],
    ),

  verifyMissing: (strategy: string) => () =>
    row(
      [
        `${strategy}의 두 번째 인자인 verify 함수가 없습니다.`,
        `The verify callback, the second argument of ${strategy}, is missing.`,
      ],
      [
        '로그인한 사용자를 찾아 반환하는 함수를 넣으세요: `(login) => findUser(login)`.',
        'Pass a function that returns the user who logged in: `(login) => findUser(login)`.',
      ],
    ),
  verifyForm: (forms: readonly string[]) => () =>
    row(
      [
        `verify 함수의 매개변수 수가 어느 형식과도 다릅니다. 쓸 수 있는 형식: ${quoted(forms)}.`,
        `The verify callback declares a number of parameters that is not supported. It can be ${quoted(forms)}.`,
      ],
      [
        '형식에 맞게 매개변수를 쓰세요. 요청이 맨 앞에 오는 것은 `passReqToCallback: true`일 때뿐입니다.',
        'Declare the parameters in one of these ways. The request comes first only with `passReqToCallback: true`.',
      ],
    ),
  verifyReturned: () =>
    row(
      [
        'verify 함수가 `done`을 부르지 않고 값을 돌려주었습니다.',
        'The verify callback declares `done`, but returned a value instead of calling it.',
      ],
      [
        '`done(null, user)`를 부르거나, `done`을 빼고 `(login) => user`로 쓰세요.',
        'Call `done(null, user)`, or remove `done` and return the user: `(login) => user`.',
      ],
    ),
  verifyTimeout: (ms: number) => () =>
    row(
      [`verify 함수가 ${ms}ms 안에 응답하지 않았습니다.`, `The verify callback did not finish within ${ms} ms.`],
      [
        '모든 경로에서 `done`을 호출하는지, 반환한 Promise가 완료되는지 확인하세요. 시간이 더 필요하면 `verifyTimeout` 옵션을 늘리세요.',
        'Check that every path calls `done` or settles the returned promise. If the work takes longer, increase the option `verifyTimeout`.',
      ],
    ),
  requestFirst: () =>
    row(
      [
        'verify 함수의 두 번째 매개변수는 `done`인데 로그인 정보로 읽었습니다.',
        'The second parameter of the verify callback is `done`, but the callback used it as the login.',
      ],
      [
        '`(req, login)`으로 받으려면 `passReqToCallback: true`를 넣으세요.',
        'Set `passReqToCallback: true` to receive `(req, login)`.',
      ],
    ),
  profileUnavailable: () =>
    row(
      [
        '사용자 정보를 조회하지 않도록 했지만 카카오가 ID 토큰을 주지 않아 누구인지 알 수 없습니다.',
        'The options say not to load the user, but Kakao sent no ID token, so the user is unknown.',
      ],
      [
        '[카카오 로그인] > [OpenID Connect]를 켜고 추가 동의에는 `scope`에 `openid`를 넣거나, `profile` 옵션을 `auto`로 두세요.',
        'Turn on [Kakao Login] > [OpenID Connect] and include `openid` in `scope` for additional consent, or set the option `profile` to `auto`.',
      ],
    ),

  tokenMisplaced: () =>
    row(
      [
        '요청에서 토큰을 하나로 특정할 수 없습니다. `Bearer ` 없이 보냈거나, 비어 있거나, 여러 개를 보냈습니다.',
        'The request does not have exactly one token: `Bearer ` is missing, the token is empty, or there are several.',
      ],
      tokenRemedy,
    ),
  tokenMissing: () => row(['요청에 카카오 토큰이 없습니다.', 'The request has no Kakao token.'], tokenRemedy),
}));
