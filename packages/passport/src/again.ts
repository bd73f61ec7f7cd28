import { addressOf, type Asked } from './authorize.js';
import { usual } from './begin.js';
import { isPageVisit } from './http.js';
import type { LoginOutcome, Outcome } from './outcome.js';
import { repeated, type PendingLogin } from './pending-login.js';
import { recovery } from './recovery.js';
import type { TakenLogin } from './store.js';
import { noteLogin } from './trace.js';
import type { Visit } from './visit.js';

/** How often the callback of a finished login may lead to Kakao again: often enough for a user, and never in circles. */
const maxReplays = 5;

/** How a login is begun once more. */
interface Again {
  /** Whether to try without a screen, if the login allows it. */
  quietly: boolean;
  replays: number;
}

/**
 * Whether a login that failed is begun once more, because it only lacks a new code. Only a page visit can follow. It ends: an attempt
 * that fails is followed by one without a screen, that one by one with screens, and that one by none.
 */
export function whetherAgain(visit: Visit, { pending, over }: TakenLogin, outcome: LoginOutcome): Again | undefined {
  if (outcome.kind !== 'refused' || !visit.parts.store.recovers || pending.asked === null) return undefined;
  if (!isPageVisit(visit.request)) return undefined;
  const { attempt = 1, replays = 0, silent } = pending;
  const why = recovery(outcome.error);
  if (why === 'screens') return attempt === 2 && silent !== true ? { quietly: false, replays } : undefined;
  if (why !== 'lost') return undefined;
  // A member who has unlinked since would be linked again by a step back in the browser.
  if (over && pending.link !== undefined) return undefined;
  if (over) return replays < maxReplays ? { quietly: true, replays: replays + 1 } : undefined;
  return attempt === 1 ? { quietly: true, replays } : undefined;
}

/**
 * Sends the user to Kakao once more for a login that could not be finished. Usually no screen is shown. A login that asked for one
 * (`prompt`), or for anything else that a login without a screen would skip, is begun as it was the first time: otherwise anybody at
 * an unlocked browser could get past the password by spoiling a login that asks for it.
 */
export async function beginAgain(visit: Visit, pending: PendingLogin, again: Again): Promise<Outcome> {
  const { settings, store, now } = visit.parts;
  const asked = askedThen(visit, pending);
  const quietly = pending.silent === true || (again.quietly && isQuiet(visit, pending));
  const next = repeated(pending, {
    createdAt: now(),
    pkce: settings.pkce,
    attempt: quietly ? 2 : 3,
    replays: again.replays,
  });
  const state = await store.keep(visit.request, next);
  noteLogin(visit.message, 'next', state);
  const url = addressOf(visit, quietly ? { ...asked, prompt: 'none' } : asked, next, state);
  return { kind: 'redirect', url };
}

const askedThen = (visit: Visit, { asked, silent }: PendingLogin): Asked => asked ?? usual(visit, silent === true);

/**
 * Whether a login means the same without a screen. It does not if its address has other parameters than those listed here, be it from
 * a route, a subclass or `authorizationURL`.
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
