import { hash } from 'node:crypto';
import { derivedFrom, type PendingLogin } from './pending-login.js';
import type { Needed } from './requirement.js';

/**
 * Converts a login to a short text that fits into a cookie, and back.
 *
 * @param callbackURLs redirect URIs of the strategy, which are written as short tags that do not depend on their order
 */
export function createPacking(callbackURLs: readonly string[]) {
  const tags = new Map(callbackURLs.map((url) => [url, hash('sha256', url, 'base64url').slice(0, 4)]));
  const urls = new Map([...tags].map(([url, tag]) => [tag, url]));

  return {
    pack(pending: PendingLogin): string {
      const { callbackURL, seed = '', codeVerifier, nonce, idToken, state, silent, asked } = pending;
      const { returnTo, needed, link } = pending;
      const { attempt = 1, replays = 0 } = pending;
      const own = nonce !== undefined && nonce !== derivedFrom(seed).nonce();
      const flags =
        Number(codeVerifier !== undefined) |
        (Number(nonce !== undefined) << 1) |
        (Number(idToken === true) << 2) |
        (Number(idToken === false) << 3) |
        (Number(silent === true) << 4) |
        (attempt << 5) |
        (replays << 8);
      const parts: unknown[] = [tags.get(callbackURL) ?? callbackURL, seed, flags];
      const rest: unknown[] = [returnTo ?? 0, asked === undefined ? 0 : asked, own ? nonce : 0, needed ?? 0, link ?? 0];
      if (state !== undefined) rest.push(state);
      else while (rest.length > 0 && rest.at(-1) === 0) rest.pop();
      return JSON.stringify([...parts, ...rest]);
    },

    unpack(text: string, createdAt: number): PendingLogin {
      // The text was encrypted by us, so it has this type.
      type Packed = [
        string,
        string,
        number,
        (string | 0)?,
        (Record<string, string> | null | 0)?,
        (string | 0)?,
        (Needed | 0)?,
        (string | 0)?,
        unknown?,
      ];
      const packed = JSON.parse(text) as Packed;
      const [url, seed, flags, returnTo, asked = 0, nonce, needed, link] = packed;
      const derived = derivedFrom(seed);
      const has = (bit: number) => (flags & (1 << bit)) !== 0;
      return {
        callbackURL: urls.get(url) ?? url,
        createdAt,
        seed,
        codeVerifier: has(0) ? derived.codeVerifier() : undefined,
        nonce: has(1) ? nonce || derived.nonce() : undefined,
        idToken: has(2) || (has(3) ? false : undefined),
        state: packed[8],
        returnTo: returnTo || undefined,
        needed: needed || undefined,
        link: link || undefined,
        silent: has(4) || undefined,
        asked: asked === 0 ? undefined : asked,
        attempt: (flags >> 5) & 7,
        replays: flags >> 8,
      };
    },
  };
}
