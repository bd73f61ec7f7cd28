import type { KakaoIdInput, ShippingAddress } from '@kakao-login/client/contract';

import type { AccountEvent } from '../webhooks/events.js';

/** Consent items that an app can have, in the order of the console. */
export const consentItemNames = [
  'profile_nickname',
  'profile_image',
  'profile',
  'account_email',
  'name',
  'gender',
  'age_range',
  'birthday',
  'birthyear',
  'phone_number',
  'account_ci',
  'shipping_address',
  'plusfriends',
  'friends',
  'talk_message',
  'talk_calendar',
  'legal_name',
  'legal_birth_date',
  'legal_gender',
  'is_korean',
  'account_creation_date',
] as const;

/** Id of a consent item. */
export type ConsentItem = (typeof consentItemNames)[number];

/** How an app asks for a consent item, as [Kakao Login > Consent items] of the console has it. */
export type ConsentStage = 'required' | 'optional' | 'in-use';

/** A REST API key, with what the console keeps for it. */
export interface RestApiKeySeed {
  /** 32 lower-case hex digits at Kakao; any text here. */
  key: string;
  /** Left out: the client secret is switched off for this key. */
  clientSecret?: string;
  /** Compared exactly, query included. */
  redirectUris?: readonly string[];
  /** Addresses, CIDR blocks or `address/mask` that may use this key, and the tokens it got. Left out: all. */
  allowedIps?: readonly string[];
  /** The console has deleted or switched off this key: it opens nothing any more. Default `false`. */
  deactivated?: boolean;
}

/** A JavaScript key, for pages that use the JavaScript SDK. */
export interface JavaScriptKeySeed {
  key: string;
  /** Origins of pages that may use it (`http://localhost:3000`). */
  domains?: readonly string[];
  redirectUris?: readonly string[];
  /** The console has deleted or switched off this key: it opens nothing any more. Default `false`. */
  deactivated?: boolean;
}

/** A native app key, for Android and iOS. */
export interface NativeKeySeed {
  key: string;
  redirectUris?: readonly string[];
  androidKeyHashes?: readonly string[];
  iosBundleIds?: readonly string[];
  /** The console has deleted or switched off this key: it opens nothing any more. Default `false`. */
  deactivated?: boolean;
}

/** The groups of calls that an admin key can be limited to. */
export type AdminApi = 'logout' | 'unlink' | 'user' | 'scopes' | 'terms';

/** An admin key: `KakaoAK` calls, and the sender of webhooks. */
export interface AdminKeySeed {
  key: string;
  /** The primary key goes out with webhooks. Left out everywhere: the first is. */
  primary?: boolean;
  /** Left out: all. */
  allowedApis?: readonly AdminApi[];
  allowedIps?: readonly string[];
  /** The console has deleted or switched off this key: it opens nothing any more. Default `false`. */
  deactivated?: boolean;
}

/** One of the service terms of a Kakao Sync app. */
export interface TermSeed {
  tag: string;
  title: string;
  required: boolean;
  /** Default: the opposite of `required`. */
  revocable?: boolean;
  url?: string;
}

/** Where the app wants to hear of unlinking and of account changes. */
export interface WebhooksSeed {
  unlink?: { url: string; method?: 'GET' | 'POST' };
  /**
   * `events`: names such as `user-unlinked`; left out: all. `audience`: `aud` of the tokens, in place of the first REST
   * API key.
   */
  accountStatus?: { url: string; events?: readonly AccountEvent[]; audience?: string };
}

