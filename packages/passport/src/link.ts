import { KakaoLoginError } from '@kakao-login/client';
import type { Request } from 'express';
import { isFromElsewhere } from './http.js';
import type { PendingLogin } from './pending-login.js';
import { usage, usageTexts } from './usage.js';
import type { Visit } from './visit.js';

/*
 * Links a Kakao Account to the member who is logged in. The member's id is encrypted with the login, and only the same member can finish
 * it. Otherwise an attacker could link their own Kakao Account to somebody else's membership and log in as them.
 */

/**
 * Returns the id of the member to link to, for a login with `link: true`.
 *
 * @throws {KakaoLoginError} `not_logged_in` when nobody is logged in, `link_cross_site` when another site started the login
 */
export async function memberToLink(visit: Visit): Promise<string | undefined> {
  if (visit.options.link !== true) return undefined;
  // The other site may have logged the browser in to the attacker's Kakao Account.
  if (isFromElsewhere(visit.request, visit.parts.settings.returnTo)) throw new KakaoLoginError('link_cross_site');
  const member = await currentMember(visit);
  if (member === undefined) throw new KakaoLoginError('not_logged_in');
  return member;
}

/**
 * Checks that the member who started to link is still logged in.
 *
 * @throws {KakaoLoginError} `link_member_changed` when another member, or nobody, is logged in
 */
export async function checkMember(visit: Visit, { link }: Pick<PendingLogin, 'link'>): Promise<void> {
  if (link !== undefined && (await currentMember(visit)) !== link) throw new KakaoLoginError('link_member_changed');
}

/** Whether the application refused to link. */
export const isLinkRefusal = ({ code }: KakaoLoginError): boolean => code === 'link_conflict' || code === 'link_exists';

async function currentMember({ parts, request }: Visit): Promise<string | undefined> {
  const { currentMember: find } = parts.settings;
  if (find === undefined) throw usage('option_missing', 'currentMember', usageTexts().currentMemberMissing);
  const member: unknown = await find(request as Request);
  if (member === undefined || member === null) return undefined;
  const id = typeof member === 'number' && Number.isSafeInteger(member) ? String(member) : member;
  if (typeof id === 'string' && id !== '' && id.length <= 200) return id;
  throw usage('option_malformed', 'currentMember', usageTexts().currentMember);
}
