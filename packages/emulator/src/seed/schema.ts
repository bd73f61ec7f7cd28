import type { KakaoIdInput } from '@kakao-login/client/contract';
import * as v from 'valibot';
import type { GenericSchema, ObjectEntries } from 'valibot';

import { rangeOf } from '../http/ip.js';
import { eventUris } from '../webhooks/events.js';
import type { AccountEvent } from '../webhooks/events.js';
import { ageRanges, consentItemNames } from './types.js';
import { about, check, flag, like, maybe, object, oneOf, record, schemas, text, that, whole, word } from './check.js';

const isWebPage = (text: string): boolean => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

/** An origin with a path would never match. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

function isInstant(text: string): boolean {
  const form =
    /^(\d{4})-(\d\d)-(\d\d)[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
  const [, year, month, day] = form.exec(text) ?? [];
  return isDay(Number(year), Number(month), Number(day));
}

interface Birth {
  birthyear?: string | undefined;
  birthday?: string | undefined;
  birthdayType?: 'SOLAR' | 'LUNAR' | undefined;
}

/** A lunar month has up to 30 days, including February. If the year is unknown, February can have 29. */
function isBirthday({ birthyear = '2000', birthday, birthdayType }: Birth): boolean {
  if (birthday === undefined) return true;
  const [month, day] = [Number(birthday.slice(0, 2)), Number(birthday.slice(2))];
  return birthdayType === 'LUNAR' ? day <= 30 : isDay(Number(birthyear), month, day);
}

function isId(value: unknown): value is KakaoIdInput {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return false;
  return ['string', 'number', 'bigint'].includes(typeof value) && /^[1-9]\d{0,18}$/.test(String(value));
}

/** All members optional; `null` removes a value. */
const changes = (members: ObjectEntries): ObjectEntries =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, v.nullish(member as GenericSchema)]));

