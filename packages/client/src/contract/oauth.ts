import type { KakaoId } from './ids.js';

/** What Kakao does with the user at `/oauth/authorize`. Several values can be combined. */
export type Prompt = 'login' | 'none' | 'create' | 'select_account' | 'cert' | (string & {});

/**
 * Parameters of `GET https://kauth.kakao.com/oauth/authorize`, with Kakao's names.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-code
 */
export interface AuthorizeParameters {
  client_id: string;
  redirect_uri: string;
  response_type: 'code';
  scope?: string;
  prompt?: string;
  login_hint?: string;
  service_terms?: string;
  channel_public_id?: string;
  state?: string;
  nonce?: string;
  code_challenge?: string;
  code_challenge_method?: 'S256';
}

/** `error` in a redirect from `/oauth/authorize`. */
export type AuthorizeError =
  | 'access_denied'
  | 'consent_required'
  | 'login_required'
  | 'interaction_required'
  | 'unauthorized_client'
  | 'invalid_scope'
  | 'invalid_request'
  | 'server_error'
  | 'misconfigured'
  | 'auto_login'
  | 'timeout'
  | (string & {});

/** `POST https://kauth.kakao.com/oauth/token`, `grant_type=authorization_code`. */
export interface CodeGrantRequest {
  grant_type: 'authorization_code';
  client_id: string;
  redirect_uri: string;
  code: string;
  client_secret?: string;
  code_verifier?: string;
}

/** `POST https://kauth.kakao.com/oauth/token`, `grant_type=refresh_token`. */
export interface RefreshGrantRequest {
  grant_type: 'refresh_token';
  client_id: string;
  refresh_token: string;
  client_secret?: string;
}

/**
 * Response of the token endpoint.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#request-token
 */
export interface TokenResponse {
  token_type: 'bearer' | (string & {});
  access_token: string;
  /** Lifetime of the access token and the ID token, in seconds. */
  expires_in: number;
  refresh_token?: string;
  /** Lifetime of the refresh token, in seconds. */
  refresh_token_expires_in?: number;
  /** Present if OpenID Connect is on. After additional consent, only if `scope` included `openid`. */
  id_token?: string;
  /** Granted scopes, separated by spaces. Kakao does not send it for a refresh. */
  scope?: string;
}

/** Parameters of `GET https://kauth.kakao.com/oauth/logout` (log out of the service and of the Kakao Account). */
export interface AccountLogoutParameters {
  client_id: string;
  logout_redirect_uri: string;
  state?: string;
}

/** `GET /v1/user/access_token_info`. */
export interface AccessTokenInfo {
  /** Kakao's own SDKs accept an answer without it. */
  id?: KakaoId | null;
  /** Remaining lifetime of the access token, in seconds. */
  expires_in: number;
  app_id: KakaoId;
  /** @deprecated Kakao: use `app_id`. */
  appId?: KakaoId;
  /** @deprecated Kakao: use `expires_in`. Milliseconds. */
  expiresInMillis?: number;
}

/** An error body from kauth. Branch on `error_code`: the description can change. */
export interface KauthErrorBody {
  error: string;
  error_description?: string;
  error_code?: string;
}

/** An error body from kapi. Branch on `code`: `msg` can change. */
export interface KapiErrorBody {
  code: number;
  msg: string;
  /** With -402 only. */
  api_type?: string;
  /** With -402 only: consent items that the call needs. */
  required_scopes?: string[];
  /** With -402 only: consent items that the user has agreed to. */
  allowed_scopes?: string[];
}
