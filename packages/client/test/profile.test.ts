import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { toE164, toKakaoProfile } from '@kakao-login/client';
import type { IdTokenClaims, KakaoAccount, UserMe } from '@kakao-login/client';

const user = (kakao_account: KakaoAccount = {}, more: Partial<UserMe> = {}): UserMe => ({
  id: '1285016924429472463',
  connected_at: '2022-04-11T01:45:28Z',
  kakao_account,
  ...more,
});
const claims: IdTokenClaims = {
  iss: 'https://kauth.kakao.com',
  aud: 'key',
  sub: '1285016924429472463',
  iat: 1,
  exp: 2,
  auth_time: 1,
  nickname: '홍길동',
  picture: 'https://k.kakaocdn.net/dn/a/img_110x110.jpg',
  email: 'gildong@example.com',
};

test('a user who shares everything', () => {
  const me = user(
    {
      profile_nickname_needs_agreement: false,
      profile_image_needs_agreement: false,
      profile: {
        nickname: '홍길동',
        thumbnail_image_url: 'https://k.kakaocdn.net/dn/a/img_110x110.jpg',
        profile_image_url: 'https://k.kakaocdn.net/dn/a/img_640x640.jpg',
        is_default_image: false,
      },
      name_needs_agreement: false,
      name: '홍길동순',
      email_needs_agreement: false,
      is_email_valid: true,
      is_email_verified: true,
      email: 'gildong@example.com',
      age_range: '20~29',
      birthyear: '2002',
      birthday: '1130',
      birthday_type: 'LUNAR',
      is_leap_month: true,
      gender: 'female',
      phone_number: '+82 010-1234-5678',
      ci: 'ci-value',
    },
    { has_signed_up: true, properties: { clothing_size: 'small' } },
  );
  expect(toKakaoProfile({ user: me, grantedScopes: ['account_email'] })).toEqual({
    provider: 'kakao',
    id: '1285016924429472463',
    displayName: '홍길동',
    nickname: '홍길동',
    email: 'gildong@example.com',
    verifiedEmail: 'gildong@example.com',
    emails: [{ value: 'gildong@example.com', verified: true }],
    photos: [{ value: 'https://k.kakaocdn.net/dn/a/img_640x640.jpg' }],
    profileImageUrl: 'https://k.kakaocdn.net/dn/a/img_640x640.jpg',
    thumbnailImageUrl: 'https://k.kakaocdn.net/dn/a/img_110x110.jpg',
    name: { formatted: '홍길동순' },
    fullName: '홍길동순',
    gender: 'female',
    ageRange: '20~29',
    birthday: { month: 11, day: 30, type: 'LUNAR', isLeapMonth: true },
    birthyear: '2002',
    phoneNumber: '+821012345678',
    ci: 'ci-value',
    connectedAt: '2022-04-11T01:45:28Z',
    hasSignedUp: true,
    properties: { clothing_size: 'small' },
    missingConsents: [],
    grantedScopes: ['account_email'],
    _json: me,
  });
});

test('a user who shares nothing has only an id', () => {
  const me: UserMe = { id: '1' };
  expect(toKakaoProfile({ user: me })).toEqual({
    provider: 'kakao',
    id: '1',
    displayName: '',
    properties: {},
    missingConsents: [],
    _json: me,
  });
});

test('an ID token alone', () => {
  expect(toKakaoProfile({ claims })).toEqual({
    provider: 'kakao',
    id: '1285016924429472463',
    displayName: '홍길동',
    nickname: '홍길동',
    email: 'gildong@example.com',
    verifiedEmail: 'gildong@example.com',
    emails: [{ value: 'gildong@example.com', verified: true }],
    photos: [{ value: 'https://k.kakaocdn.net/dn/a/img_110x110.jpg' }],
    thumbnailImageUrl: 'https://k.kakaocdn.net/dn/a/img_110x110.jpg',
    properties: {},
    missingConsents: [],
    _json: claims,
  });
});

describe('an e-mail address', () => {
  test.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [undefined, true, false],
    [true, undefined, false],
  ])('valid %p and verified %p gives verified %p', (is_email_valid, is_email_verified, verified) => {
    const profile = toKakaoProfile({
      user: user({
        email: 'a@b.c',
        ...(is_email_valid === undefined ? {} : { is_email_valid }),
        ...(is_email_verified === undefined ? {} : { is_email_verified }),
      }),
    });
    expect(profile.email).toBe('a@b.c');
    expect(profile.emails).toEqual([{ value: 'a@b.c', verified }]);
    expect(profile.verifiedEmail).toBe(verified ? 'a@b.c' : undefined);
  });

  test('of user.me that is not verified does not become verified by the one in the ID token', () => {
    const profile = toKakaoProfile({
      claims,
      user: user({ email: 'other@b.c', is_email_valid: true, is_email_verified: false }),
    });
    expect(profile.email).toBe('other@b.c');
    expect(profile.verifiedEmail).toBeUndefined();
  });

  test('comes from the ID token if user.me has none', () => {
    expect(toKakaoProfile({ claims, user: user() }).verifiedEmail).toBe('gildong@example.com');
  });
});

