import { type AccessTokenInfo, type OidcUserInfo } from '@kakao-login/client';
import { type IdTokenClaims, kakaoErrorBody, type VaultStatus } from '@kakao-login/nestjs';
import type { SealedRecord } from '../vault/sealed-records.service.js';
import {
  ApiCall,
  Badge,
  type CallExcerpt,
  Card,
  DateTime,
  Email,
  Facts,
  Localized,
  Verbatim,
} from '../web/components.js';
import { titleOf } from '../web/error-texts.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import type { Attempt } from '../web/attempt.js';
import { calls } from './calls.js';

interface TokensPageProps {
  accessToken: Attempt<AccessTokenInfo>;
  userInfo: Attempt<OidcUserInfo>;
  /** Of the member's record in the vault; absent without one. */
  status?: VaultStatus;
  record?: SealedRecord;
  /** Of the ID token; absent when OpenID Connect is off. */
  claims?: Attempt<IdTokenClaims>;
  tokenInfo?: Attempt<IdTokenClaims>;
}

export function TokensPage({ accessToken, userInfo, status, record, claims, tokenInfo }: TokensPageProps) {
  const t = useText();
  return (
    <Page
      account
      title={t('토큰', 'Tokens')}
      lead={t(
        '토큰은 서버의 보관소에 암호화해서 저장하고, 만료되면 자동으로 갱신해요. 주소, 로그, 페이지 소스에는 나오지 않아요.',
        'The vault keeps tokens encrypted on the server and refreshes them when they expire. They never appear in a URL, a log or the source of a page.',
      )}
      apiCalls={
        <>
          <AttemptedCall of={calls.tokenInfo} attempt={accessToken} />
          <ApiCall of={calls.vault} result={status} />
          {claims !== undefined && <AttemptedCall of={calls.verify} attempt={claims} />}
          {tokenInfo !== undefined && <AttemptedCall of={calls.tokenInfoOidc} attempt={tokenInfo} />}
          <AttemptedCall of={calls.userInfo} attempt={userInfo} />
          <ApiCall of={calls.refresh} />
        </>
      }
    >
      <Card title={t('액세스 토큰', 'Access token')}>
        {accessToken.ok ? (
          <Facts
            rows={[
              [t('남은 시간', 'Expires in'), hours(accessToken.value.expires_in, t)],
              [t('앱 ID', 'App ID'), accessToken.value.app_id],
              [t('회원번호', 'Member number'), accessToken.value.id],
            ]}
          />
        ) : (
          <Refused attempt={accessToken} />
        )}
        <form method="post" action="/tokens/refresh">
          <button class="button primary">{t('필요하면 갱신하기', 'Refresh if needed')}</button>
        </form>
      </Card>
      <Card title={t('보관소의 기록', 'Record in the vault')}>
        {status === undefined ? (
          <p>
            {t(
              '보관된 토큰이 없어요. 다시 로그인하면 보관해요.',
              'The vault has no tokens of you. It will after your next login.',
            )}
          </p>
        ) : (
          <RecordFacts status={status} record={record} />
        )}
      </Card>
      <Card title={t('ID 토큰', 'ID token')}>
        {claims === undefined && <p>{t('이 로그인에는 ID 토큰이 없어요.', 'This login came without an ID token.')}</p>}
        {claims?.ok === true && (
          <Facts
            rows={[
              [t('서명', 'Signature'), <Badge tone="good">{t('RS256 확인됨', 'RS256, verified')}</Badge>],
              [<code>iss</code>, <Verbatim>{claims.value.iss}</Verbatim>],
              [<code>aud</code>, <Verbatim>{String(claims.value.aud)}</Verbatim>],
              [<code>sub</code>, <Verbatim>{claims.value.sub}</Verbatim>],
              [t('발급', 'Issued'), <DateTime at={claims.value.iat * 1000} />],
              [t('만료', 'Expires'), <DateTime at={claims.value.exp * 1000} />],
              [t('닉네임', 'Nickname'), claims.value.nickname && <Verbatim>{claims.value.nickname}</Verbatim>],
              [t('이메일', 'E-mail'), claims.value.email && <Email address={claims.value.email} />],
            ]}
          />
        )}
        {claims?.ok === false && <Refused attempt={claims} />}
      </Card>
      <Card title={t('OIDC 사용자 정보', 'OpenID Connect user information')}>
        {userInfo.ok ? (
          <Facts
            rows={Object.entries(userInfo.value).map(([name, value]) => [
              <code>{name}</code>,
              <Verbatim>{String(value)}</Verbatim>,
            ])}
          />
        ) : (
          <Refused attempt={userInfo} />
        )}
      </Card>
    </Page>
  );
}

function RecordFacts({ status, record }: { status: VaultStatus; record?: SealedRecord }) {
  const t = useText();
  return (
    <Facts
      rows={[
        [
          t('상태', 'Status'),
          status.reconnectRequired ? (
            <Badge tone="warn">{t('다시 로그인 필요', 'new login needed')}</Badge>
          ) : (
            <Badge tone="good">{t('사용 가능', 'ready')}</Badge>
          ),
        ],
        [t('저장', 'Saved'), <DateTime at={status.savedAt} />],
        [t('갱신', 'Refreshed'), <DateTime at={status.refreshedAt} />],
        [t('액세스 토큰 만료', 'Access token expires'), <DateTime at={status.accessTokenExpiresAt} />],
        [t('리프레시 토큰 만료', 'Refresh token expires'), <DateTime at={status.refreshTokenExpiresAt} />],
        [
          t('암호화', 'Encryption'),
          record && (
            <code>
              {String(record.header['alg'])}, {String(record.header['enc'])}
            </code>
          ),
        ],
        [t('키 이름', 'Key name'), record && <code>{String(record.header['kid'])}</code>],
        [
          t('저장된 값', 'What is stored'),
          record && (
            <>
              <code class="sealed">{record.jwe}…</code>{' '}
              {t(`(JWE, ${record.characters}자)`, `(JWE, ${record.characters} characters)`)}
            </>
          ),
        ],
      ]}
    />
  );
}

function AttemptedCall({ of, attempt }: { of: CallExcerpt; attempt: Attempt<unknown> }) {
  return <ApiCall of={of} result={attempt.ok ? attempt.value : kakaoErrorBody(attempt.error)} />;
}

function Refused({ attempt }: { attempt: Attempt<unknown> & { ok: false } }) {
  return (
    <p class="refused">
      <code class="error-code">{attempt.error.code}</code> <Localized text={titleOf(attempt.error)} />
    </p>
  );
}

function hours(seconds: number, t: (ko: string, en: string) => string): string {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  return t(`${h}시간 ${m}분`, `${h} h ${m} min`);
}
