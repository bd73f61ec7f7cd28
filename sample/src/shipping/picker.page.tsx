import { ApiCall, Card } from '../web/components.js';
import type { JavascriptSdk } from '../web/javascript-sdk.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';

export function PickerPage({ sdk }: { sdk?: JavascriptSdk }) {
  const t = useText();
  return (
    <Page
      account
      title={t('배송지 고르기', 'Choose an address')}
      lead={t(
        '카카오 창에서 배송지를 고르면 상점이 번호로 주소를 조회해요.',
        'You choose in Kakao’s window; the shop gets the ID and looks the address up.',
      )}
      apiCalls={
        <ApiCall
          of={calls.picker}
          note={t('브라우저에서 picker.js가 호출해요.', 'picker.js makes this call in the browser.')}
        />
      }
      scripts={sdk === undefined ? undefined : [sdk.script, { src: '/assets/picker.js' }]}
    >
      <Card>
        {sdk === undefined ? (
          <p>{t('KAKAO_JAVASCRIPT_KEY를 설정하면 쓸 수 있어요.', 'Set KAKAO_JAVASCRIPT_KEY to use the picker.')}</p>
        ) : (
          <div
            class="stack"
            data-picker
            data-key={sdk.key}
            data-waiting={t('카카오 창에서 배송지를 골라 주세요.', 'Choose an address in Kakao’s window.')}
            data-failed={t('배송지 창을 열지 못했어요.', 'The picker could not be opened.')}
          >
            <p class="muted">
              {t(
                '상점은 고른 배송지의 번호만 받아요. SDK에 전달한 액세스 토큰은 이 페이지의 메모리에만 있고 저장하지 않아요.',
                'The shop gets only the ID of the address. The access token given to the SDK stays in this page’s memory and is not stored.',
              )}
            </p>
            <button type="button" class="button primary" disabled>
              {t('카카오 배송지 열기', 'Open my Kakao addresses')}
            </button>
            <p class="hint" role="status" />
            <noscript>
              <p>{t('이 기능을 쓰려면 자바스크립트를 켜 주세요.', 'Please enable JavaScript to use this.')}</p>
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
