import { useText } from '../web/text.js';
import { Page } from '../web/layout.js';

/** After leaving. What was done stands in the notice above. */
export function GoodbyePage() {
  const t = useText();
  return (
    <Page
      title={t('안녕히 가세요', 'Goodbye')}
      lead={t(
        '회원 정보에서 누구인지 알 수 있는 내용을 지웠어요. 달이 뜨면 또 오세요.',
        'What told who you were is erased. Come back when the moon is up.',
      )}
    >
      <div class="actions">
        <a class="button primary" href="/">
          {t('상점으로', 'Back to the shop')}
        </a>
      </div>
    </Page>
  );
}
