import type { Member } from '../database/schema.js';
import { Facts, When } from '../web/components.js';
import { useText } from '../web/text.js';

/** A row of the members table. */
export function MemberRow({ member }: { member: Member }) {
  const t = useText();
  return (
    <Facts
      rows={[
        [t('회원 번호', 'Member no.'), `M-${String(member.id).padStart(5, '0')}`],
        [t('카카오 회원번호', 'Kakao member number'), member.kakaoId],
        [t('닉네임', 'Nickname'), member.nickname],
        [t('이메일 (인증됨)', 'E-mail (verified)'), member.email],
        [t('전화번호', 'Phone'), member.phoneNumber],
        [t('가입', 'Joined'), <When at={member.joinedAt} />],
        [t('로그인 횟수', 'Logins'), member.loginCount],
        ...(member.leftAt === null ? [] : ([[t('탈퇴', 'Left'), <When at={member.leftAt} />]] as const)),
      ]}
    />
  );
}
