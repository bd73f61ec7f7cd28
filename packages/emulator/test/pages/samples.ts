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

export const here = {
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
const twelve = Array.from({ length: 12 }, (_, index) => ({
  ...(addresses[index % 2] ?? { isDefault: false }),
  id: String(200 + index),
  isDefault: index === 4,
}));
const LONG_TERM = '달빛상점온라인프리미엄스토어 개인정보 수집 및 이용과 제3자 제공 및 국외 이전에 관한 동의';
/** Names as long as users and services choose them. */
const long = {
  nickname: '세상에서제일긴닉네임을가진사람이라고스스로말하고다니는달빛마을의 김수한무거북이와두루미',
  loginId: 'a.very.long.address.that.somebody.really.has.and.uses@mail.department.of.a.university.example.com',
  app: {
    name: '달빛상점온라인프리미엄스토어공식직영몰 판교점',
    company: '주식회사 달빛과 별빛과 햇빛의 온라인 상점 운영 본부',
  },
};

/** The names of people, services and addresses. They are the same in both languages. */
export const namesIn: readonly string[] = [
  ...people.flatMap(({ nickname, note = '' }) => [nickname, note]),
  app.name,
  app.company,
  long.nickname,
  long.app.name,
  long.app.company,
  '달빛상점 도매',
  '작은 가게',
  '옛날 서비스',
  '마케팅 정보 수신',
  '서비스 이용약관',
  '개인정보 수집 및 이용',
  LONG_TERM,
  ...addresses.flatMap(({ name, receiverName, baseAddress, detailAddress }) =>
    [name, receiverName, baseAddress, detailAddress].filter(Boolean),
  ),
];

const known: pages.Known = {
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
};
/** Every kind of message. If one is missing, this does not compile. */
const messages: Record<pages.MessageModel['kind'], true> = {
  under_14: true,
  guardian_consent: true,
  restricted: true,
  wake_up: true,
  account_terms: true,
  verify_age: true,
  verify_identity: true,
  expired: true,
  bad_request: true,
  not_found: true,
  failed: true,
  not_imitated: true,
  popup_done: true,
};

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
  'login-unknown': (lang) => pages.loginPage({ lang, here, continueTo, loginId: 'nobody', error: 'unknown_id' }),
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
        { id: 'profile_nickname', required: true },
        { id: 'phone_number', required: true },
        { id: 'account_email', required: false },
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
  'consent-long': (lang) =>
    pages.consentPage({
      lang,
      here,
      transaction: 'tx-1',
      kind: 'first',
      app: long.app,
      account: { label: long.loginId, nickname: long.nickname },
      changeAccountHref: '/login?continue=x',
      items: [
        { id: 'profile_nickname', required: true },
        { id: 'friends', required: false },
      ],
      terms: [
        {
          tag: 'long',
          title: LONG_TERM,
          required: true,
          url: 'https://example.com/terms',
        },
      ],
    }),
  'login-long': (lang) =>
    pages.loginPage({
      lang,
      here,
      continueTo,
      loginId: long.loginId,
      people: [{ id: '1', ...long, note: '배송지 12개' }],
    }),
  'chooser-long': (lang) =>
    pages.chooserPage({
      lang,
      here,
      continueTo,
      accounts: [{ id: '1', name: long.nickname, info: long.loginId, href: '/login/simple?account=1' }],
      newAccountHref: '/login?continue=x',
    }),
  picker: (lang) => pages.addressPickerPage({ lang, here, transaction: 'tx', app, addresses, backButton: true }),
  'picker-empty': (lang) =>
    pages.addressPickerPage({ lang, here, transaction: 'tx', app, addresses: [], mobileView: true }),
  'picker-one': (lang) =>
    pages.addressPickerPage({ lang, here, transaction: 'tx', app: long.app, addresses: addresses.slice(0, 1) }),
  'picker-twelve': (lang) =>
    pages.addressPickerPage({
      lang,
      here,
      transaction: 'tx',
      app,
      addresses: twelve,
      mobileView: true,
      backButton: true,
    }),
  'address-new': (lang) => pages.addressFormPage({ lang, here, transaction: 'tx', app, fromPicker: false }),
  'address-missing': (lang) =>
    pages.addressFormPage({ lang, here, transaction: 'tx', app, fromPicker: true, error: 'missing' }),
  'address-form': (lang) =>
    pages.addressFormPage({ lang, here, transaction: 'tx', app, fromPicker: true, address: addresses[0] ?? {} }),
  'address-answer': (lang) => pages.addressAnswerPage({ lang, here, transId: 't', answer: { addressId: '101' } }),
  'address-refused': (lang) =>
    pages.addressAnswerPage({
      lang,
      here,
      transId: 't',
      answer: {
        errorCode: 'KAE203',
        errorMessage: { ko: '동의항목에 동의하지 않았습니다.', en: 'The consent item was not agreed to.' }[lang],
      },
    }),
  koe006: (lang) =>
    pages.koePage({
      lang,
      here,
      code: 'KOE006',
      appName: '달빛상점',
      app: { appId: '100001', isFirst: true },
      facts: [
        ['redirect_uri', 'http://localhost:3000/auth/kakao/callbak'],
        ['registered', 'http://localhost:3000/auth/kakao/callback'],
        ['registered', 'http://127.0.0.1:3000/auth/kakao/callback'],
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
  'koe-unknown': (lang) => pages.koePage({ lang, here, code: 'KOE101', appName: '' }),
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
        { appId: '100002', name: '달빛상점 도매', connectedAt: '2026-05-02T09:00:00Z', agreed: [], terms: [] },
      ],
      unlinked: '옛날 서비스',
    }),
  home: (lang) =>
    pages.homePage({
      lang,
      here: { method: 'get', action: '/', fields: [] },
      url: 'http://localhost:8787',
      ...known,
      signedIn: people[0] ?? { id: '', loginId: '', nickname: '' },
    }),
  console: (lang) =>
    pages.consolePage({
      lang,
      here: { method: 'get', action: '/_emulator/console', fields: [] },
      ...known,
      url: 'http://localhost:8787',
      endpoints: ['*', 'user.me', '/oauth/authorize'],
      codes: ['KOE320', '-401'],
      flaws: { 'id-token': ['expired', 'signature'], jwks: ['wrong', 'empty'] },
    }),
  'services-none': (lang) => pages.connectedServicesPage({ lang, here, person: { id: '1', ...long }, services: [] }),
  ...Object.fromEntries(
    (Object.keys(messages) as pages.MessageModel['kind'][]).map((kind) => [
      `message-${kind}`,
      (lang: Lang) => pages.messagePage({ lang, here, kind, appName: '달빛상점', nextHref: '/' }),
    ]),
  ),
};
