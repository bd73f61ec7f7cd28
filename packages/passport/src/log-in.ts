import {
  KakaoLoginError,
  KakaoTokenError,
  type IdTokenClaims,
  type KakaoProfile,
  type TokenResponse,
} from '@kakao-login/client';
import type { Request } from 'express';
import { checkFulfilled } from './fulfilled.js';
import { isLinkRefusal } from './link.js';
import type { LoginOutcome, Outcome } from './outcome.js';
import type { PendingLogin } from './pending-login.js';
import { toUserProfile } from './profile.js';
import { exchange } from './seams.js';
import type { KakaoLogin } from './types.js';
import type { Visit } from './visit.js';
import { loadProfile, type LoadedProfile } from './load-profile.js';
import { noteStep } from './trace.js';

/** Exchanges the code, verifies the ID token, loads the profile, and calls the application's verify callback. */
export async function logIn(visit: Visit, pending: PendingLogin, code: string): Promise<LoginOutcome> {
  noteStep(visit, 'token');
  const tokens = await exchange(visit, code, pending);
  const claims = await claimsOf(visit, pending, tokens);
  noteStep(visit, 'profile');
  if (pending.needed !== undefined) await checkFulfilled(visit.parts.client, pending.needed, tokens, claims);
  const loaded = await loadProfile(visit, tokens, claims);
  const login = loginOf(pending, tokens, claims, loaded);
  noteStep(visit, 'handler');
  const { signup } = visit.parts.settings;
  if (signup === undefined || loaded.own === true || loaded.profile?.hasSignedUp !== false)
    return askApplication(visit, login, loaded);
  // A login without a screen does not lead to the signup page, so it is not saved.
  if (pending.silent !== true) await signup.save?.(login, visit.request as Request);
  return { kind: 'signup', login };
}

function claimsOf(visit: Visit, pending: PendingLogin, tokens: TokenResponse): Promise<IdTokenClaims> | undefined {
  const { id_token: idToken } = tokens;
  const { nonce } = pending;
  const isDue = nonce !== undefined && isIdTokenDue(pending, tokens);
  if (idToken !== undefined || isDue) noteStep(visit, 'id_token');
  if (idToken !== undefined) return visit.parts.client.oidc.verifyIdToken(idToken, { nonce, fromTokenEndpoint: true });
  if (isDue) throw new KakaoTokenError('missing');
  return undefined;
}

/**
 * Whether Kakao has to send an ID token. Without one, the nonce cannot be checked, so an attacker could inject a code from a login
 * whose `scope` does not include `openid`.
 */
function isIdTokenDue({ idToken }: PendingLogin, { scope }: TokenResponse): boolean {
  return idToken ?? scope?.split(' ').includes('openid') ?? false;
}

function loginOf(
  { state, returnTo, link }: PendingLogin,
  tokens: TokenResponse,
  claims: IdTokenClaims | undefined,
  { profile, user }: LoadedProfile,
): KakaoLogin {
  return {
    // It is only undefined for verify callbacks that do not take the whole login.
    profile: profile as KakaoProfile,
    tokens,
    ...(claims !== undefined && { claims }),
    ...(user !== undefined && { user }),
    ...(state !== undefined && { state }),
    ...(returnTo !== undefined && { returnTo }),
    ...(link !== undefined && { link }),
  };
}

async function askApplication({ parts, request }: Visit, login: KakaoLogin, loaded: LoadedProfile): Promise<Outcome> {
  const { wholeLogin, ask } = parts.verify;
  const { profile, own } = loaded;
  const given = wholeLogin || own === true || profile === undefined ? profile : toUserProfile(profile);
  try {
    const { user, info } = await ask(request, login, given);
    if (!user) return { kind: 'fail', info };
    // `info` can be a string, to which nothing can be added.
    if (info && typeof info !== 'object') return { kind: 'success', user, info };
    const { state, returnTo } = login;
    const kept = { ...(state !== undefined && { state }), ...(returnTo !== undefined && { returnTo }) };
    return { kind: 'success', user, info: { ...(info as object | undefined), ...kept } };
  } catch (error) {
    // The user gets to see a refusal to link. Any other error is a problem of the application.
    if (error instanceof KakaoLoginError && isLinkRefusal(error)) return { kind: 'refused', error };
    return { kind: 'error', error };
  }
}
