import { listItems } from './settings.js';

/** Shorter values are not masked, because ordinary words can contain them. They are not printed anyway. */
const leastLength = 8;

const stand = '[masked]';

/** The encodings in which a value can occur in a text. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}

/** `encodeURIComponent` throws for a lone surrogate. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/**
 * Replaces each of these secrets in a text, in any encoding. The doctor masks everything that it prints. A secret that
 * was copied into a list, such as the redirect URIs, is printed item by item, so each item is masked.
 */
export function createMask(secrets: Iterable<string>): (text: string) => string {
  const all = [...secrets]
    .flatMap((secret) => [secret, secret.trim(), ...listItems(secret)])
    .map(wellFormed)
    .filter((secret) => secret.length >= leastLength)
    .flatMap(spellings);
  const wanted = [...new Set(all)].sort((one, other) => other.length - one.length);
  return (text) => wanted.reduce((clean, secret) => clean.replaceAll(secret, stand), wellFormed(text));
}

/** {@link createMask} for every text in a value, at any depth. */
export function maskAll<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return mask(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => maskAll(item, mask)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskAll(member, mask)])) as T;
}

const secretName = /KEY|SECRET|TOKEN|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|_PWD$/i;

/** The secrets in an environment: values whose names say so, and passwords in URLs. */
export function secretsIn(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const { username = '', password = '' } = URL.canParse(value) ? new URL(value) : {};
    const inUrl = [username, password].flatMap((text) => [text, decoded(text)]);
    // URLs such as redirect URIs have to stay readable.
    return secretName.test(name) && !/^https?:\/\//i.test(value) ? [value, ...inUrl] : inUrl;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
