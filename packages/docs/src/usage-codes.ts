import type { UsageCode } from '@kakao-login/client';
import type { Language } from './site.js';

type Row = Record<'reason' | 'remedy', Record<Language, string>>;

const row = (reasonKo: string, reasonEn: string, remedyKo: string, remedyEn: string): Row => ({
  reason: { ko: reasonKo, en: reasonEn },
  remedy: { ko: remedyKo, en: remedyEn },
});

/** What each code of a `KakaoUsageError` is about. The error itself says more: it names the option or argument. */
export const usageCodeTexts: Readonly<Record<UsageCode, Row>> = {
  option_missing: row(
    '필요한 옵션이 없습니다.',
    'A required option is missing.',
    '에러의 `option`에 적힌 옵션을 넣으세요. 환경 변수로 읽는다면 그 변수가 설정되어 있는지 확인하세요.',
    'Set the option that `option` of the error names. If it comes from an environment variable, check that the variable is set.',
  ),
  option_malformed: row(
    '옵션의 값이 올바르지 않습니다. 옵션이 요청에서 온 값이면 400으로 응답합니다.',
    'An option has a wrong value. If the value came from a request, the status is 400.',
    '에러의 `option`에 적힌 옵션을 `remedy`에 따라 고치세요.',
    'Correct the option that `option` of the error names, as `remedy` says.',
  ),
  argument_missing: row(
    '필요한 인자가 없습니다.',
    'A required argument is missing.',
    '에러의 `option`에 적힌 인자를 넘기세요.',
    'Pass the argument that `option` of the error names.',
  ),
  argument_malformed: row(
    '인자의 값이 올바르지 않습니다. 카카오로 요청을 보내지 않았습니다.',
    'An argument has a wrong value. No request was sent to Kakao.',
    '에러의 `option`에 적힌 인자를 고치세요.',
    'Correct the argument that `option` of the error names.',
  ),
  id_malformed: row(
    '회원번호가 숫자로 이루어진 값이 아닙니다.',
    'A user ID does not consist of digits.',
    '카카오가 준 회원번호를 그대로 넘기세요.',
    'Pass the user ID as Kakao returned it.',
  ),
  id_unsafe: row(
    '회원번호를 `number`로 넘겼는데, 2^53을 넘어 정확하지 않습니다.',
    'A user ID was passed as a `number` above 2^53, which is not exact.',
    '회원번호를 문자열이나 `bigint`로 다루세요.',
    'Keep user IDs as strings or `bigint`.',
  ),
  admin_key_missing: row(
    '어드민 키가 필요한 호출인데 클라이언트에 어드민 키가 없습니다.',
    'The call needs the admin key, but the client has none.',
    '[앱] > [어드민 키]의 값을 `adminKey` 옵션에 넣으세요.',
    'Set the option `adminKey` to the value under App > Admin key.',
  ),
  caller_refused: row(
    '카카오가 이 호출을 허용하지 않는 caller입니다.',
    'Kakao does not allow the call for this caller.',
    '`{ accessToken }`과 `{ admin: true, targetId }` 중 이 호출의 타입이 허용하는 것을 넘기세요.',
    'Pass `{ accessToken }` or `{ admin: true, targetId }`, whichever the type of the call allows.',
  ),
  access_token_malformed: row(
    '액세스 토큰이 비어 있거나 토큰에 쓸 수 없는 문자가 있습니다.',
    'The access token is empty or contains a character that no token has.',
    '로그인에서 받은 `access_token`을 그대로 넘기세요.',
    'Pass the `access_token` of the login unchanged.',
  ),
  client_closed: row(
    '`close()`를 부른 클라이언트로 호출했습니다.',
    'The client was closed with `close()` before the call.',
    '종료 중이라면 무시해도 됩니다. 아니라면 `close()`를 부르는 시점을 확인하세요.',
    'During shutdown this can be ignored. Otherwise check when `close()` is called.',
  ),
  inbox_full: row(
    '처리를 기다리는 웹훅이 `memoryInbox()`의 `limit` 옵션만큼 쌓여 새 웹훅을 저장하지 못했습니다.',
    'As many webhooks are waiting for their handler as the option `limit` of `memoryInbox()` allows.',
    '핸들러가 느리거나 계속 실패하지 않는지 확인하세요. 웹훅이 그만큼 많다면 `limit`을 늘리거나 `bullmqInbox()`를 사용하세요.',
    'Check whether your handlers are slow or keep failing. If there really are so many webhooks, increase `limit` or use `bullmqInbox()`.',
  ),
  webhooks_closed: row(
    '웹훅 수신기나 인박스의 `close()`를 부른 뒤에 웹훅이 도착했습니다.',
    'A webhook arrived after `close()` of the receiver or the inbox was called.',
    '종료 중이라면 무시해도 됩니다. 웹훅을 잃지 않으려면 서버가 요청을 더 받지 않게 된 뒤에 `close()`를 부르세요.',
    'During shutdown this can be ignored. To lose no webhook, call `close()` after the server has stopped accepting requests.',
  ),
  callback_url_unlisted: row(
    '요청이 `callbackURL`로 고른 주소가 옵션에 없습니다.',
    'A request chose a `callbackURL` that is not in the options.',
    '그 주소를 `callbackURLs`에 넣고 카카오 개발자 콘솔에도 등록하세요.',
    'List the address in `callbackURLs`, and register it in Kakao’s console.',
  ),
  challenge_malformed: row(
    '로그인 티켓의 `challenge`가 SHA-256 해시의 base64url 43자가 아닙니다.',
    'The `challenge` of a login ticket is not a SHA-256 hash in base64url (43 characters).',
    '프런트엔드에서 만든 임의의 문자열의 SHA-256을 base64url로 보내세요.',
    'Send the SHA-256 of a random string that the front end made, in base64url.',
  ),
  host_malformed: row(
    '요청의 `Host`나 프록시의 `X-Forwarded-*` 헤더가 잘못되었거나 서로 맞지 않습니다.',
    'The `Host` header or the proxy’s `X-Forwarded-*` headers are malformed or contradict each other.',
    '프록시가 이 헤더를 덮어쓰게 하거나, `callbackURL`에 전체 주소를 넣으세요.',
    'Let the proxy overwrite these headers, or set `callbackURL` to a full address.',
  ),
  profile_unavailable: row(
    '사용자 정보를 조회하지 않도록 했지만 ID 토큰이 없어 누구인지 알 수 없습니다.',
    'The options say not to load the user, but there is no ID token, so the user is unknown.',
    '콘솔에서 OpenID Connect를 켜거나 `profile` 옵션을 `auto`로 두세요.',
    'Switch on OpenID Connect in the console, or set the option `profile` to `auto`.',
  ),
  response_unknown: row(
    '요청에 응답 객체가 없어 쿠키를 설정할 수 없습니다.',
    'The request has no response, so no cookie can be set.',
    'Express가 아니라면 먼저 `request.res = response`를 실행하세요.',
    'Outside Express, set `request.res = response` first.',
  ),
  state_not_json: row(
    '`state`에 JSON으로 나타낼 수 없는 값이 있습니다.',
    '`state` contains a value that JSON cannot represent.',
    '문자열, 숫자, 배열, 단순 객체를 넘기세요.',
    'Pass a string, a number, an array or a plain object.',
  ),
  state_too_large: row(
    '`state`가 1KB보다 큽니다.',
    '`state` is larger than 1 KB.',
    '값은 서버에 저장하고 `state`에는 그 ID만 담으세요.',
    'Keep the value on the server, and put only its id into `state`.',
  ),
  store_cannot_keep: row(
    '`state: false`이거나 `store` 옵션의 저장소가 값을 보관하지 않아서, 로그인 도중의 값이 필요한 기능을 쓸 수 없습니다.',
    'A feature needs values of a login in progress, but with `state: false`, or with the store in `store`, nothing keeps them.',
    '`state: false`나 `store` 옵션을 빼면 암호화한 쿠키에 보관합니다.',
    'Remove `state: false` or the option `store`, so that the encrypted cookie keeps them.',
  ),
  token_misplaced: row(
    '요청에서 토큰을 하나로 정할 수 없습니다.',
    'The request does not have exactly one token.',
    '`Authorization: Bearer <토큰>` 헤더 하나로 보내세요.',
    'Send one header, `Authorization: Bearer <token>`.',
  ),
  token_missing: row(
    '요청에 카카오 토큰이 없습니다.',
    'The request has no Kakao token.',
    '`Authorization` 헤더나 본문의 `access_token`, `id_token`으로 보내세요.',
    'Send it in the `Authorization` header, or as `access_token` or `id_token` in the body.',
  ),
  verify_timeout: row(
    'verify 콜백이나 로그인 핸들러가 제한 시간(`verifyTimeout`) 안에 끝나지 않았습니다.',
    'The verify callback or login handler did not finish within `verifyTimeout`.',
    '`done`을 부르지 않는 경로가 있는지, 데이터베이스 조회가 멈추지 않았는지 확인하세요.',
    'Look for a path that does not call `done`, and for a database query that hangs.',
  ),
  vault_key_unknown: row(
    '저장된 기록을 암호화한 키가 `keys` 옵션에 없습니다.',
    'A stored record is encrypted with a key that is not in `keys`.',
    '`reencrypt()`를 실행할 때까지 예전 키를 `keys` 뒤쪽에 남겨 두세요.',
    'Keep the old key at the end of `keys` until `reencrypt()` has run.',
  ),
  vault_record_unreadable: row(
    '저장된 기록이 바뀌었거나, 다른 사용자나 앱의 것이거나, 같은 `kid`의 다른 키로 암호화되어 있습니다.',
    'A stored record was changed, belongs to another user or app, or is encrypted with another key of the same `kid`.',
    '`keys`와 저장소를 확인하세요. 되살릴 수 없으면 `forget(id)`로 지우고 사용자가 다시 로그인하게 하세요.',
    'Check `keys` and the store. If the record is lost, delete it with `forget(id)` and have the user log in again.',
  ),
  app_unknown: row(
    '이 요청에 해당하는 카카오 앱이 없습니다. `app` 옵션이 아무것도 반환하지 않았습니다.',
    'There is no Kakao app for this request: the option `app` returned nothing.',
    '주소를 확인하세요. 다른 응답이 필요하면 `app` 안에서 예외를 던지세요.',
    'Check the address. For another answer, throw an exception in `app`.',
  ),
  context_unsupported: row(
    'HTTP 요청이 없는 컨텍스트에서 가드나 데코레이터를 사용했거나, 운영 환경에서 `KakaoXrayModule`을 가져왔습니다.',
    'A guard or decorator was used in a context without an HTTP request, or `KakaoXrayModule` was imported in production.',
    '로그인 가드는 HTTP 라우트에만 붙이세요. 다른 컨텍스트에서는 `KakaoTokenGuard`의 `getRequest()`를 재정의하세요. X-ray는 개발할 때만 가져오세요.',
    'Use login guards on HTTP routes only. Elsewhere, override `getRequest()` of `KakaoTokenGuard`. Import the X-ray for development only.',
  ),
  guard_missing: row(
    '`@KakaoScopes()` 같은 데코레이터를 붙인 라우트에 `KakaoConsentGuard`가 없습니다.',
    'A route has a decorator such as `@KakaoScopes()`, but no `KakaoConsentGuard`.',
    '사용자를 확인하는 가드 뒤에 붙이세요: `@UseGuards(SessionGuard, KakaoConsentGuard)`.',
    'Put it behind the guard that knows your user: `@UseGuards(SessionGuard, KakaoConsentGuard)`.',
  ),
  module_missing: row(
    '애플리케이션에 그 이름의 `KakaoModule`이 없습니다.',
    'The application has no `KakaoModule` of that name.',
    '`KakaoModule.forRoot({ … })`를 가져오세요. 앱이 여럿이면 `name`도 넣으세요.',
    'Import `KakaoModule.forRoot({ … })`, with `name` if there are several apps.',
  ),
  no_login: row(
    '`@KakaoLogin()`이나 `@KakaoSignup()`을 사용했지만 이 요청에서 로그인이나 가입이 이루어지지 않았습니다.',
    '`@KakaoLogin()` or `@KakaoSignup()` was used on a request without a login or signup.',
    '라우트에 `KakaoAuthGuard`나 `KakaoSignupGuard`를 붙이세요.',
    'Put `KakaoAuthGuard` or `KakaoSignupGuard` on the route.',
  ),
  option_misplaced: row(
    '모듈을 선언할 때 정해야 하는 옵션을 `useFactory`가 반환했습니다.',
    '`useFactory` returned an option that Nest needs when the module is declared.',
    '그 옵션을 `forRootAsync`에서 `useFactory` 옆에 두세요.',
    'Put the option next to `useFactory` in `forRootAsync`.',
  ),
};
