import { readFileSync } from 'node:fs';
import type { EndpointName } from '@kakao-login/client/contract';

/**
 * Where each body in `fixtures/` was published.
 *
 * Field names, nesting, JSON types, IDs, flags, times and error texts are Kakao's. Names, addresses, pictures, tokens,
 * keys and the moduli of the key set are ours.
 */
const page = 'https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api';
const callback = 'https://developers.kakao.com/docs/latest/ko/kakaologin/callback';
const troubles = 'https://developers.kakao.com/docs/latest/en/kakaologin/trouble-shooting';
const reference = 'https://developers.kakao.com/docs/latest/en/rest-api/reference#response-code';
const flutter = (commit: string, path: string) => `kakao/kakao_flutter_sdk@${commit}:test_resources/${path}`;
/** For bodies that are not in Kakao's documentation, but that users published. */
const traffic = (what: string) => `real traffic, as published by users of Kakao Login: ${what}`;

export interface Published {
  /** The endpoint that answers with it. Unset if the client does not call the endpoint. */
  endpoint?: EndpointName;
  status: number;
  headers?: Readonly<Record<string, string>>;
  source: string;
}

const bearer = { 'WWW-Authenticate': 'Bearer error=invalid_token' };

/** One row per file of `fixtures/`. */
export const published = {
  token: { endpoint: 'oauth.token', status: 200, source: `${page}#request-token-sample` },
  'token-openid': { endpoint: 'oauth.token', status: 200, source: `${page}#request-token-sample` },
  'token-refreshed': {
    endpoint: 'oauth.token',
    status: 200,
    source: flutter('be33dfd79cfff5312722f20906e6a7977c2ba310', 'json/oauth/token.json'),
  },
  'token-rotated': { endpoint: 'oauth.token', status: 200, source: `${page}#refresh-token-sample` },
  'token-many-scopes': {
    endpoint: 'oauth.token',
    status: 200,
    source: flutter('996be133a359b7bb3fbc1229a7a7782e302b99df', 'json/oauth/token_with_rt_and_scopes.json'),
  },
  'id-token-payload': { status: 200, source: `${page}#request-token-sample` },
  tokeninfo: { endpoint: 'oidc.tokeninfo', status: 200, source: `${page}#oidc-get-id-token-info` },
  discovery: { endpoint: 'oidc.discovery', status: 200, source: `${page}#oidc-discovery` },
  jwks: { endpoint: 'oidc.jwks', status: 200, source: `${page}#oidc-find-public-key` },
  userinfo: { endpoint: 'oidc.userinfo', status: 200, source: `${page}#oidc-user-info` },
  'access-token-info': { endpoint: 'user.accessTokenInfo', status: 200, source: `${page}#get-token-info-sample` },
  'access-token-info-old': {
    endpoint: 'user.accessTokenInfo',
    status: 200,
    source: flutter('52386e8482f082993c4c22caba8a9a7fb2101f67', 'user/token_info.json'),
  },
  'user-me': { endpoint: 'user.me', status: 200, source: `${page}#req-user-info-sample` },
  'user-me-nickname': { endpoint: 'user.me', status: 200, source: `${page}#req-user-info-sample` },
  'user-me-partner': {
    endpoint: 'user.me',
    status: 200,
    source: flutter('22bf85f2d0937625a7d7bb1a72bf606a85ad3fa2', 'user/me.json'),
  },
  'user-me-combined-profile': {
    endpoint: 'user.me',
    status: 200,
    source: flutter('c26885f15daf20e4ce3fcf6771531540569b9b99', 'json/users/me.json'),
  },
  'user-me-observed': { endpoint: 'user.me', status: 200, source: traffic('logs of 2024 and 2025') },
  'user-me-preregistered': {
    endpoint: 'user.me',
    status: 200,
    source: `${page}#manual-signup (the table of what a preregistered user shares; no sample body)`,
  },
  'user-me-no-consent': {
    endpoint: 'user.me',
    status: 200,
    source: `${page}#req-user-info-response-body (what is not optional, and \`connected_at\`; no sample body)`,
  },
  'app-users': { endpoint: 'user.list', status: 200, source: `${page}#user-info-list-sample` },
  'app-users-keys': { endpoint: 'user.list', status: 200, source: `${page}#user-info-list-sample` },
  'user-ids': { endpoint: 'user.ids', status: 200, source: `${page}#user-list-sample` },
  'update-profile': { endpoint: 'user.updateProfile', status: 200, source: `${page}#properties-sample` },
  signup: { endpoint: 'account.signup', status: 200, source: `${page}#manual-signup` },
  logout: { endpoint: 'account.logout', status: 200, source: `${page}#logout-sample` },
  unlink: { endpoint: 'account.unlink', status: 200, source: `${page}#unlink-sample` },
  scopes: { endpoint: 'scopes.list', status: 200, source: `${page}#check-consent-sample` },
  'scopes-chosen': { endpoint: 'scopes.list', status: 200, source: `${page}#check-consent-sample` },
  'scopes-revoked': { endpoint: 'scopes.revoke', status: 200, source: `${page}#revoke-consent-sample` },
  'service-terms': { endpoint: 'terms.list', status: 200, source: `${page}#terms-sample` },
  'service-terms-2023': { endpoint: 'terms.list', status: 200, source: `${page}#terms-sample (as of 2023)` },
  'service-terms-app': { endpoint: 'terms.list', status: 200, source: `${page}#terms-sample` },
  'service-terms-tags': { endpoint: 'terms.list', status: 200, source: `${page}#terms-sample` },
  'service-terms-revoked': { endpoint: 'terms.revoke', status: 200, source: `${page}#revoke-terms-sample` },
  'service-terms-upgraded': { endpoint: 'terms.agree', status: 200, source: `${page}#upgrade-terms-sample` },
  'service-terms-upgraded-partly': { endpoint: 'terms.agree', status: 200, source: `${page}#upgrade-terms-sample` },
  'service-terms-v1': {
    status: 200,
    source: flutter('d2bd77c90bb0f059b9f8c7a8bb1ab87275a971a0', 'user/service_terms.json'),
  },
  'shipping-address': { endpoint: 'shipping.list', status: 200, source: `${page}#shipping-address-sample` },
  'shipping-address-old': {
    endpoint: 'shipping.list',
    status: 200,
    source: flutter('d2bd77c90bb0f059b9f8c7a8bb1ab87275a971a0', 'user/addresses.json'),
  },
  'shipping-address-needs-agreement': {
    endpoint: 'shipping.list',
    status: 200,
    source: `${page}#shipping-address-response-body (in words; no sample body)`,
  },
  'error-already-registered': { status: 400, source: `${page}#manual-signup` },
  'error-token-unknown': { status: 401, headers: bearer, source: `${page}#manual-signup` },
  'error-token-expired': {
    status: 401,
    headers: bearer,
    source: flutter('f57d239c78cfca62ac55919605c1e69206098f76', 'json/errors/expired_token.json'),
  },
  'error-app-key': {
    status: 401,
    headers: { 'WWW-Authenticate': 'KakaoAK error=invalid_token' },
    source: flutter('f57d239c78cfca62ac55919605c1e69206098f76', 'json/errors/invalid_app_key.json'),
  },
  'error-ip': { status: 401, headers: bearer, source: reference },
  'error-property-unknown': { status: 400, source: `${page}#manual-signup` },
  'error-scope-not-revocable': { status: 403, source: `${page}#revoke-consent-sample` },
  'error-scope-unknown': { status: 400, source: `${page}#revoke-consent-sample` },
  'error-terms-unknown': { status: 400, source: `${page}#terms-sample` },
  'error-terms-revoke-unknown': { status: 400, source: `${page}#revoke-terms-sample` },
  'error-insufficient-scopes': {
    status: 403,
    source: flutter('996be133a359b7bb3fbc1229a7a7782e302b99df', 'json/errors/invalid_scope.json'),
  },
  'error-permission': {
    status: 403,
    source: flutter('f57d239c78cfca62ac55919605c1e69206098f76', 'json/errors/permission.json'),
  },
  'error-age-verification': {
    status: 403,
    source: flutter('f57d239c78cfca62ac55919605c1e69206098f76', 'json/errors/age_auth_needed.json'),
  },
  'error-not-registered': { status: 400, source: traffic('two logs; code and status in the trouble-shooting page') },
  'error-inactive': { status: 400, source: traffic('code and status in the trouble-shooting page') },
  'error-limit': { status: 400, source: reference },
  'error-koe001': { status: 406, source: traffic('several projects of 2026') },
  'error-koe009-without-code': {
    status: 400,
    source: flutter('52386e8482f082993c4c22caba8a9a7fb2101f67', 'auth/misconfigured.json'),
  },
  'error-koe010': { status: 401, source: traffic(`meaning: ${troubles}`) },
  'error-koe101': { status: 401, source: traffic(`two logs; meaning: ${troubles}`) },
  'error-koe237': { status: 400, source: troubles },
  'error-koe303': { status: 400, source: traffic(`two projects of 2026; meaning: ${troubles}`) },
  'error-koe320': { status: 400, source: traffic(`meaning: ${troubles}`) },
  'error-koe322': { status: 400, source: 'https://devtalk.kakao.com/t/126899' },
  'error-koe400': { status: 400, source: `${page}#oidc-get-id-token-info` },
  'ssf-configuration': {
    endpoint: 'ssf.configuration',
    status: 200,
    source: `${callback} (of its older path, sse-configuration)`,
  },
  // Requests from Kakao. `status` is the answer that Kakao expects.
  'unlink-webhook': { status: 200, source: `${callback} (the tables of parameters and reasons; no sample)` },
  'security-event-header': { status: 202, source: `${callback} (the table of the header; no sample)` },
  'security-events': {
    status: 202,
    source: `${callback} (the tables of claims and events; no sample, and no fields of most kinds), ${traffic('txm')}`,
  },
  redirects: { status: 302, source: `${page}#request-code-sample and #request-code-auto-login` },
} as const satisfies Record<string, Published>;

export type PublishedName = keyof typeof published;

/** The exact body. */
export function bodyOf(name: PublishedName): string {
  return readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
}

/** The parsed body, with IDs as strings, as the client returns them. */
export function valueOf(name: PublishedName): unknown {
  return JSON.parse(
    bodyOf(name)
      .replaceAll(/("(?:id|user_id|app_id|appId)"\s*:\s*)(\d+)/g, '$1"$2"')
      .replaceAll(/(?<=[[,]\s*)(\d{16,})/g, '"$1"'),
  );
}
