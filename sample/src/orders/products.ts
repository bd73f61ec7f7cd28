import type { Text } from '../web/language.js';

export interface Product {
  id: 'lamp' | 'cup' | 'socks';
  name: Text;
  /** In won. */
  price: number;
}

export const products: readonly Product[] = [
  { id: 'lamp', name: { ko: '초승달 무드등', en: 'Crescent lamp' }, price: 38_000 },
  { id: 'cup', name: { ko: '별무리 찻잔', en: 'Constellation cup' }, price: 22_000 },
  { id: 'socks', name: { ko: '밤산책 양말', en: 'Night-walk socks' }, price: 9_000 },
];

export function priceText(won: number): Text {
  const amount = won.toLocaleString('en-US');
  return { ko: `${amount}원`, en: `₩${amount}` };
}
