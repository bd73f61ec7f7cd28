import type { VaultKey } from '@kakao-login/nestjs';
import type { VaultStore } from '@kakao-login/vault';

/** The `vault` option of `KakaoModule`: both Kakao apps share one store and its keys. */
export interface VaultOptions {
  store: VaultStore;
  keys?: readonly VaultKey[];
}

/** Injection token of {@link VaultOptions}. */
export const VAULT_OPTIONS = Symbol('VAULT_OPTIONS');
