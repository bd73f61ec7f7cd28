import type { Text } from './language.js';

/** Names of the pages in the menus. */
export const pageNames = {
  '/': { ko: '상점', en: 'Shop' },
  '/login': { ko: '로그인 방법', en: 'Login options' },
  '/order': { ko: '주문하기', en: 'Order' },
  '/me': { ko: '내 정보', en: 'My information' },
  '/me/properties': { ko: '취향 정보', en: 'Preferences' },
  '/shipping': { ko: '배송지', en: 'Addresses' },
  '/consents': { ko: '동의 항목', en: 'Consent items' },
  '/terms': { ko: '서비스 약관', en: 'Service terms' },
  '/tokens': { ko: '토큰', en: 'Tokens' },
  '/link': { ko: '카카오계정 연결', en: 'Kakao Account' },
  '/leave': { ko: '로그아웃 · 탈퇴', en: 'Log out or leave' },
  '/wholesale': { ko: '도매', en: 'Wholesale' },
  '/owner': { ko: '사장님', en: 'Owner' },
} as const satisfies Record<string, Text>;

export type MenuPath = keyof typeof pageNames;

/** Pages of the member who is logged in, in the order of the account menu. */
export const accountPages: readonly MenuPath[] = [
  '/me',
  '/me/properties',
  '/shipping',
  '/consents',
  '/terms',
  '/tokens',
  '/link',
  '/leave',
];

/** The name of the page at a path, or of its parent: `/shipping` for `/shipping/12`. */
export function pageNameOf(path: string): Text | undefined {
  const names: Readonly<Record<string, Text>> = pageNames;
  const [, first = ''] = path.split(/[/?]/);
  return names[path.split('?')[0] ?? ''] ?? names[`/${first}`];
}
