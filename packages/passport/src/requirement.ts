/** What a request needs, besides a user who is logged in. */
export interface Requirement {
  /** Consent items. */
  scopes: readonly string[];
  /** Tags of service terms. */
  terms: readonly string[];
  /** How old the last login to Kakao may be, in seconds. */
  maxAge?: number | undefined;
}

/** What the user is sent to Kakao for. It is encrypted with the login, and checked when the user returns. */
export interface Needed extends Partial<Requirement> {
  /** Id of the user who was logged in. `undefined`: any user may log in. */
  user?: string;
}

/** What is known about a request. */
export interface Known {
  user: string | undefined;
  /** When the user last logged in to Kakao, in Unix seconds. */
  authTime: number | undefined;
  /** What the user has not agreed to. */
  missing: Pick<Requirement, 'scopes' | 'terms'>;
}

/** What is missing for a request. */
export type Gap =
  | { code: 'not_logged_in' }
  | { code: 'login_too_old'; maxAge: number }
  | { code: 'consent_missing'; scopes: readonly string[]; terms: readonly string[] };

export type Decision =
  | { do: 'proceed' }
  /** Send the user to Kakao and then back to the same page. */
  | { do: 'ask'; gap: Gap }
  /** Answer 401 or 403. */
  | { do: 'refuse'; gap: Gap };

/** How far Kakao's clock may be ahead of ours, in seconds. */
const leeway = 60;

/**
 * Whether a login is recent enough.
 *
 * @param authTime Unix time in seconds; a time in the future (milliseconds, for example) does not count
 * @param now Unix time in ms
 */
export function isRecent(authTime: number | undefined, maxAge: number, now: number): boolean {
  const age = now / 1000 - (authTime ?? Number.NaN);
  return age <= maxAge && age >= -leeway;
}

/** The first thing that is missing, in this order: a user, a recent login, consent. */
export function gapOf({ maxAge }: Requirement, { user, authTime, missing }: Known, now: number): Gap | undefined {
  if (user === undefined) return { code: 'not_logged_in' };
  if (maxAge !== undefined && !isRecent(authTime, maxAge, now)) return { code: 'login_too_old', maxAge };
  const { scopes, terms } = missing;
  return scopes.length + terms.length > 0 ? { code: 'consent_missing', scopes, terms } : undefined;
}

/**
 * Decides what to do about a gap.
 *
 * @param isVisit whether the user is opening a page; only then can they be sent to Kakao and back
 * @param wasAsked whether the user has just returned from Kakao for the same gap, and asking again could cause a loop
 */
export function decide(gap: Gap | undefined, isVisit: boolean, wasAsked: boolean): Decision {
  if (gap === undefined) return { do: 'proceed' };
  return { do: isVisit && !wasAsked ? 'ask' : 'refuse', gap };
}

/** What to ask Kakao for, to close a gap. */
export function askFor(gap: Gap, user: string | undefined): Needed {
  const whom = user === undefined ? {} : { user };
  if (gap.code === 'not_logged_in') return whom;
  if (gap.code === 'login_too_old') return { ...whom, maxAge: gap.maxAge };
  const { scopes, terms } = gap;
  return { ...whom, ...(scopes.length > 0 && { scopes }), ...(terms.length > 0 && { terms }) };
}

/** Whether Kakao was asked for consent, and not only for a login. */
export const asksConsent = ({ scopes, terms }: Needed = {}): boolean => scopes !== undefined || terms !== undefined;

/** Whether a value can be the id of a consent item or the tag of a term, and is safe in headers, lists and URLs. */
export const isName = (value: unknown): value is string => typeof value === 'string' && /^[\w.-]{1,100}$/.test(value);
