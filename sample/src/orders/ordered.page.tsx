import type { ShippingAddress } from '@kakao-login/client';
import type { Order } from '../database/schema.js';
import { AddressCard } from '../shipping/address-card.view.js';
import { Card, DateTime, Facts, Localized } from '../web/components.js';
import { Page } from '../web/layout.js';
import { useText } from '../web/text.js';
import { priceText, type Product } from './products.js';

interface OrderedPageProps {
  order: Order;
  product: Product;
  /** Absent once the member has deleted it at Kakao. */
  address?: ShippingAddress;
}

export function OrderedPage({ order, product, address }: OrderedPageProps) {
  const t = useText();
  return (
    <Page
      title={t('주문을 받았어요', 'Thank you for your order')}
      lead={t('오늘 밤에 포장해서 보내 드려요.', 'We pack it tonight and send it to you.')}
    >
      <Card title={t('주문 내용', 'Your order')}>
        <Facts
          rows={[
            [t('주문 번호', 'Order no.'), `O-${String(order.id).padStart(5, '0')}`],
            [t('상품', 'Item'), <Localized text={product.name} />],
            [t('금액', 'Price'), <Localized text={priceText(order.price)} />],
            [t('주문 일시', 'Ordered'), <DateTime at={order.orderedAt} />],
          ]}
        />
      </Card>
      <Card title={t('배송지', 'Deliver to')}>
        {address === undefined ? (
          <p>{t('카카오에서 삭제한 배송지예요.', 'You have deleted this address at Kakao.')}</p>
        ) : (
          <AddressCard address={address} />
        )}
      </Card>
      <div class="actions">
        <a class="button primary" href="/">
          {t('상점으로 가기', 'Back to the shop')}
        </a>
      </div>
    </Page>
  );
}
