import { KakaoLoginError } from '@kakao-login/client';
import type { Request } from 'express';
import { isFromElsewhere } from './http.js';
import type { PendingLogin } from './pending-login.js';
import { usage, usageTexts } from './usage.js';
import type { Visit } from './visit.js';

/*
 * Linking a Kakao Account to a member who is logged in. The login is sealed with the member, and finished only for the same one: whoever
 * could finish it for somebody else, or make somebody else begin it, would get a way into their account.
 */

/**
 * The member whom a login that begins is to link to.
 *
 * @throws KakaoLoginError `not_logged_in`, `link_cross_site`
 */
export async function memberToLink(visit: Visit): Promise<string | undefined> {
  if (visit.options.link !== true) return undefined;
  // A page of another site may have logged the browser in to a Kakao Account of its own before.
  if (isFromElsewhere(visit.request, visit.parts.settings.returnTo)) throw new KakaoLoginError('link_cross_site');
  const member = await currentMember(visit);
  if (member === undefined) throw new KakaoLoginError('not_logged_in');
  return member;
}

/**
 * Checks that the member who began to link is still logged in.
 *
 * @throws KakaoLoginError `link_member_changed`
 */
export async function checkMember(visit: Visit, { link }: Pick<PendingLogin, 'link'>): Promise<void> {
  if (link !== undefined && (await currentMember(visit)) !== link) throw new KakaoLoginError('link_member_changed');
}

/** Whether the application refuses to link. */
export const isLinkRefusal = ({ code }: KakaoLoginError): boolean => code === 'link_conflict' || code === 'link_exists';

async function currentMember({ parts, request }: Visit): Promise<string | undefined> {
  const { currentMember: find } = parts.settings;
  if (find === undefined) throw usage('option_missing', 'currentMember', usageTexts.currentMemberMissing);
  const member: unknown = await find(request as Request);
  if (member === undefined || member === null) return undefined;
  const id = typeof member === 'number' && Number.isSafeInteger(member) ? String(member) : member;
  if (typeof id === 'string' && id !== '' && id.length <= 200) return id;
  throw usage('option_malformed', 'currentMember', usageTexts.currentMember);
}
