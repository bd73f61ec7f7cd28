import type { UserMe } from '@kakao-login/nestjs';
import type { WholesaleCustomer } from '../database/schema.js';
import { Badge, Behind, Card, Facts, KakaoButton, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function WholesalePage({ user, customer }: { user?: UserMe; customer?: WholesaleCustomer }) {
  const t = useText();
  return (
    <Page
      title={t('달빛상점 도매', 'Moonlight Wholesale')}
      lead={t(
        '가게를 하시는 분을 위한 곳이에요. 사업자 이름을 확인한 뒤에 연결해요.',
        'For people who run a shop. We ask for the name of the business before we link you.',
      )}
      behind={
        <>
          {user !== undefined && <Behind of={calls.me} result={user} />}
          <Behind
            of={calls.signup}
            note={t(
              '이 앱은 카카오 콘솔에서 자동 연결을 꺼 두었습니다. has_signed_up이 false이면 서비스가 직접 signup을 불러야 연결됩니다.',
              'Auto-link is off for this app. While has_signed_up is false, the service itself has to call signup.',
            )}
          />
        </>
      }
    >
      {user === undefined && (
        <Card>
          <p>{t('먼저 카카오로 본인을 알려 주세요.', 'First, tell us who you are.')}</p>
          <KakaoButton href="/auth/kakao-wholesale">{t('카카오 로그인', 'Login with Kakao')}</KakaoButton>
        </Card>
      )}
      {user !== undefined && user.has_signed_up !== true && (
        <SignupForm nickname={user.kakao_account?.profile?.nickname} />
      )}
      {user?.has_signed_up === true && (
        <Card title={t('도매 회원', 'Wholesale customer')}>
          <Facts
            rows={[
              [t('상태', 'State'), <Badge tone="good">has_signed_up: true</Badge>],
              [t('상호', 'Business'), customer?.businessName ?? user.properties?.['company_name']],
              [t('사업자등록번호', 'Business number'), user.properties?.['business_number']],
              [t('카카오 회원번호', 'Kakao member number'), user.id],
              [t('가입', 'Joined'), <When at={customer?.joinedAt ?? user.connected_at} />],
            ]}
          />
          <div class="actions">
            <form method="post" action="/wholesale/signup">
              <input type="hidden" name="company_name" value={customer?.businessName ?? t('달빛 분점', 'Branch')} />
              <button class="button">{t('한 번 더 가입해 보기', 'Sign up once more')}</button>
            </form>
            <form method="post" action="/wholesale/logout">
              <button class="button">{t('도매 로그아웃', 'Log out of wholesale')}</button>
            </form>
            <form method="post" action="/wholesale/leave">
              <button class="button danger">{t('도매 탈퇴', 'Leave wholesale')}</button>
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
        <Badge tone="warn">has_signed_up: false</Badge>{' '}
        {t(
          `${nickname ?? ''}님은 카카오 로그인은 했지만 아직 연결되지 않았어요. 아래를 채우면 수동으로 연결해요.`,
          `${nickname ?? 'You'}: logged in, but not linked yet. Fill this in and we link you.`,
        )}
      </p>
      <form method="post" action="/wholesale/signup" class="stack">
        <label>
          {t('상호', 'Name of the business')}
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
          <button class="button primary">{t('가입하고 연결하기', 'Sign up and link')}</button>
        </div>
      </form>
    </Card>
  );
}

/** Shown when the process knows no second app: real keys were given for the first one only. */
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
            '자동 연결을 끈 두 번째 카카오 앱이 필요합니다. KAKAO_WHOLESALE_CLIENT_ID와 KAKAO_WHOLESALE_CLIENT_SECRET을 설정하세요.',
            'It needs a second Kakao app with auto-link off: set KAKAO_WHOLESALE_CLIENT_ID and KAKAO_WHOLESALE_CLIENT_SECRET.',
          )}
        </p>
      </Card>
    </Page>
  );
}
