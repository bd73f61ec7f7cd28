import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { both } from './finding.js';
import { DoctorUsageError, emptyApp, listItems } from './settings.js';
import type { AppSettings, CookieOption, Environment, Role, Setting } from './settings.js';

/** Frameworks put variables with these prefixes into the files that browsers load. */
const publicPrefix = /^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP)_/;

/** The role of a variable, by the end of its name. The longest endings come first. */
const endings: readonly [RegExp, Role | 'callbackURL'][] = [
  [/_?LOGOUT_(?:REDIRECT_)?UR[IL]$/, 'logoutRedirectURL'],
  [/_?(?:REDIRECT|CALLBACK)_?UR[IL]S?$/, 'callbackURL'],
  [/_?(?:JAVASCRIPT|JS)(?:_(?:APP|API|SDK))?(?:_KEY)?$/, 'javascriptKey'],
  [/_?(?:NATIVE|ANDROID|IOS)(?:_(?:APP|API|SDK))?_KEY$/, 'nativeKey'],
  [/_?(?:APP_)?ADMIN(?:_API)?(?:_KEY)?$/, 'adminKey'],
  [/_?(?:CLIENT_?)?SECRET(?:_KEY)?$/, 'clientSecret'],
  [/_?APP_?ID$/, 'appId'],
  [/_?REST_?(?:API_?)?KEY$/, 'clientID'],
  [/_?CLIENT_?ID$/, 'clientID'],
  [/_?(?:API|APP)_KEY$/, 'clientID'],
  [/_?SCOPES?$/, 'scope'],
  [/_?HOSTS?$/, 'hosts'],
  // Auth.js: AUTH_KAKAO_ID.
  [/(?<=KAKAO)_(?:ID|KEY)$/, 'clientID'],
];

const cookieEnding = /_?COOKIE_(SECRET|NAME|SECURE|SAME_?SITE|DOMAIN|PATH)$/;
const cookieOptions: Readonly<Record<string, CookieOption>> = {
  SECRET: 'secret',
  NAME: 'name',
  SECURE: 'secure',
  SAMESITE: 'sameSite',
  DOMAIN: 'domain',
  PATH: 'path',
};

/** Words in a name that do not distinguish Kakao apps. */
const common = new Set(
  'KAKAO AUTH OAUTH OAUTH2 LOGIN SOCIAL SPRING SECURITY REGISTRATION CLIENT PROVIDER APP'.split(' '),
);
/** Kakao's other products, and the emulator. */
const others = /(?:^|_)(?:EMULATOR|KAKAO_?(?:MAP|PAY|CHANNEL|TALK|NAVI|BIZ|MOBILITY|VAULT))(?:_|$)/;

const siteNames = 'PUBLIC_URL SITE_URL APP_URL BASE_URL SERVICE_URL AUTH_URL NEXTAUTH_URL'.split(' ');

interface Named extends Setting {
  app: string;
  role: Role | 'callbackURL' | 'cookie';
  option?: CookieOption;
  published: boolean;
}

function classify(name: string, value: string): Named | undefined {
  // `kakao.client-id` in a properties file is KAKAO_CLIENT_ID.
  const upper = name.toUpperCase().replaceAll(/[.-]/g, '_');
  const plain = upper.replace(publicPrefix, '');
  if (!/(?:^|_)KAKAO(?:_|$)/.test(plain) || others.test(plain)) return undefined;
  const published = plain !== upper;
  const cookie = cookieEnding.exec(plain);
  if (cookie) {
    const option = cookieOptions[(cookie[1] ?? '').replace('_', '')];
    return {
      name,
      value,
      app: appOf(plain.slice(0, cookie.index)),
      role: 'cookie',
      published,
      ...(option && { option }),
    };
  }
  for (const [ending, role] of endings) {
    const match = ending.exec(plain);
    if (match) return { name, value, app: appOf(plain.slice(0, match.index)), role, published };
  }
  return undefined;
}

function appOf(rest: string): string {
  const words = rest.split('_').filter((word) => word !== '' && !common.has(word));
  return words.length === 0 ? 'kakao' : words.join('_').toLowerCase();
}

