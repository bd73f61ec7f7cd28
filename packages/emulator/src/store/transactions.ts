import type { App, ClientKey } from './entities.js';

/** A request to `/oauth/authorize` that names a known app and a registered redirect URI. */
export interface AuthorizeRequest {
  app: App;
  key: ClientKey;
  redirectUri: string;
  /** Consent items, `openid` among them; undefined when `scope` was not sent. */
  scopes?: string[];
  prompts: ReadonlySet<string>;
  loginHint?: string;
  serviceTerms?: string[];
  channels: string[];
  state?: string;
  nonce?: string;
  codeChallenge?: string;
  agt?: string;
  /** The page is a popup that polls `/apiweb/code.json` under this key. */
  transId?: string;
  popup: boolean;
  /** The original query, to show the page again. */
  query: string;
}

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
  /** The account session that opened the page. Only this session may answer. */
  sessionId: string;
  personId: string;
  expiresAt: number;
}

/** A page that waits for an answer. It can be answered once. */
export type Transaction =
  | (Bound & { kind: 'consent'; request: AuthorizeRequest; ask: ConsentAsk })
  | (Bound & { kind: 'guardian'; request: AuthorizeRequest; ask: ConsentAsk; consent: Consent })
  | (Bound & { kind: 'logout'; returnTo: string })
  | (Bound & { kind: 'address'; address: AddressTask });

/** The purpose for which a page of apps.kakao.com was opened. */
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
