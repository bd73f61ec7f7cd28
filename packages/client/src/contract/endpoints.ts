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

/** What goes in and what comes out: one line per endpoint. */
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
/** What goes into an endpoint, in Kakao's names. */
export type RequestOf<N extends EndpointName> = KakaoEndpoints[N]['request'];
/** What comes out of it. */
export type ResponseOf<N extends EndpointName> = KakaoEndpoints[N]['response'];

/** Who may call: a user (access token), the service (admin key, on behalf of one user or of none), or anybody. */
export type CallerKind = 'user' | 'admin' | 'admin-app' | 'none';

/**
 * How a parameter is written: as it is, as JSON in text, as a JSON list of bare 64-bit numbers (`[139,140]`; read it
 * without `JSON.parse`, which corrupts them), or joined with commas.
 */
export type ParameterEncoding = 'text' | 'json' | 'ids' | 'comma';

/** What a parameter has to be besides: what Kakao would refuse, or misread, is not sent. */
export interface ParameterRule {
  required?: true;
  /** Of a JSON value: a list of texts, or an object of texts. */
  holds?: 'texts' | 'record';
  /** Smallest and largest number; of a list its length. */
  range?: readonly [least: number, most: number];
  /** The largest once another parameter is there too. */
  mostWith?: readonly [parameter: string, most: number];
}

/** How an endpoint travels. */
export interface EndpointSpec {
  host: 'kauth' | 'kapi';
  /** Always sent with this method; parameters travel in the query of a GET and in the form of a POST. */
  method: 'GET' | 'POST';
  path: string;
  callers: readonly CallerKind[];
  /** Whether it only reads, so that asking again does no harm. */
  retry: boolean;
  parameters: Readonly<Record<string, ParameterEncoding>>;
  rules?: Readonly<Record<string, ParameterRule>>;
  /** Whether a request may carry text parameters beside `parameters`. */
  open?: true;
  /** Where the answer carries 64-bit ids as JSON numbers; `[]` steps into a list. */
  ids: readonly string[];
}

/** Only the Kakao group gets them. */
const inHouseIds = ['kakao_account.account_id', 'kakao_account.talk_user_id', 'kakao_account.daum_user_id'];

const notEmpty = { range: [1, Infinity] } as const;
const texts = { holds: 'texts', ...notEmpty } as const;

/** How each one travels. A name missing here does not compile. */
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
    // Kakao's samples are bare lists, its table of fields wraps them.
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
      // Milliseconds are past it.
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
