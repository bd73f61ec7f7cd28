import type { AppSeed, PersonSeed } from '@kakao-login/emulator';

/** Apps and people in the states that Kakao's samples show. IDs and names that appear in the samples are Kakao's. */
const redirectUris = ['https://example.com/callback'];
const secret = (n: number) => `PublishedSampleClientSecret00000${n}`;
const keys = (n: number) => ({
  restApiKeys: [{ key: `${n}`.repeat(32), clientSecret: secret(n), redirectUris }],
  adminKeys: [{ key: `admin-key-of-app-${n}` }],
});

/** Has everything in the sample of `/v2/user/me`, and the app ID of the -201 sample. */
const full: AppSeed = {
  appId: '1234',
  name: 'full',
  ...keys(1),
  openIdConnect: true,
  consentItems: {
    profile_nickname: 'required',
    profile_image: 'optional',
    name: 'optional',
    account_email: 'optional',
    age_range: 'optional',
    birthyear: 'optional',
    birthday: 'optional',
    gender: 'optional',
    phone_number: 'optional',
    account_ci: 'optional',
    shipping_address: 'in-use',
  },
  propertyKeys: ['custom_key'],
};

/** An app with Kakao Sync and the terms of the samples. Two sample errors name `docu_test` and `test_app`. */
const sync = (n: number, name: string, terms: AppSeed['terms'] = []): AppSeed => ({
  appId: `20${n}`,
  name,
  ...keys(n),
  sync: true,
  consentItems: { profile_nickname: 'required' },
  terms,
});
const docuTest = sync(2, 'docu_test', [
  { tag: 'optional_20200616', title: '선택 약관', required: false },
  { tag: 'optional_no_consent', title: '동의하지 않은 약관', required: false },
  { tag: 'service_2020_0218', title: '이용약관', required: true },
]);
const testApp = sync(3, 'test_app', [{ tag: 'term01', title: '약관', required: true }]);

/** An app from before June 2021, in which nickname and picture are one item. */
const combined: AppSeed = {
  appId: '204',
  name: 'combined',
  ...keys(4),
  consentItems: { profile: 'required', account_email: 'optional', friends: 'required', shipping_address: 'in-use' },
};

/** With auto-link off. */
const manual: AppSeed = {
  appId: '205',
  name: 'manual',
  ...keys(5),
  autoLink: false,
  consentItems: { profile_nickname: 'required', profile_image: 'optional', account_email: 'optional' },
};

/** Nickname, picture and email, as in the published logs. */
const plain: AppSeed = {
  appId: '206',
  name: 'plain',
  ...keys(6),
  consentItems: { profile_nickname: 'required', profile_image: 'optional', account_email: 'optional' },
};
const nickname: AppSeed = {
  appId: '207',
  name: 'nickname',
  ...keys(7),
  consentItems: { profile_nickname: 'required' },
  propertyKeys: ['custom_key'],
};
/** OpenID Connect without consent items. It also applies Kakao's rate limits. */
const bare: AppSeed = { appId: '208', name: 'bare', ...keys(8), openIdConnect: true, limits: true, consentItems: {} };
/** Allows admin calls only from another IP address. */
const guarded: AppSeed = {
  appId: '209',
  name: 'guarded',
  ...keys(9),
  adminKeys: [{ key: 'admin-key-of-app-9', allowedIps: ['203.0.113.7'] }],
};

export const apps = { full, docuTest, testApp, combined, manual, plain, nickname, bare, guarded };
export type AppName = keyof typeof apps;

const company = {
  name: '회사',
  base_address: '경기 성남시 가상로 231 (가상동, 달빛빌딩)',
  detail_address: '6층',
  receiver_name: '홍길동',
  receiver_phone_number1: '031-000-0001',
  receiver_phone_number2: '',
  zone_number: '13494',
  zip_code: '463-400',
};

const sample: PersonSeed = {
  id: '123456789',
  loginId: 'sample@example.com',
  nickname: '홍길동',
  picture: 'sample',
  name: '홍길동',
  gender: 'female',
  birthyear: '2002',
  birthday: '1130',
  birthdayType: 'SOLAR',
  isLeapMonth: false,
  phoneNumber: '+82 10-1234-5678',
  ci: 'published-ci',
  ciAuthenticatedAt: '2019-03-11T11:25:22Z',
  addresses: [
    { ...company, id: 319, is_default: true, updated_at: 1_538_448_856, type: 'NEW' },
    { ...company, id: 320, is_default: false, updated_at: 1_538_450_389, type: 'OLD' },
  ],
};
/** Has no picture. */
const another: PersonSeed = { id: '1376016924426111111', loginId: 'another@example.com', nickname: '또다른' };
const third: PersonSeed = { id: '1376016924426222222', loginId: 'third@example.com', nickname: '셋째' };
const fourth: PersonSeed = { id: '1376016924426333333', loginId: 'fourth@example.com', nickname: '넷째' };
const fifth: PersonSeed = { id: '1376016924426444444', loginId: 'fifth@example.com', nickname: '다섯째' };
const dormant: PersonSeed = { id: '103', loginId: 'dormant@example.com', nickname: '휴면', dormant: true };
const child: PersonSeed = { id: '14', loginId: 'child@example.com', nickname: '어린이', birthyear: '2020' };

export const people = { sample, another, third, fourth, fifth, dormant, child };
export type PersonName = keyof typeof people;
