import { Behind, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { leaveCalls } from './calls.js';

export function LeavePage() {
  const t = useText();
  return (
    <Page
      account
      title={t('로그아웃 · 탈퇴', 'Log out or leave')}
      lead={t('어디까지 나갈지 고를 수 있어요.', 'Choose how far you want to go.')}
      behind={Object.values(leaveCalls).map(({ call, excerpt }) => (
        <Behind key={call} of={{ call, code: excerpt }} />
      ))}
    >
      <Card title={t('상점에서 로그아웃', 'Log out of the shop')}>
        <p>
          {t(
            '카카오가 발급한 토큰을 만료시키고 상점 세션을 끝냅니다. 카카오계정 로그인은 그대로라서 다음 로그인은 한 번의 클릭이면 됩니다.',
            'Expires the tokens and ends the session here. You stay logged in at Kakao, so the next login is one click.',
          )}
        </p>
        <form method="post" action="/leave/logout">
          <button class="button primary">{t('로그아웃', 'Log out')}</button>
        </form>
      </Card>
      <Card title={t('카카오계정과 함께 로그아웃', 'Log out of Kakao as well')}>
        <p>
          {t(
            '함께 쓰는 컴퓨터라면 카카오계정도 로그아웃하세요. 카카오 화면에서 한 번 더 물어봐요.',
            'On a shared computer, end Kakao’s own session too. Kakao asks once more.',
          )}
        </p>
        <form method="post" action="/leave/logout-everywhere">
          <button class="button">{t('카카오계정과 함께 로그아웃', 'Log out of both')}</button>
        </form>
      </Card>
      <Card title={t('회원 탈퇴', 'Leave for good')}>
        <p>
          {t(
            '카카오와의 연결을 끊고, 회원 정보에서 누구인지 알 수 있는 내용을 모두 지웁니다. 다시 오시면 새 회원이 됩니다.',
            'Cuts the link to Kakao and erases everything here that tells who you are. If you return, you are a new member.',
          )}
        </p>
        <form method="post" action="/leave/unlink">
          <button class="button danger">{t('탈퇴하기', 'Leave')}</button>
        </form>
      </Card>
    </Page>
  );
}
