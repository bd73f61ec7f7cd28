import type { AccessTokenInfo, CodeGrantRequest, RefreshGrantRequest, TokenResponse } from './oauth.js';
import type { DiscoveryDocument, IdTokenClaims, JwkSet, OidcUserInfo } from './oidc.js';
import type { ScopesResponse } from './scopes.js';
import type { SsfConfiguration } from './ssf.js';
import type { ShippingAddressRequest, ShippingAddressResponse } from './shipping.js';
import type {
  AgreedServiceTermsResponse,
  RevokedServiceTermsResponse,
  ServiceTermsRequest,
  ServiceTermsResponse,
} from './terms.js';
import type { AppUsersRequest, UserIdResponse, UserIdsPage, UserIdsRequest, UserMe, UserMeRequest } from './user.js';

/** The request and the response of every endpoint. */
export interface KakaoEndpoints {
  'oauth.token': { request: CodeGrantRequest | RefreshGrantRequest; response: TokenResponse };
  'oidc.discovery': { request: {}; response: DiscoveryDocument };
  'oidc.jwks': { request: {}; response: JwkSet };
  'ssf.configuration': { request: {}; response: SsfConfiguration };
  'oidc.tokeninfo': { request: { id_token: string }; response: IdTokenClaims };
  'oidc.userinfo': { request: {}; response: OidcUserInfo };
  'user.me': { request: UserMeRequest; response: UserMe };
  'user.list': { request: AppUsersRequest; response: UserMe[] };
  'user.ids': { request: UserIdsRequest; response: UserIdsPage };
  'user.updateProfile': { request: { properties: Record<string, string> }; response: UserIdResponse };
  'user.accessTokenInfo': { request: {}; response: AccessTokenInfo };
  'scopes.list': { request: { scopes?: readonly string[] }; response: ScopesResponse };
  'scopes.revoke': { request: { scopes: readonly string[] }; response: ScopesResponse };
  'terms.list': { request: ServiceTermsRequest; response: ServiceTermsResponse };
  'terms.revoke': { request: { tags: readonly string[] }; response: RevokedServiceTermsResponse };
  'terms.agree': { request: { tags: readonly string[] }; response: AgreedServiceTermsResponse };
  'shipping.list': { request: ShippingAddressRequest; response: ShippingAddressResponse };
  'account.signup': { request: { properties?: Record<string, string> }; response: UserIdResponse };
  'account.logout': { request: {}; response: UserIdResponse };
  'account.unlink': { request: {}; response: UserIdResponse };
}

/** Name of an endpoint, `area.verb`. */
export type EndpointName = keyof KakaoEndpoints;
/** The request of an endpoint, with Kakao's field names. */
export type RequestOf<N extends EndpointName> = KakaoEndpoints[N]['request'];
/** The response of an endpoint, with Kakao's field names. */
export type ResponseOf<N extends EndpointName> = KakaoEndpoints[N]['response'];

/** Who can call an endpoint: a user (access token), the service (admin key, for one user or for none), or anybody. */
export type CallerKind = 'user' | 'admin' | 'admin-app' | 'none';

/**
 * How a parameter is encoded: as text, as JSON, as a JSON list of 64-bit numbers (`[139,140]`, which `JSON.parse` would round), or
 * joined with commas.
 */
export type ParameterEncoding = 'text' | 'json' | 'ids' | 'comma';

/** What else a parameter has to fulfil. Values that Kakao would refuse or misread are not sent. */
export interface ParameterRule {
  required?: true;
  /** For JSON: an array of strings, or an object whose values are strings. */
  holds?: 'texts' | 'record';
  /** The smallest and the largest number, or length of a list. */
  range?: readonly [least: number, most: number];
  /** The largest length if another parameter is also present. */
  mostWith?: readonly [parameter: string, most: number];
}

/** How to call an endpoint. */
export interface EndpointSpec {
  host: 'kauth' | 'kapi';
  /** The method that the client uses. Parameters are sent in the query of a GET and in the form of a POST. */
  method: 'GET' | 'POST';
  path: string;
  callers: readonly CallerKind[];
  /** Whether the endpoint only reads, so that a retry does no harm. */
  retry: boolean;
  parameters: Readonly<Record<string, ParameterEncoding>>;
  rules?: Readonly<Record<string, ParameterRule>>;
  /** Whether a request can have other text parameters in addition to `parameters`. */
  open?: true;
  /** Paths of the 64-bit ids that are JSON numbers in the response. `[]` stands for the elements of a list. */
  ids: readonly string[];
}

/** Only apps of the Kakao group get these. */
const inHouseIds = ['kakao_account.account_id', 'kakao_account.talk_user_id', 'kakao_account.daum_user_id'];

const notEmpty = { range: [1, Infinity] } as const;
const texts = { holds: 'texts', ...notEmpty } as const;

