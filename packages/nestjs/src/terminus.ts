/**
 * A health indicator for `@nestjs/terminus` 11 and 12. Does not import terminus: its results are plain objects.
 *
 * @module
 */
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { isKakaoError, KakaoClient } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/vault';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import { hasVault } from './vault.js';

/** Options of {@link KakaoHealthIndicator.isHealthy}. */
export interface KakaoHealthOptions {
  /** The name of the Kakao app, if the application has several. */
  app?: string;
  /** How long to wait before a part counts as down, in milliseconds. Default 3000. */
  timeout?: number;
  /**
   * How long to reuse a result, in milliseconds, so that callers of the health route cannot cause many calls to Kakao.
   * Default 5000.
   */
  maxAge?: number;
}

/** `up`, or the code of the error: `connect_failed`, `timeout`, `store_failed` … */
export type KakaoHealthState = 'up' | (string & {});

/** The result of a health check. */
export interface KakaoHealth {
  /** `up` if every part is. */
  status: 'up' | 'down';
  /** Whether the host for logins answers. */
  kauth: KakaoHealthState;
  /** Whether the host for all other calls answers. */
  kapi: KakaoHealthState;
  /** Whether Kakao's keys for ID tokens could be loaded. */
  keys: KakaoHealthState;
  /** Whether the store of the vault answers. Only with a vault. */
  vault?: KakaoHealthState;
}

/**
 * Checks whether Kakao can be reached, its keys can be loaded and the store of the vault answers. Sends no token, and
 * does not use up a quota.
 *
 * Use it for readiness and dashboards, but not for liveness: restarting the process does not help if Kakao is down.
 *
 * @example
 * check() {
 *   return this.health.check([() => this.kakao.isHealthy('kakao')]);
 * }
 */
@Injectable()
export class KakaoHealthIndicator {
  private readonly checks = new Map<string, { at: number; health: Promise<KakaoHealth> }>();

  constructor(private readonly modules: ModuleRef) {}

  /**
   * @param key the name of this part in the result
   * @returns within `timeout`. Does not reject when something is down
   */
  async isHealthy<const Key extends string>(
    key: Key,
    { app = DEFAULT_NAME, timeout = 3_000, maxAge = 5_000 }: KakaoHealthOptions = {},
  ): Promise<Record<Key, KakaoHealth>> {
    const before = this.checks.get(app);
    const now = performance.now();
    const health = before !== undefined && now - before.at < maxAge ? before.health : this.check(app, timeout);
    if (health !== before?.health) this.checks.set(app, { at: now, health });
    return { [key]: { ...(await health) } } as Record<Key, KakaoHealth>;
  }

  private async check(app: string, timeout: number): Promise<KakaoHealth> {
    const client = this.modules.get<KakaoClient>(getKakaoToken(KakaoClient, app), { strict: false });
    const vault = this.modules.get<KakaoVault>(getKakaoToken(KakaoVault, app), { strict: false });
    const signal = AbortSignal.timeout(timeout);
    const [kauth, kapi, keys, kept] = await Promise.all([
      stateOf(client.reach('kauth', { signal }), signal),
      stateOf(client.reach('kapi', { signal }), signal),
      stateOf(client.oidc.loadKeys(), signal),
      hasVault(vault) ? stateOf(vault.ping(), signal) : undefined,
    ]);
    const parts = { kauth, kapi, keys, ...(kept !== undefined && { vault: kept }) };
    const status = Object.values(parts).every((state) => state === 'up') ? 'up' : 'down';
    return { status, ...parts };
  }
}

function stateOf(work: Promise<unknown>, signal: AbortSignal): Promise<KakaoHealthState> {
  const late = new Promise<'timeout'>((resolve) => {
    signal.addEventListener('abort', () => resolve('timeout'), { once: true });
  });
  return Promise.race([late, work.then(() => 'up', codeOf)]);
}

/** Only our own codes, because the error of a store could contain anything. */
function codeOf(error: unknown): string {
  if (!isKakaoError(error)) return 'error';
  return error.code === 'aborted' ? 'timeout' : String(error.code);
}
