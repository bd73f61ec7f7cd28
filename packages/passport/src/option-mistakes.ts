import { KakaoUsageError, type Bilingual } from '@kakao-login/client';

/** The least number of characters of a cookie secret. */
export const secretLength = 32;
/** Kakao's client secrets have 32 characters, the ones made up for tests at least as many as `secret`. */
export const leastClientSecret = 6;
/** The most characters of a nonce of the application's own: it travels in an address and a cookie. */
const nonceLength = 256;

/** Whether a nonce is one: an empty text would be sent as none, and be met by an ID token without. */
export const isNonce = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= nonceLength;

/** Why an option cannot be used, and what to do. */
export interface Sentence {
  reason: Bilingual;
  remedy: Bilingual;
}

/** Tells whoever starts the service that logins under way live and die with this process. */
export const warnOfProcessSecret = (): void =>
  process.emitWarning(
    'KakaoStrategy has neither a `cookie.secret` nor a `clientSecret` of at least 32 characters, so it encrypts login cookies with ' +
      'a random key. That is enough for one process. With several instances, or when the process restarts during a login, such logins ' +
      'fail with `state_mismatch`: give the same `cookie.secret` (`openssl rand -base64 32`) or `clientSecret` to every instance. ' +
      '32자 이상인 `clientSecret`이나 `cookie.secret`이 없어 로그인 쿠키를 임의의 키로 암호화합니다. 서버가 여러 대이거나 로그인 도중 재시작하면 ' +
      '그 로그인은 실패합니다. 모든 서버에 같은 `cookie.secret`이나 `clientSecret`을 넣으세요.',
    { code: 'KAKAO_RANDOM_COOKIE_KEY' },
  );

/**
 * The error for an option of a strategy that cannot be used as it is.
 *
 * @param status 400 for what may have come with a request, as a `?login_hint=` that is there twice
 */
export function mistake(option: string, { reason, remedy }: Sentence, status = 500): KakaoUsageError {
  return new KakaoUsageError('option_malformed', { option, status, reason, remedy });
}

/** @throws KakaoUsageError if this is no object; plain JavaScript callers may pass anything */
export function checkObject(option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mistake(option, sentences.object);
}

/** @throws KakaoUsageError if this is no function */
export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw mistake(option, sentences.function);
}

