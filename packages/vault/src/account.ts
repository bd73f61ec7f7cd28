import { isKakaoError } from '@kakao-login/client';
import type { CallOptions, KakaoClient, KakaoId } from '@kakao-login/client';
import type { KakaoVaultUser } from './for-user.js';
import { isUnreadable } from './sealer.js';
import { usage, usageTexts } from './usage.js';
import { withCause } from './with-cause.js';

/** Options of `KakaoVault.leave`. */
export interface LeaveOptions extends CallOptions {
  /**
   * Other things to do, by name: revoke another provider's tokens, end subscriptions, delete files. They run one after
   * the other, even if one fails. Every call of `leave` runs all of them again, so each must succeed if it has been
   * done before.
   */
  others?: Readonly<Record<string, () => unknown>> | undefined;
}

/** The result of `KakaoVault.leave`. */
export interface LeaveResult {
  /** Whether everything is done. */
  finished: boolean;
  /** Steps that succeeded: `kakao`, and names of `others`. */
  done: string[];
  /** Steps that failed. Calling `leave` again runs all steps again. */
  left: LeftStep[];
}

/** A step that failed. */
export interface LeftStep {
  /** `kakao`, or a name of `others`. */
  name: string;
  /** What the step threw. For `kakao`, a `KakaoError`. */
  error: unknown;
}

interface AccountTools {
  client: KakaoClient;
  adminKey: string | undefined;
  forUser: (id: KakaoId) => KakaoVaultUser;
  forget: (id: KakaoId) => Promise<void>;
}

/** Links users to the app and unlinks them. After a failure or a crash, each method can be called again. */
export class VaultAccount {
  readonly #tools: AccountTools;

  constructor(tools: AccountTools) {
    this.#tools = tools;
  }

  async unlink(id: KakaoId, options?: CallOptions): Promise<void> {
    const { forUser, forget } = this.#tools;
    try {
      // The vault forgets users whom it has unlinked.
      await forUser(id).account.unlink(options);
      return;
    } catch (error) {
      if (isApiError(error, -101)) return forget(id);
      if (!isWithoutToken(error)) throw error;
      await this.#unlinkByAdminKey(id, options, error);
    }
    await forget(id);
  }

  async leave(id: KakaoId, options?: LeaveOptions): Promise<LeaveResult> {
    const { others = {}, ...callOptions } = options ?? {};
    const steps = Object.entries({ kakao: () => this.unlink(id, callOptions), ...checkOthers(others) });
    const done: string[] = [];
    const left: LeftStep[] = [];
    for (const [name, step] of steps) {
      try {
        await step();
        done.push(name);
      } catch (error) {
        left.push({ name, error });
      }
    }
    return { finished: left.length === 0, done, left };
  }

  async logout(id: KakaoId, options?: CallOptions & { everywhere?: boolean | undefined }): Promise<void> {
    const { client, forUser, forget } = this.#tools;
    const { everywhere = false, ...callOptions } = options ?? {};
    try {
      if (!everywhere) {
        await forUser(id).account.logout(callOptions);
        return;
      }
      await client.account.logout({ admin: true, targetId: id }, callOptions);
    } catch (error) {
      if (!isApiError(error, -101) && !isWithoutToken(error)) throw error;
    }
    await forget(id);
  }

  async signup(
    id: KakaoId,
    options?: CallOptions & { properties?: Record<string, string> | undefined },
  ): Promise<void> {
    const user = this.#tools.forUser(id);
    try {
      await user.account.signup(options);
    } catch (error) {
      if (!isApiError(error, -102)) throw error;
      const { properties = {}, ...callOptions } = options ?? {};
      if (Object.keys(properties).length > 0) await user.user.updateProfile(properties, callOptions);
    }
  }

  async #unlinkByAdminKey(id: KakaoId, options: CallOptions | undefined, cause: unknown): Promise<void> {
    const { client, adminKey } = this.#tools;
    if (adminKey === undefined) {
      throw withCause(usage('admin_key_missing', 'adminKey', usageTexts().adminKey), cause);
    }
    try {
      await client.account.unlink({ admin: true, targetId: id }, options);
    } catch (error) {
      if (!isApiError(error, -101)) throw error;
    }
  }
}

const isApiError = (error: unknown, code: number): boolean =>
  isKakaoError(error) && error.kind === 'api' && error.code === code;

/** Whether the vault has no working token of the user, and will not have one until the user logs in again. */
const isWithoutToken = (error: unknown): boolean =>
  isUnreadable(error) || (isKakaoError(error) && error.code === 'reconnect_required');

function checkOthers(others: unknown): Record<string, () => unknown> {
  const steps = others as Record<string, () => unknown> | null | undefined;
  const isUsable =
    typeof steps === 'object' &&
    steps !== null &&
    !Object.hasOwn(steps, 'kakao') &&
    Object.values(steps).every((step) => typeof step === 'function');
  if (!isUsable) throw usage('option_malformed', 'others', usageTexts().others);
  return steps;
}
