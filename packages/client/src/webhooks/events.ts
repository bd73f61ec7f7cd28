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

/** Why a user was unlinked, as the unlink webhook says it (`referrer_type`). */
export type UnlinkReferrer =
  | 'ACCOUNT_DELETE'
  | 'FORCED_ACCOUNT_DELETE'
  | 'UNLINK_FROM_ADMIN'
  | 'UNLINK_FROM_APPS'
  | 'INCOMPLETE_SIGN_UP'
  | (string & {});

/** Why a user was unlinked, as the event `user-unlinked` says it: two reasons more. `UNLINK_FROM_SERVICE` is your own call. */
export type UnlinkReason = UnlinkReferrer | 'REVOKE_ACCOUNT_SERVICE_TERMS' | 'UNLINK_FROM_SERVICE';

/** What all webhooks say. Plain data: it can be stored as JSON. */
interface KakaoWebhookBase {
  /** Tells repeats: a repeat has the same. */
  id: string;
  appId: string;
  userId: KakaoId;
  /** When it happened; Unix time in seconds. Of an unlink call, when it arrived. */
  occurredAt: number;
}

/** A call of the unlink webhook: Kakao or the user ended the link, not the service. */
export interface KakaoUnlink extends KakaoWebhookBase {
  webhook: 'unlink';
  reason: UnlinkReferrer;
  /** Of a group app. */
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
  /** What the event says besides its subject, in Kakao's names. */
  fields: Readonly<Record<string, unknown>>;
}

/** The link between the user and the app ended. */
export interface KakaoUserUnlinkedEvent extends SecurityEventBase {
  event: 'user-unlinked';
  reason?: UnlinkReason;
}

/** The user agreed to consent items, or withdrew from them. */
export interface KakaoScopeEvent extends SecurityEventBase {
  event: 'user-scope-consent' | 'user-scope-withdraw';
  /** Ids of consent items. */
  scopes: string[];
}

/** Every other documented kind. Kakao documents no further fields; what comes is in `fields`. */
export interface KakaoAccountEvent extends SecurityEventBase {
  event: Exclude<SecurityEventName, 'user-unlinked' | 'user-scope-consent' | 'user-scope-withdraw'>;
}

/** A kind that this library does not know: see `uri` and `fields`. */
export interface KakaoUnknownEvent extends SecurityEventBase {
  event: 'unknown';
}

/** An account-status event that was verified. A `switch` over `event` can exhaust it. */
export type KakaoSecurityEvent = KakaoUserUnlinkedEvent | KakaoScopeEvent | KakaoAccountEvent | KakaoUnknownEvent;

/** Whatever Kakao sends: an unlink call, or an account-status event. Told apart by `webhook`. */
export type KakaoWebhook = KakaoUnlink | KakaoSecurityEvent;

/** The event of that name. */
export type KakaoSecurityEventOf<N extends KakaoSecurityEvent['event']> = Extract<KakaoSecurityEvent, { event: N }>;
