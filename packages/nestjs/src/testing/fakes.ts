import type { CanActivate } from '@nestjs/common';
import { toKakaoProfile } from '@kakao-login/client';
import type { IdTokenClaims, KakaoProfile, TokenResponse, UserMe } from '@kakao-login/client';
import type { KakaoLogin, KakaoTokenLogin } from '@kakao-login/passport';
import { rememberLogin, rememberProperty, rememberUser } from '../request-logins.js';
import { httpRequestOf, requestOf } from '../request-of.js';

type Fields<T> = { [Name in keyof T]?: T[Name] | undefined };

/** Fields for {@link fakeKakaoLogin}: any part of a `KakaoLogin`. A field set to `undefined` is left out of the login. */
export interface FakeKakaoLogin<State = unknown> extends Fields<
  Pick<KakaoLogin<State>, 'user' | 'state' | 'returnTo'>
> {
  profile?: Fields<KakaoProfile>;
  tokens?: Fields<TokenResponse>;
  /** Set to `undefined` for a login without an ID token, as in an app with OpenID Connect off. */
  claims?: Fields<IdTokenClaims> | undefined;
}

/** Fields for {@link fakeKakaoTokenLogin}: any part of a `KakaoTokenLogin`, with the profile as a value. */
export interface FakeKakaoTokenLogin extends Fields<Pick<KakaoTokenLogin, 'id' | 'accessToken' | 'tokenInfo'>> {
  /** If set, the login comes from an ID token. */
  claims?: Fields<IdTokenClaims>;
  profile?: Fields<KakaoProfile>;
}

/** How the fake guards store the user. */
export interface FakeGuardOptions {
  /** What your login handler or token handler returns. Default: the login. */
  user?: unknown;
  /** The `property` of `PassportModule.register()`. Default `user`. */
  property?: string;
}

/**
 * Makes a complete login from a few fields. The rest comes from 달빛, the emulator's first user. The profile and the ID
 * token agree: an ID, a nickname or an e-mail address given for one also appears in the other.
 *
 * @example
 * fakeKakaoLogin({ profile: { id: '42', email: 'star@example.com' }, state: { cart: 7 } });
 */
export function fakeKakaoLogin<State = unknown>(fields: FakeKakaoLogin<State> = {}): KakaoLogin<State> {
  const { profile = {}, user, state, returnTo } = fields;
  const hasIdToken = !('claims' in fields) || fields.claims !== undefined;
  const claims = withFields(claimsOf(user, profile), fields.claims);
  const now = { token_type: 'bearer', access_token: 'fake-access-token', expires_in: 21_599 };
  const later = { refresh_token: 'fake-refresh-token', refresh_token_expires_in: 5_183_999 };
  const scope = hasIdToken ? 'openid account_email profile_nickname' : 'account_email profile_nickname';
  const idToken = hasIdToken && { id_token: 'fake-id-token' };
  const tokens = withFields<TokenResponse>({ ...now, ...later, ...idToken, scope }, fields.tokens);
  const grantedScopes = tokens.scope?.split(' ');
  return {
    profile: profileOf(toKakaoProfile({ user, claims, grantedScopes }), profile),
    tokens,
    ...(hasIdToken && { claims }),
    ...(user !== undefined && { user }),
    ...(state !== undefined && { state }),
    ...(returnTo !== undefined && { returnTo }),
  };
}

/**
 * Makes the login for a Kakao token of a native app from a few fields. It comes from an access token unless `claims` are given.
 *
 * @example
 * fakeKakaoTokenLogin({ id: '42' });
 */
export function fakeKakaoTokenLogin(fields: FakeKakaoTokenLogin = {}): KakaoTokenLogin {
  const { profile = {}, claims: given, id = profile.id ?? given?.sub ?? defaults.id } = fields;
  const login = fakeKakaoLogin({ profile: { ...profile, id }, ...(given && { claims: given }) });
  const accessToken = given ? undefined : 'fake-access-token';
  const tokenInfo = given ? undefined : { id, expires_in: 21_599, app_id: '100001' };
  return withFields<KakaoTokenLogin>(
    { id, profile: () => Promise.resolve(login.profile) },
    {
      accessToken,
      tokenInfo,
      ...(given && { claims: login.claims }),
      ...('accessToken' in fields && { accessToken: fields.accessToken }),
      ...('tokenInfo' in fields && { tokenInfo: fields.tokenInfo }),
    },
  );
}

