import type { VaultKey } from '@kakao-login/nestjs';
import type { Environment } from './environment.js';

/** The shop's settings. All of them come from environment variables: see sample/README.md. */
export interface ShopConfig {
  port: number;
  /** The network interface to listen on. Default: all. */
  host?: string;
  /** Where browsers reach the shop, without a trailing slash. Redirect URIs are built on it. */
  publicUrl: string;
  /** Encrypts sessions and the cookies of logins. */
  sessionSecret: string;
  databaseUrl?: string;
  pgliteDir?: string;
  /** A Redis server for Kakao's tokens. Without it they are in the database. */
  redisUrl?: string;
  /** Encrypt Kakao's tokens. Without keys that outlive the process, the tokens are only in memory. */
  vaultKeys?: readonly VaultKey[];
  /** Kakao ID of the shop owner, who can open the owner's pages. With the emulator, every member can. */
  ownerKakaoId?: string;
  /** Tags of the shop's service terms, from [Kakao Login > Simple signup] of the console. Empty without Kakao Sync. */
  serviceTerms: readonly string[];
  kakao: KakaoApp;
  wholesale?: KakaoApp;
  /** Where the emulator listens, if there is one. */
  emulatorUrl?: string;
  /** Whether `/kakao/xray` shows the timeline of each login: on a developer's machine only. */
  xray: boolean;
}

/** Where logins return to. Register all of them as redirect URIs in Kakao's console. */
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

/** An address of the shop, without a trailing slash. It has no path, because the pages are at the root. */
export function publicUrlFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new Error(`${name} is not the address of a site: give one like https://shop.example.com.`);
  }
  return url.origin;
}

/** The address of a PostgreSQL server. It contains a password, so no message repeats it. */
export function databaseUrlFromEnv(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text !== undefined && !(URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol))) {
    throw new Error(`${name} is not the address of a PostgreSQL server: give one like postgres://user@host:5432/shop.`);
  }
  return text;
}

/** The address of a Redis server. It may contain a password, so no message repeats it. */
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
