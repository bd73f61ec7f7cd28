import { isFilled, isObject } from '../checks.js';
import { requireOptions } from '../client.js';
import type { KakaoClient } from '../client.js';
import { KakaoWebhookError, isKakaoError } from '../errors/errors.js';
import { webhookTable } from '../errors/local-codes.js';
import type { WebhookCode } from '../errors/local-codes.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import { isKakaoId } from '../ids.js';
import { checkParties, verifySignature } from '../oidc/verify.js';
import { resolveCount } from '../options.js';
import type { ResolvedOptions } from '../options.js';
import { securityEventUris } from './events.js';
import type { KakaoSecurityEvent, SecurityEventName } from './events.js';
import { checkAppId } from './unlink.js';

/** Options of {@link verifySecurityEvent}. */
export interface VerifySecurityEventOptions {
  /** Used for its keys, `issuer`, `hosts` and `now`, and for the default of `audience`. */
  client: KakaoClient;
  /** The app ID in Kakao's console. */
  appId: string;
  /** The accepted values of `aud`. Default: `clientId` and `audiences` of the client, and `appId`. */
  audience?: string | readonly string[] | undefined;
  /**
   * How old an event may be, in seconds. Default 3600. Must be shorter than the time for which repeats are remembered.
   */
  maxAge?: number | undefined;
}

/**
 * How far the clocks of Kakao and this server may differ, in seconds. Longer than for ID tokens, because `iat` is checked too: a server
 * whose clock is slow would refuse every event.
 */
const leeway = 60;

const names = new Map(
  Object.entries(securityEventUris).map(([name, uri]) => [uri as string, name as SecurityEventName]),
);

/**
 * Verifies an account-status event (a security event token, SET): `typ`, the RS256 signature with Kakao's keys, `iss`,
 * `aud`, `app_id` and the time it was issued. Answer 202 within three seconds, or 400 with `err`.
 *
 * Kakao can send the same token more than once: remember `id`.
 *
 * @param jwt the body of the request
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 * @see https://www.rfc-editor.org/rfc/rfc8417
 * @throws {KakaoWebhookError} when a check fails; `code` says which one
 * @throws {KakaoConnectionError} when the keys are needed and cannot be fetched
 * @throws {KakaoUsageError} when an option is missing or malformed
 */
export async function verifySecurityEvent(
  jwt: string,
  options: VerifySecurityEventOptions,
): Promise<KakaoSecurityEvent> {
  const { client, clientOptions, appId, audiences, maxAge } = checkEventOptions(options);
  try {
    const { payload } = await verifySignature(jwt, {
      typ: ['secevent+jwt'],
      keyFor: (kid) => client.oidc.securityEventKey(kid),
    });
    checkParties(withTextAudience(payload), { issuer: clientOptions.issuer, audiences });
    return read(payload, appId, maxAge, clientOptions.now() / 1000);
  } catch (error) {
    if (!isKakaoError(error) || error.kind !== 'token' || !Object.hasOwn(webhookTable(), error.code)) throw error;
    throw new KakaoWebhookError(error.code as WebhookCode);
  }
}

/** @throws {KakaoUsageError} when an option is missing or malformed */
export function checkEventOptions(options: VerifySecurityEventOptions): {
  client: KakaoClient;
  clientOptions: ResolvedOptions;
  appId: string;
  audiences: readonly string[];
  maxAge: number;
} {
  const { client, appId, audience, maxAge } = checkObject('options', options);
  checkAppId(appId);
  const clientOptions = requireOptions(client);
  const { clientId, audiences: further } = clientOptions;
  const audiences =
    audience === undefined ? [clientId, ...further, appId] : typeof audience === 'string' ? [audience] : audience;
  if (!Array.isArray(audiences) || audiences.length === 0 || !audiences.every(isFilled)) {
    throw usage('option_malformed', 'audience', usageTexts().keyOrKeys);
  }
  return { client, clientOptions, appId, audiences, maxAge: resolveCount('maxAge', maxAge, 3_600) };
}

/** One of Kakao's samples has a number here. */
const withTextAudience = (claims: Record<string, unknown>): Record<string, unknown> =>
  Number.isSafeInteger(claims['aud']) ? { ...claims, aud: String(claims['aud']) } : claims;

function read(claims: Record<string, unknown>, appId: string, maxAge: number, now: number): KakaoSecurityEvent {
  const { iat, jti, toe, txm, events, app_id: ofApp, exp, nbf } = claims;
  if ((Number.isSafeInteger(ofApp) ? String(ofApp) : ofApp) !== appId) throw new KakaoWebhookError('app_id');
  if (typeof iat !== 'number' || !isFilled(jti) || jti.length > 256 || !isObject(events)) {
    throw new KakaoWebhookError('claims');
  }
  if (iat > now + leeway || iat < now - maxAge) throw new KakaoWebhookError('issued_at');
  // Kakao does not send these claims, but they are checked if they are present.
  if ((typeof exp === 'number' && now >= exp + leeway) || (typeof nbf === 'number' && nbf > now + leeway)) {
    throw new KakaoWebhookError('issued_at');
  }
  const [uri = '', more] = Object.keys(events);
  const event = events[uri];
  if (more !== undefined || !isObject(event)) throw new KakaoWebhookError('claims');
  const { subject, ...said } = event;
  const fields = Object.fromEntries(Object.entries(said).filter(([name]) => name !== '__proto__'));
  const base = {
    webhook: 'event',
    id: jti,
    uri,
    appId,
    userId: userOf(claims, subject),
    issuedAt: iat,
    occurredAt: typeof toe === 'number' ? toe : iat,
    ...(typeof txm === 'string' && { transactionId: txm }),
    fields,
  } as const;
  const name = names.get(uri) ?? 'unknown';
  const { reason, scope } = fields;
  if (name === 'user-unlinked') return { ...base, event: name, ...(typeof reason === 'string' && { reason }) };
  if (name !== 'user-scope-consent' && name !== 'user-scope-withdraw') return { ...base, event: name };
  const scopes = Array.isArray(scope) ? scope.filter((one) => typeof one === 'string') : [];
  return { ...base, event: name, scopes };
}

/** The user that the event is about. Kakao sends the id twice. If the two differ, the event is refused. */
function userOf({ iss, sub }: Record<string, unknown>, subject: unknown): string {
  const named = isObject(subject) ? subject : {};
  const user = sub ?? named['sub'];
  const agrees = (value: unknown, other: unknown): boolean => value === undefined || value === other;
  if (!isKakaoId(user) || !agrees(named['sub'], user) || !agrees(named['iss'], iss))
    throw new KakaoWebhookError('subject');
  return user;
}
