import { isObject } from '@kakao-login/client/internal';
import { KakaoVault } from '@kakao-login/vault';
import type { KakaoClient } from '@kakao-login/client';
import type { KakaoVaultOptions } from '@kakao-login/vault';
import { standIn } from './stand-in.js';
import { usage, usageTexts } from './usage.js';

/** Your own vault, or the options to create one with the module's client. */
export type KakaoModuleVault = KakaoVault | Omit<KakaoVaultOptions, 'client'>;

/** The vault of a module without the option `vault`. Its methods throw an error that names the option. */
const noVault = standIn(KakaoVault, () => usage('option_missing', 'vault', usageTexts().vault));

/** Vaults that a module created and has to close. */
const made = new WeakSet<KakaoVault>();

export function createVault(options: KakaoModuleVault | undefined, client: KakaoClient): KakaoVault {
  if (options === undefined) return noVault;
  checkVault(options);
  if (isVault(options)) return options;
  const vault = new KakaoVault({ ...options, client });
  made.add(vault);
  return vault;
}

/** @throws {KakaoUsageError} `option_malformed` for something that is neither a vault nor options */
export function checkVault(vault: unknown): void {
  if (!isObject(vault)) throw usage('option_malformed', 'vault', usageTexts().vaultMalformed);
}

export const isVault = (vault: KakaoModuleVault): vault is KakaoVault => 'forUser' in vault;

/** Returns the vault of a module, or an empty one. */
export const orEmpty = (vault: KakaoVault, client: KakaoClient): KakaoVault =>
  vault === noVault ? new KakaoVault({ client }) : vault;

/** Whether a module has the option `vault`. */
export const hasVault = (vault: KakaoVault): boolean => vault !== noVault;

/** Calls `use` with the vault of a module, if it has one. */
export async function withVault(vault: KakaoVault, use: (vault: KakaoVault) => Promise<void>): Promise<void> {
  if (hasVault(vault)) await use(vault);
}

export async function closeVault(vault: KakaoVault): Promise<void> {
  if (made.has(vault)) await vault.close();
}
