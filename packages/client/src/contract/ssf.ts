/**
 * `GET https://kauth.kakao.com/.well-known/ssf-configuration`: the issuer of security events, and the URL of its keys.
 */
export interface SsfConfiguration {
  issuer: string;
  jwks_uri: string;
  /** Kakao sends a string. The specification requires a list. */
  delivery_methods_supported?: string | string[];
}
