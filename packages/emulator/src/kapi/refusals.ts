import { BAD_PARAMETER_TEXT } from '../guesses.js';
import { Refusal } from '../refusal.js';

export const badParameter = (name: string): Refusal => Refusal.kapi(400, -2, BAD_PARAMETER_TEXT(name));
export const permissionDenied = (): Refusal => Refusal.kapi(403, -5, 'permission denied');
/** The monthly quota is 400, a call too often 429. */
export const limitExceeded = (status: 400 | 429): Refusal => Refusal.kapi(status, -10, 'API limit has been exceeded.');
export const deactivatedKey = (scheme: 'Bearer' | 'KakaoAK'): Refusal =>
  Refusal.unauthorized(scheme, 'appKey(xxxxxxxx) is already deactivated');
