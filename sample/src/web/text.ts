import { useContext } from 'preact/hooks';
import { ShopContext } from './shop-context.js';

/** Picks the visitor's language: `const t = useText(); t('장바구니', 'Basket')`. */
export function useText(): (ko: string, en: string) => string {
  const { language } = useContext(ShopContext);
  return (ko, en) => (language === 'ko' ? ko : en);
}
