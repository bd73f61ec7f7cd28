import { toKakaoProfile } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import { Avatar, Badge, Behind, Card, Facts, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { itemNames } from '../web/names.js';
import { useContext } from 'preact/hooks';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import { propertyKeyChoices } from './property-keys.js';

export function UserInfoPage({ user, propertyKeys }: { user: UserMe; propertyKeys: readonly string[] }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  const profile = toKakaoProfile({ user });
  const { email, verifiedEmail } = profile;
  const call =
    propertyKeys.length === 0
      ? calls.me
      : { ...calls.me, call: `${calls.me.call}?property_keys=${JSON.stringify(propertyKeys)}` };
  return (
    <Page
      account
      title={t('내 정보', 'My information')}
      lead={t(
        '카카오가 상점에 알려 주는 정보예요. 동의한 항목만 보여요.',
        'What Kakao shares with the shop: only what you agreed to.',
      )}
      behind={<Behind of={call} result={user} />}
    >
      <Card>
        <div class="person">
          <Avatar
            name={profile.displayName}
            {...(profile.profileImageUrl !== undefined && { url: profile.profileImageUrl })}
          />
          <div>
            <p class="person-name">{profile.nickname ?? t('닉네임 비공개', 'Nickname not shared')}</p>
            <p class="muted">
              {t('카카오 회원번호', 'Kakao member number')} <code>{user.id}</code>
            </p>
          </div>
        </div>
        <Facts
          rows={[
            [t('이름', 'Name'), profile.fullName],
            [
              t('이메일', 'E-mail'),
              email === undefined ? undefined : (
                <>
                  {email}{' '}
                  {verifiedEmail === undefined ? (
                    <Badge tone="warn">{t('인증 안 됨', 'not verified')}</Badge>
                  ) : (
                    <Badge tone="good">{t('인증됨', 'verified')}</Badge>
                  )}
                </>
              ),
            ],
            [t('전화번호', 'Phone'), profile.phoneNumber],
            [t('성별', 'Gender'), profile.gender],
            [t('연령대', 'Age range'), profile.ageRange],
            [t('생일', 'Birthday'), birthday(user)],
            [t('연결된 때', 'Linked'), <When at={user.connected_at} />],
          ]}
        />
        {profile.missingConsents.length > 0 && (
          <div class="gap">
            <p>
              {t('아직 동의하지 않은 항목: ', 'Not shared yet: ')}
              {profile.missingConsents.map((item) => itemNames[item]?.[language] ?? item).join(', ')}
            </p>
            <a
              class="button"
              href={`/auth/kakao/consent?${new URLSearchParams([...profile.missingConsents.map((item) => ['scope', item]), ['returnTo', '/me']]).toString()}`}
            >
              {t('추가로 동의하기', 'Share these too')}
            </a>
          </div>
        )}
      </Card>
      <Card title={t('필요한 정보만 조회', 'Ask for chosen properties')}>
        <form method="get" action="/me" class="stack">
          <fieldset class="checks columns">
            <legend>property_keys</legend>
            {propertyKeyChoices.map((key) => (
              <label class="check" key={key}>
                <input type="checkbox" name="key" value={key} checked={propertyKeys.includes(key)} />
                <code>{key}</code>
              </label>
            ))}
          </fieldset>
          <div class="actions">
            <button class="button primary">{t('선택한 것만 조회', 'Ask for these')}</button>
            {propertyKeys.length > 0 && (
              <a class="button" href="/me">
                {t('전체 조회', 'Ask for everything')}
              </a>
            )}
          </div>
        </form>
      </Card>
    </Page>
  );
}

function birthday({ kakao_account: account }: UserMe): string | undefined {
  if (account?.birthday === undefined) return account?.birthyear;
  const day = `${account.birthday.slice(0, 2)}-${account.birthday.slice(2)}`;
  const date = account.birthyear === undefined ? day : `${account.birthyear}-${day}`;
  return account.birthday_type === 'LUNAR' ? `${date} (음력)` : date;
}
