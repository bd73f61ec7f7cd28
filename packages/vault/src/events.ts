import type { KakaoId } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';

/** The argument of a listener: whose record changed. Contains no token. */
export interface VaultEvent {
  id: KakaoId;
}

/**
 * `saved`: a login was saved. `refreshed`: this process refreshed a user's tokens. `reconnect_required`: Kakao refused the
 * refresh token; the user has to log in again. `forgotten`: a record was deleted.
 */
export type VaultEventName = 'saved' | 'refreshed' | 'reconnect_required' | 'forgotten';

/** Called after the event. Its return value is ignored. If it throws, the process emits a warning. */
export type VaultListener = (event: VaultEvent) => unknown;

export class Events {
  readonly #listeners: Readonly<Record<VaultEventName, Set<VaultListener>>> = {
    saved: new Set(),
    refreshed: new Set(),
    reconnect_required: new Set(),
    forgotten: new Set(),
  };

  on(name: VaultEventName, listener: VaultListener): void {
    const listeners = this.#of(name);
    if (typeof listener !== 'function') throw usage('argument_malformed', 'listener', usageTexts().listener);
    listeners.add(listener);
  }

  off(name: VaultEventName, listener: VaultListener): void {
    this.#of(name).delete(listener);
  }

  emit(name: VaultEventName, id: KakaoId): void {
    for (const listener of this.#listeners[name]) {
      void (async () => listener({ id }))().catch((error: unknown) => {
        // The message could contain anything, so only the name is reported.
        const kind = error instanceof Error ? error.name : typeof error;
        process.emitWarning(`A listener of the vault event "${name}" failed: ${kind}`);
      });
    }
  }

  #of(name: VaultEventName): Set<VaultListener> {
    if (Object.hasOwn(this.#listeners, name)) return this.#listeners[name];
    throw usage('argument_malformed', 'event', usageTexts().event);
  }
}
