import { isFilled } from './checks.js';
import type { KakaoId } from './contract/ids.js';
import type { IdTokenClaims } from './contract/oidc.js';
import type { ConsentItem } from './contract/scopes.js';
import type { KakaoAccount, UserMe } from './contract/user.js';
import { checkObject, usage, usageTexts } from './errors/usage.js';
import { toKakaoId } from './ids.js';

/** A birthday without the year, which is in `birthyear`. */
export interface KakaoBirthday {
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** `LUNAR`: by the lunar calendar (음력). */
  type: 'SOLAR' | 'LUNAR' | (string & {});
  /** For lunar birthdays: whether the month is a leap month (윤달). */
  isLeapMonth: boolean;
}

/** The profile of a user, for a service to store: Passport's profile fields, and Kakao's fields in camelCase. */
export interface KakaoProfile {
  provider: 'kakao';
  /** Kakao's id of the user (회원번호). Identify users by this id only. */
  id: KakaoId;
  /** Nickname, else legal name, else empty. */
  displayName: string;
  nickname?: string;
  /** The e-mail address, which may belong to somebody else: see `verifiedEmail`. */
  email?: string;
  /** The e-mail address, if Kakao says that it is valid and verified. Link accounts by this one only. */
  verifiedEmail?: string;
  emails?: { value: string; verified: boolean }[];
  photos?: { value: string }[];
  profileImageUrl?: string;
  thumbnailImageUrl?: string;
  /** Passport's structured name. Kakao has only the full name. */
  name?: { formatted: string };
  /** `name` of the Kakao Account: the legal name. */
  fullName?: string;
  gender?: 'female' | 'male' | (string & {});
  /** E.g. `20~29`. */
  ageRange?: string;
  birthday?: KakaoBirthday;
  /** `YYYY`. */
  birthyear?: string;
  /** E.164, e.g. `+821012345678`. */
  phoneNumber?: string;
  /** Connecting Information (연계정보). */
  ci?: string;
  /** RFC 3339, UTC. */
  connectedAt?: string;
  /** For apps with auto-link off: whether signup has been called. */
  hasSignedUp?: boolean;
  /** User properties of the app. */
  properties: Record<string, string>;
  /**
   * Consent items that the app has configured and the user has not agreed to. Pass them as `scope` to ask again. Only `/v2/user/me`
   * has this information: if the profile was made from an ID token alone, the list is empty.
   */
  missingConsents: ConsentItem[];
  /** Scopes granted at login, if known. */
  grantedScopes?: ConsentItem[];
  _raw?: string;
  _json: UserMe | IdTokenClaims;
}

/** The consent item of each `*_needs_agreement` field. */
const consentByField: Partial<Record<keyof KakaoAccount, ConsentItem>> = {
  profile_needs_agreement: 'profile',
  profile_nickname_needs_agreement: 'profile_nickname',
  profile_image_needs_agreement: 'profile_image',
  name_needs_agreement: 'name',
  email_needs_agreement: 'account_email',
  age_range_needs_agreement: 'age_range',
  birthyear_needs_agreement: 'birthyear',
  birthday_needs_agreement: 'birthday',
  gender_needs_agreement: 'gender',
  phone_number_needs_agreement: 'phone_number',
  ci_needs_agreement: 'account_ci',
};
const suffix = '_needs_agreement';

/**
 * Converts Kakao's data about a user to a profile for your service to store.
 *
 * A pure function. Fields that Kakao does not send stay absent. `user` takes precedence over `claims`.
 *
 * @throws {KakaoUsageError} when neither `user` nor `claims` is given, or has no id
 */
