import type { UserMe } from '@kakao-login/client/contract';

/** Members of `kakao_account` that are returned together. */
const sets: readonly (readonly string[])[] = [
  ['profile', 'profile_nickname', 'profile_image'],
  ['email', 'is_email_valid', 'is_email_verified'],
  ['birthday', 'birthday_type', 'is_leap_month'],
  ['ci', 'ci_authenticated_at'],
];

const stemOf = (member: string): string => member.replace(/_needs_agreement$/, '').replace(/^has_/, '');

/** Whether a member of `kakao_account` belongs to the named one. */
function belongs(member: string, named: string): boolean {
  const [one, other] = [stemOf(member), stemOf(named)];
  return one === other || sets.some((members) => members.includes(one) && members.includes(other));
}

function pick(
  from: Record<string, unknown> | undefined,
  keys: readonly string[],
  prefix: string,
  matches: (member: string, named: string) => boolean,
): Record<string, unknown> | undefined {
  const named = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length).split('.')[0] ?? '');
  if (!from || named.length === 0) return undefined;
  if (named.includes('')) return from;
  const members = Object.entries(from).filter(([member]) => named.some((name) => matches(member, name)));
  return members.length > 0 ? Object.fromEntries(members) : undefined;
}

/** Keeps only what `property_keys` names; a trailing dot selects everything below. */
export function select(user: UserMe, keys: readonly string[] | undefined): UserMe {
  if (!keys) return user;
  const names = (member: string): boolean => keys.some((key) => key.split('.')[0] === member);
  const account = pick(user.kakao_account as Record<string, unknown> | undefined, keys, 'kakao_account.', belongs);
  const properties = pick(user.properties, keys, 'properties.', (member, named) => member === named);
  return {
    id: user.id,
    ...(keys.includes('has_signed_up') && user.has_signed_up !== undefined && { has_signed_up: user.has_signed_up }),
    ...(user.connected_at !== undefined && { connected_at: user.connected_at }),
    ...(user.synched_at !== undefined && { synched_at: user.synched_at }),
    ...(properties && { properties: properties as Record<string, string> }),
    ...(account && { kakao_account: account }),
    ...(names('for_partner') && user.for_partner && { for_partner: user.for_partner }),
    ...(names('group_user_token') &&
      user.group_user_token !== undefined && { group_user_token: user.group_user_token }),
  };
}
