import type { AddressSeed, AdminKeySeed, ConsentStage, PersonSeed, WebhooksSeed } from '../seed/types.js';

export type KeyKind = 'rest' | 'javascript' | 'native';

/** A key that can start a login. */
export interface ClientKey {
  kind: KeyKind;
  key: string;
  clientSecret?: string;
  redirectUris: string[];
  domains: string[];
  androidKeyHashes: readonly string[];
  iosBundleIds: readonly string[];
  allowedIps?: readonly string[];
  deactivated: boolean;
}

export interface Term {
  tag: string;
  title: string;
  required: boolean;
  revocable: boolean;
  url?: string;
}

export interface App {
  appId: string;
  name: string;
  company?: string;
  keys: ClientKey[];
  adminKeys: readonly AdminKeySeed[];
  primaryAdminKey?: string;
  logoutRedirectUris: string[];
  kakaoLogin: boolean;
  openIdConnect: boolean;
  autoLink: boolean;
  sync: boolean;
  kind: 'normal' | 'test';
  members: Set<string>;
  blocked: boolean;
  unregisteredDeveloper: boolean;
  business: boolean;
  missingPermissions: readonly string[];
  inHouse: boolean;
  partner: boolean;
  groupApp: boolean;
  ageVerification: boolean;
  under14: 'allow' | 'deny';
  consentItems: Map<string, ConsentStage>;
  terms: Term[];
  channels: readonly { id: string; name: string }[];
  propertyKeys: ReadonlySet<string>;
  limits: boolean;
  monthlyCalls?: number;
  webhooks: WebhooksSeed;
}

export interface Address extends AddressSeed {
  id: string;
}

/** Numbers that only apps of the Kakao group see. */
export type InHouseId = 'accountId' | 'talkUserId' | 'daumUserId';

/** A user of the seed, with defaults filled in. */
export interface Person extends Omit<PersonSeed, 'id' | 'email' | 'addresses' | InHouseId> {
  id: string;
  accountId?: string;
  talkUserId?: string;
  daumUserId?: string;
  password: string;
  isDefaultNickname: boolean;
  email?: string;
  emailVerified: boolean;
  emailValid: boolean;
  addresses: Address[];
  dormant: boolean;
  restricted: boolean;
  accountTermsDue: boolean;
  ageVerified: boolean;
  kakaoTalk: boolean;
}

/** A person's agreement to one item or term. `by`: on the consent page or by the agree call. */
export interface Agreement {
  at: number;
  by: 'KAUTH' | 'KAPI';
}

/** Nickname, and the folder of the picture. */
export type Profile = Pick<Person, 'nickname' | 'picture'>;

/** The link between a user and an app. */
export interface Link {
  appId: string;
  personId: string;
  connectedAt: number;
  synchedAt?: number;
  /** `false`: preregistered. */
  registered: boolean;
  /** The profile when the link was created, which userinfo keeps returning. */
  profile: Profile;
  scopes: Map<string, number>;
  terms: Map<string, Agreement>;
  channels: Set<string>;
  properties: Map<string, string>;
}

/** A finished login: the data that all of its tokens share. */
export interface Login {
  appId: string;
  personId: string;
  /** The kind of the key at the token endpoint. It determines the lifetime of access tokens. */
  keyKind: KeyKind;
  /** That key. */
  clientId?: string;
  /** The key at authorize. */
  audience: string;
  /** Unix time in milliseconds. */
  authTime: number;
  withIdToken: boolean;
  /** The access tokens of this login, which end together. */
  accessTokens: Set<string>;
  refreshToken?: string;
}

export interface AccessToken {
  login: Login;
  expiresAt: number;
}

export interface RefreshToken {
  login: Login;
  expiresAt: number;
}

/** How many token responses a user got, in all apps. */
export interface TokenCount {
  /** Codes exchanged. */
  logins: number;
  /** Refresh tokens used. */
  refreshes: number;
  /** Refreshes that returned a new refresh token. */
  rotations: number;
}

export interface Code {
  appId: string;
  personId: string;
  clientId: string;
  redirectUri: string;
  expiresAt: number;
  authTime: number;
  withIdToken: boolean;
  nonce?: string;
  codeChallenge?: string;
}

/** A login with the Kakao Account in one browser. */
export interface Session {
  id: string;
  personId: string;
  authTime: number;
  expiresAt: number;
  /** The authorize URL for which the user has just logged in: `prompt=login` accepts it once. */
  freshFor?: string;
}

/** A browser, for its saved accounts. */
export interface Browser {
  id: string;
  saved: string[];
  expiresAt: number;
}
