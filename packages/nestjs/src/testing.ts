import type { CanActivate } from '@nestjs/common';
import { toKakaoProfile } from '@kakao-login/client';
import type { IdTokenClaims, KakaoProfile, TokenResponse, UserMe } from '@kakao-login/client';
import type { KakaoLogin, KakaoTokenLogin } from '@kakao-login/passport';
import { rememberLogin, rememberProperty, rememberUser } from './request-logins.js';
import { httpRequestOf, requestOf } from './request-of.js';

type Fields<T> = { [Name in keyof T]?: T[Name] | undefined };

/** What {@link fakeKakaoLogin} takes: any part of a `KakaoLogin`. A field that is `undefined` is left out of the login. */
export interface FakeKakaoLogin<State = unknown> extends Fields<
  Pick<KakaoLogin<State>, 'user' | 'state' | 'returnTo'>
> {
  profile?: Fields<KakaoProfile>;
  tokens?: Fields<TokenResponse>;
  /** `undefined`: a login without an ID token, as of an app that has OpenID Connect off. */
  claims?: Fields<IdTokenClaims> | undefined;
}

/** What {@link fakeKakaoTokenLogin} takes: any part of a `KakaoTokenLogin`, and the profile as a value. */
export interface FakeKakaoTokenLogin extends Fields<Pick<KakaoTokenLogin, 'id' | 'accessToken' | 'tokenInfo'>> {
  /** Given: the token login of an ID token. */
  claims?: Fields<IdTokenClaims>;
  profile?: Fields<KakaoProfile>;
}

/** How the guards of this module store the user. */
export interface FakeGuardOptions {
  /** What your login handler or token handler returns. Default: the login. */
  user?: unknown;
  /** The `property` of `PassportModule.register()`. Default `user`. */
  property?: string;
}

/**
 * A complete login made of a few fields; the rest is that of 달빛, the emulator's first person. The profile and the ID token agree:
 * an id, a nickname or an e-mail address that is given for one is in the other as well.
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
 * What a Kakao token of a native app stands for, made of a few fields: an access token, unless `claims` are given.
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
 * Stands in for `KakaoAuthGuard`, `AuthGuard('kakao')` or a guard of your own that extends one of them: lets every request in with
 * this login. `@KakaoLogin()`, `@KakaoUser()` and `request.user` work as after a real one.
 *
 * @param login the login, or a function that returns the login of this request; what it throws is thrown by the guard
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
 * Stands in for `KakaoTokenGuard` or `AuthGuard('kakao-token')`: lets every request in, also in GraphQL resolvers, as if it had sent
 * this token.
 *
 * @param login the login, or a function that returns the login of this request; what it throws is thrown by the guard
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
  // Kakao names an address in an ID token only if it is verified.
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

/** `made` with the given fields; those given as `undefined` are left out. */
function withFields<T extends object>(made: T, given: Fields<T> = {}): T {
  const entries = Object.entries({ ...made, ...given }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
