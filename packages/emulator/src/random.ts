import { randomBytes, randomInt } from 'node:crypto';

/** Opaque, URL-safe text: 40 bytes are about as long as Kakao's access tokens, 64 as its codes. */
export const opaque = (bytes: number): string => randomBytes(bytes).toString('base64url');
export const hex = (digits: number): string => randomBytes(digits / 2).toString('hex');
/** A member or address number of the size Kakao gives out today. */
export const newId = (): string => String(randomInt(3_000_000_000, 5_000_000_000));
