import { createPrivateKey, createPublicKey, generateKeyPair, sign, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import type { Jwk, JwkSet } from '@kakao-login/client/contract';

import { hex } from './random.js';

const generate = promisify(generateKeyPair);

interface SigningKey {
  jwk: Jwk;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** A key pair, as saved for another emulator. */
export interface SavedKey {
  kid: string;
  privateKey: JsonWebKey;
}

function signingKey(kid: string, privateKey: KeyObject, publicKey: KeyObject): SigningKey {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { jwk: { kid, kty: 'RSA', alg: 'RS256', use: 'sig', n, e }, privateKey, publicKey };
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  return signingKey(hex(30), privateKey, publicKey);
}

/** The key pair; undefined if it is not a private RSA key. */
function savedKey({ kid, privateKey }: SavedKey): SigningKey | undefined {
  try {
    const key = createPrivateKey({ key: privateKey, format: 'jwk' });
    return key.asymmetricKeyType === 'rsa' ? signingKey(kid, key, createPublicKey(key)) : undefined;
  } catch {
    return undefined;
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The key pair that signs ID tokens and security events. Created in the background on first use. */
export class SigningKeys {
  #current: Promise<SigningKey> | undefined;
  /** The value of {@link #current}, once it has been created. */
  #made: SigningKey | undefined;
  #previous: SigningKey | undefined;

  current(): Promise<SigningKey> {
    if (this.#current) return this.#current;
    const making = newKey().then((key) => {
      // Saved keys may have been restored in the meantime.
      if (this.#current === making) this.#made = key;
      return key;
    });
    this.#current = making;
    return making;
  }

  /** The pair that signs, and the one before. Empty while nothing has been signed or published. */
  saved(): SavedKey[] {
    return [this.#made, this.#previous].flatMap((key) =>
      key ? { kid: key.jwk.kid, privateKey: key.privateKey.export({ format: 'jwk' }) } : [],
    );
  }

  /**
   * Reads saved keys. Returns a function that puts them into use.
   *
   * @throws {TypeError} when one of them is not a private RSA key.
   */
  restoring(saved: readonly SavedKey[]): () => void {
    const [made, previous] = saved.map((one, index) => {
      const key = savedKey(one);
      if (!key) throw new TypeError(`signingKeys[${index}]: this is not a private RSA key`);
      return key;
    });
    return () => {
      if (!made) return;
      this.#current = Promise.resolve(made);
      this.#made = made;
      this.#previous = previous;
    };
  }

  /** Signs with a new key from now on. The previous one stays published, as when Kakao rotates keys. */
  async rotate(): Promise<string> {
    const previous = await this.current();
    const next = newKey();
    const made = await next;
    this.#previous = previous;
    this.#current = next;
    this.#made = made;
    return made.jwk.kid;
  }

  async jwks(): Promise<JwkSet> {
    const current = await this.current();
    return { keys: [current.jwk, ...(this.#previous ? [this.#previous.jwk] : [])] };
  }

  /** Returns a compact JWS with the claims. Signed outside the main thread. */
  async sign(claims: object, typ = 'JWT'): Promise<string> {
    const key = await this.current();
    const input = `${encode({ kid: key.jwk.kid, typ, alg: 'RS256' })}.${encode(claims)}`;
    return new Promise((resolve, reject) => {
      sign('sha256', Buffer.from(input), key.privateKey, (error, signature) => {
        if (error) reject(error);
        else resolve(`${input}.${signature.toString('base64url')}`);
      });
    });
  }

  /** Returns the claims of a token, if one of the published keys signed it. */
  async open(token: string): Promise<Record<string, unknown> | undefined> {
    const [header = '', payload = '', signature = '', more] = token.split('.');
    if (more !== undefined || signature === '') return undefined;
    try {
      const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>;
      const key = [await this.current(), this.#previous].find((candidate) => candidate?.jwk.kid === kid);
      const input = Buffer.from(`${header}.${payload}`);
      if (!key || alg !== 'RS256') return undefined;
      if (!verify('sha256', input, key.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
      return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    } catch {
      return undefined;
    }
  }
}
