import { toKakaoProfile } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import { Behind, Card, Facts, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function PersonPage({ user }: { user: UserMe }) {
  const t = useText();
  const profile = toKakaoProfile({ user });
  return (
    <Page title={profile.displayName} behind={<Behind of={calls.one} result={user} />}>
      <Card>
        <Facts
          rows={[
            [t('카카오 회원번호', 'Kakao member number'), <code>{profile.id}</code>],
            [t('닉네임', 'Nickname'), profile.nickname],
            [t('이메일', 'E-mail'), profile.email],
            [t('전화번호', 'Phone'), profile.phoneNumber],
            [t('연결된 때', 'Linked'), <When at={profile.connectedAt} />],
          ]}
        />
      </Card>
      <div class="actions">
        <a class="button" href="/owner">
          {t('목록', 'All people')}
        </a>
      </div>
    </Page>
  );
}
