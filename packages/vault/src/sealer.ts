import { isKakaoError } from '@kakao-login/client';
import type { KakaoId } from '@kakao-login/client';
import type { KeyRing } from './keys.js';
import type { Tokens } from './tokens.js';
import { usage, usageTexts } from './usage.js';

type Jose = typeof import('jose');

/** Loaded on first use: it takes longer to load than the rest of the vault. */
let loading: Promise<Jose> | undefined;
const jose = (): Promise<Jose> => (loading ??= import('jose'));

/** The encrypted content. `v` is the version of its format. */
interface Content extends Tokens {
  v: 1;
}

const largest = 8192;

/**
 * Encrypts tokens as compact JWE (RFC 7516). The protected header contains the app (`aud`) and the user (`sub`; RFC
 * 7519, 5.3) and is authenticated, so a record that was copied to another user cannot be decrypted.
 */
export class Sealer {
  readonly #ring: KeyRing;
  readonly #app: string;

  constructor(ring: KeyRing, app: string) {
    this.#ring = ring;
    this.#app = app;
  }

  /** Loads what `seal` needs, so that `seal` cannot fail after Kakao has issued new tokens. */
  async prepare(): Promise<void> {
    await Promise.all([this.#ring.get(this.#ring.current), jose()]);
  }

  async seal(id: KakaoId, tokens: Tokens): Promise<string> {
    const kid = this.#ring.current;
    const [{ CompactEncrypt }, key] = await Promise.all([jose(), this.#ring.get(kid)]);
    const content: Content = { v: 1, ...tokens };
    const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, aud: this.#app, sub: id })
      .encrypt(key as Uint8Array);
    if (sealed.length > largest) throw usage('argument_malformed', 'login', usageTexts().login);
    return sealed;
  }

  /** @throws {KakaoUsageError} `vault_key_unknown` or `vault_record_unreadable` */
  async open(id: KakaoId, sealed: string): Promise<Tokens> {
    const kid = kidOf(sealed);
    if (kid === undefined) throw unreadable();
    const fetching = this.#ring.get(kid);
    if (fetching === undefined) throw usage('vault_key_unknown', 'keys', usageTexts().keyUnknown);
    const [{ compactDecrypt }, key] = await Promise.all([jose(), fetching]);
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      const { aud, sub } = protectedHeader;
      const content = JSON.parse(new TextDecoder().decode(plaintext)) as Content;
      if (aud === this.#app && sub === id && content.v === 1) return content;
    } catch {
      // The error does not say which check failed.
    }
    throw unreadable();
  }

  /** Whether the record uses the first key. */
  isCurrent(sealed: string): boolean {
    return kidOf(sealed) === this.#ring.current;
  }
}

/** Whether a record cannot be decrypted, so its user has to log in again. */
export const isUnreadable = (error: unknown): boolean =>
  isKakaoError(error) && (error.code === 'vault_key_unknown' || error.code === 'vault_record_unreadable');

const unreadable = (): Error => usage('vault_record_unreadable', 'keys', usageTexts().unreadable);

/** The name of the key; `undefined` when the text is not a JWE. */
export function kidOf(sealed: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealed.slice(0, sealed.indexOf('.')), 'base64url').toString());
    const { kid } = header as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
