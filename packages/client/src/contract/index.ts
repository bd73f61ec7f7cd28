export type { KakaoId, KakaoIdInput } from './ids.js';
export type {
  AccessTokenInfo,
  AccountLogoutParameters,
  AuthorizeError,
  AuthorizeParameters,
  CodeGrantRequest,
  KapiErrorBody,
  KauthErrorBody,
  Prompt,
  RefreshGrantRequest,
  TokenResponse,
} from './oauth.js';
export type { DiscoveryDocument, IdTokenClaims, Jwk, JwkSet, OidcUserInfo } from './oidc.js';
export type { SsfConfiguration } from './ssf.js';
export type {
  AppUsersRequest,
  KakaoAccount,
  KakaoAccountProfile,
  PropertyKey,
  UserIdResponse,
  UserIdsPage,
  UserIdsRequest,
  UserMe,
  UserMeRequest,
} from './user.js';
export type { ConsentItem, Scope, ScopesResponse } from './scopes.js';
export type {
  AgreedServiceTermsResponse,
  RevokedServiceTermsResponse,
  ServiceTerm,
  ServiceTermsRequest,
  ServiceTermsResponse,
} from './terms.js';
export type { ShippingAddress, ShippingAddressRequest, ShippingAddressResponse } from './shipping.js';
export { endpoints } from './endpoints.js';
export type {
  CallerKind,
  EndpointName,
  EndpointSpec,
  KakaoEndpoints,
  ParameterEncoding,
  ParameterRule,
  RequestOf,
  ResponseOf,
} from './endpoints.js';
export { apiCodes, kaeCodes, koeCodes } from './codes/tables.js';
export type { Bilingual, CodeEntry } from './codes/index.js';
