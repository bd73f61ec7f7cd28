import { endpoints } from '@kakao-login/client';
import { type KakaoError, kakaoErrorBody } from '@kakao-login/nestjs';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { Behind, KakaoButton, Said } from './components.js';
import { Page } from './layout.js';
import { ShopContext } from './shop-context.js';
import { type Text, useText } from './text.js';

/** What a person reads when Kakao, or the login, said no. The codes are for whoever helps them. */
export function KakaoErrorPage({ error }: { error: KakaoError }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  const told = advice[String(error.code)];
  return (
    <Page
      bare
      title={titleOf(error)[language]}
      behind={
        <Behind
          of={{ call: wireCall(error), code: errorExcerpt }}
          note={t('필터가 오류에서 꺼낸 내용입니다.', 'What the filter takes from the error.')}
          result={kakaoErrorBody(error)}
        />
      }
    >
      <section class="error-card" role="alert">
        <p class="error-code">{error.code}</p>
        <h1>
          <Said text={titleOf(error)} />
        </h1>
        {told !== undefined && (
          <p>
            <Said text={told} />
          </p>
        )}
        <dl>
          <dt>{t('원인', 'Cause')}</dt>
          <dd>
            <Said text={error.reason} />
          </dd>
          <dt>{t('상점 개발자가 할 일', 'For the developer of the shop')}</dt>
          <dd>
            <Said text={error.remedy} />
          </dd>
        </dl>
        <div class="actions">{actionsFor(error, t)}</div>
      </section>
    </Page>
  );
}

/** The call that was refused, as it went over the wire; or the callback that ended a login. */
export function wireCall(error: KakaoError): string {
  if (error.endpoint === undefined) return error.kind === 'login' ? `GET /auth/kakao/callback` : error.kind;
  const { method, path } = endpoints[error.endpoint];
  return `${method} ${path}`;
}

const errorExcerpt = `if (isKakaoError(error)) return error.status;`;

/** What happened, for the shopper; by the call and Kakao's code, or by the code alone. */
const titles: Record<string, Text> = {
  'scopes.revoke -3': { ko: '필수 동의 항목은 철회할 수 없어요', en: 'A required consent item cannot be withdrawn' },
  'terms.revoke -3': { ko: '필수 약관은 철회할 수 없어요', en: 'Required terms cannot be withdrawn' },
  'user.updateProfile -201': { ko: '등록되지 않은 프로퍼티 키예요', en: 'That property key is not registered' },
  'account.signup -102': { ko: '이미 가입한 분이에요', en: 'You have signed up already' },
  consent_required: {
    ko: '아직 달빛상점과 연결되지 않은 계정이에요',
    en: 'This account is not linked to the shop yet',
  },
  login_required: { ko: '카카오계정에 로그인되어 있지 않아요', en: 'You are not logged in to Kakao' },
  interaction_required: { ko: '카카오에서 확인이 더 필요해요', en: 'Kakao needs something from you first' },
  access_denied: { ko: '로그인을 취소하셨어요', en: 'You cancelled the login' },
  state_replayed: { ko: '이미 끝난 로그인이에요', en: 'This login is over already' },
  auto_login: { ko: '이 브라우저에서는 자동 로그인을 쓸 수 없어요', en: 'This browser cannot log in automatically' },
  '-401': { ko: '로그인이 만료되었어요', en: 'Your login has expired' },
  '-402': { ko: '동의가 더 필요해요', en: 'Your consent is needed' },
};

const titlesByKind: Record<KakaoError['kind'], Text> = {
  api: { ko: '카카오가 요청을 받아들이지 않았어요', en: 'Kakao did not accept the request' },
  auth: { ko: '카카오 로그인을 마치지 못했어요', en: 'The Kakao login did not finish' },
  login: { ko: '로그인을 마치지 못했어요', en: 'The login did not finish' },
  token: { ko: '로그인 정보를 확인하지 못했어요', en: 'The login could not be verified' },
  connection: { ko: '카카오와 연결되지 않아요', en: 'Kakao cannot be reached' },
  unexpected: { ko: '카카오가 알 수 없는 답을 보냈어요', en: 'Kakao sent an answer nobody expected' },
  usage: { ko: '상점 설정을 확인해야 해요', en: 'The shop is not set up correctly' },
};

