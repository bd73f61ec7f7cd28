import { toKakaoId } from '@kakao-login/client';
import type { IdTokenClaims, KakaoId, KakaoIdInput, TokenResponse } from '@kakao-login/client';
import type { VaultRecord } from './store.js';
import { usage, usageTexts } from './usage.js';

/** A login to save: a `KakaoLogin` of `@kakao-login/passport`, or the user's ID and Kakao's token response. */
export type VaultLogin = ({ profile: { id: KakaoIdInput } } | { id: KakaoIdInput }) & {
  /** Kakao's token response. */
  tokens: TokenResponse;
  /** Payload of the verified ID token, if there is one. The vault stores its `auth_time`. */
  claims?: Pick<IdTokenClaims, 'auth_time'> | undefined;
};

/** The stored data of a user. Times are in milliseconds since 1970 by the vault's clock, except `authTime`. */
export interface Tokens {
  accessToken: string;
  accessTokenExpiresAt: number;
  /** Missing when Kakao did not issue one or has refused it. */
  refreshToken?: string | undefined;
  refreshTokenExpiresAt?: number | undefined;
  scopes?: string[] | undefined;
  /** When consent was last revoked, since the login. */
  revokedAt?: number | undefined;
  /** In seconds since 1970, as Kakao sent it. */
  authTime?: number | undefined;
  savedAt: number;
  refreshedAt?: number | undefined;
  /** Kakao refused the refresh token. */
  isRefused?: boolean | undefined;
}

/** Tokens and the record they came from. */
export interface Opened extends VaultRecord {
  tokens: Tokens;
}

/** Kakao issues at most 20 tokens to a user in ten minutes, and then refuses (KOE237). */
const shortestInterval = 60_000;

export const isAlive = (tokens: Tokens, now: number): boolean => tokens.accessTokenExpiresAt > now;

/** Whether these tokens were refreshed too recently to refresh them again. */
export const isRecent = ({ refreshedAt }: Tokens, now: number): boolean =>
  refreshedAt !== undefined && Math.abs(now - refreshedAt) < shortestInterval;

/** Whether the user has logged in after `time`. What Kakao said until then is not about these tokens. */
export const isLaterLogin = ({ savedAt }: Tokens, time: number): boolean => savedAt > time;

/** @throws {KakaoUsageError} when the value is not a login */
export function readLogin(login: VaultLogin, now: number): { id: KakaoId; tokens: Tokens } {
  const given = login as Partial<{ id: KakaoIdInput; profile: { id: KakaoIdInput } } & VaultLogin> | null | undefined;
  const answer: Partial<TokenResponse> | null | undefined = given?.tokens;
  const id = given?.profile?.id ?? given?.id;
  const isToken = (token: unknown): boolean => typeof token === 'string' && token !== '';
  if (id === undefined || !isToken(answer?.access_token) || !Number.isFinite(answer?.expires_in)) {
    throw usage('argument_malformed', 'login', usageTexts().login);
  }
  const { access_token, expires_in, refresh_token, refresh_token_expires_in, scope } = answer as TokenResponse;
  const authTime = given?.claims?.auth_time;
  return {
    id: toKakaoId(id, 'login.id'),
    tokens: {
      accessToken: access_token,
      accessTokenExpiresAt: after(now, expires_in),
      ...(isToken(refresh_token) && { refreshToken: refresh_token }),
      ...(Number.isFinite(refresh_token_expires_in) && {
        refreshTokenExpiresAt: after(now, refresh_token_expires_in as number),
      }),
      ...(typeof scope === 'string' && { scopes: scope.split(/[\s,]+/).filter((name) => name !== '') }),
      ...(Number.isFinite(authTime) && { authTime }),
      savedAt: now,
    },
  };
}

/** @param now when the refresh request was sent */
export function refreshed(before: Tokens, answer: TokenResponse, now: number): Tokens {
  const { access_token, expires_in, refresh_token = before.refreshToken, refresh_token_expires_in } = answer;
  const isNew = refresh_token !== before.refreshToken;
  return {
    ...before,
    accessToken: access_token,
    accessTokenExpiresAt: after(now, Number.isFinite(expires_in) ? expires_in : 0),
    refreshToken: refresh_token,
    refreshTokenExpiresAt:
      refresh_token_expires_in === undefined
        ? isNew
          ? undefined
          : before.refreshTokenExpiresAt
        : after(now, refresh_token_expires_in),
    refreshedAt: now,
  };
}

const after = (now: number, seconds: number): number => now + seconds * 1000;
