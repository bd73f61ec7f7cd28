// @ts-check
/** Subjects that store users' tokens, to compare with calls that are given a token. */
import { randomBytes } from 'node:crypto';
import { clientSecret } from './subjects.js';

/** @typedef {import('./subjects.js').Target} Target */
/** @typedef {import('./subjects.js').Action} Action */
/** @typedef {{ users: number, expired: boolean }} Kept number of users, and whether their access tokens have expired */
/** @typedef {(target: Target, kept: Kept) => Promise<(index: number) => Promise<unknown>>} Keeper */

/** A token response of Kakao. @param {boolean} expired */
const tokensOf = (expired) => ({
  token_type: 'bearer',
  access_token: 'bench-access-token-of-a-usual-length-0123456789abcdef0123456789ab',
  expires_in: expired ? 0 : 21_599,
  refresh_token: 'bench-refresh-token-of-a-usual-length-0123456789abcdef0123456789',
  refresh_token_expires_in: 5_183_999,
});
/** @param {number} index */
const idOf = (index) => String(2_632_890_000 + index);

/** `/v2/user/me` with a stored token that is valid. @type {Record<string, Keeper>} */
export const vaultedCalls = {
  'client.user.me': async (target) => {
    const client = await clientOf(target);
    const { access_token: accessToken } = tokensOf(false);
    return () => client.user.me({ accessToken });
  },
  'vault, memory': async (target, kept) => {
    const vault = await vaultOf(target, kept);
    return (index) => vault.forUser(idOf(index)).user.me();
  },
  'vault, Redis': async (target, kept) => {
    const vault = await vaultOf(target, kept, await redisStore(target));
    return (index) => vault.forUser(idOf(index)).user.me();
  },
  'better-auth, memory': async (target) => {
    const client = await clientOf(target);
    const { getAccessToken } = await betterAuthOf(target);
    return async () => client.user.me(await getAccessToken());
  },
};

/** Refreshes an access token that has expired. @type {Record<string, Keeper>} */
export const vaultedRefreshes = {
  'oauth.refresh': async (target) => {
    const client = await clientOf(target);
    const { refresh_token: refreshToken } = tokensOf(true);
    return () => client.oauth.refresh({ refreshToken });
  },
  'vault, memory': async (target, kept) => {
    const vault = await vaultOf(target, kept);
    return (index) => vault.accessToken(idOf(index));
  },
  'vault, Redis': async (target, kept) => {
    const vault = await vaultOf(target, kept, await redisStore(target));
    return (index) => vault.accessToken(idOf(index));
  },
  'better-auth, memory': async (target) => {
    const { getAccessToken, expire } = await betterAuthOf(target);
    return () => {
      expire();
      return getAccessToken();
    };
  },
};

/** @param {Target} target */
async function clientOf({ appKey, origins }) {
  const { KakaoClient } = await import('@kakao-login/client');
  return new KakaoClient({ clientId: appKey, clientSecret, hosts: origins });
}

/** @param {Target} target @param {Kept} kept @param {import('@kakao-login/vault').VaultStore} [store] */
async function vaultOf(target, { users, expired }, store) {
  const { KakaoVault } = await import('@kakao-login/vault');
  const keys = [{ kid: 'bench', key: randomBytes(32) }];
  const vault = new KakaoVault({ client: await clientOf(target), keys, store });
  for (let index = 0; index < users; index += 1) await vault.save({ id: idOf(index), tokens: tokensOf(expired) });
  return vault;
}

/** @param {Target} target */
async function redisStore({ redis }) {
  const [{ RedisVaultStore }, { Redis }] = await Promise.all([import('@kakao-login/vault'), import('ioredis')]);
  return new RedisVaultStore(new Redis(redis ?? ''));
}

/**
 * better-auth's Kakao provider, which encrypts tokens as the vault does. It has only one user, because its memory
 * adapter searches all users.
 * @param {Target} target
 */
async function betterAuthOf({ appKey, origins }) {
  const { betterAuth } = await import('better-auth');
  const { memoryAdapter } = await import('better-auth/adapters/memory');
  const { fetch } = globalThis;
  // better-auth passes only instances of `URL`.
  globalThis.fetch = (input, init) => {
    const { href } = /** @type {URL} */ (input);
    return fetch(href.replace('https://kauth.kakao.com', origins.kauth), init);
  };
  /** @type {Record<string, any[]>} */
  const database = { user: [], session: [], account: [], verification: [] };
  const auth = betterAuth({
    baseURL: 'http://localhost:3000',
    secret: 'a-secret-of-the-bench-that-is-long-enough',
    database: memoryAdapter(database),
    account: { encryptOAuthTokens: true },
    socialProviders: { kakao: { clientId: appKey, clientSecret } },
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
  const { internalAdapter } = await auth.$context;
  const { id: userId } = await internalAdapter.createUser({ email: 'gildong@example.com', name: '홍길동' });
  const { access_token: accessToken, refresh_token: refreshToken } = tokensOf(true);
  const account = { userId, providerId: 'kakao', accountId: idOf(0), accessToken, refreshToken };
  const { id: accountId } = await internalAdapter.createAccount({ ...account, accessTokenExpiresAt: new Date(0) });
  const getAccessToken = () => auth.api.getAccessToken({ body: { accountId, userId } });
  const expire = () => database['account']?.forEach((row) => (row.accessTokenExpiresAt = new Date(0)));
  // The first refresh stores encrypted tokens.
  await getAccessToken();
  return { getAccessToken, expire };
}
