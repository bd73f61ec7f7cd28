import { Inject, Injectable } from '@nestjs/common';
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { DATABASE, type Database } from '../database/database.js';
import { type Member, members, passwords } from '../database/schema.js';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const hashLength = 32;

/** A login that a service may have had before Kakao. It does not verify e-mail addresses or limit attempts. */
@Injectable()
export class PasswordsService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Signs a member up. Returns undefined if the login ID is taken. */
  async join(loginId: string, password: string): Promise<Member | undefined> {
    const hash = await hashed(password);
    return this.database.transaction(async (tx) => {
      const [member] = await tx.insert(members).values({ nickname: loginId }).returning();
      if (member === undefined) throw new Error('The database did not return the member it stored.');
      const added = await tx
        .insert(passwords)
        .values({ memberId: member.id, loginId, hash })
        .onConflictDoNothing()
        .returning();
      if (added.length > 0) return member;
      await tx.delete(members).where(eq(members.id, member.id));
      return undefined;
    });
  }

  /** Returns the member's id, or undefined if there is no such login ID or the password is wrong. */
  async check(loginId: string, password: string): Promise<number | undefined> {
    const [row] = await this.database.select().from(passwords).where(eq(passwords.loginId, loginId));
    return row !== undefined && (await matches(password, row.hash)) ? row.memberId : undefined;
  }

  /** The login ID of a member, if they have one. */
  async loginIdOf(memberId: number): Promise<string | undefined> {
    const [row] = await this.database.select().from(passwords).where(eq(passwords.memberId, memberId));
    return row?.loginId;
  }
}

async function hashed(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, hashLength);
  return `${salt.toString('base64url')}.${hash.toString('base64url')}`;
}

async function matches(password: string, stored: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split('.').map((part) => Buffer.from(part, 'base64url'));
  return timingSafeEqual(await derive(password, Buffer.from(salt), hashLength), Buffer.from(hash));
}
