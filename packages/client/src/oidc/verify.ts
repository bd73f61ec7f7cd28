import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KakaoTokenError } from '../errors/errors.js';
import { isKakaoId } from '../ids.js';
import { sameText } from '../same-text.js';
import { parseJwt } from './jwt.js';
import type { ParsedJwt } from './jwt.js';

/** The claims that a token must have. */
export interface ClaimRules {
  issuer: string;
  audiences: readonly string[];
  nonce: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** How a token must be signed. */
export interface SignatureRules {
  /** The accepted values of `typ`, in lower case. `undefined` accepts a header without one. */
  typ: readonly (string | undefined)[];
  keyFor: (kid: string) => KeyObject | Promise<KeyObject>;
}

/** How far the clocks of Kakao and this server may differ, in seconds. Security events have a longer one. */
const leeway = 30;

/** A token with a valid signature, and the key that verified it. */
export interface SignedToken {
  kid: string;
  key: KeyObject;
  payload: Record<string, unknown>;
}

/**
 * Verifies the signature of a token.
 *
 * @throws {KakaoTokenError} when the signature or the header is not valid
 */
export async function verifySignature(token: string, { typ, keyFor }: SignatureRules): Promise<SignedToken> {
  const jwt = parseJwt(token);
  if (!typ.includes(jwt.typ?.toLowerCase())) throw new KakaoTokenError('typ');
  const found = keyFor(jwt.kid);
  const key = found instanceof Promise ? await found : found;
  checkSignature(jwt, key);
  return { kid: jwt.kid, key, payload: jwt.payload };
}

/** Verifies the signature, then the claims. Throws a {@link KakaoTokenError}. */
export async function verifyToken(token: string, signature: SignatureRules, claims: ClaimRules): Promise<SignedToken> {
  const signed = await verifySignature(token, signature);
  checkClaims(signed.payload, claims);
  return signed;
}

function checkSignature({ signed, signature }: ParsedJwt, key: KeyObject): void {
  if (!verify('RSA-SHA256', signed, key, signature)) throw new KakaoTokenError('signature');
}

/** @throws {KakaoTokenError} when the issuer or the audience is wrong */
export function checkParties(
  { iss, aud, azp }: Record<string, unknown>,
  { issuer, audiences }: Pick<ClaimRules, 'issuer' | 'audiences'>,
): void {
  if (iss !== issuer) throw new KakaoTokenError('issuer');
  // Every audience must be ours: an untrusted one could use the token as well (OpenID Connect Core 3.1.3.7, 3 to 5).
  const audience: unknown[] = Array.isArray(aud) ? aud : [aud];
  const ours = (one: unknown): boolean => audiences.includes(one as string);
  if (audience.length === 0 || !audience.every(ours) || (azp !== undefined && !ours(azp))) {
    throw new KakaoTokenError('audience');
  }
}

/** @throws {KakaoTokenError} when a claim does not match the rules */
export function checkClaims(claims: Record<string, unknown>, rules: ClaimRules): void {
  const { exp, iat, nbf, sub, nonce } = claims;
  checkParties(claims, rules);
  const now = rules.now / 1000;
  if (typeof exp !== 'number') throw new KakaoTokenError('claims');
  if (now >= exp + leeway) throw new KakaoTokenError('expired');
  // An `iat` in the future is accepted, as in OpenID Connect Core 3.1.3.7 and Kakao's instructions. Otherwise a server whose clock is
  // slow, or an emulator whose clock was changed, would refuse every login.
  if (typeof iat !== 'number') throw new KakaoTokenError('claims');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + leeway)) throw new KakaoTokenError('not_yet_valid');
  if (!isKakaoId(sub)) throw new KakaoTokenError('subject');
  if (rules.nonce !== undefined && !sameText(nonce, rules.nonce)) throw new KakaoTokenError('nonce');
}
