import { timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KakaoTokenError } from '../errors/errors.js';
import { isKakaoId } from '../ids.js';
import { parseJwt } from './jwt.js';
import type { ParsedJwt } from './jwt.js';

/** Whose, for whom and when a token has to be. */
export interface ClaimRules {
  issuer: string;
  audiences: readonly string[];
  nonce: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** How a token has to be signed. Shared by ID tokens and, with another `typ`, security events. */
export interface SignatureRules {
  /** Accepted `typ`, in lower case; `undefined` accepts a header without one. */
  typ: readonly (string | undefined)[];
  keyFor: (kid: string) => KeyObject | Promise<KeyObject>;
}

/** How far the clocks of Kakao and of this server may differ, in seconds. */
const leeway = 30;

/** A token whose signature is good, with the key that says so. */
export interface SignedToken {
  kid: string;
  key: KeyObject;
  payload: Record<string, unknown>;
}

/** Verifies the signature over the exact bytes. Throws a {@link KakaoTokenError}. */
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

/** Whose it is, and for whom. */
export function checkParties(
  { iss, aud, azp }: Record<string, unknown>,
  { issuer, audiences }: Pick<ClaimRules, 'issuer' | 'audiences'>,
): void {
  if (iss !== issuer) throw new KakaoTokenError('issuer');
  // Nor for anybody else: whom we do not trust might use it as well (OpenID Connect Core 3.1.3.7, 3 to 5).
  const audience: unknown[] = Array.isArray(aud) ? aud : [aud];
  const ours = (one: unknown): boolean => audiences.includes(one as string);
  if (audience.length === 0 || !audience.every(ours) || (azp !== undefined && !ours(azp))) {
    throw new KakaoTokenError('audience');
  }
}

/** Whose it is, for whom, and when. */
export function checkClaims(claims: Record<string, unknown>, rules: ClaimRules): void {
  const { exp, iat, nbf, sub, nonce } = claims;
  checkParties(claims, rules);
  const now = rules.now / 1000;
  if (typeof exp !== 'number') throw new KakaoTokenError('claims');
  if (now >= exp + leeway) throw new KakaoTokenError('expired');
  // An `iat` ahead of our clock is let pass, as OpenID Connect Core 3.1.3.7 and Kakao's own steps do: a server whose clock
  // runs late, or an emulator whose clock was moved, would otherwise refuse every login.
  if (typeof iat !== 'number') throw new KakaoTokenError('claims');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + leeway)) throw new KakaoTokenError('not_yet_valid');
  if (!isKakaoId(sub)) throw new KakaoTokenError('subject');
  if (rules.nonce !== undefined && !same(nonce, rules.nonce)) throw new KakaoTokenError('nonce');
}

/** In constant time: how far a guess was right must not show. */
export function same(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
