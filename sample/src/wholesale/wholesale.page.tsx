import type { UserMe } from '@kakao-login/nestjs';
import type { WholesaleCustomer } from '../database/schema.js';
import type { SealedRecord } from '../vault/sealed-records.service.js';
import { ApiCall, Badge, Card, DateTime, Facts, KakaoButton, Verbatim } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

interface WholesalePageProps {
  user?: UserMe;
  customer?: WholesaleCustomer;
  record?: SealedRecord;
}

export function WholesalePage({ user, customer, record }: WholesalePageProps) {
  const t = useText();
  return (
    <Page
      title={t('달빛상점 도매', 'Moonlight Wholesale')}
      lead={t(
        '가게를 운영하는 분을 위한 도매 상점이에요. 상호를 확인한 뒤에 연결해요.',
        'For people who run a shop. We ask for the name of your business before we connect you.',
      )}
      apiCalls={
        <>
          {user !== undefined && <ApiCall of={calls.me} result={user} />}
          <ApiCall
            of={calls.signup}
            note={t(
              '이 앱은 자동 연결을 껐어요. 서비스가 이 API를 직접 호출해야 사용자가 연결돼요.',
              'Automatic connection is off for this app: a user is connected when the service makes this call.',
            )}
          />
        </>
      }
    >
      {user === undefined && (
        <Card>
          <p>{t('먼저 카카오로 로그인해 주세요.', 'Please log in with Kakao first.')}</p>
          <KakaoButton href="/auth/kakao-wholesale" />
        </Card>
      )}
      {user !== undefined && user.has_signed_up !== true && (
        <SignupForm nickname={user.kakao_account?.profile?.nickname} />
      )}
      {user?.has_signed_up === true && (
        <Card title={t('도매 회원', 'Wholesale customer')}>
          <Facts
            rows={[
              [
                t('상태', 'Status'),
                <Badge tone="good">
                  <code>has_signed_up: true</code>
                </Badge>,
              ],
              [
                t('상호', 'Business name'),
                <Verbatim>{customer?.businessName ?? user.properties?.['company_name']}</Verbatim>,
              ],
              [t('사업자등록번호', 'Business number'), user.properties?.['business_number']],
              [t('카카오 회원번호', 'Kakao member number'), user.id],
              [t('가입', 'Joined'), <DateTime at={customer?.joinedAt ?? user.connected_at} />],
              [t('보관된 토큰', 'Tokens in the vault'), record && <code class="sealed">{record.jwe}…</code>],
            ]}
          />
          <div class="actions">
            <form method="post" action="/wholesale/signup">
              <input
                type="hidden"
                name="company_name"
                value={customer?.businessName ?? t('달빛 분점', 'Moonlight branch')}
              />
              <button class="button">{t('한 번 더 가입해 보기', 'Try to sign up again')}</button>
            </form>
            <form method="post" action="/wholesale/logout">
              <button class="button">{t('도매 로그아웃', 'Log out of wholesale')}</button>
            </form>
            <form method="post" action="/wholesale/leave">
              <button class="button danger">{t('도매 탈퇴', 'Close wholesale account')}</button>
            </form>
          </div>
        </Card>
      )}
    </Page>
  );
}

function SignupForm({ nickname }: { nickname: string | undefined }) {
  const t = useText();
  return (
    <Card title={t('도매 회원 가입', 'Sign up')}>
      <p>
        <Badge tone="warn">
          <code>has_signed_up: false</code>
        </Badge>{' '}
        {t(
          `${nickname ?? '회원'}님, 로그인했지만 아직 연결되지 않았어요. 아래 내용을 입력하면 연결돼요.`,
          'You are logged in but not connected yet. Fill in the form to get connected.',
        )}
      </p>
      <form method="post" action="/wholesale/signup" class="stack">
        <label>
          {t('상호', 'Business name')}
          <input
            name="company_name"
            required
            maxLength={100}
            autocomplete="organization"
            placeholder={t('예: 별빛문구', 'e.g. Starlight Stationery')}
          />
        </label>
        <label>
          {t('사업자등록번호', 'Business number')}
          <input name="business_number" maxLength={20} inputMode="numeric" placeholder="000-00-00000" />
        </label>
        <label class="check">
          <input type="checkbox" name="tax_invoice" />
          {t('세금계산서를 받을게요', 'Send me tax invoices')}
        </label>
        <div class="actions">
          <button class="button primary">{t('가입하고 연결하기', 'Sign up and connect')}</button>
        </div>
      </form>
    </Card>
  );
}

/** Shown when real keys were given for the first app only. */
export function WholesaleClosedPage() {
  const t = useText();
  return (
    <Page
      title={t('달빛상점 도매', 'Moonlight Wholesale')}
      lead={t('도매 상점은 아직 열지 않았어요.', 'The wholesale shop is not open yet.')}
    >
      <Card>
        <p>
          {t(
            '자동 연결을 끈 두 번째 카카오 앱이 필요해요. 환경 변수를 설정해 주세요:',
            'It needs a second Kakao app with automatic connection off. Please set these environment variables:',
          )}{' '}
          <code>KAKAO_WHOLESALE_CLIENT_ID</code>, <code>KAKAO_WHOLESALE_CLIENT_SECRET</code>
        </p>
      </Card>
    </Page>
  );
}