/** One app of Kakao's console. */
export interface AppSeed {
  appId: KakaoIdInput;
  name: string;
  company?: string;
  restApiKeys?: readonly RestApiKeySeed[];
  javascriptKeys?: readonly JavaScriptKeySeed[];
  nativeKeys?: readonly NativeKeySeed[];
  adminKeys?: readonly AdminKeySeed[];
  logoutRedirectUris?: readonly string[];
  /** [Kakao Login] switched on. Default `true`. */
  kakaoLogin?: boolean;
  /** Default `false`. */
  openIdConnect?: boolean;
  /** `false`: people stay preregistered until the service calls signup. Default `true`. */
  autoLink?: boolean;
  /** Kakao Sync: service terms, `synched_at`. Default `false`. */
  sync?: boolean;
  /** `test`: only `members` may log in (KOE005). Default `normal`. */
  kind?: 'normal' | 'test';
  /** Person ids. */
  members?: readonly KakaoIdInput[];
  blocked?: boolean;
  /** The developer of the app is not registered any more: every call is -903. Default `false`. */
  unregisteredDeveloper?: boolean;
  /** `false`: not a Biz app, so that what only Biz apps may ask for is KOE123. Default `true`. */
  business?: boolean;
  /** Consent items, or `service_terms`, that Kakao has not permitted the app: KOE124, -5, KAE103. */
  missingPermissions?: readonly (ConsentItem | 'service_terms' | 'channel_public_id')[];
  /** An app of the Kakao group: its people are linked without a consent page. Default `false`. */
  inHouse?: boolean;
  /** An app of a Kakao partner, which sees more of an account: `display_id` and the like. Default `false`. */
  partner?: boolean;
  /** One of a group of apps: `group_user_token` in user info and in the unlink webhook. Default `false`. */
  groupApp?: boolean;
  /** Only people whose age is verified may use the app; for others kapi answers -405. Default `false`. */
  ageVerification?: boolean;
  /** What happens to people under 14. Default `deny`. */
  under14?: 'allow' | 'deny';
  /** Consent items in the order of the consent page. Default: `profile_nickname` required. */
  consentItems?: Readonly<Partial<Record<ConsentItem, ConsentStage>>>;
  terms?: readonly TermSeed[];
  /** Kakao Talk channels for `channel_public_id`. */
  channels?: readonly { id: string; name: string }[];
  /** Keys of custom user properties. */
  propertyKeys?: readonly string[];
  /** Answer with KOE237 and -10 above Kakao's issue and call limits. Default `false`: a test suite logs in often. */
  limits?: boolean;
  /** Calls of kapi in a calendar month, above which it answers -10. Kakao's is 3,000,000. Default: no end. */
  monthlyCalls?: number;
  webhooks?: WebhooksSeed;
}

/** Values of the consent item `age_range`. */
export const ageRanges = [
  '0~9',
  '1~9',
  '10~14',
  '15~19',
  '20~29',
  '30~39',
  '40~49',
  '50~59',
  '60~69',
  '70~79',
  '80~89',
  '90~',
] as const;

/** One shipping address, with Kakao's names. */
export interface AddressSeed extends Omit<ShippingAddress, 'id' | 'type'> {
  /** May pass 2^53: then write it as text. */
  id: KakaoIdInput;
  /** `NEW`: by street (`zone_number`); `OLD`: by lot (`zip_code`). */
  type?: 'OLD' | 'NEW';
}

