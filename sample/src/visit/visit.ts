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
  /** The browser came with the cookie of a session that is over: logged out elsewhere, or too old. */
  sessionIsOver = false;
  /** Who is signed in, once {@link SignedInGuard} has looked. */
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

  /** Begins the member's session after a login. */
  async signIn(memberId: number, idToken: string | undefined): Promise<void> {
    // Additional consent answers with an ID token only if `openid` was among the items: the one of the login stays then.
    const before = this.session.memberId === memberId ? this.session.idToken : undefined;
    const session = { ...this.session, memberId, idToken: idToken ?? before };
    // A new identifier: one that somebody planted before the login is worth nothing after it.
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

  /** Ends the session on the server, so that a copy of its cookie opens nothing. */
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

  /** Keeps a notice for the page that the browser goes to next. */
  async notify(notice: Notice): Promise<void> {
    this.session.notice = notice;
    await this.saveSession();
  }

  /** The notice that an earlier request kept, if any; it is gone afterwards. */
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

/** Express's request once {@link VisitMiddleware} has seen it. */
export interface ShopRequest extends Request {
  visit: Visit;
}
