import { isKakaoError } from '@kakao-login/client';

/**
 * Tells whoever runs the service what no visitor gets to see. Our own messages hold no secret; of other errors, which may quote
 * anything, only the name and the place are told.
 */
export const warn = (error: unknown): void => process.emitWarning(isKakaoError(error) ? error.message : nameOf(error));

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} was thrown`;
  const [place = ''] = error.stack?.replace(error.message, '').match(/\bat .*/) ?? [];
  return `${error.name} ${place}`.trim();
}

/** Warns at the start of the service that logins in progress do not survive this process. */
export const warnOfProcessSecret = (): void =>
  process.emitWarning(
    'KakaoStrategy has neither a `cookie.secret` nor a `clientSecret` of at least 32 characters, so it encrypts login cookies with ' +
      'a random key. That is enough for one process. With several instances, or when the process restarts during a login, such logins ' +
      'fail with `state_mismatch`: give the same `cookie.secret` (`openssl rand -base64 32`) or `clientSecret` to every instance. ' +
      '32자 이상인 `clientSecret`이나 `cookie.secret`이 없어 로그인 쿠키를 임의의 키로 암호화합니다. 서버가 여러 대이거나 로그인 도중 재시작하면 ' +
      '그 로그인은 실패합니다. 모든 서버에 같은 `cookie.secret`이나 `clientSecret`을 넣으세요.',
    { code: 'KAKAO_RANDOM_COOKIE_KEY' },
  );
