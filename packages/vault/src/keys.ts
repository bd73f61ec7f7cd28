import { randomBytes } from 'node:crypto';
import { KakaoConnectionError } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';
import { withCause } from './with-cause.js';

/** 32 bytes, or their base64url text. */
export type VaultKeyBytes = Uint8Array | string;

/** An encryption key and its name. */
export interface VaultKey {
  /**
   * The name of the key: 1 to 100 ASCII characters without spaces. It is stored unencrypted with each record. Never
   * reuse a name for another key.
   */
  kid: string;
  /**
   * The key, or a function that fetches it, for example from a KMS. The function is called when the key is first
   * needed. If it fails, it is called again the next time.
   *
   * @example { kid: '2026-11', key: async () => (await kms.decrypt({ CiphertextBlob: wrappedKey })).Plaintext }
   */
  key: VaultKeyBytes | (() => VaultKeyBytes | Promise<VaultKeyBytes>);
}

/** The keys of a vault: the first one encrypts, and all of them decrypt. */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, () => Promise<Uint8Array>>;
  /** The name of the key that encrypts. */
  readonly current: string;

  constructor(keys: readonly VaultKey[] = [{ kid: 'process', key: randomBytes(32) }]) {
    if (!Array.isArray(keys) || keys.length === 0) throw usage('option_malformed', 'keys', usageTexts().keys);
    this.#keys = new Map(keys.map((entry: VaultKey) => [checkKid(entry), lazily(entry)]));
    if (this.#keys.size < keys.length) throw usage('option_malformed', 'keys', usageTexts().keys);
    this.current = (keys[0] as VaultKey).kid;
  }

  /** @returns `undefined` when the ring does not have the key */
  get(kid: string): Promise<Uint8Array> | undefined {
    return this.#keys.get(kid)?.();
  }
}

function checkKid(entry: VaultKey | null | undefined): string {
  const kid: unknown = entry?.kid;
  if (typeof kid === 'string' && /^[\x21-\x7e]{1,100}$/.test(kid)) return kid;
  throw usage('option_malformed', 'keys', usageTexts().keys);
}

function lazily({ key }: VaultKey): () => Promise<Uint8Array> {
  if (typeof key !== 'function') {
    const bytes = Promise.resolve(toBytes(key));
    return () => bytes;
  }
  let fetching: Promise<Uint8Array> | undefined;
  return () =>
    (fetching ??= fetchKey(key).catch((error: unknown) => {
      fetching = undefined;
      throw error;
    }));
}

async function fetchKey(fetch: () => VaultKeyBytes | Promise<VaultKeyBytes>): Promise<Uint8Array> {
  let key: VaultKeyBytes;
  try {
    key = await fetch();
  } catch (cause) {
    throw withCause(new KakaoConnectionError('key_failed'), cause);
  }
  return toBytes(key);
}

function toBytes(key: unknown): Uint8Array {
  const bytes =
    typeof key === 'string' && /^[\w+/-]{43}=?$/.test(key)
      ? Buffer.from(key, 'base64url')
      : key instanceof Uint8Array
        ? Uint8Array.from(key)
        : undefined;
  if (bytes?.length === 32) return bytes;
  throw usage('option_malformed', 'keys', usageTexts().key);
}
