import { createKakaoConsent } from '@kakao-login/passport';
import type { KakaoConsent, KakaoStrategy } from '@kakao-login/passport';
import type { KakaoVault } from '@kakao-login/vault';
import type { KakaoModuleOptions } from './module-options.js';
import { usage, usageTexts } from './usage.js';

const known = new WeakMap<object, () => KakaoConsent>();

/**
 * Registers how to create the consent of an app on first use. Most applications never need it, and the vault is created
 * after the strategy.
 */
export function provideConsent(strategy: KakaoStrategy, options: KakaoModuleOptions, vault: () => KakaoVault): void {
  let made: KakaoConsent | undefined;
  known.set(strategy, () => (made ??= consentFrom(strategy, options, vault)));
}

/** @throws {KakaoUsageError} `option_missing` when the module has no `currentUser` */
export function consentOf(strategy: object): KakaoConsent {
  const find = known.get(strategy);
  if (find === undefined) throw noCurrentUser();
  return find();
}

function consentFrom(strategy: KakaoStrategy, options: KakaoModuleOptions, vault: () => KakaoVault): KakaoConsent {
  const { currentUser, authTime } = options;
  if (currentUser === undefined) throw noCurrentUser();
  const { consents = options.vault === undefined ? undefined : vault() } = options;
  return createKakaoConsent(strategy, {
    currentUser,
    ...(authTime !== undefined && { authTime }),
    ...(consents !== undefined && { consents }),
    ...(options.loginURL !== undefined && { loginURL: options.loginURL }),
  });
}

const noCurrentUser = () => usage('option_missing', 'currentUser', usageTexts().currentUser);
