import { Injectable } from '@nestjs/common';
import type { KakaoClient } from '@kakao-login/client';
import type { HttpRequest, KakaoPendingSignup, KakaoStrategy } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import type { LeaveResult } from '@kakao-login/vault';
import { orEmpty } from '../vault.js';

/**
 * Signup, logout and account deletion by user ID. If a call fails or its process is killed, call it again. Uses the
 * token in the vault, or the admin key if there is no token or no `vault`.
 */
@Injectable()
export class KakaoAccount {
  private usedVault?: KakaoVault;

  constructor(
    private readonly client: KakaoClient,
    private readonly moduleVault: KakaoVault,
    private readonly strategy: KakaoStrategy,
  ) {}

  /** Created on first use, because a test may replace the client with a mock. */
  private get vault(): KakaoVault {
    return (this.usedVault ??= orEmpty(this.moduleVault, this.client));
  }

  /**
   * Does everything that is needed when a user deletes their account: unlinks them, forgets their tokens and runs
   * `others`. See `KakaoVault.leave`.
   *
   * @returns which steps succeeded and which failed. Call it again until `finished` is true
   * @example
   * const { finished } = await this.account.leave(member.kakaoId, { others: { apple: () => this.apple.revoke(member) } });
   * if (finished) await this.members.delete(member.id);
   */
  leave(...parameters: Parameters<KakaoVault['leave']>): Promise<LeaveResult> {
    return this.vault.leave(...parameters);
  }

  /**
   * Unlinks a user and forgets their tokens. Succeeds if the user is already unlinked. See `KakaoVault.unlink`.
   *
   * @throws {KakaoUsageError} `admin_key_missing` when there is no working token and no option `adminKey`
   */
  unlink(...parameters: Parameters<KakaoVault['unlink']>): Promise<void> {
    return this.vault.unlink(...parameters);
  }

  /**
   * Ends the user's tokens and forgets them. `everywhere: true` does so on all devices, with the admin key. See
   * `KakaoVault.logout`.
   */
  logout(...parameters: Parameters<KakaoVault['logout']>): Promise<void> {
    return this.vault.logout(...parameters);
  }

  /**
   * Finishes a signup, for apps with auto-link off. Succeeds if the user has already signed up. See
   * `KakaoVault.signup`.
   *
   * @throws {KakaoLoginError} `reconnect_required` when the vault has no working token of the user, because 24 hours
   * have passed
   */
  signup(...parameters: Parameters<KakaoVault['signup']>): Promise<void> {
    return this.vault.signup(...parameters);
  }

  /**
   * Finishes the signup that is in progress in a browser: calls {@link signup} and removes the signup's cookie. Call it
   * in the route that your signup page posts to. The page itself uses `KakaoSignupGuard`.
   *
   * @param request the request of your platform
   * @returns the user who has signed up, with `state` and `returnTo` of the login
   * @throws {KakaoLoginError} `signup_missing`, `reconnect_required`
   */
  async finishSignup(request: HttpRequest, ...[options]: FinishOptions): Promise<KakaoPendingSignup> {
    const signup = await this.strategy.pendingSignup(request);
    await this.vault.signup(signup.id, options);
    this.strategy.endSignup(request);
    return signup;
  }
}

type FinishOptions = Parameters<KakaoVault['signup']> extends [unknown, ...infer Rest] ? Rest : never;