test('the nickname comes from the account first, then from the old properties, then from the ID token', () => {
  const properties = { nickname: '옛이름', profile_image: 'http://old/640', thumbnail_image: 'http://old/110' };
  expect(toKakaoProfile({ user: user({ profile: { nickname: '새이름' } }, { properties }), claims }).nickname).toBe(
    '새이름',
  );
  const old = toKakaoProfile({ user: user({}, { properties }), claims });
  expect(old).toMatchObject({
    nickname: '옛이름',
    displayName: '옛이름',
    profileImageUrl: 'http://old/640',
    thumbnailImageUrl: 'http://old/110',
  });
  expect(toKakaoProfile({ user: user(), claims }).nickname).toBe('홍길동');
});

test('missing consents are listed as scopes to request', () => {
  const profile = toKakaoProfile({
    user: user({
      profile_needs_agreement: true,
      profile_nickname_needs_agreement: true,
      profile_image_needs_agreement: true,
      email_needs_agreement: true,
      name_needs_agreement: true,
      age_range_needs_agreement: true,
      birthyear_needs_agreement: true,
      birthday_needs_agreement: true,
      gender_needs_agreement: true,
      phone_number_needs_agreement: true,
      ci_needs_agreement: true,
      legal_name_needs_agreement: true,
      is_korean_needs_agreement: false,
    }),
  });
  expect(profile.missingConsents).toEqual([
    'profile',
    'profile_nickname',
    'profile_image',
    'account_email',
    'name',
    'age_range',
    'birthyear',
    'birthday',
    'gender',
    'phone_number',
    'account_ci',
    'legal_name',
  ]);
});

describe('a phone number', () => {
  test.each([
    ['+82 10-1234-5678', '+821012345678'],
    ['+82 010-1234-5678', '+821012345678'],
    ['+82 10 1234 5678', '+821012345678'],
    ['010-1234-5678', '+821012345678'],
    ['+82 02-123-4567', '+8221234567'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['+39 06 6982 1234', '+390669821234'],
    ['+81 90-1234-5678', '+819012345678'],
  ])('%s becomes %s', (given, expected) => {
    expect(toE164(given)).toBe(expected);
  });
  test.each(['', '+', 'unknown', '12345', '1234567890123456789', '+82 10-1234-567x', undefined])(
    '%p is left out',
    (given) => {
      expect(toE164(given)).toBeUndefined();
    },
  );
  test('of Korea has the same result in every notation', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^1[016789]\d{7,8}$/),
        fc.constantFrom('', '0'),
        fc.constantFrom('-', ' ', ''),
        (n, zero, gap) => {
          expect(toE164(`+82 ${zero}${n.slice(0, 2)}${gap}${n.slice(2, -4)}${gap}${n.slice(-4)}`)).toBe(`+82${n}`);
        },
      ),
    );
  });
});

test.each(['', '1', '0000', '1332', '0230a', '13-01'])('%p is not a birthday', (birthday) => {
  expect(toKakaoProfile({ user: user({ birthday }) }).birthday).toBeUndefined();
});

test('the gender is in lower case', () => {
  expect(toKakaoProfile({ user: user({ gender: 'MALE' }) }).gender).toBe('male');
});

test('missing fields and nulls from Kakao do not make it throw', () => {
  const anything = fc.option(fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant({}), fc.constant([])), {
    nil: null,
  });
  fc.assert(
    fc.property(
      fc.record(
        {
          id: fc.constant('1'),
          properties: fc.option(fc.dictionary(fc.string(), anything), { nil: null }),
          kakao_account: fc.option(
            fc.record(
              {
                profile: anything,
                email: anything,
                birthday: anything,
                phone_number: anything,
                gender: anything,
                name: anything,
                email_needs_agreement: anything,
                birthday_type: anything,
              },
              { requiredKeys: [] },
            ),
            { nil: null },
          ),
        },
        { requiredKeys: ['id'] },
      ),
      (me) => {
        expect(toKakaoProfile({ user: me as never }).id).toBe('1');
      },
    ),
  );
});

test('without arguments, the error says what is missing', () => {
  expect(() => toKakaoProfile({})).toThrow(expect.objectContaining({ kind: 'usage' }));
});
