import type { KakaoLogin } from '@kakao-login/passport';

/** Not on the request itself, so that logging a request shows no tokens. */
const logins = new WeakMap<object, KakaoLogin>();

export function rememberLogin(request: object, login: KakaoLogin): void {
  logins.set(request, login);
}

export function loginOf(request: object): KakaoLogin | undefined {
  return logins.get(request);
}

/** The options that `AuthGuard` gets from `PassportModule`, which its type does not include. */
export interface OfAuthGuard {
  options: { property?: string };
}

// Set for every guarded request. Each entry of a WeakMap would cost the garbage collector several microseconds.
const USER = Symbol('Kakao user');
const PROPERTY = Symbol('property of the Kakao user');

interface GuardedRequest {
  [USER]?: unknown;
  [PROPERTY]?: string;
  [property: string]: unknown;
}

/** Keeps the user for `@KakaoUser()`, because `AuthGuard` does not say in which property of the request it stores the user. */
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
