/** `GET https://kauth.kakao.com/.well-known/openid-configuration`. */
export interface DiscoveryDocument {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  userinfo_endpoint: string;
  jwks_uri: string;
  token_endpoint_auth_methods_supported: string[];
  subject_types_supported: string[];
  id_token_signing_alg_values_supported: string[];
  request_uri_parameter_supported: boolean;
  response_types_supported: string[];
  response_modes_supported: string[];
  grant_types_supported: string[];
  code_challenge_methods_supported: string[];
  claims_supported: string[];
}

/** One public key of `GET https://kauth.kakao.com/.well-known/jwks.json`. */
export interface Jwk {
  kid: string;
  kty: 'RSA';
  alg: 'RS256';
  use: 'sig';
  n: string;
  e: string;
}

/** `GET https://kauth.kakao.com/.well-known/jwks.json`: the keys that sign ID tokens. */
export interface JwkSet {
  keys: Jwk[];
}

/**
 * Payload of an ID token.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/utilize#oidc-id-token
 */
export interface IdTokenClaims {
  iss: string;
  /** The app key that the login started with: the JavaScript key if `Kakao.Auth.authorize()` started it. */
  aud: string | string[];
  /** Kakao's id of the user (회원번호). */
  sub: string;
  /** Unix time in seconds. */
  iat: number;
  /** Unix time in seconds. */
  exp: number;
  /** When the user logged in. Unix time in seconds. */
  auth_time: number;
  nonce?: string;
  nickname?: string;
  /** Thumbnail URL, 110 x 110 px or 100 x 100 px. */
  picture?: string;
  /** Present only if it is valid and verified. */
  email?: string;
}

/** `GET https://kapi.kakao.com/v1/oidc/userinfo`. */
export interface OidcUserInfo {
  sub: string;
  name?: string;
  nickname?: string;
  picture?: string;
  /** May not be verified: check `email_verified`. */
  email?: string;
  email_verified?: boolean;
  gender?: 'female' | 'male' | (string & {});
  /** `0000-MM-DD`, `YYYY` or `YYYY-MM-DD`, depending on what the user agreed to. */
  birthdate?: string;
  phone_number?: string;
  phone_number_verified?: boolean;
}
