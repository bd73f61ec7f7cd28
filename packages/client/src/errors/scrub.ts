const removed = '[removed]';

/** `code=…`, `Not exist client_id […]`, `appKey(…)`: places where Kakao repeats what it was given. */
const named =
  /\b(code|token|secret|verifier|client_?id|app_?key|key)(\s*[=:]\s*|\s*\[|\()(?!\[?removed\])([^\s\])&,]+)/gi;

/** Long runs with a digit: tokens, keys and codes look so, words such as `expired_or_invalid_refresh_token` do not. */
const long = /(?=[\w~+-]*\d)[\w~+-]{20,}/g;

/**
 * Takes credentials out of a sentence of Kakao's before it is kept: KOE320's description holds the code, KOE101's the
 * app key. Line breaks go as well, so that no answer can forge a line of a log.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text.slice(0, 2000);
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, removed);
  return clean
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(named, `$1$2${removed}`)
    .replace(long, removed)
    .slice(0, 300);
}
