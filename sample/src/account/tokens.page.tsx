import { type AccessTokenInfo, type OidcUserInfo } from '@kakao-login/client';
import { type IdTokenClaims, kakaoErrorBody } from '@kakao-login/nestjs';
import { Badge, Behind, type CallExcerpt, Card, Facts, Said, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import type { Attempt } from '../web/attempt.js';
import { calls } from './calls.js';

interface TokensPageProps {
  accessToken: Attempt<AccessTokenInfo>;
  userInfo: Attempt<OidcUserInfo>;
  /** Of the ID token; absent when OpenID Connect is off. */
  claims?: Attempt<IdTokenClaims>;
  tokenInfo?: Attempt<IdTokenClaims>;
}

export function TokensPage({ accessToken, userInfo, claims, tokenInfo }: TokensPageProps) {
  const t = useText();
  return (
    <Page
      account
      title={t('토큰', 'Tokens')}
      lead={t(
        '토큰은 봉인된 쿠키 안에만 있어요. 주소, 로그, 페이지 소스에는 나오지 않아요.',
        'Tokens live in the sealed cookie only: never in an address, a log or the source of a page.',
      )}
      behind={
        <>
          <Answer of={calls.tokenInfo} attempt={accessToken} />
          {claims !== undefined && <Answer of={calls.verify} attempt={claims} />}
          {tokenInfo !== undefined && <Answer of={calls.tokenInfoOidc} attempt={tokenInfo} />}
          <Answer of={calls.userInfo} attempt={userInfo} />
          <Behind of={{ call: calls.refresh.call, code: calls.refresh.excerpt }} />
        </>
      }
    >
      <Card title={t('액세스 토큰', 'Access token')}>
        {accessToken.ok ? (
          <Facts
            rows={[
              [t('남은 시간', 'Expires in'), hours(accessToken.value.expires_in, t)],
              [t('앱 ID', 'App id'), accessToken.value.app_id],
              [t('회원번호', 'Member number'), accessToken.value.id],
            ]}
          />
        ) : (
          <Refused attempt={accessToken} />
        )}
        <form method="post" action="/tokens/refresh">
          <button class="button primary">{t('토큰 갱신', 'Refresh')}</button>
        </form>
      </Card>
      <Card title={t('ID 토큰', 'ID token')}>
        {claims === undefined && <p>{t('이 로그인에는 ID 토큰이 없어요.', 'This login came without an ID token.')}</p>}
        {claims?.ok === true && (
          <Facts
            rows={[
              [t('서명', 'Signature'), <Badge tone="good">{t('RS256 확인됨', 'RS256, verified')}</Badge>],
              ['iss', claims.value.iss],
              ['aud', String(claims.value.aud)],
              ['sub', claims.value.sub],
              [t('발급', 'Issued'), <When at={claims.value.iat * 1000} />],
              [t('만료', 'Expires'), <When at={claims.value.exp * 1000} />],
              [t('닉네임', 'Nickname'), claims.value.nickname],
              [t('이메일', 'E-mail'), claims.value.email],
            ]}
          />
        )}
        {claims?.ok === false && <Refused attempt={claims} />}
      </Card>
      <Card title={t('OIDC 사용자 정보', 'OpenID Connect user info')}>
        {userInfo.ok ? (
          <Facts rows={Object.entries(userInfo.value).map(([name, value]) => [name, String(value)])} />
        ) : (
          <Refused attempt={userInfo} />
        )}
      </Card>
    </Page>
  );
}

function Answer({ of, attempt }: { of: CallExcerpt; attempt: Attempt<unknown> }) {
  return <Behind of={of} result={attempt.ok ? attempt.value : kakaoErrorBody(attempt.error)} />;
}

function Refused({ attempt }: { attempt: Attempt<unknown> & { ok: false } }) {
  return (
    <p class="refused">
      <code class="error-code">{attempt.error.code}</code> <Said text={attempt.error.reason} />{' '}
      <Said text={attempt.error.remedy} />
    </p>
  );
}

function hours(seconds: number, t: (ko: string, en: string) => string): string {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  return t(`${h}시간 ${m}분`, `${h} h ${m} min`);
}
