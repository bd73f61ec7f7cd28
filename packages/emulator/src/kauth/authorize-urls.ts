import type { Call } from '../http/call.js';
import { paths } from '../pages/models.js';

/** The authorize URL as Kakao passes it to its login page. */
export function continueUrl(call: Call, query: URLSearchParams): string {
  const onward = new URLSearchParams(query);
  onward.delete('lang');
  onward.set('through_account', 'true');
  return `${call.origin}${paths.consent}?${onward.toString()}`;
}

/** Not Kakao's: where the user completes a step that the account requires. */
export const ACCOUNT_STEP_PATH = '/oauth/authorize/account';

/** Not Kakao's: where the guardian of a user under 14 agrees. */
export const GUARDIAN_PATH = '/oauth/authorize/guardian';

/** Not Kakao's: the button of the page KOE006. */
export const REGISTER_PATH = '/oauth/authorize/redirect-uri';
