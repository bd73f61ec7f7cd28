import { createHash, hash, randomBytes } from 'node:crypto';
import type { Needed } from './requirement.js';
import { usage, usageTexts } from './usage.js';

/** What is stored while the user is at Kakao. */
export interface PendingLogin {
  /** The redirect URI that the login started with. The code works only with the same one. */
  callbackURL: string;
  /** Unix time in ms. */
  createdAt: number;
  /** The code verifier is derived from it, and the nonce unless the application passed its own. */
  seed?: string;
  codeVerifier?: string;
  nonce?: string;
  /** Whether Kakao has to send an ID token. `undefined`: only if `openid` is among the granted scopes. */
  idToken?: boolean;
  /** The application's own `state`. */
  state?: unknown;
  /** A checked address, see `safeReturnTo`. */
  returnTo?: string;
  /** What a page or a call needs of the user. It is checked when the user returns. */
  needed?: Needed;
  /** The id of the member to link the Kakao Account to. */
  link?: string;
  /** The user did not ask for this login, so a failure is not shown. */
  silent?: true;
  /** The parameters for Kakao, if they are not the strategy's defaults. `null` if they were too long to store. */
  asked?: Readonly<Record<string, string>> | null;
  /** 2 or 3 if this login retries one that failed. Default 1. */
  attempt?: number;
  /** How many times the user reopened the callback of a finished login and was sent to Kakao again. Default 0. */
  replays?: number;
}

/** How long the user may take at Kakao, in ms. */
export const pendingLifetime = 10 * 60 * 1000;

/** In bytes of JSON. Several logins have to fit into the headers of one request. */
const stateLimit = 1024;
/** In characters of JSON. */
const askedLimit = 600;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** 256 random bits as 43 characters, for the OAuth parameter `state`. */
export const newHandle = (): string => random(32);

/** Storing a seed takes less space in a cookie than a verifier and a nonce. */
export const derivedFrom = (seed: string) => ({
  codeVerifier: () => hash('sha256', `code verifier ${seed}`, 'base64url'),
  nonce: () => hash('sha256', `nonce ${seed}`, 'base64url').slice(0, 22),
});

export function newPendingLogin(begin: {
  callbackURL: string;
  createdAt: number;
  pkce: boolean;
  nonce: string | boolean;
  idToken: boolean | undefined;
  state: unknown;
  returnTo: string | undefined;
  needed: Needed | undefined;
  link: string | undefined;
  silent: boolean;
  asked: Readonly<Record<string, string>> | null | undefined;
}): PendingLogin {
  const { callbackURL, createdAt, pkce, nonce, idToken, state, returnTo, needed, link, silent, asked } = begin;
  checkState(state);
  const seed = random(16);
  const derived = derivedFrom(seed);
  return {
    callbackURL,
    createdAt,
    seed,
    codeVerifier: pkce ? derived.codeVerifier() : undefined,
    nonce: nonce === true ? derived.nonce() : nonce || undefined,
    idToken,
    state,
    returnTo,
    needed,
    link,
    silent: silent || undefined,
    asked: asked !== undefined && JSON.stringify(asked).length > askedLimit ? null : asked,
  };
}

/** Creates a retry of a login: the same values of the application, with new secrets. */
export function repeated(
  pending: PendingLogin,
  { createdAt, pkce, attempt, replays }: { createdAt: number; pkce: boolean; attempt: number; replays: number },
): PendingLogin {
  const { seed, nonce, codeVerifier: _spent, ...kept } = pending;
  const anew = random(16);
  const own = seed === undefined || nonce !== derivedFrom(seed).nonce();
  return {
    ...kept,
    createdAt,
    seed: anew,
    attempt,
    replays,
    codeVerifier: pkce ? derivedFrom(anew).codeVerifier() : undefined,
    nonce: own ? nonce : derivedFrom(anew).nonce(),
  };
}

/** RFC 7636, 4.2. */
export const codeChallenge = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Whether a value from a store has the shape of a pending login. */
export function isPendingLogin(value: unknown): value is PendingLogin {
  if (typeof value !== 'object' || value === null) return false;
  const { callbackURL, createdAt, seed, codeVerifier, nonce, returnTo, link } = value as Record<string, unknown>;
  const textOrNothing = (part: unknown) => part === undefined || typeof part === 'string';
  return (
    typeof callbackURL === 'string' &&
    typeof createdAt === 'number' &&
    textOrNothing(seed) &&
    textOrNothing(codeVerifier) &&
    textOrNothing(nonce) &&
    textOrNothing(returnTo) &&
    textOrNothing(link)
  );
}

function checkState(state: unknown): void {
  if (state === undefined) return;
  let json: string | undefined;
  try {
    json = JSON.stringify(state);
  } catch {
    json = undefined; // a circular reference or a bigint
  }
  if (json === undefined) throw usage('state_not_json', 'state', usageTexts().stateNotJson);
  // The status is 400, because `state` can come from a query.
  if (Buffer.byteLength(json) > stateLimit)
    throw usage('state_too_large', 'state', usageTexts().stateTooLarge(stateLimit));
}
