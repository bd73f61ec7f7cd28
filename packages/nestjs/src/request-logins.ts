import type { KakaoLogin } from '@kakao-login/passport';

/** Kept outside the request, so that a request that is logged shows no tokens. */
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

// Written for every guarded request. A WeakMap costs the garbage collector several microseconds for each.
const USER = Symbol('Kakao user');
const PROPERTY = Symbol('property of the Kakao user');

interface GuardedRequest {
  [USER]?: unknown;
  [PROPERTY]?: string;
  [property: string]: unknown;
}

/** Keeps the user for `@KakaoUser()`: `AuthGuard` does not say in which property of the request it stores the user. */
export function rememberUser(request: object, user: unknown): void {
  (request as GuardedRequest)[USER] = user;
}

/** Keeps the property in which one of our guards stores the user. */
export function rememberProperty(request: object, property = 'user'): void {
  (request as GuardedRequest)[PROPERTY] = property;
}

export function userOf(request: object): unknown {
  const guarded = request as GuardedRequest;
  const user = guarded[guarded[PROPERTY] ?? 'user'];
  return user === undefined ? guarded[USER] : user;
}
