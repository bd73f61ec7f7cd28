export * from './contract/index.js';
export { KakaoClient } from './client.js';
export type { KakaoClientOptions, KakaoHosts, KakaoHttp, KakaoHttpRequest, ResolvedOptions } from './options.js';
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
} from './errors/errors.js';
export type { KakaoAnswer, KakaoError, LoginCode } from './errors/errors.js';
export { kakaoErrorBody } from './errors/error-body.js';
export type { KakaoErrorBody } from './errors/error-body.js';
export { connectionCodes, loginCodes, tokenCodes, unexpectedCodes } from './errors/local-codes.js';
export { usageCodes } from './errors/usage-codes.js';
export type { UsageCode } from './errors/usage-codes.js';
