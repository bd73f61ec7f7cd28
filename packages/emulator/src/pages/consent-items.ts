import type { Lang } from './models.js';

/**
 * The names of consent items. The Korean ones are from Kakao's consent page. The English ones are from the samples of
 * `display_name` in Kakao's documentation where they exist, otherwise our own.
 */
const names: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  profile_nickname: { ko: '닉네임', en: 'Nickname' },
  profile_image: { ko: '프로필 사진', en: 'Profile image' },
  profile: { ko: '프로필 정보(닉네임/프로필 사진)', en: 'Profile Info(nickname/profile image)' },
  account_email: { ko: '카카오계정(이메일)', en: 'Email' },
  phone_number: { ko: '카카오계정(전화번호)', en: 'Phone number' },
  name: { ko: '이름', en: 'Name' },
  gender: { ko: '성별', en: 'Gender' },
  age_range: { ko: '연령대', en: 'Age range' },
  birthday: { ko: '생일', en: 'Birthday' },
  birthyear: { ko: '출생 연도', en: 'Birth year' },
  account_ci: { ko: 'CI(연계정보)', en: 'CI(Connecting Information)' },
  plusfriends: { ko: '카카오톡 채널 추가 상태 및 내역', en: 'Kakao Talk Channels added' },
  shipping_address: {
    ko: '배송지정보(수령인명, 배송지 주소, 전화번호)',
    en: 'Shipping information(recipient, address, phone number)',
  },
  friends: {
    ko: '카카오 서비스 내 친구목록(프로필사진, 닉네임, 즐겨찾기 포함)',
    en: 'Friends List in Kakao Service(Including profile image, nickname, and favorites)',
  },
  talk_message: { ko: '카카오톡 메시지 전송', en: 'Send Kakao Talk messages' },
  openid: { ko: 'OpenID Connect', en: 'OpenID Connect' },
};

/** Returns the name of a consent item, or the ID if the item is unknown. */
export const consentItemName = (id: string, lang: Lang): string =>
  Object.hasOwn(names, id) ? (names[id]?.[lang] ?? id) : id;
