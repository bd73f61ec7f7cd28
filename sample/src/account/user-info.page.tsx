import { useContext } from 'preact/hooks';
import { toKakaoProfile } from '@kakao-login/client';
import type { UserMe } from '@kakao-login/nestjs';
import { ApiCall, Avatar, Badge, Card, DateTime, Email, Facts, Verbatim } from '../web/components.js';
import { Page } from '../web/layout.js';
import { itemNames } from '../web/names.js';
import { ageRangeText, birthdayText, genderText, phoneText } from '../web/profile-text.js';
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
        '카카오가 상점에 제공한 정보예요. 동의한 항목만 보여요.',
        'Kakao shares these with the shop: only what you agreed to.',
      )}
      apiCalls={<ApiCall of={call} result={user} />}
    >
      <Card>
        <div class="person">
          <Avatar name={profile.displayName} url={profile.profileImageUrl} />
          <div>
            <p class="person-name">
              {profile.nickname === undefined ? (
                t('닉네임 비공개', 'Nickname not shared')
              ) : (
                <Verbatim>{profile.nickname}</Verbatim>
              )}
            </p>
            <p class="muted">
              {t('카카오 회원번호', 'Kakao member number')} <code>{user.id}</code>
            </p>
          </div>
        </div>
        <Facts
          rows={[
            [t('이름', 'Name'), profile.fullName && <Verbatim>{profile.fullName}</Verbatim>],
            [
              t('이메일', 'E-mail'),
              email === undefined ? undefined : (
                <>
                  <Email address={email} />{' '}
                  {verifiedEmail === undefined ? (
                    <Badge tone="warn">{t('인증 안 됨', 'not verified')}</Badge>
                  ) : (
                    <Badge tone="good">{t('인증됨', 'verified')}</Badge>
                  )}
                </>
              ),
            ],
            [t('전화번호', 'Phone'), phoneText(profile.phoneNumber, language)],
            [t('성별', 'Gender'), genderText(profile.gender, language)],
            [t('연령대', 'Age range'), ageRangeText(profile.ageRange, language)],
            [t('생일', 'Birthday'), birthdayText(birthdayOf(user), language)],
            [t('연결 일시', 'Connected'), <DateTime at={user.connected_at} />],
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
      <Card title={t('필요한 정보만 조회', 'Request chosen properties only')}>
        <form method="get" action="/me" class="stack">
          <fieldset class="checks columns">
            <legend>
              <code>property_keys</code>
            </legend>
            {propertyKeyChoices.map((key) => (
              <label class="check" key={key}>
                <input type="checkbox" name="key" value={key} checked={propertyKeys.includes(key)} />
                <code>{key}</code>
              </label>
            ))}
          </fieldset>
          <div class="actions">
            <button class="button primary">{t('선택한 것만 조회', 'Request these')}</button>
            {propertyKeys.length > 0 && (
              <a class="button" href="/me">
                {t('전체 조회', 'Request everything')}
              </a>
            )}
          </div>
        </form>
      </Card>
    </Page>
  );
}

function birthdayOf({ kakao_account: account }: UserMe): Parameters<typeof birthdayText>[0] {
  return { date: account?.birthday, year: account?.birthyear, lunar: account?.birthday_type === 'LUNAR' };
}
