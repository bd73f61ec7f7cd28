import type { KeyObject } from 'node:crypto';
import { endpoints } from '../contract/endpoints.js';
import type { SsfConfiguration } from '../contract/ssf.js';
import type { ResolvedOptions } from '../options.js';
import { endpointUrl } from '../transport/endpoint-url.js';
import { freshFor, patience } from './keys.js';
import type { KeyCache } from './keys.js';

/** How long an event waits for `ssf-configuration`, in milliseconds. Kakao expects an answer within three seconds. */
const patienceForConfiguration = 1_000;

interface EventKeySource {
  /** The keys that sign ID tokens. */
  ordinary: KeyCache;
  options: ResolvedOptions;
  configuration: (signal: AbortSignal) => Promise<SsfConfiguration>;
  cacheAt: (url: string) => KeyCache;
  /** A monotonic clock, in milliseconds. */
  monotonic: () => number;
}

/**
 * The keys of security events, from the URL in `ssf-configuration`. Kakao's is the key set of ID tokens, so both share a cache and its
 * limit of fetches. That key set is also used if `ssf-configuration` cannot be loaded, so that no event is refused because of that.
 */
export class EventKeys {
  readonly #source: EventKeySource;
  #cache: KeyCache;
  #address: string | undefined;
  #due = -Infinity;
  #locating: Promise<void> | undefined;

  constructor(source: EventKeySource) {
    this.#source = source;
    this.#cache = source.ordinary;
  }

  async get(kid: string): Promise<KeyObject> {
    if (this.#locating === undefined && this.#source.monotonic() >= this.#due) this.#locating = this.#locate();
    await this.#locating;
    return this.#cache.get(kid);
  }

  async #locate(): Promise<void> {
    const { configuration, cacheAt, monotonic, ordinary } = this.#source;
    try {
      const { jwks_uri: given } = await configuration(AbortSignal.timeout(patienceForConfiguration));
      this.#due = monotonic() + freshFor;
      const address = this.#otherKeySet(given);
      if (address === this.#address) return;
      this.#address = address;
      this.#cache = address === undefined ? ordinary : cacheAt(address);
    } catch {
      this.#due = monotonic() + patience;
    } finally {
      this.#locating = undefined;
    }
  }

  /** The URL, if it is another key set than that of ID tokens, and nobody on the network can replace its keys. */
  #otherKeySet(given: unknown): string | undefined {
    if (typeof given !== 'string' || !URL.canParse(given)) return undefined;
    const { options } = this.#source;
    const { href, protocol, origin } = new URL(given);
    const usual = [endpointUrl(options, 'oidc.jwks'), options.issuer + endpoints['oidc.jwks'].path];
    if (usual.some((one) => new URL(one).href === href)) return undefined;
    return protocol === 'https:' || origin === new URL(options.hosts.kauth).origin ? href : undefined;
  }
}
