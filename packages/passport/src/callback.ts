import {
  KakaoLoginError,
  KakaoTokenError,
  KakaoUsageError,
  toKakaoProfile,
  type IdTokenClaims,
  type KakaoClient,
  type KakaoProfile,
  type TokenResponse,
  type UserMe,
} from '@kakao-login/client';
import { beginAgain, isQuiet, type WayToKakao } from './begin.js';
import type { FinishedLogins } from './finished-logins.js';
import { callbackParameters, hasParameter, isPageVisit, parameter, storeNothing } from './http.js';
import { failure, type Outcome } from './outcome.js';
import type { PendingLogin } from './pending-login.js';
import { isUnsent, recovery } from './recovery.js';
import { isListed } from './redirect-uri.js';
import type { TakenLogin } from './store.js';
import type { KakaoLogin } from './types.js';
import { warn } from './warn.js';

/** All that the second leg needs. */
export interface CallbackLeg extends WayToKakao {
  finished: FinishedLogins;
  client: KakaoClient;
  /** Absolute. */
  callbackURL: string;
  exchange: (code: string, parameters: { redirect_uri: string; code_verifier?: string }) => Promise<TokenResponse>;
  loadUser: (accessToken: string) => Promise<UserMe>;
  /** Set when a subclass loads profiles in its own way. */
  userProfile: ((accessToken: string) => Promise<KakaoProfile>) | undefined;
  skipsProfile: (accessToken: string) => Promise<boolean>;
  /** `profile` is `undefined` only if it was to be skipped. */
  verify: (login: KakaoLogin, profile: KakaoProfile | undefined) => Promise<Outcome>;
  /** Whether the verify callback takes the whole login, and so needs a profile. */
  needsProfile: boolean;
}

/** How often the callback of a finished login may lead to Kakao again: often enough for a user, and never in circles. */
const maxReplays = 5;

/** Finishes a login: first of all that this browser began it, then what Kakao says, then who it is. */
export async function finishLogin(leg: CallbackLeg): Promise<Outcome> {
  const { request, finished } = leg;
  storeNothing(request);
  if (!callbackParameters.some((name) => hasParameter(request, name))) throw new KakaoLoginError('code_missing');
  const handle = parameter(request, 'state');
  const taken = await takeLogin(leg, handle);
  const { pending } = taken;

  const outcome = await afterKakao(leg, taken, handle).catch(failure);
  if (outcome.kind === 'refused' && isUnsent(outcome.error)) {
    if (handle !== undefined) finished.forget(handle); // the same callback may work in a moment
  } else {
    taken.end();
  }
  const again = await tryAgain(leg, taken, outcome);
  if (again !== undefined) return again;
  if (pending.silent !== true || outcome.kind === 'success') return outcome;
  // The user is spared what went wrong; whoever runs the service is not, unless it is one of Kakao's ordinary answers.
  if (outcome.kind === 'error' || (outcome.kind === 'refused' && outcome.error.kind !== 'login')) warn(outcome.error);
  return { kind: 'redirect', url: pending.returnTo ?? '/' };
}

/**
 * Begins a login once more if a new code is all that it lacks. Only a page visit can follow. It ends: an attempt that fails is
 * followed by one without a screen, that by one with screens, and that by none.
 */
async function tryAgain(
  leg: CallbackLeg,
  { pending, over }: TakenLogin,
  outcome: Outcome,
): Promise<Outcome | undefined> {
  if (outcome.kind !== 'refused' || !leg.store.recovers || pending.asked === null || !isPageVisit(leg.request))
    return undefined;
  const { attempt = 1, replays = 0, silent } = pending;
  const why = recovery(outcome.error);
  if (why === 'screens') {
    if (attempt !== 2 || silent === true) return undefined;
    return beginAgain(leg, pending, { quietly: false, replays });
  }
  if (why === 'lost' && over) {
    if (replays >= maxReplays) return undefined;
    return beginAgain(leg, pending, { quietly: true, replays: replays + 1 });
  }
  return why === 'lost' && attempt === 1 ? beginAgain(leg, pending, { quietly: true, replays }) : undefined;
}

async function afterKakao(leg: CallbackLeg, taken: TakenLogin, handle: string | undefined): Promise<Outcome> {
  const { request, finished, settings } = leg;
  const { pending, over } = taken;
  const error = parameter(request, 'error');
  if (error !== undefined) {
    const kakaoMessage = parameter(request, 'error_description');
    throw new KakaoLoginError(error, kakaoMessage === undefined ? {} : { kakaoMessage });
  }
  const code = parameter(request, 'code');
  if (code === undefined) throw new KakaoLoginError('code_missing');
  if (!settings.state || handle === undefined) return complete(leg, pending, code);
  if (!over) return finished.once(handle, code, () => complete(leg, pending, code).catch(failure));

  const before = isQuiet(leg, pending) ? await finished.before(handle, code) : undefined;
  if (before?.kind === 'success') return before;
  throw new KakaoLoginError('state_replayed');
}

