import {
  AGE_VERIFICATION_REQUIRED,
  BAD_PARAMETER_TEXT,
  BLOCKED_APP_TEXT,
  DISCONTINUED_TEXT,
  LOGIN_OFF_TEXT,
  MALFORMED_TOKEN_TEXT,
  RESTRICTED_ACCOUNT_TEXT,
  UNDER_14_TEXT,
  UNKNOWN_SCHEME,
  UNREGISTERED_DEVELOPER_TEXT,
} from '../guesses.js';
import { Refusal } from '../refusal.js';

/** kapi's errors, both real and injected. If a code has several texts, this is the first one. */
const rows = {
  '-2': [400, MALFORMED_TOKEN_TEXT],
  '-3': [403, LOGIN_OFF_TEXT],
  '-4': [403, RESTRICTED_ACCOUNT_TEXT],
  '-5': [403, 'permission denied'],
  '-8': [UNKNOWN_SCHEME.status, UNKNOWN_SCHEME.text],
  '-9': [400, DISCONTINUED_TEXT],
  '-12': [403, BLOCKED_APP_TEXT],
  '-101': [400, 'NotRegisteredUserException'],
  '-102': [400, 'already registered'],
  '-103': [400, 'the account is inactive.'],
  '-405': [AGE_VERIFICATION_REQUIRED.status, AGE_VERIFICATION_REQUIRED.text],
  '-406': [401, UNDER_14_TEXT],
  '-501': [400, 'given account is not connected to any talk user.'],
  '-903': [400, UNREGISTERED_DEVELOPER_TEXT],
} as const satisfies Record<string, readonly [status: number, text: string]>;

export type KapiCode = keyof typeof rows;

export const isKapiCode = (code: string): code is KapiCode => Object.hasOwn(rows, code);

export function kapiRefusal(code: KapiCode, text: string = rows[code][1]): Refusal {
  return Refusal.kapi(rows[code][0], Number(code), text);
}

export const badParameter = (name: string): Refusal => kapiRefusal('-2', BAD_PARAMETER_TEXT(name));
export const permissionDenied = (): Refusal => kapiRefusal('-5');
/** 400 for the monthly quota, 429 for too many calls to the list of IDs. */
export const limitExceeded = (status: 400 | 429): Refusal => Refusal.kapi(status, -10, 'API limit has been exceeded.');
export const unknownProperties = (keys: readonly string[], appId: string): Refusal =>
  Refusal.kapi(400, -201, `user property not found ([${keys.join(', ')}] for appId=${appId})`);
export const unknownToken = (): Refusal => Refusal.unauthorized('Bearer', 'this access token does not exist');
export const deactivatedKey = (scheme: 'Bearer' | 'KakaoAK'): Refusal =>
  Refusal.unauthorized(scheme, 'appKey(xxxxxxxx) is already deactivated');

export const insufficientScopes = (apiType: string, required: readonly string[], allowed: readonly string[]): Refusal =>
  Refusal.kapi(403, -402, 'insufficient scopes.', {
    api_type: apiType,
    required_scopes: [...required],
    allowed_scopes: [...allowed],
  });
