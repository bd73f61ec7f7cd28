const secretName = /token|secret|admin_?key|password|^code$/i;
const harmless = /expires_in|token_type|_needs_agreement/;

/** Indented JSON in which tokens and secrets are cut to their first characters. */
export function prettyJson(value: unknown): string {
  return JSON.stringify(
    value,
    (key, inner: unknown) => (isSecret(key) && typeof inner === 'string' ? mask(inner) : inner),
    2,
  );
}

export function mask(secret: string): string {
  return `${secret.slice(0, 4)}••••••••`;
}

function isSecret(key: string): boolean {
  return secretName.test(key) && !harmless.test(key);
}
