import { kaeCodes } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import type { Answer } from '../http/answer.js';
import { kapiRefusalFor } from '../kapi/ordered-refusal.js';
import { refuseAtKauth } from '../kauth/ordered-refusal.js';
import { Refusal } from '../refusal.js';

/**
 * Refuses a request as Kakao does at this path. The response is the same as for a request that causes the error.
 *
 * @throws {Refusal} when the host answers with one
 */
export async function refuse(
  context: Context,
  code: string | number,
  requiredScopes: string[] | undefined,
): Promise<Answer> {
  if (typeof code === 'number') throw kapiRefusalFor(context, code, requiredScopes);
  if (Object.hasOwn(kaeCodes, code)) return (await import('../apps/address-pages.js')).refusePicker(context, code);
  if (code === 'KOE002') throw Refusal.notFound();
  return refuseAtKauth(context, code);
}
