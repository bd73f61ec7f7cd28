import type { KakaoClient, KakaoId } from '@kakao-login/client';
import type { Requirement } from './requirement.js';
import { usage, usageTexts } from './usage.js';

/**
 * Looks up what a user has agreed to. `KakaoVault` of `@kakao-login/vault` implements it. You can also implement it with your own
 * database.
 */
export interface KakaoConsents {
  /** Optional: what is stored about the user, without a request to Kakao. */
  status?(id: KakaoId): Promise<
    | {
        /** Consent items that the user has agreed to. */
        scopes?: readonly string[];
        /** When the login was saved, and when consent was last revoked since. What was cached before is not used any more. */
        savedAt?: number;
        revokedAt?: number;
        /** `auth_time` of the last login, in Unix seconds. */
        authTime?: number;
      }
    | undefined
  >;
  forUser(id: KakaoId): {
    scopes: {
      /** Returns Kakao's response of `/v2/user/scopes`, or these fields of it. */
      list(options: { scopes: readonly string[] }): Promise<{ scopes: readonly { id: string; agreed: boolean }[] }>;
    };
    terms: {
      /** Returns Kakao's response of `/v2/user/service_terms`, or these fields of it. */
      list(options: {
        tags: readonly string[];
      }): Promise<{ service_terms: readonly { tag: string; agreed: boolean }[] }>;
    };
  };
}

/** Asks Kakao with the admin key, so no token of the user is needed. */
export const consentsByAdminKey = ({ scopes, terms }: KakaoClient): KakaoConsents => ({
  forUser: (id) => {
    const caller = { admin: true, targetId: id } as const;
    return {
      scopes: { list: (options) => scopes.list(caller, options) },
      terms: { list: (options) => terms.list(caller, options) },
    };
  },
});

/** For a strategy without an admin key, if the option `consents` is not set either. */
export const noConsents: KakaoConsents = {
  forUser() {
    throw usage('option_missing', 'consents', usageTexts().consents);
  },
};

interface Entry {
  /** Unix time in ms. */
  until: number;
  /** Changes with a login and a revocation. */
  revision: string;
  scopes: Set<string>;
  terms: Set<string>;
}

const maxUsers = 10_000;

/**
 * Caches what users have agreed to. Missing consent is not cached, so that it is noticed at once when the user returns from Kakao. What
 * is revoked through the vault is noticed at once. If a user revokes consent in another way, calls to Kakao fail with -402, which
 * `checkError` handles.
 */
export class Agreements {
  private readonly entries = new Map<string, Entry>();

  /** @param lifetime in ms */
  constructor(
    private readonly consents: KakaoConsents,
    private readonly lifetime: number,
    private readonly now: () => number,
  ) {}

  /** Returns what the user has not agreed to. */
  async missing(user: KakaoId, { scopes, terms }: Requirement): Promise<Pick<Requirement, 'scopes' | 'terms'>> {
    if (scopes.length + terms.length === 0) return { scopes, terms };
    const known = await this.consents.status?.(user);
    const entry = this.entryOf(user, `${known?.savedAt} ${known?.revokedAt}`);
    const stored = new Set(known?.scopes);
    const unknown = {
      scopes: scopes.filter((id) => !stored.has(id) && !entry.scopes.has(id)),
      terms: terms.filter((tag) => !entry.terms.has(tag)),
    };
    if (unknown.scopes.length + unknown.terms.length === 0) return unknown;
    const calls = this.consents.forUser(user);
    const [agreedScopes, agreedTerms] = await Promise.all([
      unknown.scopes.length > 0 ? calls.scopes.list({ scopes: unknown.scopes }) : undefined,
      unknown.terms.length > 0 ? calls.terms.list({ tags: unknown.terms }) : undefined,
    ]);
    for (const { id, agreed } of agreedScopes?.scopes ?? []) if (agreed) entry.scopes.add(id);
    for (const { tag, agreed } of agreedTerms?.service_terms ?? []) if (agreed) entry.terms.add(tag);
    return {
      scopes: unknown.scopes.filter((id) => !entry.scopes.has(id)),
      terms: unknown.terms.filter((tag) => !entry.terms.has(tag)),
    };
  }

  /** Corrects what is known of a user for whom Kakao has refused a call with -402. */
  async refused(user: KakaoId, scopes: readonly string[]): Promise<void> {
    this.entries.delete(user);
    const stored = (await this.consents.status?.(user))?.scopes ?? [];
    // A call that did not go through the vault. The vault learns from what Kakao lists.
    if (scopes.some((id) => stored.includes(id))) await this.consents.forUser(user).scopes.list({ scopes });
  }

  private entryOf(user: KakaoId, revision: string): Entry {
    const known = this.entries.get(user);
    if (known !== undefined && known.revision === revision && this.now() < known.until) return known;
    const entry = { until: this.now() + this.lifetime, revision, scopes: new Set<string>(), terms: new Set<string>() };
    this.entries.delete(user);
    if (this.lifetime > 0) this.entries.set(user, entry);
    const [oldest = user] = this.entries.size > maxUsers ? this.entries.keys() : [];
    if (oldest !== user) this.entries.delete(oldest);
    return entry;
  }
}
