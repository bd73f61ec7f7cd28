import { Agent, request, type Dispatcher } from 'undici';
import { cookieHeader, keepCookies, type Cookies } from './cookies.js';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The URL that was requested. */
  url: string;
  /** The absolute URL of a redirect, or ''. */
  location: string;
  json(): Record<string, unknown>;
}

/** The headers that Chromium sends when a user follows a link. `fetch` cannot send them, unlike undici's `request`. */
const navigation = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
};

/** A user's browser. It keeps cookies by host, and follows redirects only in `follow`. */
export class Browser {
  private readonly jar = new Map<string, Cookies>();
  // Opens a connection for each request, because the server could close an idle one just when the next request starts.
  private readonly agent = new Agent({ pipelining: 0 });

  async get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', url, headers);
  }

  async post(url: string, form: Record<string, string> | [string, string][], headers: Record<string, string> = {}) {
    const body = new URLSearchParams(form).toString();
    return this.send('POST', url, { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body);
  }

  async postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', url, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  }

  /** Follows redirects from `url` until there are no more, or until `until` returns true for the next one. */
  async follow(url: string, until: (location: string) => boolean = () => false): Promise<Answer> {
    let answer = await this.get(url);
    for (let hops = 0; answer.location !== '' && !until(answer.location); hops += 1) {
      if (hops > 10) throw new Error(`too many redirects at ${answer.url}`);
      answer = await this.get(answer.location);
    }
    return answer;
  }

  /** The cookies that this browser sends to that URL. */
  cookies(url: string): Cookies {
    const { hostname } = new URL(url);
    let cookies = this.jar.get(hostname);
    if (!cookies) this.jar.set(hostname, (cookies = new Map()));
    return cookies;
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  /** Sends a request. Headers that are `undefined` are left out. */
  async send(
    method: Dispatcher.HttpMethod,
    url: string,
    headers: Record<string, string | undefined> = {},
    body?: string,
  ): Promise<Answer> {
    const all = { ...navigation, ...cookieHeader(this.cookies(url)), ...headers };
    const answer = await request(url, {
      dispatcher: this.agent,
      method,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
      ...(body !== undefined && { body }),
    });
    keepCookies(this.cookies(url), [answer.headers['set-cookie'] ?? []].flat());
    const text = await answer.body.text();
    const location = answer.headers.location;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: text,
      url,
      location: typeof location === 'string' ? new URL(location, url).href : '',
      json: () => JSON.parse(text) as Record<string, unknown>,
    };
  }
}