/** Groups the variables of each Kakao app by their names: `KAKAO_CLIENT_ID`, `KAKAO_WHOLESALE_CLIENT_ID`. */
export function appsIn(variables: Environment): AppSettings[] {
  const apps = new Map<string, AppSettings>();
  for (const [name, value] of Object.entries(variables)) {
    const named = classify(name, value);
    if (named) apps.set(named.app, withSetting(apps.get(named.app) ?? emptyApp(named.app), named));
  }
  return apps.size === 0 ? [emptyApp('kakao')] : [...apps.values()];
}

function withSetting(app: AppSettings, { name, value, role, option, published }: Named): AppSettings {
  const setting: Setting = { name, value };
  const found: AppSettings = published ? { ...app, published: [...app.published, setting] } : app;
  if (role === 'cookie') {
    if (option === undefined) return found;
    const read = option === 'secure' && /^(?:true|false)$/i.test(value) ? /^true$/i.test(value) : value;
    const lower = option === 'sameSite' ? value.toLowerCase() : read;
    return { ...found, cookie: { ...found.cookie, [option]: { name, value: lower } } };
  }
  if (role === 'callbackURL') {
    const uris = listItems(value).map((uri) => ({ name, value: withoutTemplate(uri) }));
    return { ...found, callbackURLs: [...found.callbackURLs, ...uris] };
  }
  const other = found[role];
  if (other === undefined) return { ...found, [role]: setting };
  if (other.value === value) return found;
  return { ...found, contradictions: [...found.contradictions, [other.name, name]] };
}

/** Spring's placeholders in redirect URIs: `{baseUrl}/login/oauth2/code/{registrationId}`. */
const withoutTemplate = (uri: string): string =>
  uri
    .replace(/^\{baseUrl\}/, '')
    .replace('{action}', 'login')
    .replace('{registrationId}', 'kakao');

/** Where browsers reach the service, if a variable says so. */
export function siteIn(variables: Environment): Setting | undefined {
  const name = siteNames.find((name) => /^https?:\/\//i.test(variables[name] ?? ''));
  return name === undefined ? undefined : { name, value: variables[name] ?? '' };
}

/** A variable that is empty counts as absent. */
export function withoutEmpty(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
  return Object.fromEntries(given);
}

/** The variables of a file, and which of them need attention. */
export interface EnvFile {
  variables: Environment;
  /** Kakao's variables that `node --env-file` reads differently. */
  unread: readonly string[];
  /** Kakao's variables whose values name other variables: `${BASE_URL}/callback`. */
  references: readonly string[];
}

/**
 * @param given the environment, which values can refer to
 * @throws {DoctorUsageError} when the file cannot be read
 */
export async function readEnvFile(file: string, given: Environment): Promise<EnvFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable('--env', file, error);
  });
  const read = parseEnv(text);
  // For Node, a byte order mark or a tab is part of the name. For dotenv it is not.
  const meant = Object.entries(read).map(([name, value]) => [
    name.trim(),
    name.trim() === name ? value : value?.trim(),
  ]);
  const raw = withoutEmpty(Object.fromEntries(meant) as Record<string, string | undefined>);
  const names = [...text.matchAll(/^\s*(?:export\s+)?([\w.-]+)[ \t]*(?:=|:[ \t])/gm)].map(([, name = '']) => name);
  const isOurs = (name: string): boolean => classify(name, '') !== undefined;
  const variables = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, expanded(name, value, { ...given, ...raw })]),
  );
  return {
    variables,
    unread: [...new Set(names)].filter((name) => isOurs(name) && !Object.hasOwn(read, name)),
    references: Object.keys(raw).filter((name) => isOurs(name) && raw[name] !== variables[name]),
  };
}

const reference = /(?<!\\)\$(?:\{(\w+)\}|([A-Z_][A-Z\d_]+))/g;

/** Replaces the variables in a value, as Next.js, Vite and Docker Compose do. */
function expanded(name: string, value: string, variables: Environment, depth = 0): string {
  return value.replaceAll(reference, (whole, braced?: string, bare?: string) => {
    const other = braced ?? bare ?? '';
    const found = variables[other];
    return found === undefined || other === name || depth > 10 ? whole : expanded(other, found, variables, depth + 1);
  });
}

export const unreadable = (option: string, file: string, { code = '' }: NodeJS.ErrnoException): DoctorUsageError =>
  new DoctorUsageError(
    both(
      `${option}: ${file} 파일을 읽을 수 없습니다(${code}). 경로를 확인하세요.`,
      `${option}: cannot read ${file} (${code}). Check the path.`,
    ),
  );