export const sentences = {
  object: {
    reason: { ko: '객체여야 합니다.', en: 'It must be an object.' },
    remedy: { ko: '문서에 나온 형태의 객체를 넘기세요.', en: 'Pass an object as documented.' },
  },
  function: {
    reason: { ko: '함수여야 합니다.', en: 'It must be a function.' },
    remedy: { ko: '문서에 나온 형태의 함수를 넘기세요.', en: 'Pass a function as documented.' },
  },
  ticketStore: {
    reason: {
      ko: '`store`에는 `put`과 `take` 함수가 있어야 합니다.',
      en: '`store` must have the functions `put` and `take`.',
    },
    remedy: {
      ko: '`LoginTicketStore`를 구현하거나 옵션을 빼고 메모리를 쓰세요.',
      en: 'Implement `LoginTicketStore`, or leave the option out to use the memory of this process.',
    },
  },
  clientID: {
    reason: {
      ko: '`clientID`(REST API 키)가 비어 있거나 공백 등 키에 쓰이지 않는 문자가 있습니다.',
      en: '`clientID`, the REST API key, is missing, or holds a space or another character that no key has.',
    },
    remedy: {
      ko: 'https://developers.kakao.com 의 [앱] > [플랫폼 키] > [REST API 키] 값을 넣으세요. 환경 변수로 주었다면 값이 들어 있는지 확인하세요.',
      en: 'Its value is at https://developers.kakao.com, [App] > [Platform key] > [REST API key]. If it comes from an environment variable, check that this is set.',
    },
  },
  secret: {
    reason: {
      ko: '`clientSecret`에 공백 등 시크릿에 쓰이지 않는 문자가 있거나, 값이 `undefined` 같은 글자입니다.',
      en: '`clientSecret` has a space or another character that no secret has, or it is a text such as `undefined`.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 넣으세요. 콘솔에서 사용하지 않도록 했다면 옵션을 빼세요.',
      en: 'Its value is with the REST API key, [App] > [Platform key] > [REST API key] > Client secret. If it is switched off there, leave the option out.',
    },
  },
  callbackURL: {
    reason: {
      ko: '`callbackURL`은 http(s) 주소이거나 `/`로 시작하는 경로여야 하며 `#`을 담을 수 없습니다.',
      en: '`callbackURL` must be an http(s) address, or a path that begins with `/`, without `#`.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록한 주소를 그대로 넣으세요.',
      en: 'Give exactly what is registered at [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI.',
    },
  },
  callbackURLs: {
    reason: {
      ko: '`callbackURLs`는 http(s) 주소, 앱 스킴 주소(`myapp://oauth`), `/`로 시작하는 경로의 배열이어야 하며 `#`을 담을 수 없습니다.',
      en: '`callbackURLs` must be a list of http(s) addresses, addresses of apps (`myapp://oauth`), or paths that begin with `/`, without `#`.',
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 카카오 로그인 Redirect URI에 등록한 주소를 그대로 넣으세요.',
      en: 'List what is registered at [App] > [Platform key] > [REST API key] > Kakao Login Redirect URI, to the letter.',
    },
  },
  url: {
    reason: { ko: '이 옵션은 http(s) 주소여야 합니다.', en: 'This option must be an http(s) address.' },
    remedy: { ko: '전체 주소를 넣거나 옵션을 빼세요.', en: 'Give the whole address, or leave the option out.' },
  },
  cleartext: {
    reason: {
      ko: '이 옵션이 카카오 서버를 암호화되지 않은 `http://`로 가리킵니다.',
      en: 'This option points to Kakao’s own server over `http://`, without encryption.',
    },
    remedy: { ko: '`https://`로 바꾸거나 옵션을 빼세요.', en: 'Write `https://`, or leave the option out.' },
  },
  client: {
    reason: { ko: '`client`는 `KakaoClient`여야 합니다.', en: '`client` must be a `KakaoClient`.' },
    remedy: {
      ko: '`new KakaoClient(…)`로 만든 값을 넣거나 옵션을 빼세요.',
      en: 'Pass one made with `new KakaoClient(…)`, or leave the option out.',
    },
  },
  weakSecret: {
    reason: {
      ko: `\`clientSecret\`이 ${leastClientSecret}자보다 짧습니다. 카카오의 클라이언트 시크릿은 32자입니다.`,
      en: `\`clientSecret\` has fewer than ${leastClientSecret} characters. Kakao's client secrets have 32.`,
    },
    remedy: {
      ko: '[앱] > [플랫폼 키] > [REST API 키]의 클라이언트 시크릿을 끝까지 복사했는지 확인하세요. 콘솔에서 사용하지 않도록 했다면 옵션을 빼세요.',
      en: 'Check that you copied all of it from [App] > [Platform key] > [REST API key] > Client secret. If it is switched off there, leave the option out.',
    },
  },
  store: {
    reason: {
      ko: '`store`에는 `store`와 `verify` 함수가 있어야 합니다.',
      en: '`store` must have the functions `store` and `verify`.',
    },
    remedy: {
      ko: 'passport-oauth2의 상태 저장소를 넣거나, 옵션을 빼고 암호화 쿠키를 쓰세요.',
      en: 'Give a state store of passport-oauth2, or leave the option out to use the sealed cookie.',
    },
  },
  shortSecret: {
    reason: {
      ko: `\`cookie.secret\`은 ${secretLength}자 이상의 문자열(또는 그 배열)이어야 합니다.`,
      en: `\`cookie.secret\` must be a text of at least ${secretLength} characters, or a list of such.`,
    },
    remedy: {
      ko: '`openssl rand -base64 32`로 만든 값을 쓰세요. 모든 서버가 같은 값을 써야 합니다.',
      en: 'Make one with `openssl rand -base64 32`; every instance needs the same.',
    },
  },
  returnTo: {
    reason: {
      ko: '`returnTo`에는 출처(`https://app.example`), 앱 스킴 주소(`myapp://done`), 유니버설 링크(`https://app.example/done`)만 넣을 수 있습니다.',
      en: '`returnTo` lists origins (`https://app.example`), addresses of apps (`myapp://done`) and universal links (`https://app.example/done`).',
    },
    remedy: {
      ko: '출처라면 끝의 `/`를 빼세요. `javascript:`, `data:` 같은 주소는 넣을 수 없습니다.',
      en: 'Remove the trailing slash from an origin. Addresses such as `javascript:` or `data:` are never allowed.',
    },
  },
  cookieName: {
    reason: {
      ko: '`cookie.name`에는 영문자, 숫자, `_`, `-`만 64자까지 쓸 수 있습니다.',
      en: '`cookie.name` may hold letters, digits, `_` and `-`, at most 64 of them.',
    },
    remedy: { ko: '이름을 바꾸거나 옵션을 빼세요.', en: 'Choose another name, or leave the option out.' },
  },
  cookie: {
    reason: { ko: '`cookie`는 객체여야 합니다.', en: '`cookie` must be an object.' },
    remedy: { ko: '옵션을 빼면 기본값을 씁니다.', en: 'Leave the option out, for what it is by default.' },
  },
  cookieDomain: {
    reason: {
      ko: '`cookie.domain`은 `shop.example` 같은 도메인 이름이어야 합니다.',
      en: '`cookie.domain` must be the name of a domain, such as `shop.example`.',
    },
    remedy: {
      ko: '`https://`, 포트, 경로를 빼거나 옵션을 빼세요.',
      en: 'Take off `https://`, port and path, or leave the option out.',
    },
  },
  cookiePath: {
    reason: {
      ko: '`cookie.path`는 `/`로 시작해야 하며 `;`을 담을 수 없습니다.',
      en: '`cookie.path` must begin with `/`, and cannot hold `;`.',
    },
    remedy: {
      ko: '로그인 경로와 콜백 경로가 함께 있는 경로를 넣거나 옵션을 빼세요.',
      en: 'Give the path that both routes of the login are under, or leave the option out.',
    },
  },
  boolean: {
    reason: {
      ko: '이 옵션은 `true`나 `false`여야 합니다. 문자열은 안 됩니다.',
      en: 'This option must be `true` or `false`. A text is not accepted.',
    },
    remedy: {
      ko: "환경 변수에서 읽었다면 `process.env['…'] === 'true'`처럼 바꾸세요.",
      en: "If it comes from an environment variable, write `process.env['…'] === 'true'`.",
    },
  },
  pkce: {
    reason: {
      ko: '`pkce`에는 `true`, `false`, `S256`만 쓸 수 있습니다. `plain`은 code verifier를 주소에 그대로 드러내므로 지원하지 않습니다.',
      en: '`pkce` can only be `true`, `false` or `S256`. `plain` is not supported: it puts the code verifier itself into an address.',
    },
    remedy: {
      ko: '옵션을 빼면 S256을 씁니다. 환경 변수에서 읽었다면 문자열을 `true`나 `false`로 바꾸세요.',
      en: 'Leave the option out to use S256. If it comes from an environment variable, turn the text into `true` or `false`.',
    },
  },
  milliseconds: {
    reason: {
      ko: '이 옵션은 밀리초로 나타낸 양의 정수여야 합니다.',
      en: 'This option must be a positive integer, in milliseconds.',
    },
    remedy: { ko: '값을 고치거나 옵션을 빼세요.', en: 'Correct it, or leave the option out.' },
  },
  appId: {
    reason: { ko: '`appId`는 숫자로 된 앱 ID여야 합니다.', en: '`appId` must be the app ID, a number.' },
    remedy: {
      ko: 'https://developers.kakao.com 의 [앱] > [일반]에 있는 앱 ID를 넣으세요. REST API 키와 다릅니다.',
      en: 'Its value is at https://developers.kakao.com, [App] > [General] > App ID. It is not the REST API key.',
    },
  },
  positive: {
    reason: { ko: '이 옵션은 양수여야 합니다.', en: 'This option must be a positive number.' },
    remedy: { ko: '값을 고치거나 옵션을 빼세요.', en: 'Correct it, or leave the option out.' },
  },
  text: {
    reason: { ko: '이 옵션은 문자열이어야 합니다.', en: 'This option must be a text.' },
    remedy: { ko: '값을 문자열로 바꾸거나 옵션을 빼세요.', en: 'Give a string, or leave the option out.' },
  },
  texts: {
    reason: {
      ko: '이 옵션은 문자열이거나 문자열의 배열이어야 합니다.',
      en: 'This option must be a text, or a list of texts.',
    },
    remedy: {
      ko: "`'openid'`나 `['openid', 'account_email']`처럼 넣거나 옵션을 빼세요.",
      en: "Give it like `'openid'` or `['openid', 'account_email']`, or leave it out.",
    },
  },
  nonce: {
    reason: {
      ko: `\`nonce\`는 1자 이상 ${nonceLength}자 이하의 문자열이어야 합니다.`,
      en: `\`nonce\` must be a text of 1 to ${nonceLength} characters.`,
    },
    remedy: {
      ko: '옵션을 빼면 로그인마다 임의의 값을 씁니다.',
      en: 'Leave the option out, for a random one with each login.',
    },
  },
  list: {
    reason: { ko: '이 옵션은 문자열의 배열이어야 합니다.', en: 'This option must be a list of texts.' },
    remedy: { ko: '값이 하나라도 `[ ]`로 감싸세요.', en: 'Put even a single one into `[ ]`.' },
  },
  oneOf: (names: readonly string[]) => ({
    reason: {
      ko: `이 옵션에는 ${names.map((name) => `\`${name}\``).join(', ')}만 쓸 수 있습니다.`,
      en: `This option can only be ${names.map((name) => `\`${name}\``).join(', ')}.`,
    },
    remedy: { ko: '오타를 고치거나 옵션을 빼세요.', en: 'Mend the spelling, or leave the option out.' },
  }),
  verify: (forms: readonly string[]) => ({
    reason: {
      ko: `verify 함수의 매개변수 수가 어느 형식과도 다릅니다. 쓸 수 있는 형식: ${forms.map((form) => `\`${form}\``).join(', ')}.`,
      en: `The verify callback declares a number of parameters that no form has: ${forms.map((form) => `\`${form}\``).join(', ')}.`,
    },
    remedy: {
      ko: '형식에 맞게 매개변수를 쓰세요. 요청이 맨 앞에 오는 것은 `passReqToCallback: true`일 때뿐입니다.',
      en: 'Declare the parameters of one of them. The request comes first only with `passReqToCallback: true`.',
    },
  }),
  returned: {
    reason: {
      ko: 'verify 함수가 `done`을 부르지 않고 값을 돌려주었습니다.',
      en: 'The verify callback declares `done`, but returned a value and did not call it.',
    },
    remedy: {
      ko: '`done(null, user)`를 부르거나, `done`을 빼고 `(login) => user`로 쓰세요.',
      en: 'Call `done(null, user)`, or leave `done` out: `(login) => user`.',
    },
  },
  requestFirst: {
    reason: {
      ko: 'verify 함수의 두 번째 매개변수는 `done`인데 로그인 정보로 읽었습니다.',
      en: 'The second parameter of the verify callback is `done`, and was read like a login.',
    },
    remedy: {
      ko: '`(req, login)`으로 받으려면 `passReqToCallback: true`를 넣으세요.',
      en: 'For `(req, login)` set `passReqToCallback: true`.',
    },
  },
  sameSite: {
    reason: {
      ko: '`cookie.sameSite`에는 `lax`나 `none`만 쓸 수 있습니다. `strict` 쿠키는 카카오에서 돌아올 때 전송되지 않습니다.',
      en: '`cookie.sameSite` can only be `lax` or `none`: a `strict` cookie would not come back from Kakao.',
    },
    remedy: { ko: '옵션을 빼면 `lax`입니다.', en: 'Leave the option out, for `lax`.' },
  },
  insecure: {
    reason: {
      ko: '`Secure`가 없는 `SameSite=None` 쿠키는 브라우저가 저장하지 않습니다.',
      en: 'Browsers drop a cookie with `SameSite=None` that is not `Secure`.',
    },
    remedy: {
      ko: "https인 `callbackURL`을 쓰고 `cookie.secure`를 빼거나, `sameSite`를 `'lax'`로 두세요.",
      en: "Use a `callbackURL` on https and leave `cookie.secure` out, or keep `sameSite: 'lax'`.",
    },
  },
};
