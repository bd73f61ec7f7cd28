import { Inject, Injectable } from '@nestjs/common';
import { and, eq, gt, lt } from 'drizzle-orm';
import { sealData, unsealData } from 'iron-session';
import { createHash, randomBytes } from 'node:crypto';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { DATABASE, type Database } from '../database/database.js';
import { sessions } from '../database/schema.js';
import type { SessionData } from './session-data.js';

/** Members have to log in again after two weeks. */
export const sessionLifeMs = 14 * 24 * 60 * 60 * 1000;

/**
 * The sessions of all browsers. They are in the database, so that all instances share them, and a session that has
 * ended cannot be used again with a copy of its cookie.
 */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
  ) {}

  async find(id: string): Promise<SessionData | undefined> {
    const [row] = await this.database
      .select()
      .from(sessions)
      .where(and(eq(sessions.idHash, hash(id)), gt(sessions.expiresAt, new Date())));
    if (row === undefined) return undefined;
    return unsealData<SessionData>(row.sealed, { password: this.config.sessionSecret, ttl: 0 });
  }

  /** @returns the identifier for the browser's cookie, which is stored nowhere else */
  async begin(data: SessionData): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + sessionLifeMs);
    await this.database.delete(sessions).where(lt(sessions.expiresAt, new Date()));
    await this.database.insert(sessions).values({ idHash: hash(id), expiresAt, ...(await this.columns(data)) });
    return id;
  }

  /** Changes a session, unless it has ended in the meantime. A slow request must not restore it. */
  async save(id: string, data: SessionData): Promise<void> {
    await this.database
      .update(sessions)
      .set(await this.columns(data))
      .where(eq(sessions.idHash, hash(id)));
  }

  async end(id: string): Promise<void> {
    await this.database.delete(sessions).where(eq(sessions.idHash, hash(id)));
  }

  async endAllOf(memberId: number): Promise<void> {
    await this.database.delete(sessions).where(eq(sessions.memberId, memberId));
  }

  private async columns(data: SessionData): Promise<{ memberId: number | null; sealed: string }> {
    const sealed = await sealData(data, { password: this.config.sessionSecret, ttl: 0 });
    return { memberId: data.memberId ?? null, sealed };
  }
}

const hash = (id: string): string => createHash('sha256').update(id).digest('base64url');
