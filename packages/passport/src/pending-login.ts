import { createHash, hash, randomBytes } from 'node:crypto';
import type { Needed } from './requirement.js';
import { usage, usageTexts } from './usage.js';

/** What has to be remembered while the user is at Kakao. */
export interface PendingLogin {
  /** The redirect URI of the first leg; the code is worth nothing with another. */
  callbackURL: string;
  /** Unix time in ms. */
  createdAt: number;
  /** The code verifier, and a nonce that is not the application's own, are derived from it. */
  seed?: string;
  codeVerifier?: string;
  nonce?: string;
  /** Whether an ID token has to come. Left out, Kakao's own word on it counts: `openid` among what was granted. */
  idToken?: boolean;
  /** The application's own value. */
  state?: unknown;
  /** A checked address. */
  returnTo?: string;
  /** What the user has to come back with, if a page or a call needs it. */
  needed?: Needed;
  /** The member of the service whom the Kakao Account is to be linked to. */
  link?: string;
  /** Nobody asked for this login, so nobody is told how it fails. */
  silent?: true;
  /** What Kakao was asked for, if not what the strategy asks for by default; `null` if it was too long to keep. */
  asked?: Readonly<Record<string, string>> | null;
  /** 2 or 3 if this login is another attempt at one that failed. Default 1. */
  attempt?: number;
  /** How often the user has opened the callback of a finished login again, and was sent to Kakao for it. Default 0. */
  replays?: number;
}

/** How long the user may take at Kakao, in ms. */
export const pendingLifetime = 10 * 60 * 1000;

/** In bytes of JSON. Several logins have to fit into the header of a request together. */
const stateLimit = 1024;
/** In characters of JSON. */
const askedLimit = 600;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** 256 random bits as 43 characters, for the OAuth parameter `state`. */
export const newHandle = (): string => random(32);

/** One seed takes less room in a cookie than a verifier and a nonce. */
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

/** The same login once more: all that the application gave, with secrets of its own. */
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

/** Whether what a store gave back has the shape of what was given to it. */
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
    json = undefined; // a circle, or a bigint
  }
  if (json === undefined) throw usage('state_not_json', 'state', usageTexts.stateNotJson);
  // The status is 400: `state` may come from a query.
  if (Buffer.byteLength(json) > stateLimit)
    throw usage('state_too_large', 'state', usageTexts.stateTooLarge(stateLimit));
}
