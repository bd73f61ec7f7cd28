import type { KakaoId } from '@kakao-login/client';
import { usage, usageTexts } from './usage.js';

/** What a listener gets: whose record it is about. Never a token. */
export interface VaultEvent {
  id: KakaoId;
}

/**
 * `saved`: a login was saved. `refreshed`: this process refreshed a user's tokens. `reconnect_required`: Kakao refused the
 * refresh token; the user has to log in again. `forgotten`: a record was deleted.
 */
export type VaultEventName = 'saved' | 'refreshed' | 'reconnect_required' | 'forgotten';

/** Called after the fact. What it returns is not used; what it throws becomes a process warning. */
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
    if (typeof listener !== 'function') throw usage('argument_malformed', 'listener', usageTexts.listener());
    listeners.add(listener);
  }

  off(name: VaultEventName, listener: VaultListener): void {
    this.#of(name).delete(listener);
  }

  emit(name: VaultEventName, id: KakaoId): void {
    for (const listener of this.#listeners[name]) {
      void (async () => listener({ id }))().catch((error: unknown) => {
        // The message may quote anything, so only the name is told.
        const kind = error instanceof Error ? error.name : typeof error;
        process.emitWarning(`A listener of the vault event "${name}" failed: ${kind}`);
      });
    }
  }

  #of(name: VaultEventName): Set<VaultListener> {
    if (Object.hasOwn(this.#listeners, name)) return this.#listeners[name];
    throw usage('argument_malformed', 'event', usageTexts.event());
  }
}