export function titleOf(error: KakaoError): Text {
  return titles[`${error.endpoint ?? ''} ${error.code}`] ?? titles[String(error.code)] ?? titlesByKind[error.kind];
}

/** What the shopper can do about it. Everything else is for whoever looks after the shop. */
const advice: Record<string, Text> = {
  consent_required: {
    ko: '자동 로그인은 이미 연결된 회원만 쓸 수 있어요. 아래 버튼으로 한 번만 동의하면 다음부터 바로 들어올 수 있어요.',
    en: 'Auto-login works for people who are linked already. Agree once with the button below, and it will next time.',
  },
  login_required: {
    ko: '이 브라우저에서 카카오에 먼저 로그인해야 자동 로그인을 쓸 수 있어요.',
    en: 'Log in to Kakao in this browser first; then auto-login works.',
  },
  access_denied: {
    ko: '괜찮아요. 마음이 바뀌면 언제든 다시 로그인해 주세요.',
    en: 'That is fine. Come back whenever you like.',
  },
  state_replayed: {
    ko: '로그인되어 있다면 그대로 둘러보시고, 아니라면 다시 로그인해 주세요.',
    en: 'If you are logged in, just go on; otherwise log in again.',
  },
  auto_login: {
    ko: '자동 로그인은 카카오톡 안에서 연 화면에서만 돼요. 여기서는 버튼으로 로그인해 주세요.',
    en: 'It works inside Kakao Talk only. Use the button here.',
  },
  '-401': {
    ko: '토큰을 갱신하거나 다시 로그인하면 이어서 볼 수 있어요.',
    en: 'Refresh the tokens, or log in again, to go on.',
  },
};

function actionsFor(error: KakaoError, t: (ko: string, en: string) => string): ComponentChildren {
  if (error.kind === 'login' || error.kind === 'auth' || error.kind === 'token') {
    return (
      <>
        <KakaoButton href="/auth/kakao">
          {error.code === 'consent_required'
            ? t('카카오로 시작하기', 'Start with Kakao')
            : t('카카오 로그인', 'Login with Kakao')}
        </KakaoButton>
        <a class="button" href="/login">
          {t('다른 방법 보기', 'Other ways')}
        </a>
      </>
    );
  }
  if (error.kind === 'api' && error.code === -401) {
    return (
      <>
        <form method="post" action="/tokens/refresh">
          <button class="button primary">{t('토큰 갱신하기', 'Refresh the tokens')}</button>
        </form>
        <a class="button" href="/login">
          {t('다시 로그인', 'Log in again')}
        </a>
      </>
    );
  }
  if (error.kind === 'api' && error.requiredScopes.length > 0) {
    return (
      <a
        class="button primary"
        href={`/auth/kakao/consent?${new URLSearchParams(error.requiredScopes.map((s) => ['scope', s])).toString()}`}
      >
        {t('동의하러 가기', 'Give consent')}
      </a>
    );
  }
  return (
    <a class="button primary" href="/">
      {t('상점으로', 'Back to the shop')}
    </a>
  );
}

/** Failures that have nothing to do with Kakao. */
export function ErrorPage({ status }: { status: number }) {
  const t = useText();
  const texts: Record<number, [title: string, text: string]> = {
    403: [
      t('받아들일 수 없는 요청이에요', 'This request cannot be accepted'),
      t(
        '이 상점의 페이지에서 보낸 요청만 받습니다.',
        'Only pages of this shop may send it, and only to people with access.',
      ),
    ],
    404: [
      t('찾는 페이지가 없어요', 'There is no such page'),
      t('주소가 바뀌었거나 잘못 입력되었습니다.', 'The address has changed, or was mistyped.'),
    ],
  };
  const [title, text] = texts[status] ?? [
    t('문제가 생겼어요', 'Something went wrong'),
    t('잠시 후 다시 시도해 주세요.', 'Please try again in a moment.'),
  ];
  return (
    <Page bare title={title}>
      <section class="error-card" role="alert">
        <p class="error-code">{status}</p>
        <h1>{title}</h1>
        <p>{text}</p>
        <div class="actions">
          <a class="button primary" href="/">
            {t('상점으로', 'Back to the shop')}
          </a>
        </div>
      </section>
    </Page>
  );
}
