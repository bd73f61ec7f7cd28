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

/** How an app asks for a consent item, as in [Kakao Login > Consent items] of the console. */
export type ConsentStage = 'required' | 'optional' | 'in-use';

/** A REST API key, and its settings in the console. */
export interface RestApiKeySeed {
  /** 32 lower-case hex digits at Kakao. Here, any string. */
  key: string;
  /** Left out: the client secret is off for this key. */
  clientSecret?: string;
  /** Compared exactly, query included. */
  redirectUris?: readonly string[];
  /** Addresses, CIDR blocks or `address/mask` that can use this key and its tokens. Left out: all. */
  allowedIps?: readonly string[];
  /** The key was deleted or deactivated in the console and no longer works. Default `false`. */
  deactivated?: boolean;
}

/** A JavaScript key, for pages that use the JavaScript SDK. */
export interface JavaScriptKeySeed {
  key: string;
  /** Origins of pages that may use it (`http://localhost:3000`). */
  domains?: readonly string[];
  redirectUris?: readonly string[];
  /** The key was deleted or deactivated in the console and no longer works. Default `false`. */
  deactivated?: boolean;
}

/** A native app key, for Android and iOS. */
export interface NativeKeySeed {
  key: string;
  redirectUris?: readonly string[];
  androidKeyHashes?: readonly string[];
  iosBundleIds?: readonly string[];
  /** The key was deleted or deactivated in the console and no longer works. Default `false`. */
  deactivated?: boolean;
}

/** The groups of calls that an admin key can be limited to. */
export type AdminApi = 'logout' | 'unlink' | 'user' | 'scopes' | 'terms';

/** An admin key: `KakaoAK` calls, and the sender of webhooks. */
export interface AdminKeySeed {
  key: string;
  /** Webhooks contain the primary key. If no key is primary, the first one is. */
  primary?: boolean;
  /** Left out: all. */
  allowedApis?: readonly AdminApi[];
  allowedIps?: readonly string[];
  /** The key was deleted or deactivated in the console and no longer works. Default `false`. */
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

/** Where the app receives unlink calls and account changes. */
export interface WebhooksSeed {
  unlink?: { url: string; method?: 'GET' | 'POST' };
  /**
   * `events`: names such as `user-unlinked`. Default: all. `audience`: `aud` of the tokens. Default: the first REST API
   * key.
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
  /** `false`: not a Biz app, which gets KOE123 for anything that only Biz apps can ask for. Default `true`. */
  business?: boolean;
  /** Consent items, or `service_terms`, for which the app has no permission from Kakao: KOE124, -5, KAE103. */
  missingPermissions?: readonly (ConsentItem | 'service_terms' | 'channel_public_id')[];
  /** An app of the Kakao group, whose people are linked without a consent page. Default `false`. */
  inHouse?: boolean;
  /** An app of a Kakao partner, which gets more data about an account, such as `display_id`. Default `false`. */
  partner?: boolean;
  /** An app in a group of apps: `group_user_token` in user info and in the unlink webhook. Default `false`. */
  groupApp?: boolean;
  /** Only people with a verified age can use the app. For others, kapi answers -405. Default `false`. */
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
  /**
   * Whether to answer with KOE237 and -10 above Kakao's limits for tokens and calls. Default `false`, because a test
   * suite logs in often.
   */
  limits?: boolean;
  /**
   * How many calls of kapi are allowed in a calendar month. Above that it answers -10. Kakao's limit is 3,000,000.
   * Default: unlimited.
   */
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
  /** If it is above 2^53, write it as a string. */
  id: KakaoIdInput;
  /** `NEW`: by street (`zone_number`); `OLD`: by lot (`zip_code`). */
  type?: 'OLD' | 'NEW';
}

/** One Kakao Account. */
export interface PersonSeed {
  /** The user ID (회원번호), the same in every app of the emulator. If it is above 2^53, write it as a string. */
  id: KakaoIdInput;
  /** What is typed into the login page: an e-mail address, a phone number, or a Kakao Mail id. */
  loginId: string;
  /** Default `kakao1234!`. */
  password?: string;
  nickname: string;
  /** `true`: Kakao replaces the nickname, because it violates its policy. */
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
  /** For apps with `partner` or `inHouse`, like the next one. */
  displayId?: string;
  unificationStatus?: string;
  /** For apps with `inHouse`, like the next two. */
  accountId?: KakaoIdInput;
  talkUserId?: KakaoIdInput;
  daumUserId?: KakaoIdInput;
  addresses?: readonly AddressSeed[];
  /** The account has not been used for a long time: kapi answers -103. */
  dormant?: boolean;
  /** Kakao has limited the account: `interaction_required` at `prompt=none`, a page otherwise, -4 at kapi. */
  restricted?: boolean;
  /**
   * The user has not agreed to the latest terms of the Kakao Account, and is asked to at the next login. Default
   * `false`.
   */
  accountTermsDue?: boolean;
  /** `false`: the user has not verified their age; see `ageVerification` of an app. Default `true`. */
  ageVerified?: boolean;
  /**
   * `false`: the user does not use Kakao Talk, so they see no channels on the consent page, and calls of Kakao Talk get
   * -501. Default `true`.
   */
  kakaoTalk?: boolean;
}

/** A link between a user and an app that exists from the start. */
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

/** The data of the emulator when it starts and after every `reset()`. */
export interface Seed {
  apps?: readonly AppSeed[];
  people?: readonly PersonSeed[];
  links?: readonly LinkSeed[];
  /** More redirect URIs for every REST API and JavaScript key of the first app. Useful if a test has a random port. */
  redirectUris?: readonly string[];
  /** More logout redirect URIs for the first app. */
  logoutRedirectUris?: readonly string[];
  /** More page origins for the JavaScript keys of the first app. */
  domains?: readonly string[];
  /** Whether the token endpoint answers the headers of Node's bare `fetch` with 406 KOE001. Default `false`. */
  strictHeaders?: boolean;
}

/** Options of `createKakaoEmulator`: a seed, and where to listen. */
export interface KakaoEmulatorOptions extends Seed {
  /** Default `0`: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /**
   * The URL that others use, if it is not `http://localhost:<port>` (in another container, for example):
   * `emulator.url`, and the issuer of webhooks. Responses use the address of their request.
   */
  url?: string;
  /** Milliseconds since 1970. Default `Date.now`. `emulator.clock` adds to it. */
  now?: () => number;
  /** How many requests the log keeps. Default 1000. */
  logSize?: number;
  /** Whether to answer `/_emulator/…` to other machines too. Default `false`. */
  remoteControl?: boolean;
}
