import { expect, test } from '@jest/globals';
import type { KakaoAccountCalls, KakaoOidc, KakaoUser, ShippingAddress, UserMe } from '@kakao-login/client';
import type { ForUser, KakaoVaultUser } from '@kakao-login/vault';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

test('the calls of a user are the client’s calls that accept a user, without the caller', () => {
  const names: [
    Same<keyof ForUser<KakaoUser>, 'me' | 'updateProfile' | 'accessTokenInfo'>,
    Same<keyof ForUser<KakaoOidc>, 'userInfo'>,
    Same<keyof ForUser<KakaoAccountCalls>, 'signup' | 'logout' | 'unlink'>,
    Same<Parameters<ForUser<KakaoUser>['me']>, Parameters<KakaoUser['me']> extends [unknown, ...infer R] ? R : never>,
    Same<ReturnType<ForUser<KakaoUser>['me']>, Promise<UserMe>>,
    Same<ReturnType<KakaoVaultUser['shipping']['all']>, AsyncGenerator<ShippingAddress, void, undefined>>,
  ] = [true, true, true, true, true, true];
  expect(names).not.toContain(false);
});
