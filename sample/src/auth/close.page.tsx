import { ApiCall, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { leaveCalls } from './calls.js';

/** The last step before the account is closed, for members who have just proved who they are. */
export function ClosePage() {
  const t = useText();
  return (
    <Page
      account
      title={t('정말 탈퇴할까요?', 'Close your account?')}
      apiCalls={
        <>
          <ApiCall
            of={leaveCalls.recent}
            note={t(
              '마지막 로그인이 5분보다 오래되었으면 가드가 카카오에서 비밀번호를 다시 확인해요.',
              'If the last login is more than five minutes ago, the guard has Kakao ask for the password again.',
            )}
          />
          <ApiCall of={leaveCalls.unlink} />
        </>
      }
    >
      <Card>
        <p>
          {t(
            '카카오 연결을 끊고 개인정보를 모두 지워요. 되돌릴 수 없어요.',
            'This disconnects you from Kakao and deletes your personal data. It cannot be undone.',
          )}
        </p>
        <div class="actions">
          <form method="post" action="/leave/unlink">
            <button class="button danger">{t('탈퇴하기', 'Close my account')}</button>
          </form>
          <a class="button" href="/leave">
            {t('돌아가기', 'Go back')}
          </a>
        </div>
      </Card>
    </Page>
  );
}
