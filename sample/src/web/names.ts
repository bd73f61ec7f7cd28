import type { Text } from './language.js';

/** Names of consent items, for those that the user has not agreed to. For the others, Kakao sends `display_name`. */
export const itemNames: Record<string, Text> = {
  profile_nickname: { ko: '닉네임', en: 'Nickname' },
  profile_image: { ko: '프로필 사진', en: 'Profile picture' },
  account_email: { ko: '카카오계정(이메일)', en: 'E-mail address' },
  name: { ko: '이름', en: 'Name' },
  gender: { ko: '성별', en: 'Gender' },
  age_range: { ko: '연령대', en: 'Age range' },
  birthday: { ko: '생일', en: 'Birthday' },
  birthyear: { ko: '출생 연도', en: 'Year of birth' },
  phone_number: { ko: '카카오계정(전화번호)', en: 'Phone number' },
  account_ci: { ko: 'CI(연계정보)', en: 'CI (connecting information)' },
  shipping_address: { ko: '배송지정보', en: 'Shipping addresses' },
  friends: { ko: '카카오 친구 목록', en: 'Friends' },
  talk_message: { ko: '카카오톡 메시지 전송', en: 'Messages in KakaoTalk' },
};

/** Titles of the shop's service terms, by tag. */
export const termNames: Record<string, Text> = {
  service_20260101: { ko: '달빛상점 이용약관', en: 'Terms of service' },
  privacy_20260101: { ko: '개인정보 수집 및 이용', en: 'Use of personal data' },
  marketing_20260101: { ko: '마케팅 정보 수신', en: 'Marketing messages' },
};
