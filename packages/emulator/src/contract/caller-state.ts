import { BUNDLE_ID_MISMATCH_TEXT, KEY_HASH_MISMATCH_TEXT } from '../guesses.js';
import type { Call } from '../http/call.js';
import { ipAllowed } from '../http/ip.js';
import { kaOf } from '../http/ka.js';
import { Refusal } from '../refusal.js';
import type { App, ClientKey, Login, Person } from '../store/entities.js';
import { isUnder14 } from '../store/person.js';
import type { Store } from '../store/store.js';
import { deactivatedKey, kapiRefusal, limitExceeded } from './kapi-refusals.js';

export function refuseApp(store: Store, app: App): void {
  if (app.unregisteredDeveloper) throw kapiRefusal('-903');
  if (app.blocked) throw kapiRefusal('-12');
  if (!app.kakaoLogin) throw kapiRefusal('-3');
  if (store.overMonth(app)) throw limitExceeded(400);
}

export function refuseAccount(app: App, person: Person, now: number): void {
  if (person.dormant) throw kapiRefusal('-103');
  if (person.restricted) throw kapiRefusal('-4');
  if (app.under14 === 'deny' && isUnder14(person, now)) throw kapiRefusal('-406');
  if (app.ageVerification && !person.ageVerified) throw kapiRefusal('-405');
}

export function refuseIp(allowed: readonly string[] | undefined, scheme: 'Bearer' | 'KakaoAK', ip: string): void {
  if (ipAllowed(allowed, ip)) return;
  throw Refusal.unauthorized(scheme, `ip mismatched! callerIp=${ip}. check out registered ips.`);
}

function refuseDomain(app: App, caller: string): void {
  if (app.keys.some((key) => key.domains.includes(caller))) return;
  throw Refusal.unauthorized('Bearer', `domain mismatched! caller=${caller}. check out registered web domains.`);
}

/** A mobile app names itself in its `KA` header. */
function refuseNativeApp(key: ClientKey, { os, origin }: ReturnType<typeof kaOf>): void {
  if (origin === undefined) return;
  if (os === 'android' && !key.androidKeyHashes.includes(origin)) {
    throw Refusal.unauthorized('Bearer', KEY_HASH_MISMATCH_TEXT(origin));
  }
  if (os === 'ios' && !key.iosBundleIds.includes(origin)) {
    throw Refusal.unauthorized('Bearer', BUNDLE_ID_MISMATCH_TEXT(origin));
  }
}

/** A page is identified by its origin, a mobile app by its `KA` header, a server by its IP address. */
export function refuseCaller(store: Store, login: Login, app: App, { headers, ip }: Call): void {
  const key = login.clientId === undefined ? undefined : store.client(login.clientId)?.key;
  if (key?.deactivated) throw deactivatedKey('Bearer');
  if (headers.origin !== undefined) refuseDomain(app, headers.origin);
  if (key?.kind === 'native') refuseNativeApp(key, kaOf(headers['ka']));
  if (headers.origin === undefined) refuseIp(key?.allowedIps, 'Bearer', ip);
}