/** How to call each endpoint. */
export const endpoints = {
  'oauth.token': {
    host: 'kauth',
    method: 'POST',
    path: '/oauth/token',
    callers: ['none'],
    retry: false,
    parameters: {
      grant_type: 'text',
      client_id: 'text',
      redirect_uri: 'text',
      code: 'text',
      refresh_token: 'text',
      client_secret: 'text',
      code_verifier: 'text',
    },
    rules: { grant_type: { required: true }, client_id: { required: true } },
    open: true,
    ids: [],
  },
  'oidc.discovery': {
    host: 'kauth',
    method: 'GET',
    path: '/.well-known/openid-configuration',
    callers: ['none'],
    retry: true,
    parameters: {},
    ids: [],
  },
  'oidc.jwks': {
    host: 'kauth',
    method: 'GET',
    path: '/.well-known/jwks.json',
    callers: ['none'],
    retry: true,
    parameters: {},
    ids: [],
  },
  'ssf.configuration': {
    host: 'kauth',
    method: 'GET',
    path: '/.well-known/ssf-configuration',
    callers: ['none'],
    retry: true,
    parameters: {},
    ids: [],
  },
  'oidc.tokeninfo': {
    host: 'kauth',
    method: 'POST',
    path: '/oauth/tokeninfo',
    callers: ['none'],
    retry: true,
    parameters: { id_token: 'text' },
    rules: { id_token: { required: true } },
    ids: [],
  },
  'oidc.userinfo': {
    host: 'kapi',
    method: 'GET',
    path: '/v1/oidc/userinfo',
    callers: ['user'],
    retry: true,
    parameters: {},
    ids: [],
  },
  'user.me': {
    host: 'kapi',
    method: 'GET',
    path: '/v2/user/me',
    callers: ['user', 'admin'],
    retry: true,
    parameters: { property_keys: 'json', secure_resource: 'text' },
    rules: { property_keys: texts },
    ids: ['id', ...inHouseIds],
  },
  'user.list': {
    host: 'kapi',
    method: 'GET',
    path: '/v2/app/users',
    callers: ['admin-app'],
    retry: true,
    parameters: { target_id_type: 'text', target_ids: 'ids', property_keys: 'json' },
    rules: {
      target_ids: { required: true, range: [1, 100], mostWith: ['property_keys', 20] },
      property_keys: texts,
    },
    // In Kakao's examples the response is a list. In its table of fields the list is in `elements`.
    ids: ['[].id', 'elements[].id', ...inHouseIds.flatMap((path) => [`[].${path}`, `elements[].${path}`])],
  },
  'user.ids': {
    host: 'kapi',
    method: 'GET',
    path: '/v1/user/ids',
    callers: ['admin-app'],
    retry: true,
    parameters: { limit: 'text', from_id: 'text', order: 'text' },
    rules: { limit: { range: [1, 100] } },
    ids: ['elements[]'],
  },
  'user.updateProfile': {
    host: 'kapi',
    method: 'POST',
    path: '/v1/user/update_profile',
    callers: ['user'],
    retry: false,
    parameters: { properties: 'json' },
    rules: { properties: { required: true, holds: 'record' } },
    ids: ['id'],
  },
  'user.accessTokenInfo': {
    host: 'kapi',
    method: 'GET',
    path: '/v1/user/access_token_info',
    callers: ['user'],
    retry: true,
    parameters: {},
    ids: ['id', 'app_id', 'appId'],
  },
  'scopes.list': {
    host: 'kapi',
    method: 'GET',
    path: '/v2/user/scopes',
    callers: ['user', 'admin'],
    retry: true,
    parameters: { scopes: 'json' },
    rules: { scopes: texts },
    ids: ['id'],
  },
  'scopes.revoke': {
    host: 'kapi',
    method: 'POST',
    path: '/v2/user/revoke/scopes',
    callers: ['user', 'admin'],
    retry: false,
    parameters: { scopes: 'json' },
    rules: { scopes: { ...texts, required: true } },
    ids: ['id'],
  },
  'terms.list': {
    host: 'kapi',
    method: 'GET',
    path: '/v2/user/service_terms',
    callers: ['user', 'admin'],
    retry: true,
    parameters: { result: 'text', tags: 'comma' },
    rules: { tags: notEmpty },
    ids: ['id'],
  },
  'terms.revoke': {
    host: 'kapi',
    method: 'POST',
    path: '/v2/user/revoke/service_terms',
    callers: ['user', 'admin'],
    retry: false,
    parameters: { tags: 'comma' },
    rules: { tags: { ...notEmpty, required: true } },
    ids: ['id'],
  },
  'terms.agree': {
    host: 'kapi',
    method: 'POST',
    path: '/v2/user/upgrade/service_terms',
    callers: ['user', 'admin'],
    retry: false,
    parameters: { tags: 'comma' },
    rules: { tags: { ...notEmpty, required: true } },
    ids: ['id'],
  },
  'shipping.list': {
    host: 'kapi',
    method: 'GET',
    path: '/v1/user/shipping_address',
    callers: ['user', 'admin'],
    retry: true,
    parameters: { address_id: 'text', from_updated_at: 'text', page_size: 'text' },
    rules: {
      // Refuses a time in milliseconds.
      from_updated_at: { range: [0, 99_999_999_999] },
      page_size: { range: [2, Infinity] },
    },
    ids: ['user_id', 'shipping_addresses[].id'],
  },
  'account.signup': {
    host: 'kapi',
    method: 'POST',
    path: '/v1/user/signup',
    callers: ['user'],
    retry: false,
    parameters: { properties: 'json' },
    rules: { properties: { holds: 'record' } },
    ids: ['id'],
  },
  'account.logout': {
    host: 'kapi',
    method: 'POST',
    path: '/v1/user/logout',
    callers: ['user', 'admin'],
    retry: false,
    parameters: {},
    ids: ['id'],
  },
  'account.unlink': {
    host: 'kapi',
    method: 'POST',
    path: '/v1/user/unlink',
    callers: ['user', 'admin'],
    retry: false,
    parameters: {},
    ids: ['id'],
  },
} as const satisfies Record<EndpointName, EndpointSpec>;
