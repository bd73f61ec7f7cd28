import type { KakaoClient } from './client.js';
import type { ResolvedOptions } from './options.js';

const known = new WeakMap<KakaoClient, ResolvedOptions>();

export const rememberOptions = (client: KakaoClient, options: ResolvedOptions): void => void known.set(client, options);

/**
 * The options that a client was made from, checked and complete, with its secrets. Not a property of the client: printing or
 * serializing a client must not show them. `undefined` for a client of another copy of this package.
 */
export const optionsOf = (client: KakaoClient): ResolvedOptions | undefined => known.get(client);
