import { useContext } from 'preact/hooks';
import type { Member } from '../database/schema.js';
import { DateTime, Email, Facts, Verbatim } from '../web/components.js';
import { phoneText } from '../web/profile-text.js';
import { ShopContext } from '../web/shop-context.js';
import { useText } from '../web/text.js';

/** A row of the members table. */
export function MemberRow({ member }: { member: Member }) {
  const t = useText();
  const { language } = useContext(ShopContext);
  return (
    <Facts
      rows={[
        [t('회원 번호', 'Member no.'), `M-${String(member.id).padStart(5, '0')}`],
        [t('카카오 회원번호', 'Kakao member number'), member.kakaoId],
        [t('닉네임', 'Nickname'), member.nickname && <Verbatim>{member.nickname}</Verbatim>],
        [t('이메일 (인증됨)', 'E-mail (verified)'), member.email && <Email address={member.email} />],
        [t('전화번호', 'Phone'), phoneText(member.phoneNumber, language)],
        [t('가입', 'Joined'), <DateTime at={member.joinedAt} />],
        [t('로그인 횟수', 'Logins'), member.loginCount],
        ...(member.leftAt === null ? [] : ([[t('탈퇴', 'Left'), <DateTime at={member.leftAt} />]] as const)),
      ]}
    />
  );
}
