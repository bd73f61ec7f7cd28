// All that is public, except the tables of codes: `index` adds them as values, `internal` as functions.
export type { Bilingual, CodeEntry } from './contract/codes/index.js';
export { endpoints } from './contract/endpoints.js';
export type { EndpointName, KakaoEndpoints, RequestOf, ResponseOf } from './contract/endpoints.js';
export type { KakaoId, KakaoIdInput } from './contract/ids.js';
export type { AccessTokenInfo, Prompt, TokenResponse } from './contract/oauth.js';
export type { DiscoveryDocument, IdTokenClaims, Jwk, JwkSet, OidcUserInfo } from './contract/oidc.js';
export type { ConsentItem, Scope, ScopesResponse } from './contract/scopes.js';
export type { ShippingAddress, ShippingAddressResponse } from './contract/shipping.js';
export type {
  AgreedServiceTermsResponse,
  RevokedServiceTermsResponse,
  ServiceTerm,
  ServiceTermsRequest,
  ServiceTermsResponse,
} from './contract/terms.js';
export type {
  KakaoAccount,
  KakaoAccountProfile,
  PropertyKey,
  UserIdResponse,
  UserIdsPage,
  UserMe,
} from './contract/user.js';
export { KakaoClient } from './client.js';
export type { KakaoClientOptions, KakaoHosts, KakaoHttp, KakaoHttpRequest } from './options.js';
export type { AdminCaller, AppCaller, Caller, CallerFor, CallOptions, UserCaller } from './callers.js';
export type { Call } from './call.js';
export { authorizeParameters, KakaoOAuth } from './oauth.js';
export type { AuthorizationUrlParameters, ExchangeCodeParameters, RefreshParameters } from './oauth.js';
export { KakaoOidc } from './oidc/oidc.js';
export type { VerifyIdTokenOptions } from './oidc/id-token.js';
export { KakaoUser } from './areas/user.js';
export type { UserIdsOptions, UserMeOptions } from './areas/user.js';
export { KakaoScopes } from './areas/scopes.js';
export { KakaoTerms } from './areas/terms.js';
export { KakaoShipping } from './areas/shipping.js';
export type { ShippingListOptions } from './areas/shipping.js';
export { KakaoAccountCalls } from './areas/account.js';
export { toE164, toKakaoProfile } from './profile.js';
export type { KakaoBirthday, KakaoProfile } from './profile.js';
export { toKakaoId } from './ids.js';
export {
  isKakaoError,
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoUsageError,
  KakaoWebhookError,
} from './errors/errors.js';
export type { KakaoError, LoginCode } from './errors/errors.js';
export { kakaoErrorBody } from './errors/error-body.js';
export type { KakaoErrorBody } from './errors/error-body.js';
export type { ConnectionCode, TokenCode, UnexpectedCode, WebhookCode } from './errors/local-codes.js';
export { usageCodes } from './errors/usage-codes.js';
export type { UsageCode } from './errors/usage-codes.js';
export type {
  KakaoCallMessage,
  KakaoLoginMessage,
  KakaoRefreshMessage,
  KakaoLoginStep,
  KakaoTraceError,
  KakaoTraceMessage,
  KakaoTraceMessages,
  KakaoWebhookMessage,
} from './diagnostics.js';
