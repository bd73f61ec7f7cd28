import type { AppSeed, PersonSeed } from './types.js';

const moonlight: AppSeed = {
  appId: '100001',
  name: '달빛상점',
  company: '달빛상점 주식회사',
  restApiKeys: [
    {
      key: '0123456789abcdef0123456789abcdef',
      clientSecret: 'MoonlightShopClientSecret0000001',
      redirectUris: ['http://localhost:3000/auth/kakao/callback', 'http://127.0.0.1:3000/auth/kakao/callback'],
    },
  ],
  javascriptKeys: [
    {
      key: 'fedcba9876543210fedcba9876543210',
      domains: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      redirectUris: ['http://localhost:3000/auth/kakao/callback'],
    },
  ],
  nativeKeys: [
    {
      key: '00112233445566778899aabbccddeeff',
      redirectUris: ['kakao00112233445566778899aabbccddeeff://oauth'],
      androidKeyHashes: ['bW9vbmxpZ2h0LXNob3AtYW5kcm9p'],
      iosBundleIds: ['com.example.moonlight'],
    },
  ],
  adminKeys: [{ key: 'ad0123456789abcdef0123456789abcd', primary: true }],
  logoutRedirectUris: ['http://localhost:3000/', 'http://127.0.0.1:3000/'],
  openIdConnect: true,
  sync: true,
  consentItems: {
    profile_nickname: 'required',
    profile_image: 'optional',
    account_email: 'optional',
    name: 'optional',
    gender: 'optional',
    age_range: 'optional',
    birthday: 'optional',
    birthyear: 'optional',
    phone_number: 'optional',
    shipping_address: 'in-use',
    friends: 'in-use',
    talk_message: 'in-use',
  },
  terms: [
    { tag: 'service_20260101', title: '달빛상점 이용약관', required: true },
    { tag: 'privacy_20260101', title: '개인정보 수집 및 이용', required: true },
    { tag: 'marketing_20260101', title: '마케팅 정보 수신', required: false, revocable: true },
  ],
  channels: [{ id: '_moonlight', name: '달빛상점' }],
  propertyKeys: ['clothing_size', 'favorite_color', 'membership', 'memo'],
};

const wholesale: AppSeed = {
  appId: '100002',
  name: '달빛상점 도매',
  company: '달빛상점 주식회사',
  restApiKeys: [
    {
      key: '89abcdef0123456789abcdef01234567',
      clientSecret: 'WholesaleShopClientSecret0000001',
      redirectUris: [
        'http://localhost:3000/auth/kakao-wholesale/callback',
        'http://127.0.0.1:3000/auth/kakao-wholesale/callback',
      ],
    },
  ],
  javascriptKeys: [
    {
      key: '76543210fedcba9876543210fedcba98',
      domains: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      redirectUris: ['http://localhost:3000/auth/kakao-wholesale/callback'],
    },
  ],
  adminKeys: [{ key: 'ad89abcdef0123456789abcdef012345', primary: true }],
  logoutRedirectUris: ['http://localhost:3000/', 'http://127.0.0.1:3000/'],
  autoLink: false,
  consentItems: { profile_nickname: 'required', profile_image: 'optional', account_email: 'optional' },
  propertyKeys: ['company_name', 'business_number'],
};

const streets = ['판교역로', '대왕판교로', '삼평로', '백현로', '분당내곡로', '운중로'];

const home = {
  id: '6500001',
  name: '집',
  is_default: true,
  updated_at: 1_770_000_000,
  type: 'NEW',
  base_address: '경기 성남시 분당구 판교역로 166',
  detail_address: '101동 1201호',
  receiver_name: '김달빛',
  receiver_phone_number1: '010-1234-5678',
  receiver_phone_number2: '',
  zone_number: '13529',
  zip_code: '463-400',
} as const;

/** IDs above 2^53 that are even, because the JavaScript SDK reads them as numbers, which are even in that range. */
const manyAddresses = Array.from({ length: 12 }, (_, index) => ({
  id: String(9_007_199_254_741_002n + 2n * BigInt(index)),
  name: index === 0 ? '집' : `배송지 ${index + 1}`,
  is_default: index === 4,
  updated_at: 1_760_000_000 + index * 86_400,
  type: index % 4 === 3 ? ('OLD' as const) : ('NEW' as const),
  base_address:
    index % 4 === 3
      ? `경기 성남시 분당구 백현동 ${530 + index}`
      : `경기 성남시 분당구 ${streets[index % streets.length]} ${10 + index * 7}`,
  detail_address: `${100 + index}호`,
  receiver_name: '박여러집',
  receiver_phone_number1: '010-2222-3333',
  receiver_phone_number2: index % 3 === 0 ? '031-700-0000' : '',
  ...(index % 4 === 3 ? {} : { zone_number: String(13_500 + index) }),
}));

const people: readonly PersonSeed[] = [
  {
    id: '1001',
    loginId: 'moonlight@example.com',
    nickname: '달빛',
    name: '김달빛',
    picture: 'emulator/moonlight',
    gender: 'female',
    birthyear: '1994',
    birthday: '0815',
    birthdayType: 'SOLAR',
    isLeapMonth: false,
    phoneNumber: '+82 10-1234-5678',
    ci: 'RU1VTEFUT1ItQ0ktMTAwMQ==',
    ciAuthenticatedAt: '2025-03-01T09:00:00Z',
    addresses: [home],
  },
  {
    id: '1285016924429472463',
    loginId: 'big.number@example.com',
    nickname: '큰숫자',
    name: '이큰수',
    picture: 'emulator/big',
    gender: 'male',
    birthyear: '1985',
    birthday: '0229',
    birthdayType: 'LUNAR',
    isLeapMonth: true,
    phoneNumber: '+82 10-9999-0001',
  },
  {
    id: '1003',
    loginId: 'many.homes@example.com',
    nickname: '여러집',
    name: '박여러집',
    gender: 'male',
    birthyear: '1978',
    birthday: '1225',
    birthdayType: 'SOLAR',
    isLeapMonth: false,
    phoneNumber: '+82 10-2222-3333',
    addresses: manyAddresses,
  },
  {
    id: '1004',
    loginId: 'unverified@example.com',
    nickname: '미인증',
    name: '최미인증',
    emailVerified: false,
    gender: 'female',
    birthyear: '2001',
    birthday: '0505',
    birthdayType: 'SOLAR',
    isLeapMonth: false,
  },
  {
    id: '1005',
    loginId: '+82 10-5555-6666',
    nickname: '메일없음',
    name: '정메일없음',
    email: null,
    gender: 'male',
    birthyear: '1968',
    birthday: '0101',
    birthdayType: 'SOLAR',
    isLeapMonth: false,
    phoneNumber: '+82 10-5555-6666',
  },
  {
    id: '1006',
    loginId: 'young@example.com',
    nickname: '어린이',
    name: '한어린',
    gender: 'female',
    birthyear: '2016',
    birthday: '0910',
    birthdayType: 'SOLAR',
    isLeapMonth: false,
    phoneNumber: '+82 10-7777-8888',
  },
];

/** The default seed: two apps of one shop, and six users. */
export const defaultSeed = { apps: [moonlight, wholesale], people } as const satisfies {
  apps: readonly AppSeed[];
  people: readonly PersonSeed[];
};

/** The password of users without one in the seed. */
export const DEFAULT_PASSWORD = 'kakao1234!';
