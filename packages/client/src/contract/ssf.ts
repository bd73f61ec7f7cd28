/** `GET https://kauth.kakao.com/.well-known/ssf-configuration`: who sends security events, and where the keys for them are. */
export interface SsfConfiguration {
  issuer: string;
  jwks_uri: string;
  /** Kakao writes a single text where the specification has a list. */
  delivery_methods_supported?: string | string[];
}
