import {
  KakaoTokenError,
  toKakaoProfile,
  type IdTokenClaims,
  type KakaoProfile,
  type TokenResponse,
  type UserMe,
} from '@kakao-login/client';
import { calledBack } from './called-back.js';
import { ownUserProfile } from './seams.js';
import { usage, usageTexts } from './usage.js';
import type { Visit } from './visit.js';

/** The user who logged in. */
export interface LoadedProfile {
  /** `undefined` only if the options say to skip it. */
  profile: KakaoProfile | undefined;
  user?: UserMe;
  /** Whether a subclass loaded the profile, which can then have any shape. */
  own?: boolean;
}

/** Loads the profile from the ID token or from `/v2/user/me`, as the options say. */
export async function loadProfile(
  visit: Visit,
  tokens: TokenResponse,
  claims: IdTokenClaims | undefined,
): Promise<LoadedProfile> {
  const { settings, verify } = visit.parts;
  const { access_token: accessToken, scope } = tokens;
  const onlyToken = settings.profile === 'id_token';
  const skips = !onlyToken && (await skipsProfile(visit, accessToken));
  // As in passport-oauth2, even if there is an ID token.
  if (skips && !verify.wholeLogin) return { profile: undefined };
  const skip = onlyToken || skips;
  const own = skip ? undefined : await ownUserProfile(visit, accessToken);
  if (own !== undefined) return { profile: own.profile as KakaoProfile, own: true };

  const grantedScopes = scope?.split(' ');
  if (claims !== undefined && (skip || (settings.profile === 'auto' && carriesAll(claims, grantedScopes))))
    return { profile: toKakaoProfile({ claims, grantedScopes }) };
  if (skip) throw usage('profile_unavailable', 'profile', usageTexts().profileUnavailable);
  const user = await loadUser(visit.parts, accessToken);
  if (claims !== undefined && claims.sub !== user.id) throw new KakaoTokenError('subject');
  return { profile: toKakaoProfile({ user, claims, grantedScopes }), user };
}

export function loadUser({ client, profileOptions }: Visit['parts'], accessToken: string): Promise<UserMe> {
  const { propertyKeys } = profileOptions;
  return client.user.me({ accessToken }, { propertyKeys, secureResource: true });
}

async function skipsProfile({ parts }: Visit, accessToken: string): Promise<boolean> {
  const skip = parts.profileOptions.skipUserProfile;
  if (typeof skip !== 'function') return skip === true;
  if (skip.length < 2) return (await (skip as (accessToken: string) => unknown)(accessToken)) === true;
  const [error, skipped] = await calledBack<[error: unknown, skipped?: boolean]>((done) => skip(accessToken, done));
  if (error) throw error;
  return skipped === true;
}

/** The consent items whose values are in an ID token, and their claims. */
const claimOf: Readonly<Record<string, keyof IdTokenClaims>> = {
  openid: 'sub',
  profile_nickname: 'nickname',
  profile_image: 'picture',
  account_email: 'email',
};

/**
 * Whether an ID token has a claim for every consent item that the user agreed to. It does not contain an unverified e-mail address, for
 * example, so that has to be loaded from `/v2/user/me`.
 */
function carriesAll(claims: IdTokenClaims, grantedScopes: readonly string[] | undefined): boolean {
  return (
    grantedScopes?.every((scope) => {
      const claim = Object.hasOwn(claimOf, scope) ? claimOf[scope] : undefined;
      return claim !== undefined && claims[claim] !== undefined;
    }) ?? false
  );
}
