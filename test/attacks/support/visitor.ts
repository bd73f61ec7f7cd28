import { cookieHeader, keepCookies, type Cookies } from '../../support/cookies.js';

/** A browser in an attacker's hands, or in a victim's: it keeps cookies, follows nothing, and its jar is open to all. */
export class Visitor {
  /** Requests of all visitors, for a test that has to know that something happened. */
  static requests = 0;
  readonly cookies: Cookies = new Map();

  constructor(readonly origin: string) {}

  async open(
    address: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    Visitor.requests += 1;
    const response = await fetch(new URL(address, this.origin), {
      redirect: 'manual',
      ...init,
      headers: { 'sec-fetch-dest': 'document', ...cookieHeader(this.cookies), ...init.headers },
    });
    keepCookies(this.cookies, response.headers.getSetCookie());
    return response;
  }

  /** Begins a login; returns the address of Kakao's login page. */
  async begin(address = '/auth/kakao'): Promise<URL> {
    const response = await this.open(address);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect, but ${response.status}`);
    return new URL(location);
  }
}
