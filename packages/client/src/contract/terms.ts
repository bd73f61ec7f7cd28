import type { KakaoId } from './ids.js';

/** One service term, and whether the user agreed to it. */
export interface ServiceTerm {
  tag: string;
  required: boolean;
  agreed: boolean;
  revocable: boolean;
  /** RFC 3339, UTC. */
  agreed_at?: string;
  /** `KAUTH`: on the consent screen. `KAPI`: by the call `terms.agree`. */
  agreed_by?: 'KAUTH' | 'KAPI' | (string & {});
}

/** Parameters of `GET /v2/user/service_terms`. */
export interface ServiceTermsRequest {
  /** Kakao's default is `agreed_service_terms`. */
  result?: 'agreed_service_terms' | 'app_service_terms' | undefined;
  tags?: readonly string[] | undefined;
}

/** `GET /v2/user/service_terms`. Kakao Sync apps only. */
export interface ServiceTermsResponse {
  id: KakaoId;
  service_terms: ServiceTerm[];
}

/** `POST /v2/user/revoke/service_terms`. */
export interface RevokedServiceTermsResponse {
  id: KakaoId;
  revoked_service_terms: { tag: string; agreed: boolean }[];
}

/** `POST /v2/user/upgrade/service_terms`. The list can be shorter than the one in the request. */
export interface AgreedServiceTermsResponse {
  id: KakaoId;
  agreed_service_terms: { tag: string; agreed: boolean; agreed_at?: string; agreed_by?: string }[];
}
