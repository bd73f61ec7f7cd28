import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivLength = 12;
const tagLength = 16;

/** Encrypts short texts with AES-256-GCM. Without the secret, they can be neither read nor changed. */
export interface Seal {
  /** Encrypts `text`. It can only be decrypted with the same `context`. */
  seal(text: string, context: string): string;
  /** Decrypts a text. Returns `undefined` if it is not ours, was changed, or belongs to another context. */
  open(sealed: string, context: string): string | undefined;
}

/**
 * @param secrets the first one encrypts, all of them decrypt
 * @param purpose separates keys that are derived from the same secret (RFC 5869, `info`)
 */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  const [current] = keys;
  if (current === undefined) throw new RangeError('createSeal needs at least one secret');

  return {
    seal(text, context) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < ivLength + tagLength) return undefined;
      for (const key of keys) {
        const text = decrypt(key, bytes, context);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function decrypt(key: Buffer, bytes: Buffer, context: string): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagLength));
  try {
    return decipher.update(bytes.subarray(ivLength, -tagLength), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
