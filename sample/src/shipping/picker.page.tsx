import { Behind, Card } from '../web/components.js';
import type { JavascriptSdk } from '../web/javascript-sdk.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function PickerPage({ sdk }: { sdk?: JavascriptSdk }) {
  const t = useText();
  return (
    <Page
      account
      title={t('배송지 고르기', 'Pick an address')}
      lead={t(
        '카카오가 여는 창에서 배송지를 고르면, 상점은 번호만 받아 자세한 주소를 조회합니다.',
        'You pick in a window of Kakao’s; the shop gets the id and looks the address up.',
      )}
      behind={
        <Behind
          of={calls.picker}
          note={t('picker.js가 브라우저에서 부릅니다.', 'Called in the browser, by picker.js.')}
        />
      }
      {...(sdk === undefined ? {} : { scripts: [sdk.script, { src: '/assets/picker.js' }] })}
    >
      <Card>
        {sdk === undefined ? (
          <p>{t('KAKAO_JAVASCRIPT_KEY를 설정하면 쓸 수 있어요.', 'Set KAKAO_JAVASCRIPT_KEY to use the picker.')}</p>
        ) : (
          <div
            class="stack"
            data-picker
            data-key={sdk.key}
            data-waiting={t('카카오 창에서 배송지를 골라 주세요.', 'Pick an address in Kakao’s window.')}
            data-failed={t('배송지 창을 열지 못했어요.', 'The picker could not be opened.')}
          >
            <p class="muted">
              {t(
                '상점에는 고른 배송지의 번호(address_id)만 돌아와요. SDK에 넘긴 액세스 토큰은 이 페이지의 메모리에만 있고 저장하지 않아요.',
                'Only the id of the address comes back. The access token given to the SDK stays in this page’s memory and is not stored.',
              )}
            </p>
            <button type="button" class="button primary" disabled>
              {t('카카오 배송지 열기', 'Open my addresses at Kakao')}
            </button>
            <p class="hint" role="status" />
            <noscript>
              <p>{t('이 기능은 자바스크립트가 필요해요.', 'This needs JavaScript.')}</p>
            </noscript>
          </div>
        )}
      </Card>
      <div class="actions">
        <a class="button" href="/shipping">
          {t('배송지 목록', 'All addresses')}
        </a>
      </div>
    </Page>
  );
}
