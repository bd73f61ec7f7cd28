const removed = '[removed]';

/** `code=…`, `Not exist client_id […]`, `appKey(…)`: places where Kakao repeats what it was given. */
const named =
  /\b(code|token|secret|verifier|client_?id|app_?key|key)(\s*[=:]\s*|\s*\[|\()(?!\[?removed\])([^\s\])&,]+)/gi;

/** Long runs with a digit: tokens, keys and codes look so, words such as `expired_or_invalid_refresh_token` do not. */
const long = /(?=[\w~+-]*\d)[\w~+-]{20,}/g;

/** A part of a secret this long counts as the secret: Kakao may cut a token short. */
const part = 12;

/**
 * Removes credentials from a text of Kakao's before it is kept. KOE320's description holds the code, KOE101's the app key.
 * `secrets` are removed in every encoding that is likely in an error message, and in part. Control characters become spaces,
 * so that no answer can forge a line of a log.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length > 3);
  const clean = withoutSecrets(text.slice(0, 1000), known.flatMap(listEncodings));
  if (hidesSecret(clean, known)) return removed;
  return clean
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(named, `$1$2${removed}`)
    .replace(long, removed)
    .slice(0, 300);
}

/** A name that an error carries as it came, such as `invalid_grant`: bounded, and never a credential. */
export function isErrorName(text: unknown, secrets: readonly string[] = []): text is string {
  return typeof text === 'string' && /^(?:[A-Za-z_]{1,40}|KOE\d{1,6})$/.test(text) && scrub(text, secrets) === text;
}

function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Three bytes make four characters, so the same bytes look different at each of three positions.
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(offset === 0 ? 0 : offset + 1, (offset + bytes.length) % 3 === 0 ? undefined : -1);
  });
  const base64url = base64.map((encoded) => encoded.replaceAll('+', '-').replaceAll('/', '_'));
  const all = [secret, encodeURIComponent(secret), bytes.toString('hex'), ...base64, ...base64url];
  return [...new Set(all)].filter((encoded) => encoded.length > 3).map(lowerCase);
}

function withoutSecrets(text: string, encodings: readonly string[]): string {
  const lower = lowerCase(text);
  let clean = '';
  let at = 0;
  while (at < text.length) {
    const found = Math.max(0, ...encodings.map((encoded) => lengthAt(lower, at, encoded)));
    if (found === 0) clean += text[at];
    else if (!clean.endsWith(removed)) clean += removed;
    at += Math.max(found, 1);
  }
  return clean;
}

/** How much of a secret begins at this place of a text. */
function lengthAt(text: string, at: number, secret: string): number {
  let length = Math.min(secret.length, part);
  if (!secret.includes(text.slice(at, at + length)) || at + length > text.length) return 0;
  while (at + length < text.length && secret.includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** Whether a secret shows once escapes (`%41`, `\u0041`, `&#65;`) are read, up to three times over. */
function hidesSecret(text: string, secrets: readonly string[]): boolean {
  const character = (digits: string, base: number): string => String.fromCharCode(Number.parseInt(digits, base));
  let read = text;
  for (let times = 0; times < 3; times += 1) {
    const next = read
      .replace(/%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x([\da-f]{1,4});/gi, (_, ...digits: string[]) =>
        character(digits.slice(0, 4).find(Boolean) ?? '', 16),
      )
      .replace(/&#(\d{1,5});/g, (_, digits: string) => character(digits, 10))
      .replace(/\\(["\\/])/g, '$1');
    if (next === read) return false;
    read = next;
    if (withoutSecrets(read, secrets.flatMap(listEncodings)) !== read) return true;
  }
  return false;
}

/** Of ASCII only, which keeps every character in its place. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