/**
 * Replaces `KakaoAuthGuard`, `AuthGuard('kakao')` or your own guard that extends one of them, and lets every request in
 * with this login. `@KakaoLogin()`, `@KakaoUser()` and `request.user` work as after a real login.
 *
 * @param login the login, or a function that returns the login for this request; the guard throws what it throws
 * @example
 * Test.createTestingModule({ controllers: [AuthController] })
 *   .overrideGuard(KakaoAuthGuard)
 *   .useValue(kakaoLoginGuard(fakeKakaoLogin({ profile: { nickname: '별빛' } })));
 */
export function kakaoLoginGuard(
  login: KakaoLogin | (() => KakaoLogin) = fakeKakaoLogin(),
  options: FakeGuardOptions = {},
): CanActivate {
  return {
    canActivate(context) {
      const request = httpRequestOf(context);
      const finished = typeof login === 'function' ? login() : login;
      rememberLogin(request, finished);
      const { state, returnTo } = finished;
      letIn(request, { user: finished, ...options }, { state, returnTo });
      return true;
    },
  };
}

/**
 * Replaces `KakaoTokenGuard` or `AuthGuard('kakao-token')`, and lets every request in as if it had sent this token. Works
 * in GraphQL resolvers as well.
 *
 * @param login the login, or a function that returns the login for this request; the guard throws what it throws
 * @example
 * builder.overrideGuard(KakaoTokenGuard).useValue(kakaoTokenGuard(fakeKakaoTokenLogin({ id: '42' })));
 */
export function kakaoTokenGuard(
  login: KakaoTokenLogin | (() => KakaoTokenLogin) = fakeKakaoTokenLogin(),
  options: FakeGuardOptions = {},
): CanActivate {
  return {
    canActivate(context) {
      const user = typeof login === 'function' ? login() : login;
      letIn(requestOf(context), { user, ...options }, undefined);
      return true;
    },
  };
}

function letIn(request: object, { user, property = 'user' }: FakeGuardOptions, authInfo: object | undefined): void {
  Object.assign(request, { authInfo, [property]: user });
  rememberUser(request, user);
  rememberProperty(request, property);
}

const defaults = { id: '1001', nickname: '달빛', verifiedEmail: 'moonlight@example.com' };

function claimsOf(user: UserMe | undefined, profile: Fields<KakaoProfile>): IdTokenClaims {
  const known = user ? toKakaoProfile({ user }) : defaults;
  const { id = known.id, displayName = known.nickname, thumbnailImageUrl: picture } = profile;
  const nickname = 'nickname' in profile ? profile.nickname : displayName;
  // Kakao puts an e-mail address into an ID token only if it is verified.
  const given = 'verifiedEmail' in profile ? 'verifiedEmail' : 'email';
  const email = given in profile ? profile[given] : known.verifiedEmail;
  const seconds = Math.floor(Date.now() / 1000);
  const times = { iat: seconds, exp: seconds + 21_599, auth_time: seconds };
  const whose = { iss: 'https://kauth.kakao.com', aud: 'fake-rest-api-key', sub: id };
  return withFields<IdTokenClaims>({ ...whose, ...times }, { nickname, picture, email });
}

function profileOf(made: KakaoProfile, given: Fields<KakaoProfile>): KakaoProfile {
  const profile = withFields<KakaoProfile>(made, given);
  const { email, verifiedEmail } = profile;
  const emails = email === undefined ? undefined : [{ value: email, verified: email === verifiedEmail }];
  return withFields<KakaoProfile>(profile, { emails, ...given });
}

/** Returns `made` with the given fields. Fields set to `undefined` are left out. */
function withFields<T extends object>(made: T, given: Fields<T> = {}): T {
  const entries = Object.entries({ ...made, ...given }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
