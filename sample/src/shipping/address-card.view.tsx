import type { ShippingAddress } from '@kakao-login/client';
import { Badge, Verbatim } from '../web/components.js';
import { useText } from '../web/text.js';

export function AddressCard({ address }: { address: ShippingAddress }) {
  const t = useText();
  const zone = address.zone_number ?? address.zip_code;
  const numbers = [address.receiver_phone_number1, address.receiver_phone_number2].filter((number) => number);
  return (
    <>
      <p class="row-title" id={`address-${address.id}`}>
        {address.name ? <Verbatim>{address.name}</Verbatim> : t('배송지', 'Address')}{' '}
        {address.is_default && <Badge tone="good">{t('기본 배송지', 'default')}</Badge>}
      </p>
      <p>
        {zone && <>({zone}) </>}
        <Verbatim>
          {address.base_address} {address.detail_address}
        </Verbatim>
      </p>
      <p class="muted">
        <Verbatim>{address.receiver_name}</Verbatim>
        {numbers.map((number) => (
          <>
            {' · '}
            <span class="tel">{number}</span>
          </>
        ))}
      </p>
    </>
  );
}