async function takeLogin(leg: CallbackLeg, handle: string | undefined): Promise<TakenLogin> {
  const { request, settings, store, finished, callbackURL } = leg;
  if (settings.state && handle === undefined) throw new KakaoLoginError('state_missing');
  try {
    const taken = await store.take(request, handle ?? '', callbackURL);
    if (!isListed(taken.pending.callbackURL, settings.callbackURLs)) throw new KakaoLoginError('state_mismatch');
    return taken;
  } catch (error) {
    const replayed = handle !== undefined && error instanceof KakaoLoginError && finished.has(handle);
    throw replayed ? new KakaoLoginError('state_replayed') : error;
  }
}

async function complete(leg: CallbackLeg, pending: PendingLogin, code: string): Promise<Outcome> {
  const { callbackURL, codeVerifier, nonce, state, returnTo } = pending;
  const tokens = await leg.exchange(code, {
    redirect_uri: callbackURL,
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  });
  const { id_token: idToken } = tokens;
  if (idToken === undefined && nonce !== undefined && isIdTokenDue(pending, tokens))
    throw new KakaoTokenError('missing');
  const claims =
    idToken === undefined
      ? undefined
      : await leg.client.oidc.verifyIdToken(idToken, { nonce, fromTokenEndpoint: true });
  const { profile, user } = await whoIsIt(leg, tokens, claims);
  const login: KakaoLogin = {
    // `needsProfile` has seen to it that no verify callback that takes a login goes without.
    profile: profile as KakaoProfile,
    tokens,
    ...(claims !== undefined && { claims }),
    ...(user !== undefined && { user }),
    ...(state !== undefined && { state }),
    ...(returnTo !== undefined && { returnTo }),
  };
  return leg.verify(login, profile);
}

/**
 * Without its ID token a login has no nonce to look at. So one that is due must come: an attacker could have asked for the code
 * that they slip in with a `scope` that brings none.
 */
function isIdTokenDue({ idToken }: PendingLogin, { scope }: TokenResponse): boolean {
  return idToken ?? scope?.split(' ').includes('openid') ?? false;
}

async function whoIsIt(
  leg: CallbackLeg,
  tokens: TokenResponse,
  claims: IdTokenClaims | undefined,
): Promise<{ profile: KakaoProfile | undefined; user?: UserMe }> {
  const { access_token: accessToken, scope } = tokens;
  const onlyToken = leg.settings.profile === 'id_token';
  const skips = !onlyToken && (await leg.skipsProfile(accessToken));
  // As with passport-oauth2; what the console has sent makes no difference.
  if (skips && !leg.needsProfile) return { profile: undefined };
  const skip = onlyToken || skips;
  if (!skip && leg.userProfile !== undefined) return { profile: await leg.userProfile(accessToken) };

  const grantedScopes = scope?.split(' ');
  const granted = grantedScopes === undefined ? {} : { grantedScopes };
  if (claims !== undefined && (skip || (leg.settings.profile === 'auto' && carriesAll(claims, grantedScopes)))) {
    return { profile: toKakaoProfile({ claims, ...granted }) };
  }
  if (skip) throw noProfile();
  const user = await leg.loadUser(accessToken);
  if (claims !== undefined && claims.sub !== user.id) throw new KakaoTokenError('subject');
  return { profile: toKakaoProfile({ user, ...(claims !== undefined && { claims }), ...granted }), user };
}

/** The consent items whose values an ID token has, and the claim that has it. */
const claimOf: Readonly<Record<string, keyof IdTokenClaims>> = {
  openid: 'sub',
  profile_nickname: 'nickname',
  profile_image: 'picture',
  account_email: 'email',
};

/**
 * Whether an ID token says all that `/v2/user/me` would say about what the person agreed to. It has no e-mail address that is
 * not verified, for one, so an agreed item without its claim is asked for.
 */
function carriesAll(claims: IdTokenClaims, grantedScopes: readonly string[] | undefined): boolean {
  return (
    grantedScopes?.every((scope) => {
      const claim = Object.hasOwn(claimOf, scope) ? claimOf[scope] : undefined;
      return claim !== undefined && claims[claim] !== undefined;
    }) ?? false
  );
}

function noProfile(): KakaoUsageError {
  return new KakaoUsageError('profile_unavailable', {
    option: 'profile',
    reason: {
      ko: '사용자 정보를 조회하지 않도록 했지만 카카오가 ID 토큰을 주지 않아 누구인지 알 수 없습니다.',
      en: 'The user is not to be loaded, but Kakao sent no ID token that would say who it is.',
    },
    remedy: {
      ko: '[카카오 로그인] > [OpenID Connect]를 켜고 추가 동의에는 `scope`에 `openid`를 넣거나, `profile` 옵션을 `auto`로 두세요.',
      en: 'Switch on [Kakao Login] > [OpenID Connect], with `openid` in `scope` for additional consent; or leave `profile` at `auto`.',
    },
  });
}
