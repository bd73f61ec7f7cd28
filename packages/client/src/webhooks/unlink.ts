import { createHash, timingSafeEqual } from 'node:crypto';
import { isVisibleAscii } from '../checks.js';
import { KakaoWebhookError } from '../errors/errors.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import { isKakaoId } from '../ids.js';
import type { KakaoUnlink } from './events.js';
import { contentType, header, maxBytes, refuseRepeatedHeaders } from './headers.js';
import type { WebhookHeaders } from './headers.js';

/** A request from `node:http`, Express or the Fetch API. */
export interface UnlinkRequest {
  method?: string | undefined;
  headers: WebhookHeaders;
  /** The query of a GET. Default: the query of `url`. */
  query?: string | URLSearchParams | object | undefined;
  /** A URL, or a path with a query. */
  url?: string | undefined;
  /** The form of a POST, raw or already parsed. */
  body?: unknown;
}

/** Options of {@link parseUnlink}. */
export interface ParseUnlinkOptions {
  /** The primary admin key, or the old and the new one while you rotate it. */
  adminKeys: string | readonly string[];
  /** The app ID in Kakao's console. */
  appId: string;
  /** Returns the current time, in milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Reads a call of the unlink webhook. Checks the admin key (in constant time) and the app, and refuses missing and repeated
 * parameters. Answer 200 within three seconds, even if you do not know the user.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 * @throws {KakaoWebhookError} when Kakao did not send it; `code` says why, `err` and `status` are for the answer
 * @throws {KakaoUsageError} when `adminKeys` or `appId` is missing
 */
export function parseUnlink(request: UnlinkRequest, options: ParseUnlinkOptions): KakaoUnlink {
  const { method, headers } = checkObject('request', request);
  if (typeof headers !== 'object' || headers === null)
    throw usage('argument_malformed', 'request', usageTexts().webhook);
  const { adminKeys, appId, now = Date.now } = checkObject('options', options);
  const keys = checkAdminKeys(adminKeys);
  checkAppId(appId);
  if (typeof now !== 'function') throw usage('option_malformed', 'now', usageTexts().functionOption);
  if (method !== 'GET' && method !== 'POST') throw new KakaoWebhookError('method');
  refuseRepeatedHeaders(request);
  if (!isOneOf(keys, header(headers, 'authorization'))) throw new KakaoWebhookError('admin_key');
  const fields = method === 'GET' ? readFields(queryOf(request)) : readForm(request);
  if (fields('app_id') !== appId) throw new KakaoWebhookError('app_id');
  const userId = fields('user_id');
  if (!isKakaoId(userId)) throw new KakaoWebhookError('subject');
  const reason = fields('referrer_type');
  if (reason === undefined) throw new KakaoWebhookError('malformed');
  const groupUserToken = fields('group_user_token');
  const said = [appId, userId, reason, ...(groupUserToken === undefined ? [] : [groupUserToken])];
  return {
    webhook: 'unlink',
    id: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
    appId,
    userId,
    reason,
    occurredAt: Math.floor(now() / 1000),
    ...(groupUserToken !== undefined && { groupUserToken }),
  };
}

export function checkAdminKeys(given: string | readonly string[]): readonly string[] {
  const keys: unknown = typeof given === 'string' ? [given] : given;
  if (Array.isArray(keys) && keys.length > 0 && keys.every(isVisibleAscii)) return keys;
  throw usage('option_malformed', 'adminKeys', usageTexts().adminKeys);
}

export function checkAppId(appId: unknown): asserts appId is string {
  if (typeof appId !== 'string' || !isKakaoId(appId)) throw usage('option_malformed', 'appId', usageTexts().appId);
}

/**
 * Compares with every key, and compares hashes of equal length, so that the duration does not reveal which key matched
 * or how much of it.
 */
function isOneOf(keys: readonly string[], authorization: string | undefined): boolean {
  const given = digest(/^KakaoAK +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  return keys.map((key) => timingSafeEqual(digest(key), given)).includes(true);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

type Fields = (name: string) => string | undefined;

function readForm({ headers, body }: UnlinkRequest): Fields {
  if (contentType(headers) !== 'application/x-www-form-urlencoded') throw new KakaoWebhookError('content_type');
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return readFields(body);
  if (body.length > maxBytes) throw new KakaoWebhookError('too_large');
  return readFields(typeof body === 'string' ? body : new TextDecoder().decode(body));
}

function queryOf({ query, url = '' }: UnlinkRequest): unknown {
  if (query !== undefined) return query;
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start).split('#', 1)[0];
}

function readFields(given: unknown): Fields {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null))
    throw new KakaoWebhookError('malformed');
  const form = typeof given === 'string' ? new URLSearchParams(given) : given;
  return (name) => {
    const values =
      form instanceof URLSearchParams ? form.getAll(name) : Object.hasOwn(form, name) ? [Reflect.get(form, name)] : [];
    const [value] = values as unknown[];
    // A proxy or a framework could use the other value of a repeated parameter.
    if (values.length > 1 || (value !== undefined && (typeof value !== 'string' || value.length > 1024))) {
      throw new KakaoWebhookError('malformed');
    }
    return value === '' ? undefined : value;
  };
}