/** The schemas of a seed and its parts, and of the options of an emulator. */
export const seedSchemas = schemas(() => {
  const id = about(
    v.custom<KakaoIdInput>(isId, ({ input }) =>
      typeof input === 'number' && input > Number.MAX_SAFE_INTEGER
        ? 'write an id above 2^53 as text, not as a number'
        : 'an id is 1 to 19 decimal digits',
    ),
    '1 to 19 decimal digits. Above 2^53, as a string.',
  );
  const uri = that((given) => /^[a-z][a-z0-9+.-]*:/i.test(given), 'an absolute URI is expected');
  const origin = that(isOrigin, 'an origin is expected, such as http://localhost:3000');
  const address = v.pipe(
    like(/^https?:\/\/[^\s]+$/, 'an address is expected, such as http://localhost:3000/webhook'),
    v.check(isWebPage, 'an address is expected, such as http://localhost:3000/webhook'),
  );
  const instant = that(isInstant, 'an instant in RFC 3339 is expected, such as 2026-01-31T09:00:00Z');
  const ips = v.array(
    that((given) => rangeOf(given) !== undefined, 'an IP address, a CIDR block or address/mask is expected'),
  );
  const stage = about(
    oneOf(['required', 'optional', 'in-use']),
    'required: the login needs it. optional: users can refuse it. in-use: requested later with scope.',
  );
  const item = oneOf(consentItemNames);
  const gender = oneOf(['female', 'male']);

  const key = about(word, '32 lower-case hex digits at Kakao. Here, any string. Every key is different.');
  const allowedIps = maybe(
    ips,
    'IPv4 or IPv6 addresses, CIDR blocks (10.0.0.0/8) or address/mask that can use the key. Left out: all.',
  );
  const deactivated = maybe(flag, 'The key was deleted or deactivated and no longer works. Default false.');
  const restApiKey = object({
    key,
    clientSecret: maybe(text, 'Left out: the client secret is off for this key.'),
    redirectUris: maybe(v.array(uri), 'Compared exactly, query included.'),
    allowedIps,
    deactivated,
  });
  const javascriptKey = object({
    key,
    domains: maybe(v.array(origin), 'Origins of pages that can use it.'),
    redirectUris: maybe(v.array(uri), 'Compared exactly.'),
    deactivated,
  });
  const nativeKey = object({
    key,
    redirectUris: maybe(v.array(uri), 'Default: kakao<key>://oauth.'),
    androidKeyHashes: maybe(
      v.array(text),
      'Key hashes of Android apps. android_key_hash at the token endpoint must be one of them.',
    ),
    iosBundleIds: maybe(
      v.array(text),
      'Bundle IDs of iOS apps. ios_bundle_id at the token endpoint must be one of them.',
    ),
    deactivated,
  });
  const adminKey = object({
    key,
    primary: maybe(flag, 'Webhooks contain the primary key. If no key is primary, the first one is.'),
    allowedApis: maybe(
      v.array(oneOf(['logout', 'unlink', 'user', 'scopes', 'terms'])),
      'Groups of calls that accept the key: logout, unlink, user, scopes, terms. Left out: all.',
    ),
    allowedIps,
    deactivated,
  });
  const term = object({
    tag: about(word, 'Name of the term in API calls.'),
    title: about(word, 'The title on the consent page.'),
    required: about(flag, 'true: the login needs it.'),
    revocable: maybe(flag, 'Default: the opposite of required.'),
    url: maybe(text, 'URL of the full text.'),
  });
  const channel = object({
    id: about(word, 'Public id of the channel, e.g. _moonlight.'),
    name: about(text, 'Name on the consent page.'),
  });
  const webhookUrl = about(address, 'URL that receives it.');
  const webhooks = object({
    unlink: maybe(
      object({
        url: webhookUrl,
        method: maybe(oneOf(['GET', 'POST']), 'GET: fields in the query. POST: fields in a form. Default POST.'),
      }),
      'The unlink webhook: sent with the primary admin key (KakaoAK). The emulator expects 200 within three seconds.',
    ),
    accountStatus: maybe(
      object({
        url: webhookUrl,
        events: maybe(
          v.array(oneOf(Object.keys(eventUris) as AccountEvent[])),
          'Kinds of events that the app receives, by the last part of their URI. Left out: all.',
        ),
        audience: maybe(text, 'aud of the tokens. Default: the first REST API key.'),
      }),
      'Account-status events: the emulator posts a signed security event token and expects 202 within three seconds.',
    ),
  });
  const appMembers = {
    appId: id,
    name: about(word, 'Name of the app.'),
    company: maybe(text, 'Name of the company.'),
    restApiKeys: maybe(v.array(restApiKey), 'REST API keys, for servers. Tests that name no key use the first one.'),
    javascriptKeys: maybe(v.array(javascriptKey), 'JavaScript keys, for pages with the JavaScript SDK.'),
    nativeKeys: maybe(v.array(nativeKey), 'Native app keys, for Android and iOS apps.'),
    adminKeys: maybe(v.array(adminKey), 'Admin keys, for calls with KakaoAK and for webhooks.'),
    logoutRedirectUris: maybe(v.array(uri), 'Where Kakao can redirect after a logout of the Kakao Account.'),
    kakaoLogin: maybe(flag, 'Whether [Kakao Login] is on. Default true.'),
    openIdConnect: maybe(flag, 'Whether [OpenID Connect] is on, so that logins get an ID token. Default false.'),
    autoLink: maybe(flag, 'false: people stay preregistered until the service calls signup. Default true.'),
    sync: maybe(flag, 'Kakao Sync: service terms, synched_at. Default false.'),
    kind: maybe(oneOf(['normal', 'test']), 'test: only members can log in (KOE005). Default normal.'),
    members: maybe(v.array(id), 'People who can log in to a test app.'),
    blocked: maybe(flag, 'Kakao has blocked the app. Default false.'),
    unregisteredDeveloper: maybe(flag, 'Every call is -903. Default false.'),
    business: maybe(
      flag,
      'false: not a Biz app, which gets KOE123 for anything that only Biz apps can ask for. Default true.',
    ),
    missingPermissions: maybe(
      v.array(oneOf([...consentItemNames, 'service_terms', 'channel_public_id'])),
      'Consent items, service_terms or channel_public_id for which the app has no permission: KOE124, -5, KAE103.',
    ),
    inHouse: maybe(flag, 'An app of the Kakao group: no consent page. Default false.'),
    partner: maybe(
      flag,
      'An app of a Kakao partner: display_id, unification_status and is_kakaotalk_user in kakao_account. Default false.',
    ),
    groupApp: maybe(
      flag,
      'An app in a group of apps: group_user_token in user info and in the unlink webhook. Default false.',
    ),
    ageVerification: maybe(flag, 'kapi answers -405 for people whose age is not verified. Default false.'),
    under14: maybe(oneOf(['allow', 'deny']), 'What happens to people under 14. Default deny.'),
    consentItems: maybe(
      object(v.entriesFromList(consentItemNames, v.optional(stage))),
      'Consent items in the order of the consent page. Default: profile_nickname required.',
    ),
    terms: maybe(v.array(term), 'Service terms of Kakao Sync.'),
    channels: maybe(v.array(channel), 'Kakao Talk channels for channel_public_id.'),
    propertyKeys: maybe(v.array(word), 'Keys of custom user properties.'),
    limits: maybe(flag, "Whether to refuse tokens and calls above Kakao's limits. Default false."),
    monthlyCalls: maybe(
      whole(1, Number.MAX_SAFE_INTEGER, 'a whole number from 1'),
      'Calls of kapi in a month. Above that it answers -10. Left out: unlimited.',
    ),
    webhooks: maybe(webhooks, 'Where the app receives unlink calls and account changes.'),
  };
  const app = object(appMembers);

  const shippingAddress = object({
    id,
    is_default: about(flag, 'The default address, which comes first in every list.'),
    name: maybe(text, "The user's name for it."),
    updated_at: maybe(whole(0, Number.MAX_SAFE_INTEGER, 'a time in Unix seconds'), 'Unix seconds.'),
    type: maybe(oneOf(['OLD', 'NEW']), 'NEW: by street (zone_number). OLD: by lot (zip_code).'),
    base_address: maybe(text, 'Street or lot.'),
    detail_address: maybe(text, 'Building, floor, room.'),
    receiver_name: maybe(text, 'The name of the receiver.'),
    receiver_phone_number1: maybe(text, 'Phone number of the receiver.'),
    receiver_phone_number2: maybe(text, 'Another phone number.'),
    zone_number: maybe(text, 'Five digits.'),
    zip_code: maybe(text, 'Six digits: 463-400.'),
  });
  const personMembers = {
    id,
    loginId: about(
      word,
      'The ID that the user enters on the login page: an e-mail address, a phone number or a Kakao Mail ID.',
    ),
    password: maybe(text, 'Default kakao1234!'),
    nickname: about(word, 'Nickname of the Kakao profile.'),
    isDefaultNickname: maybe(flag, 'Kakao replaces the nickname, because it violates its policy.'),
    picture: maybe(text, 'A folder of k.kakaocdn.net/dn/. Left out: the default picture.'),
    email: maybe(v.nullable(text), 'Default: loginId when it is an e-mail address. null: none.'),
    emailVerified: maybe(flag, 'Default true.'),
    emailValid: maybe(flag, 'false: another account has taken the address. Default true.'),
    name: maybe(text, 'Real name.'),
    gender: maybe(gender, 'female or male. Left out: the account has no gender.'),
    birthyear: maybe(like(/^[0-9]{4}$/, 'a year of four digits is expected, such as 1994'), 'YYYY'),
    birthday: maybe(
      like(/^(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/, 'a month and a day as MMDD are expected, such as 0815'),
      'MMDD',
    ),
    birthdayType: maybe(oneOf(['SOLAR', 'LUNAR']), 'Calendar of the birthday. Default SOLAR.'),
    isLeapMonth: maybe(flag, 'Whether the lunar birthday is in a leap month. Default false.'),
    ageRange: maybe(oneOf(ageRanges), '15~19, 20~29 and so on. Default: derived from the birth year.'),
    phoneNumber: maybe(text, '+82 10-1234-5678'),
    ci: maybe(text, 'Connecting Information (연계정보).'),
    ciAuthenticatedAt: maybe(instant, 'When the CI was issued, in RFC 3339.'),
    legalName: maybe(text, 'Name of the identity check (item legal_name).'),
    legalBirthDate: maybe(
      v.pipe(
        like(/^[0-9]{8}$/, 'a date as yyyyMMDD is expected, such as 19940815'),
        v.check(
          (date) => isDay(Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))),
          'there is no such day; a date as yyyyMMDD is expected, such as 19940815',
        ),
      ),
      'Birth date of the identity check: yyyyMMDD (item legal_birth_date).',
    ),
    legalGender: maybe(gender, 'Gender of the identity check (item legal_gender).'),
    isKorean: maybe(flag, 'false: the user is not Korean (item is_korean).'),
    accountCreationDate: maybe(instant, 'RFC 3339 (item account_creation_date).'),
    uuid: maybe(text, 'for_partner.uuid, once friends or talk_message is agreed to. Left out: not sent.'),
    groupUserToken: maybe(text, 'group_user_token, for apps with groupApp.'),
    displayId: maybe(text, 'display_id, for apps with partner or inHouse.'),
    unificationStatus: maybe(text, 'unification_status, for apps with partner or inHouse.'),
    accountId: maybe(id, 'account_id, for apps with inHouse.'),
    talkUserId: maybe(id, 'talk_user_id, for apps with inHouse.'),
    daumUserId: maybe(id, 'daum_user_id, for apps with inHouse.'),
    addresses: maybe(v.array(shippingAddress), 'Shipping addresses.'),
    dormant: maybe(flag, 'The account has not been used for a long time: kapi answers -103.'),
    restricted: maybe(flag, 'Kakao has restricted the account: interaction_required with prompt=none, -4 at kapi.'),
    accountTermsDue: maybe(
      flag,
      'Is asked to agree to the latest terms of the Kakao Account at the next login. Default false.',
    ),
    ageVerified: maybe(flag, 'false: see ageVerification of an app. Default true.'),
    kakaoTalk: maybe(flag, 'false: the user does not use Kakao Talk. Default true.'),
  };
  const person = v.pipe(
    object(personMembers),
    v.forward(
      v.check((one) => isBirthday(one), 'there is no such day; a month and a day as MMDD are expected, such as 0815'),
      ['birthday'],
    ),
  );

  const link = object({
    appId: id,
    personId: id,
    scopes: maybe(v.array(item), 'Items agreed to. Default: all that the app uses.'),
    terms: maybe(v.array(text), 'Terms agreed to. Default: all of the app.'),
    properties: maybe(record(text), 'Custom user properties. Their keys are in propertyKeys of the app.'),
    connectedAt: maybe(instant, 'RFC 3339. Default: now.'),
    registered: maybe(flag, 'false: preregistered (apps with autoLink false). Default true.'),
  });

  const addresses = {
    redirectUris: maybe(v.array(uri), 'More redirect URIs for every REST API and JavaScript key of the first app.'),
    logoutRedirectUris: maybe(v.array(uri), 'More logout redirect URIs for the first app.'),
    domains: maybe(v.array(origin), 'More page origins for the JavaScript keys of the first app.'),
  };
  const members = {
    $schema: maybe(text, 'The location of this schema, for editors.'),
    apps: maybe(v.array(app), "Apps of Kakao's console. Left out: the two default apps."),
    people: maybe(v.array(person), 'Kakao Accounts. Left out: the six default people.'),
    links: maybe(v.array(link), 'Links between people and apps that exist from the start.'),
    ...addresses,
    strictHeaders: maybe(flag, "Whether the token endpoint answers the headers of Node's bare fetch with 406 KOE001."),
  };
  const seed = v.pipe(object(members), v.title('Seed of the Kakao emulator'));
  const options = object({
    ...members,
    port: maybe(whole(0, 65_535, 'a port from 0 to 65535')),
    host: maybe(word),
    url: maybe(origin),
    now: maybe(v.function('a function that returns milliseconds is expected')),
    logSize: maybe(whole(0, Number.MAX_SAFE_INTEGER, 'a whole number from 0')),
    remoteControl: maybe(flag),
  });
  return {
    id,
    stage,
    app,
    person,
    link,
    seed,
    options,
    appChanges: object({ ...changes(appMembers), ...addresses }),
    personChanges: object(changes(personMembers)),
  };
});

/** @throws {SeedError} that names the first place that does not fit. */
export const checkSeed = (value: unknown): void => check(seedSchemas().seed, value);

/** @throws {SeedError}, as {@link checkSeed}. */
export const checkOptions = (value: unknown): void => check(seedSchemas().options, value);
