import * as pages from '../../src/pages/index.js';
import type { Lang, PersonChoice } from '../../src/pages/index.js';

export const people: PersonChoice[] = [
  { id: '3890123451', loginId: 'dalbit@example.com', nickname: '달빛', note: '배송지 1개' },
  { id: '1285016924429472463', loginId: 'bada@example.com', nickname: '바다', note: '큰 회원번호' },
  { id: '3890123453', loginId: 'namu@example.com', nickname: '나무', note: '배송지 12개' },
  { id: '3890123454', loginId: 'byeol@example.com', nickname: '별이', note: '확인되지 않은 이메일' },
  { id: '3890123455', loginId: '+82 10-5555-0005', nickname: '구름', note: '이메일 없음' },
  { id: '3890123456', loginId: 'kkoma@example.com', nickname: '꼬마', note: '만 14세 미만' },
];

const here = {
  method: 'get' as const,
  action: '/login',
  fields: [['continue', '/oauth/authorize?a=b&c="d"']] as const,
};
const continueTo = 'http://localhost:8787/oauth/authorize?client_id=0123&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2F';
const account = { label: 'dalbit@example.com', nickname: '달빛' };
const app = { name: '달빛상점', company: '(주)달빛' };
const addresses = [
  {
    id: '101',
    isDefault: true,
    name: '집',
    receiverName: '김달빛',
    receiverPhoneNumber1: '010-1234-5678',
    zoneNumber: '13529',
    baseAddress: '경기도 성남시 분당구 판교역로 166',
    detailAddress: '카카오 판교아지트 101동 1204호',
  },
  {
    id: '9007199254740993',
    isDefault: false,
    name: '',
    receiverName: '김달빛',
    receiverPhoneNumber1: '010-1234-5678',
    receiverPhoneNumber2: '02-123-4567',
    zipCode: '463-400',
    baseAddress: '제주특별자치도 제주시 첨단로 242',
    detailAddress: '',
  },
];

