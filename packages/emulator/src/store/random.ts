import { randomBytes, randomFillSync, randomInt } from 'node:crypto';

/** Random bytes in advance. A login needs eight texts, and a call of the generator costs more than its bytes. */
const ahead = Buffer.alloc(4096);
let used = ahead.length;

/** Opaque, URL-safe text: 40 bytes are about as long as Kakao's access tokens, 64 as its codes. */
export function opaque(bytes: number): string {
  if (used + bytes > ahead.length) {
    randomFillSync(ahead);
    used = 0;
  }
  used += bytes;
  return ahead.toString('base64url', used - bytes, used);
}
export const hex = (digits: number): string => randomBytes(digits / 2).toString('hex');
/** An ID as large as Kakao's current ones. */
export const newId = (): string => String(randomInt(3_000_000_000, 5_000_000_000));
