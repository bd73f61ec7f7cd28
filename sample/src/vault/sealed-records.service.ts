import { Inject, Injectable } from '@nestjs/common';
import { VAULT_OPTIONS, type VaultOptions } from './vault-options.js';

/** A record of the vault as someone who steals the table would see it. */
export interface SealedRecord {
  /** The protected header of the JWE, the only readable part: the key's name, the app and the user. */
  header: Record<string, unknown>;
  /** The five parts of the JWE, of which only the first characters are shown. */
  jwe: string;
  characters: number;
}

/** Shows records without opening them, for the pages that explain the vault. Nothing else in the shop needs this. */
@Injectable()
export class SealedRecords {
  constructor(@Inject(VAULT_OPTIONS) private readonly options: VaultOptions) {}

  /** Looks through the whole store: only the vault knows the key of a record. */
  async find(kakaoId: string): Promise<SealedRecord | undefined> {
    const { store } = this.options;
    for await (const key of store.keys()) {
      const sealed = key.endsWith(`:${kakaoId}`) ? (await store.get(key))?.sealed : undefined;
      if (sealed !== undefined) return described(sealed);
    }
    return undefined;
  }
}

function described(sealed: string): SealedRecord {
  const parts = sealed.split('.');
  const header = JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString()) as Record<string, unknown>;
  return { header, jwe: parts.map((part) => part.slice(0, 8)).join('….'), characters: sealed.length };
}
