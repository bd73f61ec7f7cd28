import { isKakaoError } from '@kakao-login/client';

/**
 * Reports an error that the user does not see as a warning of the process. Our own messages contain no secrets. Other errors could
 * contain anything, so only their name and place are reported.
 */
export const warn = (error: unknown): void => process.emitWarning(isKakaoError(error) ? error.message : nameOf(error));

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} was thrown`;
  const [place = ''] = error.stack?.replace(error.message, '').match(/\bat .*/) ?? [];
  return `${error.name} ${place}`.trim();
}

/** Warns that neither another instance nor the next process can decrypt login cookies and consent URLs. */
export const warnOfProcessSecret = (): void =>
  process.emitWarning(
    'KakaoStrategy has neither a `cookie.secret` nor a `clientSecret` of at least 32 characters, so it encrypts login cookies and ' +
      'consent URLs with a random key. That is enough for one process. With several instances, or when the process restarts during a ' +
      'login, logins fail with `state_mismatch` and consent URLs with `consent_url_invalid`: give the same `cookie.secret` (`openssl ' +
      'rand -base64 32`) or `clientSecret` to every instance. ' +
      '32자 이상인 `clientSecret`이나 `cookie.secret`이 없어 로그인 쿠키와 추가 동의 주소를 임의의 키로 암호화합니다. 서버가 여러 대이거나 로그인 ' +
      '도중 재시작하면 로그인은 `state_mismatch`로, 추가 동의 주소는 `consent_url_invalid`로 실패합니다. 모든 서버에 같은 `cookie.secret`이나 ' +
      '`clientSecret`을 넣으세요.',
    { code: 'KAKAO_RANDOM_COOKIE_KEY' },
  );
