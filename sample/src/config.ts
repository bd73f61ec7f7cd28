/** What the shop needs to know before it opens. Everything comes from environment variables; see sample/README.md. */
export interface ShopConfig {
  port: number;
  /** Network interface to listen on; all of them when absent. */
  host?: string;
  /** Where browsers reach the shop, without a trailing slash. Redirect URIs are built on it. */
  publicUrl: string;
  sessionSecret: string;
  databaseUrl?: string;
  pgliteDir?: string;
  /** Member number of the person who may open the owner's pages. With the emulator everybody may. */
  ownerKakaoId?: string;
  /** Tags of the shop's service terms in [Kakao Login > Simple signup] of the console; empty without Kakao Sync. */
  serviceTerms: readonly string[];
  kakao: KakaoApp;
  wholesale?: KakaoApp;
  /** Where the emulator listens, when it plays Kakao. */
  emulatorUrl?: string;
}

/** Where logins come back to. All of them have to be registered as redirect URIs in Kakao's console. */
export const callbackPaths = {
  shop: '/auth/kakao/callback',
  wholesale: '/auth/kakao-wholesale/callback',
} as const;

/** The keys of one app of Kakao's console. */
export interface KakaoApp {
  clientId: string;
  clientSecret?: string;
  adminKey?: string;
  javascriptKey?: string;
}

/** Reads one app's keys (`KAKAO_` or `KAKAO_WHOLESALE_`), or nothing if its REST API key is not set. */
export function kakaoAppFromEnv(env: NodeJS.ProcessEnv, prefix: string): KakaoApp | undefined {
  const clientId = env[`${prefix}CLIENT_ID`];
  if (clientId === undefined || clientId === '') return undefined;
  return {
    clientId,
    ...optional('clientSecret', env[`${prefix}CLIENT_SECRET`]),
    ...optional('adminKey', env[`${prefix}ADMIN_KEY`]),
    ...optional('javascriptKey', env[`${prefix}JAVASCRIPT_KEY`]),
  };
}

/** `{ [name]: value }`, or nothing when the variable is unset or empty. */
export function optional<Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [N in Name]: string });
}

export function portFromEnv(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${name}=${text} is not a port: give a whole number from 0 (any free one) to 65535.`);
  }
  return port;
}

/** The secret that seals the session cookie. */
export function secretFromEnv(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const secret = env[name];
  if (secret === undefined || secret === '') return undefined;
  if (secret.length < 32)
    throw new Error(`${name} is too short: give at least 32 characters, e.g. openssl rand -base64 32`);
  return secret;
}
