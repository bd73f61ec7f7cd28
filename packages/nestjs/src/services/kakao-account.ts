import { Injectable } from '@nestjs/common';
import type { KakaoClient } from '@kakao-login/client';
import type { HttpRequest, KakaoPendingSignup, KakaoStrategy } from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import type { LeaveResult } from '@kakao-login/vault';
import { orEmpty } from '../vault.js';

/**
 * Signing up, logging out and leaving, by the id of a user and as often as needed: a call that failed, or whose process was killed, is
 * finished by the next one. With the token that the vault has; where there is none, or no `vault`, with the admin key.
 */
@Injectable()
export class KakaoAccount {
  private usedVault?: KakaoVault;

  constructor(
    private readonly client: KakaoClient,
    private readonly moduleVault: KakaoVault,
    private readonly strategy: KakaoStrategy,
  ) {}

  /** Made when it is first needed, because a test may put a mock in place of the client. */
  private get vault(): KakaoVault {
    return (this.usedVault ??= orEmpty(this.moduleVault, this.client));
  }

  /**
   * All that a service does when a user deletes their account: unlinks the user, forgets their tokens, and runs `others`. See
   * `KakaoVault.leave`.
   *
   * @returns what is done and what is left; call again until `finished` is true
   * @example
   * const { finished } = await this.account.leave(member.kakaoId, { others: { apple: () => this.apple.revoke(member) } });
   * if (finished) await this.members.delete(member.id);
   */
  leave(...parameters: Parameters<KakaoVault['leave']>): Promise<LeaveResult> {
    return this.vault.leave(...parameters);
  }

  /**
   * Unlinks a user, who may be unlinked already, and forgets their tokens. See `KakaoVault.unlink`.
   *
   * @throws {KakaoUsageError} `admin_key_missing` if there is no token that works and no option `adminKey`
   */
  unlink(...parameters: Parameters<KakaoVault['unlink']>): Promise<void> {
    return this.vault.unlink(...parameters);
  }

  /** Ends the user's tokens and forgets them; `everywhere: true` on all devices, by admin key. See `KakaoVault.logout`. */
  logout(...parameters: Parameters<KakaoVault['logout']>): Promise<void> {
    return this.vault.logout(...parameters);
  }

  /**
   * Finishes a signup for apps with auto-link off, which may be finished already. See `KakaoVault.signup`.
   *
   * @throws {KakaoLoginError} `reconnect_required` if the vault has no token of the user that works: 24 hours have passed
   */
  signup(...parameters: Parameters<KakaoVault['signup']>): Promise<void> {
    return this.vault.signup(...parameters);
  }

  /**
   * Finishes the signup that is under way in a browser: {@link signup}, and then the browser forgets it. For the route that your signup
   * page posts to; the page itself is behind `KakaoSignupGuard`.
   *
   * @param request the request of your platform
   * @returns who has signed up, with the `state` and `returnTo` of the login
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
