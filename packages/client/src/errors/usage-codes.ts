/**
 * Every `code` of a {@link KakaoUsageError} with its HTTP status, for all packages. 500: a mistake in the service's
 * code or options. 4xx: a mistake in a request to the service.
 */
export const usageCodes = {
  option_missing: 500,
  option_malformed: 500,
  argument_missing: 500,
  argument_malformed: 500,
  id_malformed: 400,
  id_unsafe: 500,
  admin_key_missing: 500,
  caller_refused: 500,
  access_token_malformed: 401,
  client_closed: 503,
  inbox_full: 503,
  webhooks_closed: 503,
  // @kakao-login/passport
  callback_url_unlisted: 400,
  challenge_malformed: 400,
  host_malformed: 400,
  profile_unavailable: 500,
  response_unknown: 500,
  state_not_json: 500,
  state_too_large: 400,
  store_cannot_keep: 500,
  token_misplaced: 401,
  token_missing: 401,
  verify_timeout: 500,
  // @kakao-login/vault
  vault_key_unknown: 500,
  vault_record_unreadable: 500,
  // @kakao-login/nestjs
  app_unknown: 404,
  context_unsupported: 500,
  guard_missing: 500,
  module_missing: 500,
  no_login: 500,
  option_misplaced: 500,
} as const satisfies Readonly<Record<string, number>>;

/** The codes of {@link KakaoUsageError}. */
export type UsageCode = keyof typeof usageCodes;
