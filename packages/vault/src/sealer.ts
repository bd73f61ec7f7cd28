import type { KakaoId } from '@kakao-login/client';
import type { KeyRing } from './keys.js';
import type { Tokens } from './tokens.js';
import { usage, usageTexts } from './usage.js';

type Jose = typeof import('jose');

/** Loaded on first use: it takes longer to load than the rest of the vault. */
let loading: Promise<Jose> | undefined;
const jose = (): Promise<Jose> => (loading ??= import('jose'));

/** What is sealed; the number tells the format of what follows. */
interface Content extends Tokens {
  v: 1;
}

const largest = 8192;

/**
 * Encrypts tokens as compact JWE (RFC 7516). The protected header, which is the associated data, names the app (`aud`) and
 * the user (`sub`, RFC 7519, 5.3): a record that was moved to another user does not open.
 */
export class Sealer {
  readonly #ring: KeyRing;
  readonly #app: string;

  constructor(ring: KeyRing, app: string) {
    this.#ring = ring;
    this.#app = app;
  }

  /** Loads what `seal` needs, so that `seal` does not fail once Kakao has answered. */
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
    if (sealed.length > largest) throw usage('argument_malformed', 'login', usageTexts.login());
    return sealed;
  }

  /** @throws {KakaoUsageError} `vault_key_unknown` or `vault_record_unreadable` */
  async open(id: KakaoId, sealed: string): Promise<Tokens> {
    const kid = kidOf(sealed);
    if (kid === undefined) throw unreadable();
    const fetching = this.#ring.get(kid);
    if (fetching === undefined) throw usage('vault_key_unknown', 'keys', usageTexts.keyUnknown());
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
      // One error for all causes: which check failed is nobody's business.
    }
    throw unreadable();
  }

  /** Whether the key that encrypts today encrypted it. */
  isCurrent(sealed: string): boolean {
    return kidOf(sealed) === this.#ring.current;
  }
}

const unreadable = (): Error => usage('vault_record_unreadable', 'keys', usageTexts.unreadable());

/** The `kid` of the key; undefined if the text is not a JWE. */
function kidOf(sealed: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealed.slice(0, sealed.indexOf('.')), 'base64url').toString());
    const { kid } = header as { kid?: unknown };
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
