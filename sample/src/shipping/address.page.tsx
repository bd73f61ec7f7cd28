import type { ShippingAddress, ShippingAddressResponse } from '@kakao-login/client';
import { ApiCall, Card, DateTime, Facts } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { AddressCard } from './address-card.view.js';
import { calls } from './calls.js';

export function AddressPage({ address, answer }: { address: ShippingAddress; answer: ShippingAddressResponse }) {
  const t = useText();
  return (
    <Page
      account
      title={t('이 배송지로 보낼게요', 'Deliver to this address')}
      apiCalls={<ApiCall of={{ ...calls.get, call: `${calls.get.call}?address_id=${address.id}` }} result={answer} />}
    >
      <Card>
        <AddressCard address={address} />
        <Facts
          rows={[
            [t('배송지 번호', 'Address ID'), <code>{address.id}</code>],
            [t('주소 종류', 'Address type'), address.type === 'OLD' ? t('지번', 'lot number') : t('도로명', 'street')],
            [
              t('수정 일시', 'Updated'),
              <DateTime at={address.updated_at === undefined ? null : address.updated_at * 1000} />,
            ],
          ]}
        />
      </Card>
      <div class="actions">
        <a class="button" href="/shipping">
          {t('배송지 목록', 'All addresses')}
        </a>
        <a class="button" href="/shipping/picker">
          {t('다른 배송지 고르기', 'Choose another')}
        </a>
      </div>
    </Page>
  );
}
