import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { JsonWebKey, KeyLike, KeyObject } from 'node:crypto';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import { securityEventUris } from './events.js';
import type { SecurityEventName } from './events.js';

/** An event to sign. Missing fields get values that a receiver accepts. */
export interface SecurityEventToSign {
  event: SecurityEventName;
  userId: string;
  appId: string;
  /** The REST API key of the app. */
  audience: string;
  /** Default `https://kauth.kakao.com`. For a client with `hosts`, its `kauth`. */
  issuer?: string | undefined;
  /** The fields of the event besides its subject: `{ reason: 'UNLINK_FROM_APPS' }`, `{ scope: ['account_email'] }`. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /** Replaces claims, to test events that are refused. `undefined` removes a claim. */
  claims?: Readonly<Record<string, unknown>> | undefined;
}

/** The key that signs an event. */
export interface SecurityEventSigner {
  /** A private RSA key. */
  privateKey: KeyObject | string | JsonWebKey;
  /** The ID of the key in the key set that the client fetches. */
  keyId: string;
  /** Returns the current time, in milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Signs an account-status event as Kakao does, to test a receiver. The receiver's client must find the public key under
 * `keyId` at `hosts`. With the emulator of this project, use its `emulator.webhooks.send` or `sign` instead.
 *
 * @throws {KakaoUsageError} when the event is not one of `securityEventUris`
 */
export function signSecurityEvent(toSign: SecurityEventToSign, signer: SecurityEventSigner): string {
  const { event, userId, appId, audience, issuer = 'https://kauth.kakao.com' } = checkObject('event', toSign);
  const { fields = {}, claims = {} } = toSign;
  const { privateKey, keyId, now = Date.now } = checkObject('signer', signer);
  if (!Object.hasOwn(securityEventUris, event)) throw usage('argument_malformed', 'event', usageTexts().eventName);
  const time = Math.floor(now() / 1000);
  const payload = {
    iss: issuer,
    aud: audience,
    sub: userId,
    iat: time,
    toe: time,
    jti: randomUUID(),
    txm: randomUUID(),
    app_id: appId,
    events: {
      [securityEventUris[event]]: { subject: { subject_type: 'iss-sub', iss: issuer, sub: userId }, ...fields },
    },
    ...claims,
  };
  const signed = `${part({ kid: keyId, typ: 'secevent+jwt', alg: 'RS256' })}.${part(payload)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keyOf(privateKey)).toString('base64url')}`;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const keyOf = (key: SecurityEventSigner['privateKey']): KeyLike =>
  typeof key === 'object' && 'kty' in key ? createPrivateKey({ key, format: 'jwk' }) : (key as KeyLike);
