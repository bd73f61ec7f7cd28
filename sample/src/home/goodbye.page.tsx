import { useText } from '../web/text.js';
import { Page } from '../web/layout.js';

/** After the account is closed; the notice above it says what was done. */
export function GoodbyePage() {
  const t = useText();
  return (
    <Page
      title={t('안녕히 가세요', 'Goodbye')}
      lead={t(
        '개인정보를 모두 지웠어요. 달이 뜨면 또 오세요.',
        'Your personal data is deleted. Come back when the moon is up.',
      )}
    >
      <div class="actions">
        <a class="button primary" href="/">
          {t('상점으로 가기', 'Go to the shop')}
        </a>
      </div>
    </Page>
  );
}
