import { ApiCall, KakaoButton, Localized } from '../web/components.js';
import type { Text } from '../web/language.js';
import { Page } from '../web/layout.js';
import { pageNameOf } from '../web/pages.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import { LoginMethods, type LoginMethodsProps } from './login-methods.view.js';

interface LoginPageProps extends LoginMethodsProps {
  /** The visitor was logged in until now. */
  sessionIsOver: boolean;
}

/** One button for almost everybody, and every other way that Kakao offers under it. */
export function LoginPage(props: LoginPageProps) {
  const t = useText();
  const { returnTo, sessionIsOver, sdk } = props;
  const reason = sessionIsOver ? sessionOver : returnTo === undefined ? undefined : loginNeeded(returnTo);
  return (
    <Page
      title={t('로그인', 'Log in')}
      lead={t(
        '카카오계정으로 바로 시작할 수 있어요. 처음이면 회원가입까지 한 번에 끝나요.',
        'Use your Kakao Account. Your first login signs you up as well.',
      )}
      apiCalls={
        <ApiCall
          of={calls.login}
          note={t(
            '가드가 state, PKCE, nonce를 만들어 쿠키에 암호화해 두고 카카오로 보내요. 다른 방법도 옵션 한 줄만 달라요.',
            'The guard creates state, PKCE and nonce, keeps them in an encrypted cookie, and redirects to Kakao. The other ways differ by one line of options.',
          )}
        />
      }
      scripts={sdk === undefined ? undefined : [sdk.script, { src: '/assets/simple-login.js' }]}
    >
      {reason !== undefined && (
        <p class="notice info" role="status">
          <Localized text={reason} />
        </p>
      )}
      <section class="login-main">
        <KakaoButton
          href={returnTo === undefined ? '/auth/kakao' : `/auth/kakao?returnTo=${encodeURIComponent(returnTo)}`}
        />
        <a
          class="quiet"
          href={returnTo === undefined ? '/login/password' : `/login/password?returnTo=${encodeURIComponent(returnTo)}`}
        >
          {t('아이디로 로그인', 'Log in with a password')}
        </a>
      </section>
      <details class="more-ways">
        <summary>{t('다른 방법으로 로그인', 'More ways to log in')}</summary>
        <LoginMethods {...props} />
      </details>
    </Page>
  );
}

const sessionOver: Text = {
  ko: '로그인이 끝났어요. 다시 로그인하면 이어서 볼 수 있어요.',
  en: 'Your session has ended. Please log in again to go on.',
};

function loginNeeded(returnTo: string): Text {
  const page = pageNameOf(returnTo);
  if (page === undefined) return { ko: '로그인하면 이어서 볼 수 있어요.', en: 'Please log in to go on.' };
  return {
    ko: `‘${page.ko}’ 화면은 로그인한 회원만 볼 수 있어요.`,
    en: `Please log in to see “${page.en}”.`,
  };
}
