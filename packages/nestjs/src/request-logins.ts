import type { KakaoLogin } from '@kakao-login/passport';

/** Kept outside the request, so that no name of ours can meet one of the application's or of another plugin. */
const logins = new WeakMap<object, KakaoLogin>();

export function rememberLogin(request: object, login: KakaoLogin): void {
  logins.set(request, login);
}

export function loginOf(request: object): KakaoLogin | undefined {
  return logins.get(request);
}

/** What `AuthGuard` has from `PassportModule`; its type leaves it out. */
export interface OfAuthGuard {
  options: { property?: string };
}

const users = new WeakMap<object, unknown>();
const properties = new WeakMap<object, string>();

/** Whom a strategy let in. Of a bare `AuthGuard` no more is known: where it puts them is its secret. */
export function rememberUser(request: object, user: unknown): void {
  users.set(request, user);
}

/** Where one of our guards puts whom it lets in. */
export function rememberProperty(request: object, property = 'user'): void {
  properties.set(request, property);
}

export function userOf(request: Readonly<Record<string, unknown>>): unknown {
  const property = properties.get(request) ?? 'user';
  return request[property] === undefined ? users.get(request) : request[property];
}
