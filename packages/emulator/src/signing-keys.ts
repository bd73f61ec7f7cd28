import { generateKeyPair, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import type { Jwk, JwkSet } from '@kakao-login/client/contract';

import { hex } from './random.js';

const generate = promisify(generateKeyPair);

interface SigningKey {
  jwk: Jwk;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { jwk: { kid: hex(30), kty: 'RSA', alg: 'RS256', use: 'sig', n, e }, privateKey, publicKey };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The key pair that signs ID tokens and security events, made in the background when first asked for. */
export class SigningKeys {
  #current: Promise<SigningKey> | undefined;
  #previous: SigningKey | undefined;

  current(): Promise<SigningKey> {
    return (this.#current ??= newKey());
  }

  /** A new key signs from now on; the one before stays published, as while Kakao changes keys. */
  async rotate(): Promise<string> {
    const previous = await this.current();
    const next = newKey();
    const { jwk } = await next;
    this.#previous = previous;
    this.#current = next;
    return jwk.kid;
  }

  async jwks(): Promise<JwkSet> {
    const current = await this.current();
    return { keys: [current.jwk, ...(this.#previous ? [this.#previous.jwk] : [])] };
  }

  /** A compact JWS over the claims. Signed off the main thread. */
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

  /** The claims, if one of the published keys signed them. */
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
