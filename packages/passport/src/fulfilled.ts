import { KakaoLoginError, type IdTokenClaims, type KakaoClient, type TokenResponse } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import { isRecent, type Needed } from './requirement.js';

/**
 * Checks that the user who was sent to Kakao is the same one who returned, and agreed to everything. Asks Kakao, because the user can
 * change the URL of Kakao's page and uncheck boxes on it.
 *
 * @throws {KakaoLoginError} `account_mismatch`, `login_too_old` or `consent_declined` when that is not so
 */
export async function checkFulfilled(
  client: KakaoClient,
  { user, scopes, terms, maxAge }: Needed,
  tokens: TokenResponse,
  claims: IdTokenClaims | undefined,
): Promise<void> {
  const caller = { accessToken: tokens.access_token };
  const [agreedScopes, agreedTerms] = await Promise.all([
    scopes && client.scopes.list(caller, { scopes }),
    terms && client.terms.list(caller, { tags: terms }),
  ]);
  if (user !== undefined) {
    const known = claims?.sub ?? agreedScopes?.id ?? agreedTerms?.id;
    const id = known ?? (await client.user.accessTokenInfo(caller)).id;
    if (id !== user) throw new KakaoLoginError('account_mismatch');
  }
  const { now = Date.now } = optionsOf(client) ?? {};
  if (maxAge !== undefined && !isRecent(claims?.auth_time, maxAge, now())) {
    throw new KakaoLoginError('login_too_old');
  }
  const hasScopes = scopes?.every((id) => agreedScopes?.scopes.some((one) => one.id === id && one.agreed)) ?? true;
  const hasTerms =
    terms?.every((tag) => agreedTerms?.service_terms.some((one) => one.tag === tag && one.agreed)) ?? true;
  if (!hasScopes || !hasTerms) throw new KakaoLoginError('consent_declined');
}
