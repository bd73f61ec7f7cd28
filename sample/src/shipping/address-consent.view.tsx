import { Card } from '../web/components.js';
import { useText } from '../web/text.js';

/** For members who do not share their addresses, or no longer. */
export function AddressConsent({ returnTo }: { returnTo: string }) {
  const t = useText();
  const query = new URLSearchParams({ scope: 'shipping_address', returnTo }).toString();
  return (
    <Card>
      <p>
        {t(
          '배송지를 불러오려면 배송지정보 제공에 동의해 주세요. 필요할 때만 묻는 ‘이용 중 동의’ 항목이에요.',
          'The shop needs your consent to read your addresses. It asks for it only when it is needed.',
        )}
      </p>
      <div class="actions">
        <a class="button primary" href={`/auth/kakao/consent?${query}`}>
          {t('배송지 제공 동의하기', 'Agree and continue')}
        </a>
        <a class="button" href="/shipping/picker">
          {t('배송지 피커로 고르기', 'Use the address picker instead')}
        </a>
      </div>
    </Card>
  );
}
