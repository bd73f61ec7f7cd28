import { isUtf8 } from 'node:buffer';
import { isObject } from '../checks.js';
import { KakaoTokenError } from '../errors/errors.js';
import { isTooDeep } from '../transport/json.js';

/** Kakao's tokens are much shorter. Limits the work that a forged token can cause. */
const maxLength = 16_384;

export interface ParsedJwt {
  kid: string;
  typ: string | undefined;
  payload: Record<string, unknown>;
  /** The signed bytes: header and payload exactly as received. */
  signed: Buffer;
  signature: Buffer;
}

/** Parses a compact JWT and requires RS256 and a `kid`. Does not verify the signature. */
export function parseJwt(token: unknown): ParsedJwt {
  if (typeof token !== 'string') throw new KakaoTokenError('malformed');
  if (token.length > maxLength) throw new KakaoTokenError('too_large');
  // Buffer ignores characters that are not base64url (spaces, line breaks, padding), so they are refused here.
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token);
  if (parts === null) throw new KakaoTokenError('malformed');
  const [, first = '', second = '', third = ''] = parts;
  const header = object(first);
  if (header['alg'] !== 'RS256') throw new KakaoTokenError('alg');
  // `crit` lists extensions that a verifier has to support (RFC 7515, 4.1.11). None is supported.
  if (header['crit'] !== undefined || header['b64'] !== undefined) throw new KakaoTokenError('malformed');
  const { kid, typ } = header;
  if (typeof kid !== 'string' || kid === '') throw new KakaoTokenError('kid');
  if (typ !== undefined && typeof typ !== 'string') throw new KakaoTokenError('typ');
  return {
    kid,
    typ,
    payload: object(second),
    signed: Buffer.from(`${first}.${second}`, 'latin1'),
    signature: Buffer.from(third, 'base64url'),
  };
}

function object(part: string): Record<string, unknown> {
  const bytes = Buffer.from(part, 'base64url');
  // Other verifiers refuse invalid UTF-8. Decoding would insert replacement characters.
  if (!isUtf8(bytes)) throw new KakaoTokenError('malformed');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new KakaoTokenError('malformed');
  }
  if (!isObject(value) || isTooDeep(value)) throw new KakaoTokenError('malformed');
  return value;
}
