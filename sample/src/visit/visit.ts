import type { Request, Response } from 'express';
import { type IronSession, sealData, unsealData } from 'iron-session';
import type { TokenResponse } from '@kakao-login/nestjs';
import type { Language, Text } from '../web/text.js';

/** What the sealed session cookie holds. Nothing of it is readable, or forgeable, in the browser. */
export interface SessionData {
  memberId?: number;
  kakao?: KakaoTokens;
  /** The person as a wholesale customer: another app at Kakao, hence other tokens. */
  wholesale?: KakaoTokens;
  /** `state` of a logout at Kakao that will come back to the front page. */
  logoutState?: string;
}

export interface KakaoTokens {
  accessToken: string;
  refreshToken?: string;
  idToken?: string;
}

/** What of Kakao's answer is kept; what it leaves out stays as it was. */
export function kept(tokens: TokenResponse, before?: KakaoTokens): KakaoTokens {
  return {
    ...before,
    accessToken: tokens.access_token,
    ...(tokens.refresh_token !== undefined && { refreshToken: tokens.refresh_token }),
    ...(tokens.id_token !== undefined && { idToken: tokens.id_token }),
  };
}

export type Theme = 'auto' | 'light' | 'dark';

/** Shown once on the next page: what was done, and what Kakao answered. */
export interface Notice {
  tone: 'good' | 'bad';
  text: Text;
  /** Why Kakao refused, and what can be done about it. */
  reason?: Text;
  remedy?: Text;
  /** Kakao's error code. */
  code?: string;
  /** The call that was made, e.g. `POST /v1/user/unlink`. */
  call?: string;
  excerpt?: string;
  result?: unknown;
}

export const noticeCookie = 'moonlight_notice';
const noticeLife = 120;
/** Browsers drop a cookie above 4096 bytes, name and attributes included. */
const longestCookie = 3800;

/** One browser's visit: its sealed session, its preferences, and the notice it is owed. */
export class Visit {
  constructor(
    readonly session: IronSession<SessionData>,
    readonly language: Language,
    readonly theme: Theme,
    private readonly request: Request,
    private readonly response: Response,
    private readonly seal: { password: string; secure: boolean },
  ) {}

  /** Begins the member's session, with the tokens of a login that just finished. */
  async signIn(memberId: number, tokens: TokenResponse): Promise<void> {
    // Additional consent answers with an ID token only if `openid` was among the items: the one of the login stays then.
    const before = this.session.memberId === memberId ? this.session.kakao : undefined;
    this.session.memberId = memberId;
    this.session.kakao = kept(tokens, before);
    await this.session.save();
  }

  /** Keeps a notice for the page that the browser goes to next. */
  async notify(notice: Notice): Promise<void> {
    let sealed = await sealData(notice, { password: this.seal.password, ttl: noticeLife });
    if (sealed.length > longestCookie) {
      const { result: _tooLong, ...short } = notice;
      sealed = await sealData(short, { password: this.seal.password, ttl: noticeLife });
    }
    this.response.cookie(noticeCookie, sealed, { ...this.noticeCookieOptions(), maxAge: noticeLife * 1000 });
  }

  /** The notice kept by the request before, if any; it is gone afterwards. */
  async takeNotice(): Promise<Notice | undefined> {
    const sealed = cookies(this.request)[noticeCookie];
    if (sealed === undefined) return undefined;
    this.response.clearCookie(noticeCookie, this.noticeCookieOptions());
    const notice = await unsealData<Partial<Notice>>(sealed, { password: this.seal.password, ttl: noticeLife });
    return notice.text === undefined || notice.tone === undefined ? undefined : (notice as Notice);
  }

  private noticeCookieOptions(): { httpOnly: boolean; sameSite: 'lax'; path: string; secure: boolean } {
    return { httpOnly: true, sameSite: 'lax', path: '/', secure: this.seal.secure };
  }
}

/** Express's request once {@link VisitMiddleware} has seen it. */
export interface ShopRequest extends Request {
  visit: Visit;
}

export function cookies(request: Request): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) found[pair.slice(0, at).trim()] = safeDecode(pair.slice(at + 1).trim());
  }
  return found;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
