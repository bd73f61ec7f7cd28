/**
 * KOE codes by `error_description`, for answers from kauth without `error_code`. The sentences come from Kakao and from Spring
 * Security OAuth, which kauth seems to use.
 */
const sentences: readonly [RegExp, string][] = [
  [/^bad client credentials/i, 'KOE010'],
  [/^not exist client_id/i, 'KOE101'],
  [/^application id mismatch/i, 'KOE114'],
  [/^(redirect uri mismatch|invalid redirect:)/i, 'KOE303'],
  [/^(authorization code not found|invalid authorization code)/i, 'KOE320'],
  [/^(expired_or_invalid_refresh_token|invalid refresh token)/i, 'KOE322'],
  [/^(unsupported|missing) grant.type/i, 'KOE310'],
  [/^token request rate limit exceeded/i, 'KOE237'],
  [/^invalid android_key_hash or ios_bundle_id/i, 'KOE009'],
];

/** The KOE code for an `error_description`. */
export const koeCodeBySentence = (description: unknown): string | undefined =>
  typeof description === 'string' ? sentences.find(([sentence]) => sentence.test(description.trim()))?.[1] : undefined;
