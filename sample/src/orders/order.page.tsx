import type { ShippingAddressResponse } from '@kakao-login/client';
import { AddressCard } from '../shipping/address-card.view.js';
import { AddressConsent } from '../shipping/address-consent.view.js';
import { ApiCall, Card, Localized } from '../web/components.js';
import { ProductArt } from '../web/icons.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { calls } from './calls.js';
import { priceText, type Product } from './products.js';

interface OrderPageProps {
  product: Product;
  answer: ShippingAddressResponse;
}

export function OrderPage({ product, answer }: OrderPageProps) {
  const t = useText();
  const addresses = answer.shipping_addresses ?? [];
  return (
    <Page
      title={t('주문하기', 'Place your order')}
      lead={t('카카오에 저장한 배송지로 보내 드려요.', 'We deliver to an address that you have saved at Kakao.')}
      apiCalls={
        <>
          <ApiCall
            of={calls.consent}
            note={t(
              '배송지 제공에 동의하지 않은 회원은 가드가 카카오로 보내요. 동의하면 이 주문으로 돌아와요.',
              'The guard sends members who have not agreed to share their addresses to Kakao. They come back to this order.',
            )}
          />
          <ApiCall of={calls.addresses} result={answer} />
        </>
      }
    >
      <Card>
        <div class="ordered">
          <ProductArt of={product.id} />
          <p>
            <strong class="product-name">
              <Localized text={product.name} />
            </strong>
            <br />
            <Localized text={priceText(product.price)} />
          </p>
        </div>
      </Card>
      {answer.shipping_addresses_needs_agreement === true ? (
        <AddressConsent returnTo={`/order?item=${product.id}`} />
      ) : addresses.length === 0 ? (
        <Card title={t('배송지', 'Deliver to')}>
          <p>
            {t(
              '저장된 배송지가 없어요. 카카오에서 배송지를 추가하고 다시 와 주세요.',
              'You have no saved addresses. Please add one at Kakao and come back.',
            )}
          </p>
        </Card>
      ) : (
        <Card title={t('배송지', 'Deliver to')}>
          <form method="post" action="/order" class="stack">
            <input type="hidden" name="item" value={product.id} />
            <fieldset class="choices">
              <legend class="visually-hidden">{t('배송지', 'Deliver to')}</legend>
              {addresses.map((address, index) => (
                <label class="choice" key={address.id}>
                  <input type="radio" name="address_id" value={address.id} required defaultChecked={index === 0} />
                  <span>
                    <AddressCard address={address} />
                  </span>
                </label>
              ))}
            </fieldset>
            <div class="actions">
              <button class="button primary">{t('주문하기', 'Order')}</button>
            </div>
          </form>
        </Card>
      )}
    </Page>
  );
}
