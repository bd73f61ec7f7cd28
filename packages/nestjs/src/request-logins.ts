import type { KakaoLogin } from '@kakao-login/passport';

/** Kept outside the request, so that no name of ours can meet one of the application's or of another plugin. */
const logins = new WeakMap<object, KakaoLogin>();

export function rememberLogin(request: object, login: KakaoLogin): void {
  logins.set(request, login);
}

export function loginOf(request: object): KakaoLogin | undefined {
  return logins.get(request);
}
