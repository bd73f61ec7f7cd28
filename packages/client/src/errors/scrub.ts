const removed = '[removed]';

/** `code=…`, `Not exist client_id […]`, `appKey(…)`: how Kakao repeats values of a request. */
const named =
  /\b(code|token|secret|verifier|client_?id|app_?key|key)(\s*[=:]\s*|\s*\[|\()(?!\[?removed\])([^\s\])&,]+)/gi;

/** Long words with a digit. Tokens, keys and codes look like this. Words such as `expired_or_invalid_refresh_token` do not. */
const long = /(?=[\w~+-]*\d)[\w~+-]{20,}/g;

/** E-mail addresses, and numbers as long as user ids. */
const personal = /[^\s"'<>(),:;[\]{}]+@[\w.-]+|(?<![\w.])\d{9,}(?![\w.])/g;

/** How many characters of a secret count as the secret, because Kakao may truncate a token. */
const part = 12;

/**
 * Removes credentials from Kakao's text before it is stored in an error. The description of KOE320 contains the code, that of KOE101
 * the app key. `secrets` are also removed in other encodings, and in part. Control characters become spaces, so that Kakao's text
 * cannot add lines to a log.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length > 3);
  const clean = withoutSecrets(text.slice(0, 1000), known.flatMap(listEncodings));
  if (hidesSecret(clean, known)) return removed;
  return clean
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(named, `$1$2${removed}`)
    .replace(personal, removed)
    .replace(long, removed)
    .slice(0, 300);
}

/** Whether a text from Kakao is safe to keep as the name of an error, such as `invalid_grant`. */
export function isErrorName(text: unknown, secrets: readonly string[] = []): text is string {
  return typeof text === 'string' && /^(?:[A-Za-z_]{1,40}|KOE\d{1,6})$/.test(text) && scrub(text, secrets) === text;
}

function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 turns three bytes into four characters, so there are three ways to encode the same bytes in a longer text.
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

/** The length of the part of a secret that starts at this position of a text. */
function lengthAt(text: string, at: number, secret: string): number {
  let length = Math.min(secret.length, part);
  if (!secret.includes(text.slice(at, at + length)) || at + length > text.length) return 0;
  while (at + length < text.length && secret.includes(text.slice(at, at + length + 1))) length += 1;
  return length;
}

/** Whether a text contains a secret after decoding escapes (`%41`, `\u0041`, `&#65;`) up to three times. */
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

/** Changes only ASCII letters, so that the length of the text stays the same. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
