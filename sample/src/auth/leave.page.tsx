import { useContext } from 'preact/hooks';
import { ApiCall, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { leaveCalls } from './calls.js';

export function LeavePage() {
  const t = useText();
  const { member } = useContext(ShopContext);
  const linked = typeof member?.kakaoId === 'string';
  return (
    <Page
      account
      title={t('로그아웃 · 탈퇴', 'Log out or leave')}
      apiCalls={linked ? Object.values(leaveCalls).map((of) => <ApiCall key={of.call} of={of} />) : undefined}
    >
      <Card title={t('로그아웃', 'Log out')}>
        <p>
          {linked
            ? t(
                '이 브라우저에서 로그아웃하고, 카카오가 발급한 토큰을 만료시켜요. 카카오계정은 로그인되어 있어서 다음에는 클릭 한 번이면 돼요.',
                'Logs you out in this browser and ends the tokens that Kakao issued. You stay logged in to Kakao, so the next login takes one click.',
              )
            : t('이 브라우저에서 로그아웃해요.', 'Logs you out in this browser.')}
        </p>
        <form method="post" action="/leave/logout">
          <button class="button primary">{t('로그아웃', 'Log out')}</button>
        </form>
      </Card>
      <Card title={t('모든 곳에서 로그아웃', 'Log out everywhere')}>
        <p>
          {linked
            ? t(
                '모든 기기에서 로그아웃해요. 이어지는 카카오 화면에서 카카오계정도 로그아웃할 수 있어요.',
                'Logs you out on all your devices. On the next page Kakao asks whether to end its own session too.',
              )
            : t('모든 기기에서 로그아웃해요.', 'Logs you out on all your devices.')}
        </p>
        <form method="post" action="/leave/logout-everywhere">
          <button class="button">{t('모든 곳에서 로그아웃', 'Log out everywhere')}</button>
        </form>
      </Card>
      <Card title={t('회원 탈퇴', 'Close your account')}>{linked ? <CloseWithKakao /> : <CloseWithPassword />}</Card>
    </Page>
  );
}

function CloseWithKakao() {
  const t = useText();
  return (
    <>
      <p>
        {t(
          '카카오 연결을 끊고 개인정보를 모두 지워요. 다시 가입하면 새 회원이 돼요.',
          'Disconnects you from Kakao and deletes your personal data. If you join again, you start as a new member.',
        )}
      </p>
      <div class="actions">
        <a class="button danger" href="/leave/unlink">
          {t('탈퇴하기', 'Close my account')}
        </a>
      </div>
    </>
  );
}

function CloseWithPassword() {
  const t = useText();
  return (
    <>
      <p>
        {t(
          '개인정보를 모두 지워요. 다시 가입하면 새 회원이 돼요.',
          'Deletes your personal data. If you join again, you start as a new member.',
        )}
      </p>
      <form method="post" action="/leave/close" class="stack">
        <label>
          {t('비밀번호', 'Password')}
          <input type="password" name="password" required maxLength={200} autocomplete="current-password" />
        </label>
        <button class="button danger">{t('탈퇴하기', 'Close my account')}</button>
      </form>
    </>
  );
}
