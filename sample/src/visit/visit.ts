import type { Request, Response } from 'express';
import type { Member } from '../database/schema.js';
import { cookieOptions, cookies } from './cookies.js';
import { type Preferences, preferencesOf } from './preferences.js';
import type { Notice, SessionData } from './session-data.js';
import { sessionLifeMs, type SessionsService } from './sessions.service.js';

export const sessionCookie = 'moonlight_session';

/** One request of a browser: its session and its preferences. */
export class Visit {
  session: SessionData = {};
  /** Whether the browser sent the cookie of a session that has ended: logged out elsewhere, or expired. */
  sessionIsOver = false;
  /** The member who is logged in, after {@link SignedInGuard}. */
  member?: Member;
  readonly preferences: Preferences;
  private sessionId: string | undefined;

  constructor(
    request: Request,
    private readonly response: Response,
    private readonly publicUrl: string,
    private readonly sessions: SessionsService,
  ) {
    response.vary('Accept-Language');
    this.preferences = preferencesOf(request);
    this.sessionId = cookies(request)[sessionCookie];
  }

  /** Reads the session of the browser's cookie. */
  async open(): Promise<void> {
    if (this.sessionId === undefined) return;
    const session = await this.sessions.find(this.sessionId);
    if (session === undefined) {
      this.sessionIsOver = true;
      this.forgetCookie();
    } else {
      this.session = session;
    }
  }

  /** Starts the member's session after a login. */
  async signIn(memberId: number, idToken: string | undefined): Promise<void> {
    // For additional consent, Kakao sends an ID token only if `openid` was requested. Otherwise keep that of the login.
    const before = this.session.memberId === memberId ? this.session.idToken : undefined;
    const session = { ...this.session, memberId, idToken: idToken ?? before };
    // A new identifier prevents session fixation.
    await this.endSession();
    this.session = session;
    await this.saveSession();
  }

  async saveSession(): Promise<void> {
    if (this.sessionId !== undefined) {
      await this.sessions.save(this.sessionId, this.session);
      return;
    }
    this.sessionId = await this.sessions.begin(this.session);
    this.response.cookie(sessionCookie, this.sessionId, cookieOptions(this.publicUrl, sessionLifeMs));
  }

  /** Ends the session on the server, so that a copy of its cookie is useless. */
  async endSession(): Promise<void> {
    if (this.sessionId !== undefined) await this.sessions.end(this.sessionId);
    this.forgetCookie();
  }

  /** Ends the sessions of the member in all browsers. */
  async endAllSessions(): Promise<void> {
    const { memberId } = this.session;
    if (memberId !== undefined) await this.sessions.endAllOf(memberId);
    await this.endSession();
  }

  /** Stores a notice for the next page. */
  async notify(notice: Notice): Promise<void> {
    this.session.notice = notice;
    await this.saveSession();
  }

  /** Takes the notice that an earlier request stored, if any. */
  async takeNotice(): Promise<Notice | undefined> {
    const { notice, ...rest } = this.session;
    if (notice === undefined) return undefined;
    this.session = rest;
    if (Object.keys(rest).length === 0) await this.endSession();
    else await this.saveSession();
    return notice;
  }

  private forgetCookie(): void {
    this.session = {};
    this.sessionId = undefined;
    this.response.clearCookie(sessionCookie, cookieOptions(this.publicUrl));
  }
}

/** An Express request after {@link VisitMiddleware}. */
export interface ShopRequest extends Request {
  visit: Visit;
}
