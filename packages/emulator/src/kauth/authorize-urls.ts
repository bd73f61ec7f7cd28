import type { Call } from '../http/call.js';
import { paths } from '../pages/models.js';

/** What identifies a request to authorize across the login page: all but what the way there and back adds. */
export function freshKey(query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('lang');
  rest.delete('through_account');
  return rest.toString();
}

/** The authorize URL as Kakao hands it to its login page. */
export function continueUrl(call: Call, query: URLSearchParams): string {
  const onward = new URLSearchParams(query);
  onward.delete('lang');
  onward.set('through_account', 'true');
  return `${call.origin}${paths.consent}?${onward.toString()}`;
}

/** Ours: where a person does what their account still wants of them. */
export const ACCOUNT_STEP_PATH = '/oauth/authorize/account';

/** Ours: where the guardian of somebody under 14 agrees. */
export const GUARDIAN_PATH = '/oauth/authorize/guardian';

/** Ours: the button of the page KOE006. */
export const REGISTER_PATH = '/oauth/authorize/redirect-uri';
