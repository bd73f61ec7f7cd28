import { timingSafeEqual } from 'node:crypto';

/** In constant time: how far a guess was right must not show. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
