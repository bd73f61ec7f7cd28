import type { KakaoId } from '../contract/ids.js';

const openid = 'https://schemas.openid.net/secevent';

/**
 * The kinds of account-status events, by name and URI.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 */
export const securityEventUris = {
  'tokens-revoked': `${openid}/oauth/event-type/tokens-revoked`,
  'token-revoked': `${openid}/oauth/event-type/token-revoked`,
  'token-issued': `${openid}/oauth/event-type/token-issued`,
  'user-linked': `${openid}/oauth/event-type/user-linked`,
  'user-unlinked': `${openid}/oauth/event-type/user-unlinked`,
  'user-scope-consent': `${openid}/oauth/event-type/user-scope-consent`,
  'user-scope-withdraw': `${openid}/oauth/event-type/user-scope-withdraw`,
  'account-purged': `${openid}/risc/event-type/account-purged`,
  'account-disabled': `${openid}/risc/event-type/account-disabled`,
  'account-enabled': `${openid}/risc/event-type/account-enabled`,
  'account-credential-change-required': `${openid}/risc/event-type/account-credential-change-required`,
  'credential-compromise': `${openid}/risc/event-type/credential-compromise`,
  'identifier-changed': `${openid}/risc/event-type/identifier-changed`,
  'identifier-recycled': `${openid}/risc/event-type/identifier-recycled`,
  'sessions-revoked': `${openid}/risc/event-type/sessions-revoked`,
  'assurance-level-change': `${openid}/caep/event-type/assurance-level-change`,
  'credential-change': `${openid}/caep/event-type/credential-change`,
  'user-profile-changed': 'https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed',
} as const;

/** Name of an account-status event: the last part of its URI. */
export type SecurityEventName = keyof typeof securityEventUris;

/** Why a user was unlinked, in the unlink webhook (`referrer_type`). */
export type UnlinkReferrer =
  | 'ACCOUNT_DELETE'
  | 'FORCED_ACCOUNT_DELETE'
  | 'UNLINK_FROM_ADMIN'
  | 'UNLINK_FROM_APPS'
  | 'INCOMPLETE_SIGN_UP'
  | (string & {});

/** Why a user was unlinked, in the event `user-unlinked`. `UNLINK_FROM_SERVICE` means that your service did it. */
export type UnlinkReason = UnlinkReferrer | 'REVOKE_ACCOUNT_SERVICE_TERMS' | 'UNLINK_FROM_SERVICE';

/** The fields of all webhooks. Plain data that can be stored as JSON. */
interface KakaoWebhookBase {
  /** Identifies the webhook. A repeat has the same id. */
  id: string;
  appId: string;
  userId: KakaoId;
  /** When it happened, or for an unlink call when it arrived. Unix time in seconds. */
  occurredAt: number;
}

/** A call of the unlink webhook: Kakao or the user, and not the service, unlinked the account. */
export interface KakaoUnlink extends KakaoWebhookBase {
  webhook: 'unlink';
  reason: UnlinkReferrer;
  /** Only for group apps. */
  groupUserToken?: string;
}

interface SecurityEventBase extends KakaoWebhookBase {
  webhook: 'event';
  /** The URI of the kind, as Kakao sent it. */
  uri: string;
  /** Unix time in seconds. */
  issuedAt: number;
  /** Kakao's `txm`. */
  transactionId?: string;
  /** The fields of the event besides its subject, with Kakao's names. */
  fields: Readonly<Record<string, unknown>>;
}

/** The link between the user and the app ended. */
export interface KakaoUserUnlinkedEvent extends SecurityEventBase {
  event: 'user-unlinked';
  reason?: UnlinkReason;
}

/** The user agreed to consent items, or revoked consent. */
export interface KakaoScopeEvent extends SecurityEventBase {
  event: 'user-scope-consent' | 'user-scope-withdraw';
  /** Ids of consent items. */
  scopes: string[];
}

/** Any other documented kind. Kakao documents no fields for these. Those that Kakao sends are in `fields`. */
export interface KakaoAccountEvent extends SecurityEventBase {
  event: Exclude<SecurityEventName, 'user-unlinked' | 'user-scope-consent' | 'user-scope-withdraw'>;
}

/** A kind that this library does not know: see `uri` and `fields`. */
export interface KakaoUnknownEvent extends SecurityEventBase {
  event: 'unknown';
}

/** A verified account-status event. A `switch` over `event` can be exhaustive. */
export type KakaoSecurityEvent = KakaoUserUnlinkedEvent | KakaoScopeEvent | KakaoAccountEvent | KakaoUnknownEvent;

/** A webhook from Kakao: an unlink call or an account-status event. `webhook` says which. */
export type KakaoWebhook = KakaoUnlink | KakaoSecurityEvent;

/** The event of that name. */
export type KakaoSecurityEventOf<N extends KakaoSecurityEvent['event']> = Extract<KakaoSecurityEvent, { event: N }>;
