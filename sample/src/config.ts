import type { VaultKey } from '@kakao-login/nestjs';
import type { Environment } from './environment.js';

/** What the shop needs to know before it opens. Everything comes from environment variables; see sample/README.md. */
export interface ShopConfig {
  port: number;
  /** Network interface to listen on; all of them when absent. */
  host?: string;
  /** Where browsers reach the shop, without a trailing slash. Redirect URIs are built on it. */
  publicUrl: string;
  /** Encrypts what a session holds, and the cookie of a login. */
  sessionSecret: string;
  databaseUrl?: string;
  pgliteDir?: string;
  /** A Redis server for Kakao's tokens, which are in the database otherwise. */
  redisUrl?: string;
  /** Encrypt Kakao's tokens. Absent if no key outlives the process: then the tokens are in memory only. */
  vaultKeys?: readonly VaultKey[];
  /** Kakao member number of the shop owner, who may open the owner's pages. With the emulator every member may. */
  ownerKakaoId?: string;
  /** Tags of the shop's service terms in [Kakao Login > Simple signup] of the console; empty without Kakao Sync. */
  serviceTerms: readonly string[];
  kakao: KakaoApp;
  wholesale?: KakaoApp;
  /** Where the emulator listens, when it plays Kakao. */
  emulatorUrl?: string;
  /** Whether `/kakao/xray` shows the timeline of each login: on a developer's machine only. */
  xray: boolean;
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
export function kakaoAppFromEnv(env: Environment, prefix: string): KakaoApp | undefined {
  const clientId = env[`${prefix}CLIENT_ID`];
  if (clientId === undefined) return undefined;
  return {
    clientId,
    clientSecret: env[`${prefix}CLIENT_SECRET`],
    adminKey: env[`${prefix}ADMIN_KEY`],
    javascriptKey: env[`${prefix}JAVASCRIPT_KEY`],
  };
}

export function portFromEnv(env: Environment, name: string, fallback: number): number {
  const text = env[name] ?? String(fallback);
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new Error(`${name}=${text} is not a port: give a whole number from 0 (any free one) to 65535.`);
  }
  return Number(text);
}

export function secretFromEnv(env: Environment, name: string): string | undefined {
  const secret = env[name];
  if (secret !== undefined && secret.length < 32)
    throw new Error(`${name} is too short: give at least 32 characters, e.g. openssl rand -base64 32`);
  return secret;
}

/** An address of the shop without its trailing slash. The pages live at its root, so it has no path. */
export function publicUrlFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new Error(`${name} is not the address of a site: give one like https://shop.example.com.`);
  }
  return url.origin;
}

/** The address of a PostgreSQL server. It holds a password, so the message does not repeat it. */
export function databaseUrlFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text !== undefined && !(URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol))) {
    throw new Error(`${name} is not the address of a PostgreSQL server: give one like postgres://user@host:5432/shop.`);
  }
  return text;
}

/** The address of a Redis server. It may hold a password, so the message does not repeat it. */
export function redisUrlFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text !== undefined && !(URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol))) {
    throw new Error(`${name} is not the address of a Redis server: give one like redis://localhost:6379.`);
  }
  return text;
}

/** Keys as `name:key`, separated by commas. The first one encrypts, all of them decrypt. */
export function vaultKeysFromEnv(env: Environment, name: string): readonly VaultKey[] | undefined {
  return env[name]?.split(',').map((entry) => {
    const [, kid, key] = /^\s*([\w.-]{1,100}):([\w-]{43})=?\s*$/.exec(entry) ?? [];
    if (kid === undefined || key === undefined) {
      throw new Error(
        `${name} must be name:key, separated by commas: 2026-11:… with a key of \`openssl rand -base64 32 | tr +/ -_\`.`,
      );
    }
    return { kid, key };
  });
}

export function kakaoIdFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text !== undefined && !/^\d{1,19}$/.test(text)) {
    throw new Error(`${name}=${text} is not a Kakao member number: give 1 to 19 digits.`);
  }
  return text;
}
