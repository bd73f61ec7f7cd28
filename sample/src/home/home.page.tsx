import { useContext } from 'preact/hooks';
import { priceText, type Product, products } from '../orders/products.js';
import { KakaoButton, Localized } from '../web/components.js';
import { NightScene, ProductArt } from '../web/icons.js';
import { Page } from '../web/layout.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

/** The front page: a shop first, and a tour of what Kakao Login can do second. */
export function HomePage() {
  const t = useText();
  const { member } = useContext(ShopContext);
  return (
    <Page bare title={t('달빛상점', 'Moonlight Market')}>
      <section class="hero">
        <div class="hero-text">
          <h1>{t('밤을 조금 더 다정하게', 'A gentler night')}</h1>
          <p>
            {t(
              '잠들기 전 한 시간에 어울리는 물건을 모았어요. 보름달이 뜨는 날에는 회원에게 무료로 배송해요.',
              'Things for the last hour before bed. On full-moon days, members get free delivery.',
            )}
          </p>
          {member === undefined ? (
            <>
              <KakaoButton href="/auth/kakao" />
              <a class="quiet" href="/login">
                {t('다른 방법으로 로그인', 'More ways to log in')}
              </a>
            </>
          ) : (
            <>
              <p class="member-card">
                <strong>{t(`${member.nickname ?? '회원'}님`, member.nickname ?? 'Member')}</strong>
                <span>
                  {t('초승달 회원', 'New-moon member')} · {`M-${String(member.id).padStart(5, '0')}`}
                </span>
              </p>
              <a class="button primary" href="/me">
                {t('내 정보 보기', 'See my information')}
              </a>
            </>
          )}
        </div>
        <NightScene />
      </section>

      <section aria-labelledby="goods">
        <h2 id="goods" class="part">
          {t('오늘 밤의 물건', 'For tonight')}
        </h2>
        <ul class="goods">
          {products.map((product) => (
            <ProductCard key={product.id} product={product} />
          ))}
        </ul>
      </section>

      <section aria-labelledby="tour">
        <h2 id="tour" class="part">
          {t('회원 기능 둘러보기', 'What members can do')}
        </h2>
        <ul class="tour">
          {tour.map(([href, ko, en, doKo, doEn]) => (
            <li key={href}>
              <a href={href}>
                <strong>{t(ko, en)}</strong>
                <span>{t(doKo, doEn)}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}

/** One line for each section of Kakao's document. */
const tour: readonly [href: string, ko: string, en: string, doKo: string, doEn: string][] = [
  [
    '/login',
    '로그인',
    'Log in',
    '다시 인증, 자동 로그인, 계정 선택, 힌트, 간편로그인',
    'Log in again, auto-login, account choice, login hint, KakaoTalk',
  ],
  ['/me', '사용자 정보', 'User information', '카카오가 제공한 정보 조회', 'What Kakao shares with the shop'],
  ['/me/properties', '정보 저장', 'User properties', '사용자 프로퍼티에 취향 저장', 'Store preferences at Kakao'],
  ['/order?item=lamp', '주문', 'Order', '배송지가 필요할 때 동의받기', 'Consent to share addresses, when it is needed'],
  ['/shipping', '배송지', 'Shipping addresses', '목록, 상세, 배송지 피커', 'The list, the details, the address picker'],
  ['/consents', '동의 항목', 'Consent items', '확인, 추가 동의, 철회', 'See, add and withdraw consent'],
  ['/terms', '서비스 약관', 'Service terms', '카카오싱크 약관 확인, 동의, 철회', 'See, accept and withdraw terms'],
  ['/tokens', '토큰', 'Tokens', '암호화해서 보관한 토큰, 갱신, ID 토큰', 'Tokens in the vault, refresh, ID token'],
  [
    '/wholesale',
    '수동 가입',
    'Manual signup',
    '자동 연결을 끈 두 번째 앱',
    'A second app without automatic connection',
  ],
  [
    '/link',
    '카카오계정 연결',
    'Kakao Account',
    '회원에 카카오계정 연결, 연결 끊기',
    'Link a Kakao Account, and unlink it',
  ],
  [
    '/leave',
    '로그아웃과 탈퇴',
    'Log out and leave',
    '로그아웃, 모든 곳에서 로그아웃, 연결 끊기',
    'Log out, log out everywhere, close the account',
  ],
  ['/owner', '사장님 화면', 'For the owner', '어드민 키로 사용자 목록 조회', 'List all users with the admin key'],
];

function ProductCard({ product }: { product: Product }) {
  const t = useText();
  const { ko, en } = product.name;
  return (
    <li class="product">
      <ProductArt of={product.id} />
      <p class="product-name">{t(ko, en)}</p>
      <p class="price">
        <Localized text={priceText(product.price)} />
      </p>
      <a class="button small" href={`/order?item=${product.id}`} aria-label={t(`${ko} 주문하기`, `Order: ${en}`)}>
        {t('주문하기', 'Order')}
      </a>
    </li>
  );
}
