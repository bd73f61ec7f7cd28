import { isKakaoError } from '@kakao-login/client';
import type { EndpointName, ScopesResponse } from '@kakao-login/client';
import { isLaterLogin } from './tokens.js';
import type { Tokens } from './tokens.js';

/** What Kakao has just said about the consent of a user. */
export interface ConsentNews {
  /** Consent items, and whether the user agrees to them. */
  scopes: ReadonlyMap<string, boolean>;
  /** Whether the user has revoked something, even if the record does not list it. */
  isRevocation: boolean;
}

/** @returns undefined for an answer that is about something else */
export function newsIn(name: EndpointName, answer: unknown): ConsentNews | undefined {
  switch (name) {
    case 'scopes.list':
    case 'scopes.revoke': {
      const { scopes } = answer as ScopesResponse;
      return {
        scopes: new Map(scopes.map(({ id, agreed }) => [id, agreed])),
        isRevocation: name === 'scopes.revoke',
      };
    }
    case 'terms.revoke':
      return { scopes: new Map(), isRevocation: true };
    default:
      return undefined;
  }
}

/** @returns undefined for an error that does not name consent items that the user has to agree to */
export function newsInError(error: unknown): ConsentNews | undefined {
  if (!isKakaoError(error) || error.kind !== 'api' || error.code !== -402) return undefined;
  const { requiredScopes, allowedScopes } = error;
  const lacking = requiredScopes.filter((id) => !allowedScopes.includes(id));
  return { scopes: new Map(lacking.map((id) => [id, false])), isRevocation: lacking.length > 0 };
}

/**
 * @param askedAt when Kakao was asked
 * @returns undefined if the news changes nothing
 */
export function withNews(tokens: Tokens, { scopes, isRevocation }: ConsentNews, askedAt: number): Tokens | undefined {
  if (isLaterLogin(tokens, askedAt)) return undefined;
  const { scopes: before } = tokens;
  // Without a list from the login, a list of some items would look like all of them.
  if (before === undefined) return isRevocation ? { ...tokens, revokedAt: askedAt } : undefined;
  const kept = before.filter((id) => scopes.get(id) !== false);
  const added = [...scopes.keys()].filter((id) => scopes.get(id) === true && !before.includes(id));
  const isLess = kept.length < before.length || (isRevocation && scopes.size === 0);
  if (!isLess && added.length === 0) return undefined;
  return { ...tokens, scopes: [...kept, ...added], ...(isLess && { revokedAt: askedAt }) };
}
