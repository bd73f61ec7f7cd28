import { type KakaoError, kakaoErrorBody } from '@kakao-login/nestjs';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Answer, KakaoButton, Localized, Source } from './components.js';
import { adviceOf, titleOf, wireCall } from './error-texts.js';
import type { Text } from './language.js';
import { Page } from './layout.js';
import { ShopContext } from './shop-context.js';
import { useText } from './text.js';

/** When Kakao, or the login, refuses. */
export function KakaoErrorPage({ error }: { error: KakaoError }) {
  const t = useText();
  const { member } = useContext(ShopContext);
  const loggedIn = member !== undefined && stillLoggedIn[String(error.code)];
  const { title, advice } = loggedIn || { title: titleOf(error), advice: adviceOf(error) };
  return (
    <ErrorCard
      title={title}
      advice={advice}
      action={loggedIn ? <Step href="/me" text={t('내 정보로 가기', 'Go to my information')} /> : nextStep(error)}
      code={String(error.code)}
    >
      <dl>
        <dt>{t('원인', 'Cause')}</dt>
        <dd>
          <Localized text={error.reason} />
        </dd>
        <dt>{t('해결 방법', 'What to do')}</dt>
        <dd>
          <Localized text={error.remedy} />
        </dd>
        <dt>{t('호출', 'Call')}</dt>
        <dd>
          <code>{wireCall(error)}</code>
        </dd>
      </dl>
      <Source code={errorExcerpt.code} />
      <Answer result={kakaoErrorBody(error)} />
    </ErrorCard>
  );
}

/** A login that ended without a result does not log a member out. */
const stillLoggedIn: Record<string, { title: Text; advice: Text }> = {
  access_denied: {
    title: { ko: '동의를 취소했습니다', en: 'You cancelled' },
    advice: {
      ko: '바뀐 내용은 없으며 로그인 상태는 그대로입니다.',
      en: 'Nothing has changed, and you are still logged in.',
    },
  },
  consent_declined: {
    title: { ko: '동의하지 않아 진행할 수 없습니다', en: 'The shop cannot go on without your consent' },
    advice: {
      ko: '바뀐 내용은 없습니다. 필요한 항목에 동의하면 이어서 진행할 수 있습니다.',
      en: 'Nothing has changed. You can go on once you agree to share what is needed.',
    },
  },
  state_replayed: {
    title: { ko: '이미 로그인되어 있습니다', en: 'You are already logged in' },
    advice: { ko: '이어서 둘러보세요.', en: 'You can go on from here.' },
  },
};

const errorExcerpt = { code: `if (isKakaoError(error)) return error.status;` };

function nextStep(error: KakaoError): ComponentChildren {
  if (String(error.code).startsWith('link_')) return <LinkStep />;
  switch (error.kind) {
    case 'login':
    case 'auth':
    case 'token':
      return <LoginStep />;
    case 'api':
      if (error.code === -401) return <LoginStep />;
      return error.requiredScopes.length > 0 ? <ConsentStep scopes={error.requiredScopes} /> : <BackStep />;
    case 'connection':
    case 'unexpected':
      return <RetryStep />;
    default:
      return <BackStep />;
  }
}

function LoginStep() {
  const { path, address } = useContext(ShopContext);
  if (path.startsWith('/auth/kakao-wholesale')) return <KakaoButton href="/auth/kakao-wholesale" />;
  const query = path.startsWith('/auth/') ? '' : `?returnTo=${encodeURIComponent(address)}`;
  return <KakaoButton href={`/auth/kakao${query}`} />;
}

function LinkStep() {
  const t = useText();
  return <Step href="/link" text={t('카카오계정 연결로 돌아가기', 'Back to “Kakao Account”')} />;
}

function ConsentStep({ scopes }: { scopes: readonly string[] }) {
  const t = useText();
  const { address } = useContext(ShopContext);
  const query = new URLSearchParams([...scopes.map((scope) => ['scope', scope]), ['returnTo', address]]);
  return <Step href={`/auth/kakao/consent?${query.toString()}`} text={t('카카오에서 동의하기', 'Agree at Kakao')} />;
}

function RetryStep() {
  const t = useText();
  const { address } = useContext(ShopContext);
  return <Step href={address} text={t('다시 시도하기', 'Try again')} />;
}

function BackStep() {
  const t = useText();
  return <Step href="/" text={t('상점으로 가기', 'Go to the shop')} />;
}

function Step({ href, text }: { href: string; text: string }) {
  return (
    <a class="button primary" href={href}>
      {text}
    </a>
  );
}

/** Failures that have nothing to do with Kakao. */
export function ErrorPage({ status }: { status: number }) {
  const { title, advice } = byStatus[status] ?? (status < 500 ? unreadable : broken);
  return (
    <ErrorCard
      title={title}
      advice={advice}
      action={status < 500 ? <BackStep /> : <RetryStep />}
      code={String(status)}
    />
  );
}

const byStatus: Record<number, { title: Text; advice: Text }> = {
  403: {
    title: { ko: '이 페이지를 볼 권한이 없습니다', en: 'You may not do this' },
    advice: {
      ko: '상점에서 화면을 다시 열어 주세요.',
      en: 'Please open the page again from the shop.',
    },
  },
  404: {
    title: { ko: '페이지를 찾을 수 없습니다', en: 'Page not found' },
    advice: { ko: '주소가 바뀌었거나 잘못 입력되었을 수 있습니다.', en: 'The address has changed or was mistyped.' },
  },
  413: {
    title: { ko: '보낸 내용이 너무 큽니다', en: 'That was too much' },
    advice: { ko: '내용을 줄여서 다시 보내 주세요.', en: 'Please shorten it and send it again.' },
  },
};

const unreadable = {
  title: { ko: '요청을 처리할 수 없습니다', en: 'The shop did not understand the request' },
  advice: { ko: '상점에서 화면을 다시 열어 주세요.', en: 'Please open the page again from the shop.' },
};

const broken = {
  title: { ko: '상점에 문제가 생겼습니다', en: 'Something went wrong' },
  advice: { ko: '잠시 후 다시 시도해 주세요.', en: 'Please try again in a moment.' },
};

interface ErrorCardProps {
  title: Text;
  advice: Text;
  /** The one thing to do next. */
  action: ComponentChildren;
  code: string;
  /** For whoever looks after the shop. */
  children?: ComponentChildren;
}

function ErrorCard({ title, advice, action, code, children }: ErrorCardProps) {
  const t = useText();
  const { language } = useContext(ShopContext);
  return (
    <Page bare title={title[language]}>
      <section class="error-card" role="alert">
        <h1>{title[language]}</h1>
        <p>{advice[language]}</p>
        <div class="actions">{action}</div>
        {children === undefined ? (
          <p class="muted">
            {t('오류 코드', 'Error code')} <code>{code}</code>
          </p>
        ) : (
          <details>
            <summary>
              {t('오류 코드', 'Error code')} <code>{code}</code> · {t('개발자용 정보', 'for developers')}
            </summary>
            {children}
          </details>
        )}
      </section>
    </Page>
  );
}
