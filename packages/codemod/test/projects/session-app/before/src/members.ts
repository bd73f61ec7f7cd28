export interface Member {
  id: string;
  name: string;
  email?: string;
}

const members = new Map<string, Member>();

export function saveMember(member: Member): Member {
  members.set(member.id, member);
  return member;
}

export const findMember = (id: string) => members.get(id);
