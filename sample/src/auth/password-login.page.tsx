import { Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';

export function PasswordLoginPage({ returnTo }: { returnTo?: string }) {
  const t = useText();
  return (
    <Page
      title={t('아이디로 로그인', 'Log in with a password')}
      lead={t(
        '서비스가 원래 쓰던 로그인을 대신하는 예제예요. 카카오계정은 로그인한 뒤에 연결할 수 있어요.',
        'An example that stands in for the sign-in your service already has. You can link a Kakao Account afterwards.',
      )}
    >
      <p class="notice info">
        {t(
          '예제라서 이메일 확인, 비밀번호 찾기, 시도 횟수 제한이 없어요. 다른 곳에서 쓰는 비밀번호는 입력하지 마세요.',
          'This is a demo: it has no e-mail check, no password reset and no limit on attempts. Do not enter a password that you use elsewhere.',
        )}
      </p>
      <Card>
        <form method="post" action="/login/password" class="stack">
          {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
          <label>
            {t('아이디', 'Login ID')}
            <input
              name="login_id"
              required
              minLength={3}
              maxLength={20}
              pattern="[a-z0-9._\-]+"
              autocomplete="username"
              autocapitalize="none"
              placeholder={t('영어 소문자와 숫자', 'lower-case letters and digits')}
            />
          </label>
          <label>
            {t('비밀번호', 'Password')}
            <input
              type="password"
              name="password"
              required
              minLength={8}
              maxLength={200}
              autocomplete="current-password"
              placeholder={t('8자 이상', 'at least 8 characters')}
            />
          </label>
          <div class="actions">
            <button class="button primary">{t('로그인', 'Log in')}</button>
            <button class="button" formAction="/login/password/join">
              {t('새로 가입하기', 'Sign up')}
            </button>
          </div>
        </form>
      </Card>
    </Page>
  );
}
