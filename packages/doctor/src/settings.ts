/** Variables with a value. */
export type Environment = Readonly<Record<string, string>>;

/** A value, and its name in the settings: `KAKAO_CLIENT_ID`, or `clientID` of a module file. */
export interface Setting {
  name: string;
  value: string;
}

/** The settings of one Kakao app that are strings. */
export const roles = [
  'clientID',
  'clientSecret',
  'adminKey',
  'javascriptKey',
  'nativeKey',
  'hosts',
  'scope',
  'logoutRedirectURL',
  'appId',
] as const;
export type Role = (typeof roles)[number];

/** Options of the login cookie, as in `KakaoStrategy`. */
export type CookieOption = 'secret' | 'name' | 'secure' | 'sameSite' | 'domain' | 'path';

export interface AppSettings extends Partial<Record<Role, Setting>> {
  /** `kakao`, or the part of the variables' names that distinguishes this app from others. */
  name: string;
  callbackURLs: readonly Setting[];
  /** `audiences` of a module file: JavaScript keys and native app keys. */
  audiences: readonly Setting[];
  cookie: Partial<Record<CookieOption, { name: string; value: unknown }>>;
  /** Other options of a module file whose values could be read. `KakaoStrategy` checks them. */
  options: Readonly<Record<string, unknown>>;
  /** Options of a module file whose values could not be read. */
  unread: readonly string[];
  /** Whether a module file can set options that the doctor cannot see, such as those of `...shared`. */
  isPartial: boolean;
  /** Variables without a value that a module file reads these options from. */
  absent: Partial<Record<'clientID' | 'clientSecret' | 'callbackURL', string>>;
  /** Two settings for the same purpose with different values. */
  contradictions: readonly (readonly [string, string])[];
  /** Values that are sent to browsers, because their names start like `NEXT_PUBLIC_`. */
  published: readonly Setting[];
}

/** Everything that the doctor checks. */
export interface Settings {
  apps: readonly AppSettings[];
  /** Where browsers reach the service. */
  site: Setting | undefined;
  /** Whether a module file sets `trust proxy`. */
  trustsProxy: boolean;
  variables: Environment;
  /** Names whose values differ between the `.env` file and the environment. */
  shadowed: readonly string[];
  /** Lines of the `.env` file that programs read differently. */
  file: { unread: readonly string[]; references: readonly string[] } | undefined;
}

/** A wrong option of the command line, or a file that cannot be read. */
export class DoctorUsageError extends Error {
  override readonly name = 'DoctorUsageError';
  readonly text: { ko: string; en: string };

  constructor(text: { ko: string; en: string }) {
    super(text.en);
    this.text = text;
  }
}

/** Splits the value of a setting that can hold several: redirect URIs, consent items. */
export const listItems = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);

export const emptyApp = (name: string): AppSettings => ({
  name,
  callbackURLs: [],
  audiences: [],
  cookie: {},
  options: {},
  unread: [],
  isPartial: false,
  absent: {},
  contradictions: [],
  published: [],
});

/** Whether an option that was not found can still be set. */
export const mayBeSet = ({ unread, isPartial }: AppSettings, ...options: readonly string[]): boolean =>
  isPartial || options.some((option) => unread.includes(option));

/** The name of a missing option: the variable that the module file reads it from, if there is one. */
export const absentNames = ({ absent }: AppSettings, option: keyof AppSettings['absent']): string[] =>
  absent[option] === undefined ? [] : [`${option} (${absent[option]})`];
