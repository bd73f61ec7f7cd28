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
        /** Consent items that the user had agreed to at the last login. */
        scopes?: readonly string[];
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
    throw usage('option_missing', 'consents', usageTexts.consents);
  },
};

interface Entry {
  /** Unix time in ms. */
  until: number;
  scopes: Set<string>;
  terms: Set<string>;
}

const maxUsers = 10_000;

/**
 * Caches what users have agreed to. Missing consent is not cached, so that it is noticed at once when the user returns from Kakao. If
 * a user revokes consent that is cached, calls to Kakao fail with -402, which `checkError` handles.
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
    const entry = this.entryOf(user);
    if (scopes.some((id) => !entry.scopes.has(id))) {
      for (const id of (await this.consents.status?.(user))?.scopes ?? []) entry.scopes.add(id);
    }
    const unknown = {
      scopes: scopes.filter((id) => !entry.scopes.has(id)),
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

  forget(user: KakaoId): void {
    this.entries.delete(user);
  }

  private entryOf(user: KakaoId): Entry {
    const known = this.entries.get(user);
    if (known !== undefined && this.now() < known.until) return known;
    const entry = { until: this.now() + this.lifetime, scopes: new Set<string>(), terms: new Set<string>() };
    this.entries.delete(user);
    if (this.lifetime > 0) this.entries.set(user, entry);
    const [oldest = user] = this.entries.size > maxUsers ? this.entries.keys() : [];
    if (oldest !== user) this.entries.delete(oldest);
    return entry;
  }
}
