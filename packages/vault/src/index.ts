export { KakaoVault } from './vault.js';
export type { KakaoVaultOptions, ReencryptResult, VaultStatus } from './vault.js';
export { KakaoVaultUser } from './for-user.js';
export type { ForUser } from './for-user.js';
export { MemoryVaultStore } from './memory-store.js';
export type { VaultRecord, VaultStore } from './store.js';
export type { VaultKey, VaultKeyBytes } from './keys.js';
export type { VaultLogin } from './tokens.js';
export type { VaultEvent, VaultEventName, VaultListener } from './events.js';
