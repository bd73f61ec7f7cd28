import { cookieHeader, keepCookies, type Cookies } from '../../support/cookies.js';

/** The browser of a victim or an attacker. It keeps cookies, which tests can change, and does not follow redirects. */
export class Visitor {
  /** How many requests all visitors have sent. */
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

  /** Starts a login, and returns the URL of Kakao's login page. */
  async begin(address = '/auth/kakao'): Promise<URL> {
    const response = await this.open(address);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect, but ${response.status}`);
    return new URL(location);
  }
}
