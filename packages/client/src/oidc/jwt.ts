import { isUtf8 } from 'node:buffer';
import { KakaoTokenError } from '../errors/errors.js';
import { isTooDeep } from '../transport/json.js';

/** No token of Kakao's comes near it; it bounds the work that a forged one can cause. */
const maxLength = 16_384;

export interface ParsedJwt {
  kid: string;
  typ: string | undefined;
  payload: Record<string, unknown>;
  /** The bytes that are signed: header and payload exactly as they came. */
  signed: Buffer;
  signature: Buffer;
}

/** Takes a compact JWT apart and refuses every header but RS256 with a `kid`. Nothing is trusted yet. */
export function parseJwt(token: unknown): ParsedJwt {
  if (typeof token !== 'string') throw new KakaoTokenError('malformed');
  if (token.length > maxLength) throw new KakaoTokenError('too_large');
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  // Buffer skips over what is not base64url (spaces, line breaks, padding); here such a token is refused.
  if (first < 1 || second <= first + 1 || second === token.length - 1 || !/^[\w.-]+$/.test(token)) {
    throw new KakaoTokenError('malformed');
  }
  if (token.includes('.', second + 1)) throw new KakaoTokenError('malformed');
  const header = object(token.slice(0, first));
  if (header['alg'] !== 'RS256') throw new KakaoTokenError('alg');
  // `crit` names extensions that a verifier has to understand; none is understood here (RFC 7515, 4.1.11).
  if (header['crit'] !== undefined || header['b64'] !== undefined) throw new KakaoTokenError('malformed');
  const { kid, typ } = header;
  if (typeof kid !== 'string' || kid === '') throw new KakaoTokenError('kid');
  if (typ !== undefined && typeof typ !== 'string') throw new KakaoTokenError('typ');
  return {
    kid,
    typ,
    payload: object(token.slice(first + 1, second)),
    signed: Buffer.from(token.slice(0, second), 'latin1'),
    signature: Buffer.from(token.slice(second + 1), 'base64url'),
  };
}

function object(part: string): Record<string, unknown> {
  const bytes = Buffer.from(part, 'base64url');
  // Reading broken UTF-8 would put replacement characters where another verifier refuses.
  if (!isUtf8(bytes)) throw new KakaoTokenError('malformed');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new KakaoTokenError('malformed');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isTooDeep(value))
    throw new KakaoTokenError('malformed');
  return value as Record<string, unknown>;
}
