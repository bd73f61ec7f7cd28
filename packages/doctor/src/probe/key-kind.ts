import { randomBytes } from 'node:crypto';
import { isKakaoError, KakaoClient } from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';
import { open } from './page.js';

/** `client`: a JavaScript key or a native app key. Kakao's responses do not show which. */
export type KeyKind = 'rest' | 'javascript' | 'native' | 'client' | 'admin' | 'unknown' | 'no_answer';

/** The errors of the token endpoint for an unknown code after it has accepted the key and the secret. */
const accepted: ReadonlySet<string | number> = new Set(['KOE320', 'KOE303', 'KOE237']);

/** Sends the requests of the probes to Kakao. Close it after use. */
export class Kakao {
  readonly client: KakaoClient;
  private readonly kinds = new Map<string, Promise<KeyKind>>();

  constructor(
    readonly hosts: { kauth: string; kapi: string },
    readonly now: () => number,
  ) {
    this.client = new KakaoClient({ clientId: 'kakao-doctor', hosts, retries: 0 });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /**
   * Sends a token request with an unknown code. The error shows what Kakao refused. `undefined` means that it accepted
   * the key and the secret.
   */
  async tokenError(
    clientId: string,
    clientSecret?: string,
    redirectUri = 'http://localhost/',
  ): Promise<KakaoError | undefined> {
    const error = await failure(() =>
      this.client.call(
        'oauth.token',
        {
          grant_type: 'authorization_code',
          client_id: clientId,
          ...(clientSecret !== undefined && { client_secret: clientSecret }),
          redirect_uri: redirectUri,
          code: randomBytes(32).toString('base64url'),
        },
        undefined,
      ),
    );
    return error !== undefined && accepted.has(error.code) ? undefined : error;
  }

  /** Makes a small call with the admin key: it requests a user with an ID that no user has. */
  async adminError(adminKey: string): Promise<KakaoError | undefined> {
    const client = new KakaoClient({ clientId: 'kakao-doctor', adminKey, hosts: this.hosts, retries: 0 });
    try {
      return await failure(() => client.user.list(['0']));
    } finally {
      await client.close();
    }
  }

  authorizeUrl(clientId: string, redirectUri: string, more: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      ...more,
    });
    return `${this.hosts.kauth}/oauth/authorize?${query.toString().replaceAll('+', '%20')}`;
  }

  /** Returns the kind of a key, as far as Kakao's responses show it. */
  kindOf(key: string): Promise<KeyKind> {
    const known = this.kinds.get(key) ?? this.findKind(key);
    this.kinds.set(key, known);
    return known;
  }

  private async findKind(key: string): Promise<KeyKind> {
    const error = await this.tokenError(key);
    if (error === undefined || error.code === 'KOE010' || error.code === 'KOE127') return 'rest';
    if (error.kind !== 'auth') return 'no_answer';
    // KOE009: a JavaScript key or a native app key. Kakao documents KOE101 for unknown keys and keys of the wrong kind.
    if (error.code !== 'KOE009') {
      const refusal = await this.adminError(key);
      if (refusal === undefined || (refusal.kind === 'api' && !isUnknownKey(refusal))) return 'admin';
      if (refusal.kind !== 'api') return 'no_answer';
    }
    // Kakao's SDKs for Android and iOS log in with this redirect URI.
    const page = await open(this.authorizeUrl(key, `kakao${key}://oauth`), this.now);
    if (page?.code !== undefined) return kindByCode[page.code] ?? 'client';
    return page !== undefined && page.status < 400 ? 'native' : 'no_answer';
  }
}

/** The kind of the key, by the error page of a login with the redirect URI of a native app. */
const kindByCode: Readonly<Record<string, KeyKind>> = {
  KOE006: 'javascript',
  // A kind of key that cannot request codes.
  KOE008: 'admin',
  KOE101: 'unknown',
};

/** Kakao also returns -401 for calls from an IP address that is not allowed. The key is then right. */
export const isUnknownKey = (error: KakaoError): boolean =>
  error.kind === 'api' && error.code === -401 && !/ip mismatched/i.test(error.kakaoMessage ?? '');

async function failure(call: () => Promise<unknown>): Promise<KakaoError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (isKakaoError(error)) return error;
    throw error;
  }
}
