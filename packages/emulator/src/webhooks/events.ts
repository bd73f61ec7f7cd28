const openid = 'https://schemas.openid.net/secevent';

/** All account-status events, by the last part of their URI. */
export const eventUris = {
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
export type AccountEvent = keyof typeof eventUris;

/** `referrer_type` of the unlink webhook. */
export type UnlinkReason =
  'ACCOUNT_DELETE' | 'FORCED_ACCOUNT_DELETE' | 'UNLINK_FROM_ADMIN' | 'UNLINK_FROM_APPS' | 'INCOMPLETE_SIGN_UP';

/** `reason` of a `user-unlinked` event: these, and two more. */
export type UnlinkEventReason = UnlinkReason | 'REVOKE_ACCOUNT_SERVICE_TERMS' | 'UNLINK_FROM_SERVICE';

export const unlinkReasons: readonly string[] = [
  'ACCOUNT_DELETE',
  'FORCED_ACCOUNT_DELETE',
  'UNLINK_FROM_ADMIN',
  'UNLINK_FROM_APPS',
  'INCOMPLETE_SIGN_UP',
] satisfies UnlinkReason[];

export const unlinkEventReasons: readonly string[] = [
  ...unlinkReasons,
  ...(['REVOKE_ACCOUNT_SERVICE_TERMS', 'UNLINK_FROM_SERVICE'] satisfies UnlinkEventReason[]),
];

/** The documented fields of events; `more` is for the others. */
export interface EventFields {
  /** Only for `user-unlinked`. Default: `UNLINK_FROM_APPS`. */
  reason?: UnlinkEventReason;
  /**
   * Consent items, only for `user-scope-consent` and `user-scope-withdraw`. Default: those that the user has agreed to,
   * or would agree to at the first login; for a withdrawal, those of them that are not required.
   */
  scope?: readonly string[];
  /** Further members of the event. */
  more?: Readonly<Record<string, unknown>>;
}

/** The fields that an event of this kind may have. */
export type FieldsOf<E extends AccountEvent> = Pick<
  EventFields,
  | 'more'
  | (E extends 'user-unlinked' ? 'reason' : never)
  | (E extends 'user-scope-consent' | 'user-scope-withdraw' ? 'scope' : never)
>;
