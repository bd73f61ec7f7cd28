import { Inject, Injectable } from '@nestjs/common';
import { KakaoLoginError, type KakaoProfile } from '@kakao-login/nestjs';
import { and, desc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { DATABASE, type Database } from '../database/database.js';
import { type Member, members, passwords } from '../database/schema.js';

export interface SignedIn {
  member: Member;
  /** Whether this login is also the signup. */
  isNew: boolean;
}

/** A member with a Kakao Account. */
export type LinkedMember = Member & { kakaoId: string };

const pageSize = 100;

/** Data that members without Kakao do not have. */
const withoutKakao = { kakaoId: null, email: null, phoneNumber: null, profileImageUrl: null };

/** The shop's own members. Kakao identifies users, and the shop decides who is a member. */
@Injectable()
export class MembersService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: number): Promise<Member | undefined> {
    const [member] = await this.database.select().from(members).where(eq(members.id, id));
    return member;
  }

  all(): Promise<Member[]> {
    return this.database.select().from(members).orderBy(desc(members.id)).limit(50);
  }

  /** All members with a Kakao Account, read page by page. */
  async *linked(): AsyncGenerator<LinkedMember, void, undefined> {
    let page: Member[];
    let last = 0;
    do {
      page = await this.database
        .select()
        .from(members)
        .where(and(isNotNull(members.kakaoId), gt(members.id, last)))
        .orderBy(members.id)
        .limit(pageSize);
      last = page.at(-1)?.id ?? last;
      yield* page as LinkedMember[];
    } while (page.length === pageSize);
  }

  /** Signs a user up at their first login. Later logins update what Kakao shares. */
  async signIn(profile: KakaoProfile): Promise<SignedIn> {
    const shared = sharedBy(profile);
    const again = { ...shared, lastLoginAt: sql`now()`, loginCount: sql`${members.loginCount} + 1` };
    const [known] = await this.database.update(members).set(again).where(eq(members.kakaoId, profile.id)).returning();
    if (known !== undefined) return { member: known, isNew: false };
    // Two first logins at the same time create one member.
    const [member] = await this.database
      .insert(members)
      .values({ kakaoId: profile.id, ...shared })
      .onConflictDoUpdate({ target: members.kakaoId, set: again })
      .returning();
    if (member === undefined) throw new Error('The database did not return the member it stored.');
    return { member, isNew: member.loginCount === 1 };
  }

  /**
   * Links a Kakao Account to a member. If two members link the same one at the same time, the unique index refuses one.
   *
   * @throws {KakaoLoginError} `link_exists` when the member has another Kakao Account, `link_conflict` when another member has this one
   */
  async link(id: number, profile: KakaoProfile): Promise<SignedIn> {
    const [member] = await this.database
      .update(members)
      .set({ kakaoId: profile.id, ...sharedBy(profile) })
      .where(and(eq(members.id, id), or(isNull(members.kakaoId), eq(members.kakaoId, profile.id))))
      .returning()
      .catch((error: unknown) => {
        throw isTaken(error) ? new KakaoLoginError('link_conflict') : error;
      });
    if (member === undefined) throw new KakaoLoginError('link_exists');
    return { member, isNew: false };
  }

  /** Deletes what came from Kakao. The member stays, with their login ID as their name. */
  async unlink(id: number, nickname: string): Promise<void> {
    await this.database
      .update(members)
      .set({ ...withoutKakao, nickname })
      .where(eq(members.id, id));
  }

  /** Deletes a member's data. Keeps an anonymous row, because orders may refer to it. */
  leave(id: number): Promise<Member | undefined> {
    return this.database.transaction(async (tx) => {
      await tx.delete(passwords).where(eq(passwords.memberId, id));
      const [member] = await tx
        .update(members)
        .set({ ...withoutKakao, nickname: null, leftAt: sql`now()` })
        .where(eq(members.id, id))
        .returning();
      return member;
    });
  }
}

function sharedBy(profile: KakaoProfile): Pick<Member, 'nickname' | 'email' | 'phoneNumber' | 'profileImageUrl'> {
  return {
    nickname: profile.nickname ?? null,
    email: profile.verifiedEmail ?? null,
    phoneNumber: profile.phoneNumber ?? null,
    profileImageUrl: profile.thumbnailImageUrl ?? profile.profileImageUrl ?? null,
  };
}

/** Whether a unique index refused the row. Drizzle keeps the error of the driver as the cause. */
function isTaken(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code === '23505';
}
