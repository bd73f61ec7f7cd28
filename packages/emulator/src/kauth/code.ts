import { CODE_LIFE } from '../guesses.js';
import { opaque } from '../store/random.js';
import type { Person } from '../store/entities.js';
import type { Store } from '../store/store.js';
import type { AuthorizeRequest } from '../store/transactions.js';

/**
 * An ID token comes with every login of an app with OpenID Connect, but a `scope` without `openid` does without one.
 */
function wantsIdToken({ app, scopes }: AuthorizeRequest): boolean {
  return app.openIdConnect && (scopes === undefined || scopes.includes('openid'));
}

/** A code for a login that is done. */
export function issueCode(store: Store, request: AuthorizeRequest, person: Person, authTime: number): string {
  const code = opaque(64);
  store.codes.set(code, {
    appId: request.app.appId,
    personId: person.id,
    clientId: request.key.key,
    redirectUri: request.redirectUri,
    expiresAt: store.clock.now() + CODE_LIFE,
    authTime,
    withIdToken: wantsIdToken(request),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    ...(request.codeChallenge !== undefined && { codeChallenge: request.codeChallenge }),
  });
  return code;
}
