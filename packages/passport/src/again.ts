import { addressOf, type Asked } from './authorize.js';
import { defaultParameters } from './begin.js';
import { isPageVisit } from './http.js';
import type { LoginOutcome, Outcome } from './outcome.js';
import { repeated, type PendingLogin } from './pending-login.js';
import { retryReason } from './recovery.js';
import type { TakenLogin } from './store.js';
import { noteLogin } from './trace.js';
import type { Visit } from './visit.js';

/** How many times the callback URL of a finished login may be reopened and start a new login. Prevents redirect loops. */
const maxReplays = 5;

/** How to retry a login. */
interface Retry {
  /** Whether to try without a screen (`prompt=none`), if the login allows it. */
  quietly: boolean;
  replays: number;
}

/**
 * Decides whether to retry a failed login that only needs a new code. Only a page visit can be redirected to Kakao. There are at most
 * three attempts: the second is without a screen, the third with screens.
 */
export function planRetry(visit: Visit, { pending, over }: TakenLogin, outcome: LoginOutcome): Retry | undefined {
  if (outcome.kind !== 'refused' || !visit.parts.store.recovers || pending.asked === null) return undefined;
  if (!isPageVisit(visit.request)) return undefined;
  const { attempt = 1, replays = 0, silent } = pending;
  const why = retryReason(outcome.error);
  if (why === 'screens') return attempt === 2 && silent !== true ? { quietly: false, replays } : undefined;
  if (why !== 'lost') return undefined;
  // The member may have unlinked the account since. The back button must not link it again.
  if (over && pending.link !== undefined) return undefined;
  if (over) return replays < maxReplays ? { quietly: true, replays: replays + 1 } : undefined;
  return attempt === 1 ? { quietly: true, replays } : undefined;
}

/**
 * Sends the user to Kakao again after a failed login, usually without a screen. A login that asked for a screen (`prompt`), or for
 * anything else that a login without a screen would skip, is repeated as it was. Otherwise anybody at an unlocked browser could avoid
 * the password prompt by making the first attempt fail.
 */
export async function beginAgain(visit: Visit, pending: PendingLogin, retry: Retry): Promise<Outcome> {
  const { settings, store, now } = visit.parts;
  const asked = askedThen(visit, pending);
  const quietly = pending.silent === true || (retry.quietly && isQuiet(visit, pending));
  const next = repeated(pending, {
    createdAt: now(),
    pkce: settings.pkce,
    attempt: quietly ? 2 : 3,
    replays: retry.replays,
  });
  const state = await store.keep(visit.request, next);
  noteLogin(visit.message, 'next', state);
  const url = addressOf(visit, quietly ? { ...asked, prompt: 'none' } : asked, next, state);
  return { kind: 'redirect', url };
}

const askedThen = (visit: Visit, { asked, silent }: PendingLogin): Asked =>
  asked ?? defaultParameters(visit, silent === true);

/**
 * Whether a login works the same without a screen: its URL has only the parameters listed in `quiet`, whether they come from a route,
 * a subclass or `authorizationURL`.
 */
export const isQuiet = (visit: Visit, pending: PendingLogin): boolean =>
  pending.silent === true ||
  [...new URL(addressOf(visit, askedThen(visit, pending), pending)).searchParams.keys()].every((name) =>
    quiet.has(name),
  );

const quiet = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'scope',
  'login_hint',
  'service_terms',
  'channel_public_id',
]);
