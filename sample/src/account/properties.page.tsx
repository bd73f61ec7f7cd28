import type { UserMe } from '@kakao-login/nestjs';
import { ApiCall, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';

/** Property keys registered in [Kakao Login > User properties] of the console. */
export const propertyFields = ['clothing_size', 'favorite_color', 'memo'] as const;

export function PropertiesPage({ user }: { user: UserMe }) {
  const t = useText();
  const stored = user.properties ?? {};
  const sizes = [
    ['small', t('작게 (S)', 'Small')],
    ['medium', t('보통 (M)', 'Medium')],
    ['large', t('넉넉하게 (L)', 'Large')],
  ] as const;
  return (
    <Page
      account
      title={t('취향 정보', 'Preferences')}
      lead={t(
        '상점에서 쓰는 추가 정보를 카카오의 사용자 프로퍼티에 저장해요.',
        'The shop stores these as user properties at Kakao.',
      )}
      apiCalls={
        <>
          <ApiCall
            of={{
              call: 'POST /v1/user/update_profile',
              code: `const result = await kakao.user.updateProfile(properties);`,
            }}
          />
          <ApiCall
            of={{
              call: 'GET /v2/user/me?property_keys=["properties."]',
              code: `const user = await kakao.user.me({ propertyKeys: ['properties.'] });`,
            }}
            result={user}
          />
        </>
      }
    >
      <Card>
        <form method="post" action="/me/properties" class="stack">
          <label>
            {t('옷 사이즈', 'Clothing size')}
            <select name="clothing_size">
              {sizes.map(([value, text]) => (
                <option key={value} value={value} selected={stored['clothing_size'] === value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('좋아하는 색', 'Favourite colour')}
            <input
              name="favorite_color"
              maxLength={50}
              value={stored['favorite_color'] ?? ''}
              placeholder={t('예: 남색', 'e.g. navy')}
            />
          </label>
          <label>
            {t('요청 사항', 'Notes for the shop')}
            <input
              name="memo"
              maxLength={200}
              value={stored['memo'] ?? ''}
              placeholder={t('예: 문 앞에 놓아 주세요', 'e.g. Leave it at the door')}
            />
          </label>
          <details class="how">
            <summary>{t('등록되지 않은 키를 보내 보기', 'Send a key that is not registered')}</summary>
            <label>
              {t('프로퍼티 키', 'Property key')}
              <input name="extraKey" maxLength={50} placeholder="shoe_size" pattern="[a-z_]*" />
            </label>
          </details>
          <div class="actions">
            <button class="button primary">{t('저장', 'Save')}</button>
          </div>
        </form>
      </Card>
    </Page>
  );
}
