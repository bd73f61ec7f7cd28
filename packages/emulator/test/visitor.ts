import type { KakaoEmulator } from '@kakao-login/emulator';
import { cookieHeader, keepCookies, type Cookies } from '../../../test/support/cookies.js';

/** A minimal browser that keeps cookies and fills in forms. It does not follow redirects. */
export class Visitor {
  readonly #cookies: Cookies = new Map();

  constructor(readonly url: string) {}

  /** The same browser at another address. Cookies do not depend on the port. */
  at(url: string): Visitor {
    const there = new Visitor(url);
    for (const [name, value] of this.#cookies) there.#cookies.set(name, value);
    return there;
  }

  async request(target: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(new URL(target, this.url), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), ...cookieHeader(this.#cookies) },
    });
    keepCookies(this.#cookies, answer.headers.getSetCookie());
    return answer;
  }

  get(target: string): Promise<Response> {
    return this.request(target);
  }

  post(target: string, form: Record<string, string> | [string, string][]): Promise<Response> {
    return this.request(target, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Logs in on Kakao's login page, to which `answer` redirects. Returns the next response. */
  async logIn(answer: Response, loginId: string, more: Record<string, string> = {}): Promise<Response> {
    const login = new URL(location(answer), this.url);
    const form = { continue: login.searchParams.get('continue') ?? '', loginId, password: 'kakao1234!', ...more };
    return this.post('/login', form);
  }

  /** Agrees to everything on a consent page, or to the given form. */
  async accept(page: Response, form: [string, string][] = [['agree_all', 'on']]): Promise<Response> {
    const transaction = hidden(await page.text(), 'transaction');
    return this.post('/oauth/authorize', [['transaction', transaction], ['action', 'accept'], ...form]);
  }
}

export const location = (answer: Response): string => answer.headers.get('location') ?? '';

/** The value of a hidden field on a page. */
export function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}"[^>]*? value="([^"]*)"`).exec(page)?.[1] ?? '';
}

export const callback = 'http://localhost:3000/auth/kakao/callback';

export function authorizePath(emulator: KakaoEmulator, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: emulator.app.restApiKey,
    redirect_uri: callback,
    response_type: 'code',
    ...more,
  });
  return `/oauth/authorize?${query.toString()}`;
}

export function tokenForm(emulator: KakaoEmulator, more: Record<string, string> = {}): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: emulator.app.restApiKey,
    client_secret: emulator.app.clientSecret,
    redirect_uri: callback,
    ...more,
  };
}

/** Posts a form without cookies, as a server does. */
export async function post(
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string; body: Record<string, unknown> }> {
  return read(await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers }));
}

export async function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; text: string; body: Record<string, unknown> }> {
  return read(await fetch(url, { headers }));
}

async function read(answer: Response): ReturnType<typeof post> {
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json');
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: answer.status, headers: answer.headers, text, body };
}