export function toKakaoProfile(from: {
  user?: UserMe | undefined;
  claims?: IdTokenClaims | undefined;
  grantedScopes?: readonly string[] | undefined;
}): KakaoProfile {
  const { user, claims, grantedScopes } = checkObject('from', from);
  const json = user ?? claims;
  if (grantedScopes !== undefined && !Array.isArray(grantedScopes)) {
    throw usage('argument_malformed', 'grantedScopes', usageTexts().textList);
  }
  if (json === undefined) {
    throw usage('argument_missing', 'user', usageTexts().userOrClaims);
  }
  checkObject(json === user ? 'user' : 'claims', json);
  // Without an id, all users would share one account.
  const id = toKakaoId((user?.id ?? claims?.sub) as KakaoId, json === user ? 'user.id' : 'claims.sub');
  const account = partOf<KakaoAccount>(user?.kakao_account);
  const properties = readStrings(user?.properties);
  const { profile, name: fullName, gender, age_range: ageRange, birthyear, ci } = account;

  const nickname = filledText(profile?.nickname) ?? filledText(properties['nickname']) ?? filledText(claims?.nickname);
  const profileImageUrl = filledText(profile?.profile_image_url) ?? filledText(properties['profile_image']);
  const thumbnailImageUrl =
    filledText(profile?.thumbnail_image_url) ??
    filledText(properties['thumbnail_image']) ??
    filledText(claims?.picture);
  const photo = profileImageUrl ?? thumbnailImageUrl;
  const { email, verified } = readEmail(account, claims);
  const birthday = readBirthday(account);
  const phoneNumber = toE164(account.phone_number);

  const always: KakaoProfile = {
    provider: 'kakao',
    id,
    displayName: nickname ?? filledText(fullName) ?? '',
    properties,
    missingConsents: listMissingConsents(account, grantedScopes),
    _json: json,
  };
  return Object.assign(
    always,
    defined({
      nickname,
      email,
      verifiedEmail: verified ? email : undefined,
      emails: email === undefined ? undefined : [{ value: email, verified }],
      photos: photo === undefined ? undefined : [{ value: photo }],
      profileImageUrl,
      thumbnailImageUrl,
      name: filledText(fullName) === undefined ? undefined : { formatted: fullName },
      fullName: filledText(fullName),
      gender: filledText(gender)?.toLowerCase(),
      ageRange: filledText(ageRange),
      birthday,
      birthyear: filledText(birthyear),
      phoneNumber,
      ci: filledText(ci),
      connectedAt: filledText(user?.connected_at),
      hasSignedUp: typeof user?.has_signed_up === 'boolean' ? user.has_signed_up : undefined,
      grantedScopes: grantedScopes === undefined ? undefined : [...grantedScopes],
    }),
  );
}

/** An ID token has an e-mail address only if it is valid and verified. `/v2/user/me` has two flags for this. */
function readEmail(account: KakaoAccount, claims: IdTokenClaims | undefined): { email?: string; verified: boolean } {
  const email = filledText(account.email);
  const claimed = filledText(claims?.email);
  if (email === undefined) return claimed === undefined ? { verified: false } : { email: claimed, verified: true };
  return { email, verified: account.is_email_valid === true && account.is_email_verified === true };
}

function readBirthday({ birthday, birthday_type: type, is_leap_month: leap }: KakaoAccount): KakaoBirthday | undefined {
  const match = /^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.exec(filledText(birthday) ?? '');
  if (match === null) return undefined;
  return { month: Number(match[1]), day: Number(match[2]), type: type ?? 'SOLAR', isLeapMonth: leap === true };
}

/**
 * Converts a phone number from Kakao to E.164, or returns `undefined` if that is not possible.
 *
 * `+82 10-1234-5678` and `+82 010-1234-5678` (Kakao's documentation shows both) become `+821012345678`. Numbers from other
 * countries keep a leading 0, which can be part of the number (Italy).
 */
export function toE164(phoneNumber: string | undefined): string | undefined {
  const number = filledText(phoneNumber)?.trim();
  if (number === undefined || !/^\+?[\d\s().-]+$/.test(number)) return undefined;
  const digits = number.replace(/\D/g, '');
  // Without a country code, only Korean numbers can be recognized: they start with a single 0.
  const international = number.startsWith('+') ? digits : /^0[1-9]/.test(digits) ? `82${digits.slice(1)}` : undefined;
  const e164 = international?.replace(/^820+/, '82');
  return e164 !== undefined && /^[1-9]\d{6,14}$/.test(e164) ? `+${e164}` : undefined;
}

function listMissingConsents(account: KakaoAccount, grantedScopes: readonly string[] | undefined): ConsentItem[] {
  const granted = new Set(grantedScopes);
  return Object.keys(account)
    .filter((field) => field.endsWith(suffix) && account[field as keyof KakaoAccount] === true)
    .map((field) => consentByField[field as keyof KakaoAccount] ?? field.slice(0, -suffix.length))
    .filter((item) => !granted.has(item));
}

const filledText = (value: unknown): string | undefined => (isFilled(value) ? value : undefined);

const partOf = <T extends object>(value: Partial<T> | null | undefined): Partial<T> =>
  typeof value === 'object' && value !== null ? value : {};

function readStrings(value: Record<string, unknown> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(partOf<Record<string, unknown>>(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const found: Partial<T> = {};
  for (const key of Object.keys(object) as (keyof T)[]) if (object[key] !== undefined) found[key] = object[key];
  return found as never;
}
