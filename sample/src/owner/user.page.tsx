import { useContext } from 'preact/hooks';
import { toKakaoProfile } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import { ApiCall, Card, DateTime, Email, Facts, Verbatim } from '../web/components.js';
import { Page } from '../web/layout.js';
import { phoneText } from '../web/profile-text.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function UserPage({ user }: { user: UserMe }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  const profile = toKakaoProfile({ user });
  return (
    <Page title={profile.displayName} apiCalls={<ApiCall of={calls.one} result={user} />}>
      <Card>
        <Facts
          rows={[
            [t('카카오 회원번호', 'Kakao member number'), <code>{profile.id}</code>],
            [t('닉네임', 'Nickname'), profile.nickname && <Verbatim>{profile.nickname}</Verbatim>],
            [t('이메일', 'E-mail'), profile.email && <Email address={profile.email} />],
            [t('전화번호', 'Phone'), phoneText(profile.phoneNumber, language)],
            [t('연결 일시', 'Connected'), <DateTime at={profile.connectedAt} />],
          ]}
        />
      </Card>
      <div class="actions">
        <a class="button" href="/owner">
          {t('목록으로', 'All users')}
        </a>
      </div>
    </Page>
  );
}
