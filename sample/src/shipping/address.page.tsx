import type { ShippingAddress, ShippingAddressResponse } from '@kakao-login/client';
import { Behind, Card, Facts, When } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { AddressCard } from './address-card.view.js';
import { calls } from './calls.js';

export function AddressPage({ address, answer }: { address: ShippingAddress; answer: ShippingAddressResponse }) {
  const t = useText();
  return (
    <Page
      account
      title={t('이 배송지로 보낼게요', 'We will send it here')}
      behind={<Behind of={{ ...calls.get, call: `${calls.get.call}?address_id=${address.id}` }} result={answer} />}
    >
      <Card>
        <AddressCard address={address} />
        <Facts
          rows={[
            [t('배송지 번호', 'Address id'), <code>{address.id}</code>],
            [t('주소 종류', 'Kind'), address.type === 'OLD' ? t('지번', 'by lot number') : t('도로명', 'by street')],
            [
              t('바뀐 때', 'Updated'),
              <When at={address.updated_at === undefined ? null : address.updated_at * 1000} />,
            ],
          ]}
        />
      </Card>
      <div class="actions">
        <a class="button" href="/shipping">
          {t('배송지 목록', 'All addresses')}
        </a>
        <a class="button" href="/shipping/picker">
          {t('다른 배송지 고르기', 'Pick another')}
        </a>
      </div>
    </Page>
  );
}
