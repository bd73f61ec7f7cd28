import type { KakaoId } from './contract/ids.js';
import type { IdTokenClaims } from './contract/oidc.js';
import type { ConsentItem } from './contract/scopes.js';
import type { KakaoAccount, UserMe } from './contract/user.js';
import { checkObject, usage, usageTexts } from './errors/usage.js';
import { toKakaoId } from './ids.js';

/** A birthday as Kakao knows it: without the year, which is `birthyear`. */
export interface KakaoBirthday {
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** `LUNAR`: by the lunar calendar (음력). */
  type: 'SOLAR' | 'LUNAR' | (string & {});
  /** Lunar birthdays only: whether it lies in a leap month (윤달). */
  isLeapMonth: boolean;
}

/** A user as services store them: Passport's profile contract, and Kakao's fields in camelCase. */
export interface KakaoProfile {
  provider: 'kakao';
  /** Member number. The only thing to recognise a user by. */
  id: KakaoId;
  /** Nickname, else legal name, else empty. */
  displayName: string;
  nickname?: string;
  /** The e-mail address as Kakao has it. Somebody else may own it: see `verifiedEmail`. */
  email?: string;
  /** The address, if Kakao says that it is valid and verified. The only one that may link accounts. */
  verifiedEmail?: string;
  emails?: { value: string; verified: boolean }[];
  photos?: { value: string }[];
  profileImageUrl?: string;
  thumbnailImageUrl?: string;
  /** Passport's structured name; Kakao knows the whole name only. */
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
  /** Apps with auto-link off: whether signup has been called. */
  hasSignedUp?: boolean;
  /** User properties of the app. */
  properties: Record<string, string>;
  /**
   * Consent items that the app has configured and the user has not agreed to: pass them as `scope` to ask again. Only
   * `/v2/user/me` tells; a profile that was made of an ID token alone has none here, whatever the user refused.
   */
  missingConsents: ConsentItem[];
  /** Scopes that the login gave, where known. */
  grantedScopes?: ConsentItem[];
  _raw?: string;
  _json: UserMe | IdTokenClaims;
}

/** Which consent item stands behind each `*_needs_agreement`. */
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
 * Brings what Kakao says about a user into the form in which services store it.
 *
 * Pure. Absent fields stay absent, and nothing is invented. Where both are given, `user` wins.
 *
 * @throws {KakaoUsageError} if neither `user` nor `claims` is given, or there is no id in them
 */
export function toKakaoProfile(from: {
  user?: UserMe | undefined;
  claims?: IdTokenClaims | undefined;
  grantedScopes?: readonly string[] | undefined;
}): KakaoProfile {
  const { user, claims, grantedScopes } = checkObject('from', from);
  const json = user ?? claims;
  if (grantedScopes !== undefined && !Array.isArray(grantedScopes)) {
    throw usage('argument_malformed', 'grantedScopes', usageTexts.textList);
  }
  if (json === undefined) {
    throw usage('argument_missing', 'user', usageTexts.userOrClaims);
  }
  checkObject(json === user ? 'user' : 'claims', json);
  // Without an id, everybody would be the same member.
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

/** An ID token carries an address only if it is valid and verified; `/v2/user/me` says both in two flags. */
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
 * `+82 10-1234-5678` and `+82 010-1234-5678` (Kakao's documentation shows both) become `+821012345678`. Numbers of other
 * countries keep their digits: a leading 0 may belong to them (Italy).
 */
export function toE164(phoneNumber: string | undefined): string | undefined {
  const number = filledText(phoneNumber)?.trim();
  if (number === undefined || !/^\+?[\d\s().-]+$/.test(number)) return undefined;
  const digits = number.replace(/\D/g, '');
  // Without a country, only Korean numbers can be told: they begin with one 0.
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

const filledText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

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