/** One Kakao Account. */
export interface PersonSeed {
  /** Member number; the same in every app of the emulator. May pass 2^53: then write it as text. */
  id: KakaoIdInput;
  /** What is typed into the login page: an e-mail address, a phone number, or a Kakao Mail id. */
  loginId: string;
  /** Default `kakao1234!`. */
  password?: string;
  nickname: string;
  /** `true`: the nickname is Kakao's stand-in for one that breaks its policy. */
  isDefaultNickname?: boolean;
  /** A folder of `k.kakaocdn.net/dn/`. Left out: Kakao's default picture. */
  picture?: string;
  /** Default: `loginId` when it is an e-mail address. `null`: the account has none. */
  email?: string | null;
  /** Default `true`. */
  emailVerified?: boolean;
  /** `false`: another account has taken the address. Default `true`. */
  emailValid?: boolean;
  /** Real name. */
  name?: string;
  gender?: 'female' | 'male';
  /** `YYYY`. */
  birthyear?: string;
  /** `MMDD`. */
  birthday?: string;
  birthdayType?: 'SOLAR' | 'LUNAR';
  isLeapMonth?: boolean;
  /** Default: derived from the birth year. */
  ageRange?: (typeof ageRanges)[number];
  /** `+82 10-1234-5678`. */
  phoneNumber?: string;
  ci?: string;
  /** RFC 3339. */
  ciAuthenticatedAt?: string;
  legalName?: string;
  /** `yyyyMMDD`. */
  legalBirthDate?: string;
  legalGender?: 'female' | 'male';
  isKorean?: boolean;
  /** RFC 3339. For apps with the item `account_creation_date`. */
  accountCreationDate?: string;
  /** `for_partner.uuid`, for apps with consent to friends or messages. Default: not sent. */
  uuid?: string;
  /** `group_user_token`, for apps with `groupApp`. */
  groupUserToken?: string;
  /** For apps with `partner` or `inHouse`, as the next one. */
  displayId?: string;
  unificationStatus?: string;
  /** For apps with `inHouse`, as the next two. */
  accountId?: KakaoIdInput;
  talkUserId?: KakaoIdInput;
  daumUserId?: KakaoIdInput;
  addresses?: readonly AddressSeed[];
  /** No use of the account for long: kapi answers -103. */
  dormant?: boolean;
  /** Kakao has limited the account: `interaction_required` at `prompt=none`, a page otherwise, -4 at kapi. */
  restricted?: boolean;
  /** Has not agreed to the newest terms of the Kakao Account yet, and is asked to at the next login. Default `false`. */
  accountTermsDue?: boolean;
  /** `false`: has not proven their age to Kakao; see `ageVerification` of an app. Default `true`. */
  ageVerified?: boolean;
  /** `false`: does not use Kakao Talk: sees no channels on the consent page, and its calls are -501. Default `true`. */
  kakaoTalk?: boolean;
}

/** A link between a user and an app from the start. */
export interface LinkSeed {
  appId: KakaoIdInput;
  personId: KakaoIdInput;
  /** Consent items agreed to. Default: all that the app uses. */
  scopes?: readonly ConsentItem[];
  /** Service terms agreed to. Default: all of the app. */
  terms?: readonly string[];
  properties?: Readonly<Record<string, string>>;
  /** RFC 3339. Default: now. */
  connectedAt?: string;
  /** `false`: preregistered (apps with auto-link off). Default `true`. */
  registered?: boolean;
}

/** What the emulator knows when it starts and after every `reset()`. */
export interface Seed {
  apps?: readonly AppSeed[];
  people?: readonly PersonSeed[];
  links?: readonly LinkSeed[];
  /** Further redirect URIs for every REST and JavaScript key of the first app: handy when a test's port is random. */
  redirectUris?: readonly string[];
  /** Further logout redirect URIs for the first app. */
  logoutRedirectUris?: readonly string[];
  /** Further page origins for the JavaScript keys of the first app. */
  domains?: readonly string[];
  /** Answer 406 KOE001 at the token endpoint to the headers of Node's bare `fetch`. Default `false`. */
  strictHeaders?: boolean;
}

/** Options of `createKakaoEmulator`: a seed, and where to listen. */
export interface KakaoEmulatorOptions extends Seed {
  /** Default `0`: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /**
   * How others call it, when not by `http://localhost:<port>` (another container, say): `emulator.url`, and the issuer of
   * what it sends without being asked. An answer goes by the address of its request.
   */
  url?: string;
  /** Milliseconds since 1970. Default `Date.now`; `emulator.clock` moves on from it. */
  now?: () => number;
  /** How many requests the log keeps. Default 1000. */
  logSize?: number;
  /** Answer `/_emulator/…` to callers from other machines too. Default `false`. */
  remoteControl?: boolean;
}