/** Every page with a model like the server's. */
export const samples: Record<string, (lang: Lang) => string> = {
  login: (lang) => pages.loginPage({ lang, here, continueTo, people }),
  'login-error': (lang) =>
    pages.loginPage({
      lang,
      here,
      continueTo,
      people: [],
      loginId: 'dalbit',
      error: 'wrong_password',
      saveSignedIn: true,
    }),
  chooser: (lang) =>
    pages.chooserPage({
      lang,
      here,
      continueTo,
      accounts: people.slice(0, 2).map(({ id, nickname, loginId }) => ({
        id,
        name: nickname,
        info: loginId,
        href: `/login/simple?account=${id}`,
      })),
      newAccountHref: '/login?continue=x',
    }),
  create: (lang) => pages.createAccountPage({ lang, here, continueTo, error: 'taken', loginId: 'dalbit@example.com' }),
  consent: (lang) =>
    pages.consentPage({
      lang,
      here,
      transaction: 'tx-1',
      kind: 'first',
      app,
      account,
      changeAccountHref: '/login?continue=x',
      items: [
        { id: 'profile_nickname', required: true, purpose: '회원 식별' },
        { id: 'phone_number', required: true },
        { id: 'account_email', required: false, purpose: '주문 안내' },
        { id: 'profile_image', required: false },
        { id: 'shipping_address', required: false },
      ],
      terms: [
        { tag: 'marketing_20260101', title: '마케팅 정보 수신', required: false },
        { tag: 'service_20260101', title: '서비스 이용약관', required: true, url: 'https://example.com/terms' },
        { tag: 'privacy_20260101', title: '개인정보 수집 및 이용', required: true },
      ],
      channels: [{ id: '_dalbit', name: '달빛상점' }],
    }),
  'consent-missing': (lang) =>
    pages.consentPage({
      lang,
      transaction: 'tx-1',
      kind: 'first',
      app: { name: '작은 가게' },
      account,
      items: [{ id: 'profile_nickname', required: true }],
      missingRequired: true,
    }),
  additional: (lang) =>
    pages.consentPage({
      lang,
      here,
      transaction: 'tx-2',
      kind: 'additional',
      app,
      account,
      items: [
        { id: 'account_email', required: false },
        { id: 'gender', required: false },
      ],
    }),
  terms: (lang) =>
    pages.consentPage({
      lang,
      here,
      transaction: 'tx-3',
      kind: 'terms',
      app,
      account,
      items: [],
      terms: [{ tag: 'tag1', title: '서비스 이용약관', required: true }],
    }),
  logout: (lang) =>
    pages.logoutPage({
      lang,
      here,
      fields: [
        ['stsc', 'a'],
        ['csts', 'b'],
      ],
      app: { name: '달빛상점' },
      account,
    }),
  picker: (lang) => pages.addressPickerPage({ lang, here, transaction: 'tx', app, addresses, backButton: true }),
  'picker-empty': (lang) =>
    pages.addressPickerPage({ lang, here, transaction: 'tx', app, addresses: [], mobileView: true }),
  'address-form': (lang) =>
    pages.addressFormPage({ lang, here, transaction: 'tx', app, fromPicker: true, address: addresses[0] ?? {} }),
  'address-answer': (lang) => pages.addressAnswerPage({ lang, transId: 't', answer: { addressId: '101' } }),
  'address-refused': (lang) =>
    pages.addressAnswerPage({ lang, transId: 't', answer: { errorCode: 'KAE203', errorMessage: 'scope not agreed' } }),
  koe006: (lang) =>
    pages.koePage({
      lang,
      here,
      code: 'KOE006',
      appName: '달빛상점',
      facts: [
        ['redirect_uri', 'http://localhost:3000/auth/kakao/callbak'],
        ['REST API key', 'http://localhost:3000/auth/kakao/callback'],
      ],
    }),
  koe205: (lang) =>
    pages.koePage({
      lang,
      here,
      code: 'KOE205',
      appName: '달빛상점',
      unconfigured: ['account_email', 'profile_image'],
    }),
  'koe-unknown': (lang) => pages.koePage({ lang, code: 'KOE101', appName: '' }),
  services: (lang) =>
    pages.connectedServicesPage({
      lang,
      here,
      person: people[0] ?? { id: '', loginId: '', nickname: '' },
      services: [
        {
          appId: '100001',
          name: '달빛상점',
          connectedAt: '2026-04-11T01:45:28Z',
          agreed: ['profile_nickname', 'account_email'],
          terms: ['서비스 이용약관'],
        },
        { appId: '100002', name: '달빛상점 도매', agreed: [] },
      ],
      unlinked: '옛날 서비스',
    }),
  home: (lang) =>
    pages.homePage({
      lang,
      here: { method: 'get', action: '/', fields: [] },
      url: 'http://localhost:8787',
      apps: [
        {
          appId: '100001',
          name: '달빛상점',
          restApiKeys: [
            {
              key: '0123456789abcdef0123456789abcdef',
              clientSecret: 'AbCdEfGhIjKlMnOpQrStUvWxYz012345',
              redirectUris: ['http://localhost:3000/auth/kakao/callback'],
            },
          ],
          javascriptKeys: [
            { key: 'fedcba9876543210fedcba9876543210', redirectUris: ['http://localhost:3000/auth/kakao/callback'] },
          ],
          nativeKeys: [{ key: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }],
          adminKeys: [{ key: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' }],
          logoutRedirectUris: ['http://localhost:3000/'],
          openIdConnect: true,
          autoLink: true,
          sync: true,
        },
        {
          appId: '100002',
          name: '달빛상점 도매',
          restApiKeys: [{ key: '11111111111111111111111111111111', redirectUris: [] }],
          javascriptKeys: [],
          nativeKeys: [],
          adminKeys: [],
          openIdConnect: false,
          autoLink: false,
          sync: false,
        },
      ],
      people: people.map((person) => ({ ...person, password: 'kakao1234!' })),
      signedIn: people[0] ?? { id: '', loginId: '', nickname: '' },
    }),
  console: (lang) =>
    pages.consolePage({
      lang,
      here: { method: 'get', action: '/_emulator/console', fields: [] },
      url: 'http://localhost:8787',
      endpoints: ['*', 'user.me', '/oauth/authorize'],
      codes: ['KOE320', '-401'],
    }),
  'under-14': (lang) =>
    pages.messagePage({ lang, here, kind: 'under_14', appName: '달빛상점', nextHref: 'http://localhost:3000/' }),
  'not-imitated': (lang) => pages.messagePage({ lang, kind: 'not_imitated', nextHref: '/' }),
};
