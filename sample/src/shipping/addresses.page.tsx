import type { ShippingAddressResponse } from '@kakao-login/client';
import { ApiCall, Card } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { AddressConsent } from './address-consent.view.js';
import { AddressCard } from './address-card.view.js';
import { calls } from './calls.js';

interface AddressesPageProps {
  page: ShippingAddressResponse;
  pageSize: number;
  fromUpdatedAt: number;
}

export function AddressesPage({ page, pageSize, fromUpdatedAt }: AddressesPageProps) {
  const t = useText();
  const addresses = page.shipping_addresses ?? [];
  const next = nextPage(page, pageSize);
  // Kakao repeats the default address on top of every page.
  const shown = fromUpdatedAt === 0 ? addresses : addresses.filter((address) => !address.is_default);
  return (
    <Page
      account
      title={t('배송지', 'Addresses')}
      lead={t('카카오에 저장해 둔 배송지예요.', 'The addresses you have saved at Kakao.')}
      apiCalls={
        <ApiCall
          of={{ ...calls.list, call: `${calls.list.call}?page_size=${pageSize}&from_updated_at=${fromUpdatedAt}` }}
          result={page}
        />
      }
    >
      {page.shipping_addresses_needs_agreement === true ? (
        <AddressConsent returnTo="/shipping" />
      ) : (
        <>
          <Card>
            {shown.length === 0 ? (
              <p>{t('저장된 배송지가 없어요.', 'You have no saved addresses.')}</p>
            ) : (
              <ul class="rows">
                {shown.map((address) => (
                  <li class="row" key={address.id}>
                    <div>
                      <AddressCard address={address} />
                    </div>
                    <div class="row-end">
                      <a
                        class="button small"
                        href={`/shipping/${address.id}`}
                        id={`details-${address.id}`}
                        aria-labelledby={`details-${address.id} address-${address.id}`}
                      >
                        {t('자세히', 'Details')}
                      </a>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <div class="actions">
            <a class="button primary" href="/shipping/picker">
              {t('배송지 고르기', 'Choose an address')}
            </a>
            {fromUpdatedAt !== 0 && (
              <a class="button" href="/shipping">
                {t('처음으로', 'First page')}
              </a>
            )}
            {next !== undefined && (
              <a class="button" rel="next" href={`/shipping?before=${next}`}>
                {t('더 보기', 'More')}
              </a>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

/** The oldest `updated_at` of a full page: the next one starts before it. */
function nextPage(
  { shipping_addresses: addresses = [] }: ShippingAddressResponse,
  pageSize: number,
): number | undefined {
  if (addresses.length < pageSize) return undefined;
  return addresses.findLast((address) => !address.is_default)?.updated_at;
}
