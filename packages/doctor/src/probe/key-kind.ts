import { randomBytes } from 'node:crypto';
import { isKakaoError, KakaoClient } from '@kakao-login/client';
import type { KakaoError } from '@kakao-login/client';
import { open } from './page.js';

/** `client`: a JavaScript key or a native app key, but Kakao's answers do not tell which. */
export type KeyKind = 'rest' | 'javascript' | 'native' | 'client' | 'admin' | 'unknown' | 'no_answer';

/** What the token endpoint answers to a code that does not exist, once it has accepted key and secret. */
const accepted: ReadonlySet<string | number> = new Set(['KOE320', 'KOE303', 'KOE237']);

/** Kakao's servers, as the probes see them. Close it after use. */
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

  /** Asks for tokens with a code that does not exist: the error tells how far Kakao got. `undefined`: it accepted key and secret. */
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

  /** Makes the smallest call that needs the admin key: it asks for a user whom nobody can be. */
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

  /** What kind of key this is, as far as Kakao's answers tell. */
  kindOf(key: string): Promise<KeyKind> {
    const known = this.kinds.get(key) ?? this.findKind(key);
    this.kinds.set(key, known);
    return known;
  }

  private async findKind(key: string): Promise<KeyKind> {
    const error = await this.tokenError(key);
    if (error === undefined || error.code === 'KOE010' || error.code === 'KOE127') return 'rest';
    if (error.kind !== 'auth') return 'no_answer';
    // KOE009: a JavaScript key or a native app key. Kakao documents KOE101 for unknown keys and for those of the wrong kind.
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

/** What the page of a login with the redirect URI of a native app says about the key. */
const kindByCode: Readonly<Record<string, KeyKind>> = {
  KOE006: 'javascript',
  // A kind of key that may not ask for codes.
  KOE008: 'admin',
  KOE101: 'unknown',
};

/** -401 is also for calls from an address that is not allowed, and then the key is right. */
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
