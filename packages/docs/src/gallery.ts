import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { pagesFolder, root } from './site.js';
import type { Language } from './site.js';

const alt = (ko: string, en: string): Record<Language, string> => ({ ko, en });

/** What each picture shows, in the order of the gallery. */
export const pictures: Readonly<Record<string, Record<Language, string>>> = {
  '01-home': alt('카카오 로그인 버튼이 있는 첫 화면', 'Front page with the Kakao button'),
  '02-login': alt('로그인 페이지', 'Login page'),
  '03-error-login-required': alt(
    '카카오 세션 없이 자동 로그인을 시도했을 때의 안내(login_required)',
    'Error page after an auto-login without a Kakao session (login_required)',
  ),
  '04-welcome': alt('가입을 마친 새 회원의 환영 페이지', 'Welcome page of a new member'),
  '05-me': alt('사용자 정보와 이를 조회한 API 호출', 'User information, with the API call that loaded it'),
  '06-me-chosen': alt('이메일만 선택해 조회한 사용자 정보', 'User information with only the email address selected'),
  '07-properties': alt('저장한 사용자 프로퍼티', 'Stored user properties'),
  '08-properties-refused': alt(
    '등록하지 않은 프로퍼티 키를 카카오가 거절한 화면(-201)',
    'Kakao refuses a property key that is not registered (-201)',
  ),
  '09-consents': alt('동의항목 목록', 'List of consent items'),
  '10-error-access-denied': alt(
    '추가 동의를 거절했을 때의 안내(access_denied)',
    'Error page after the user refused additional consent (access_denied)',
  ),
  '11-consent-revoked': alt('동의를 철회한 뒤의 동의항목', 'Consent items after one was revoked'),
  '13-terms': alt('서비스 약관 동의 내역', 'Service terms and what the user agreed to'),
  '14-terms-revoked': alt('약관 동의를 철회한 뒤의 내역', 'Service terms after one was revoked'),
  '15-shipping-consent': alt(
    '배송지 제공 동의가 없을 때의 배송지 페이지',
    'Shipping page of a user who has not agreed to share addresses',
  ),
  '16-shipping': alt('배송지 목록', 'List of shipping addresses'),
  '17-shipping-one': alt('배송지 상세', 'Details of a shipping address'),
  '18-picker': alt('카카오 배송지 피커를 여는 페이지', 'Page that opens Kakao’s address picker'),
  '19-tokens': alt(
    '암호화되어 저장된 토큰과 확인된 ID 토큰',
    'Encrypted tokens in the vault, and the verified ID token',
  ),
  '20-error-expired': alt(
    '카카오가 토큰을 만료시켜 다시 로그인하라는 안내(reconnect_required)',
    'Error page after Kakao ended the tokens (reconnect_required)',
  ),
  '21-leave': alt('로그아웃과 탈퇴 페이지', 'Page to log out or close the account'),
  '22-logged-out': alt('로그아웃한 뒤의 첫 화면', 'Front page after logging out'),
  '23-error-consent-required': alt(
    '아직 연결하지 않은 계정이라는 안내(consent_required)',
    'Error page for a Kakao Account that is not linked yet (consent_required)',
  ),
  '24-shipping-many': alt('여러 페이지로 나뉜 배송지 목록의 첫 페이지', 'First page of a long list of addresses'),
  '25-shipping-last': alt('긴 배송지 목록의 마지막 페이지', 'Last page of a long list of addresses'),
  '26-wholesale': alt('도매 회원 가입을 시작하는 페이지', 'Start of the wholesale signup'),
  '27-wholesale-signup': alt('도매 회원 정보 입력', 'Form of the wholesale signup'),
  '28-wholesale-customer': alt('가입을 마친 도매 회원', 'Wholesale customer after the signup'),
  '29-owner': alt('연결된 회원을 모두 보여 주는 사장님 페이지', 'Owner’s page with all linked members'),
  '30-owner-person': alt('사장님이 보는 회원 한 명의 정보', 'Owner’s page about one member'),
  '31-home-english-dark': alt('첫 화면(영어, 다크 모드)', 'Front page in dark mode'),
  '32-login-english-dark': alt('로그인 페이지(영어, 다크 모드)', 'Login page in dark mode'),
  '33-tokens-english-dark': alt('토큰 페이지(영어, 다크 모드)', 'Token page in dark mode'),
  '34-consents-english-dark': alt('동의항목(영어, 다크 모드)', 'Consent items in dark mode'),
  '35-goodbye': alt('탈퇴를 마친 뒤의 인사', 'Goodbye page after the account was closed'),
  '36-not-found': alt('없는 페이지의 404 안내', '404 page'),
  '37-order-refused': alt('주문에 필요한 배송지 동의를 거절했을 때의 안내', 'Error page of an order without consent'),
  '38-order': alt('카카오 배송지가 채워진 주문서', 'Order form with the address from Kakao'),
  '39-night-job': alt('회원별 배송지를 읽은 야간 작업의 결과', 'Result of the night job that read members’ addresses'),
  '40-order-english-dark': alt('주문서(영어, 다크 모드)', 'Order form in dark mode'),
  '41-ordered-english-dark': alt('주문 완료(영어, 다크 모드)', 'Completed order in dark mode'),
  '42-close-english-dark': alt('탈퇴 확인(영어, 다크 모드)', 'Confirmation before closing the account, in dark mode'),
  '43-owner-english-dark': alt('사장님 페이지(영어, 다크 모드)', 'Owner’s page in dark mode'),
  '44-close': alt('탈퇴하기 전의 확인', 'Confirmation before closing the account'),
  '45-xray': alt('로그인 과정을 시간순으로 보여 주는 X-ray', 'X-ray: each login as a timeline'),
  '46-xray-parameters': alt('파라미터까지 펼친 X-ray', 'X-ray with all parameters expanded'),
  '47-xray-english-dark': alt('X-ray(영어, 다크 모드)', 'X-ray in dark mode'),
  '48-password-ko': alt('아이디와 비밀번호 로그인', 'Login with a password, in Korean'),
  '48-password-en': alt('아이디와 비밀번호 로그인(영어, 다크 모드)', 'Login with a password, in dark mode'),
  '49-link-needed-ko': alt('카카오계정을 연결해야 한다는 안내', 'Page that asks to link a Kakao Account, in Korean'),
  '49-link-needed-en': alt(
    '카카오계정을 연결해야 한다는 안내(영어, 다크 모드)',
    'Page that asks to link a Kakao Account, in dark mode',
  ),
  '50-linked-ko': alt('카카오계정을 연결한 회원', 'Member with a linked Kakao Account, in Korean'),
  '50-linked-en': alt('카카오계정을 연결한 회원(영어, 다크 모드)', 'Member with a linked Kakao Account, in dark mode'),
  '51-link-conflict-ko': alt(
    '다른 회원이 쓰는 카카오계정이라는 안내(link_conflict)',
    'Error page for a Kakao Account of another member (link_conflict), in Korean',
  ),
  '51-link-conflict-en': alt(
    '다른 회원이 쓰는 카카오계정이라는 안내(link_conflict, 영어, 다크 모드)',
    'Error page for a Kakao Account of another member (link_conflict), in dark mode',
  ),
  '52-unlinked-ko': alt('카카오계정 연결을 끊은 회원', 'Member after unlinking the Kakao Account, in Korean'),
  '52-unlinked-en': alt(
    '카카오계정 연결을 끊은 회원(영어, 다크 모드)',
    'Member after unlinking the Kakao Account, in dark mode',
  ),
  '53-leave-unlinked-ko': alt(
    '카카오계정을 연결하지 않은 회원의 로그아웃 페이지',
    'Logout page of a member without a Kakao Account, in Korean',
  ),
  '53-leave-unlinked-en': alt(
    '카카오계정을 연결하지 않은 회원의 로그아웃 페이지(영어, 다크 모드)',
    'Logout page of a member without a Kakao Account, in dark mode',
  ),
  '54-only-kakao-ko': alt(
    '카카오로만 로그인하는 회원의 연결 페이지',
    'Link page of a member who can only log in with Kakao, in Korean',
  ),
  '54-only-kakao-en': alt(
    '카카오로만 로그인하는 회원의 연결 페이지(영어, 다크 모드)',
    'Link page of a member who can only log in with Kakao, in dark mode',
  ),
};

/** Where the tests of the sample put the pictures. A site that is built before they ran has none. */
const taken = `${root}test/artifacts/screenshots/`;
const published = `${pagesFolder}public/screenshots/`;

/** Copies the pictures to the site. */
export function copyPictures(): void {
  mkdirSync(published, { recursive: true });
  for (const name of Object.keys(pictures)) {
    if (existsSync(`${taken}${name}.png`)) cpSync(`${taken}${name}.png`, `${published}${name}.png`);
  }
}

/** The gallery as Markdown. */
export const gallery = (language: Language): string =>
  Object.entries(pictures)
    .filter(([name]) => existsSync(`${published}${name}.png`))
    .map(([name, text]) => `![${text[language]}](/screenshots/${name}.png)`)
    .join('\n\n');
