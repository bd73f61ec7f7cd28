/**
 * A health indicator for `@nestjs/terminus` 11 and 12. It needs nothing of terminus itself: its results are plain objects.
 *
 * @module
 */
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { isKakaoError, KakaoClient } from '@kakao-login/client';
import { KakaoVault } from '@kakao-login/vault';
import { DEFAULT_NAME, getKakaoToken } from './tokens.js';
import { hasVault } from './vault.js';

/** What {@link KakaoHealthIndicator.isHealthy} may be told. */
export interface KakaoHealthOptions {
  /** Name of the Kakao app, if the application has several. */
  app?: string;
  /** Milliseconds after which what has not answered is down. Default 3000. */
  timeout?: number;
  /** Milliseconds for which a result is given again, so that nobody can make the service call Kakao at will. Default 5000. */
  maxAge?: number;
}

/** `up`, or the code of what is wrong: `connect_failed`, `timeout`, `store_failed` … */
export type KakaoHealthState = 'up' | (string & {});

/** The part of the Kakao app in a health check. */
export interface KakaoHealth {
  /** `up` if everything below is. */
  status: 'up' | 'down';
  /** The host of the login answers. */
  kauth: KakaoHealthState;
  /** The host of all other APIs answers. */
  kapi: KakaoHealthState;
  /** Kakao's keys for ID tokens have been fetched. */
  keys: KakaoHealthState;
  /** The store of the vault answers; only with a vault. */
  vault?: KakaoHealthState;
}

/**
 * Tells terminus whether Kakao can be reached, its keys are there, and the store of the vault answers. No token is sent, and nothing
 * counts against a quota.
 *
 * Use it for readiness and dashboards; a process that is restarted because Kakao is down gains nothing.
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
   * @param key the name of this part in the answer
   * @returns within `timeout`; never rejects for what is down
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

/** Only codes of ours: the error of a store may quote anything. */
function codeOf(error: unknown): string {
  if (!isKakaoError(error)) return 'error';
  return error.code === 'aborted' ? 'timeout' : String(error.code);
}
