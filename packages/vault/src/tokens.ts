import { toKakaoId } from '@kakao-login/client';
import type { IdTokenClaims, KakaoId, KakaoIdInput, TokenResponse } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';

/** A login to keep: what `KakaoLogin` of `@kakao-login/passport` has, or the user's id and Kakao's token response. */
export type VaultLogin = ({ profile: { id: KakaoIdInput } } | { id: KakaoIdInput }) & {
  /** Kakao's answer to the code. */
  tokens: TokenResponse;
  /** Payload of the verified ID token, if there is one: `auth_time` is kept for step-up. */
  claims?: Pick<IdTokenClaims, 'auth_time'> | undefined;
};

/** What is known of a user's tokens. Times are milliseconds since 1970 by the vault's clock; `authTime` is as Kakao sent it. */
export interface Tokens {
  accessToken: string;
  accessTokenExpiresAt: number;
  /** Missing if there never was one, or if Kakao refused it. */
  refreshToken?: string | undefined;
  refreshTokenExpiresAt?: number | undefined;
  scopes?: string[] | undefined;
  /** Seconds since 1970. */
  authTime?: number | undefined;
  savedAt: number;
  refreshedAt?: number | undefined;
  /** Version of the record whose refresh token Kakao refused. */
  refused?: string | undefined;
}

/** Tokens and the version of the record they came from. */
export interface Opened {
  version: string;
  tokens: Tokens;
}

/** Above this many refreshes nobody gets a token: Kakao issues 20 to a user in ten minutes (KOE237). */
const shortestInterval = 60_000;

export const isAlive = (tokens: Tokens, now: number): boolean => tokens.accessTokenExpiresAt > now;

/** Whether these tokens come from a refresh so recent that another one is out of the question. */
export const isRecent = ({ refreshedAt }: Tokens, now: number): boolean =>
  refreshedAt !== undefined && Math.abs(now - refreshedAt) < shortestInterval;

/** @throws {KakaoUsageError} if the value is not a login */
export function readLogin(login: VaultLogin, now: number): { id: KakaoId; tokens: Tokens } {
  const given = login as Partial<{ id: KakaoIdInput; profile: { id: KakaoIdInput } } & VaultLogin> | null | undefined;
  const answer: Partial<TokenResponse> | null | undefined = given?.tokens;
  const id = given?.profile?.id ?? given?.id;
  const isToken = (token: unknown): boolean => typeof token === 'string' && token !== '';
  if (id === undefined || !isToken(answer?.access_token) || !Number.isFinite(answer?.expires_in)) {
    throw usage('argument_malformed', 'login', usageTexts.login());
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

/** @param now when Kakao was asked */
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
