import type { AuthorizeRequest } from '../kauth/authorize-request.js';

/** What a consent page asks for. */
export interface ConsentAsk {
  kind: 'first' | 'additional' | 'terms';
  items: { id: string; required: boolean }[];
  terms: { tag: string; title: string; required: boolean; url?: string }[];
  channels: { id: string; name: string }[];
}

export interface Consent {
  scopes: string[];
  terms: string[];
  channels: string[];
}

interface Bound {
  /** The account session that opened the page: nobody else may answer it. */
  sessionId: string;
  personId: string;
  expiresAt: number;
}

/** A page that waits for an answer. Each is good for one answer. */
export type Transaction =
  | (Bound & { kind: 'consent'; request: AuthorizeRequest; ask: ConsentAsk })
  | (Bound & { kind: 'guardian'; request: AuthorizeRequest; ask: ConsentAsk; consent: Consent })
  | (Bound & { kind: 'logout'; returnTo: string })
  | (Bound & { kind: 'address'; address: AddressTask });

/** What the pages of apps.kakao.com were opened for. */
export interface AddressTask {
  page: 'picker' | 'create' | 'edit';
  appId: string;
  transId: string;
  returnUrl?: string;
  addressId?: string;
  /** A form that was opened from the picker and goes back to it. */
  fromPicker?: boolean;
  mobileView: boolean;
  backButton: boolean;
}
