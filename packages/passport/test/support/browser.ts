import { cookieHeader, keepCookies, type Cookies } from '../../../../test/support/cookies.js';

/** A browser on top of `fetch`: it keeps cookies, and follows redirects on request. */
export class Browser {
  readonly cookies: Cookies = new Map();
  /** The `Set-Cookie` headers of the last response, with attributes. */
  setCookies: string[] = [];

  /** @param always - headers of every request */
  constructor(
    private readonly origin: string,
    private readonly always: Record<string, string> = {},
  ) {}

  async open(
    address: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    const url = new URL(address, this.origin);
    const own = url.origin === this.origin;
    const headers = {
      'sec-fetch-dest': 'document',
      ...this.always,
      ...(own && cookieHeader(this.cookies)),
      ...init.headers,
    };
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    if (own) {
      this.setCookies = response.headers.getSetCookie();
      keepCookies(this.cookies, this.setCookies);
    }
    return response;
  }

  /** Opens a URL and follows all redirects. */
  async follow(address: string): Promise<Response> {
    const response = await this.open(address);
    const location = response.headers.get('location');
    return location === null ? response : this.follow(new URL(location, new URL(address, this.origin)).href);
  }

  /** Opens the login route, and then Kakao. Returns the URL to which Kakao sends the browser. */
  async comeBack(address = '/auth/kakao'): Promise<string> {
    const { authorize } = await this.begin(address);
    return locationOf(await this.open(authorize));
  }

  /** Opens the login route. Returns the URL of Kakao's login. */
  async begin(address = '/auth/kakao'): Promise<{ authorize: string; query: URLSearchParams }> {
    const authorize = locationOf(await this.open(address));
    return { authorize, query: new URL(authorize).searchParams };
  }
}

function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirect, but ${response.status}`);
  return location;
}
