import { KakaoLoginError } from '@kakao-login/client';
import { beginAgain, isQuiet, planRetry } from './again.js';
import { rememberAsked, type AskedResult } from './asked-cookie.js';
import { callbackParameters, hasParameter, parameter, storeNothing } from './http.js';
import { checkMember } from './link.js';
import { logIn } from './log-in.js';
import { failure, type LoginOutcome, type Outcome } from './outcome.js';
import type { PendingLogin } from './pending-login.js';
import { isUnsent } from './recovery.js';
import { asksConsent } from './requirement.js';
import { cameBackTo, isListed } from './redirect-uri.js';
import { signupsOf } from './signup.js';
import type { TakenLogin } from './store.js';
import { noteError, noteLogin, noteReceived, noteStep, traceLogin } from './trace.js';
import type { Visit } from './visit.js';
import { warn } from './warn.js';

/** Finishes a login: checks that this browser started it, reads Kakao's answer, and logs the user in. */
export const finish = (visit: Visit): Promise<Outcome> =>
  traceLogin(visit, 'callback', finishHere, (outcome) => outcome);

async function finishHere(visit: Visit): Promise<Outcome> {
  const { request } = visit;
  storeNothing(request);
  noteReceived(visit);
  noteStep(visit, 'state');
  const callbackURL = cameBackTo(request, visit.options.callbackURL, visit.parts.settings);
  if (!callbackParameters.some((name) => hasParameter(request, name))) throw new KakaoLoginError('code_missing');
  const state = parameter(request, 'state');
  noteLogin(visit.message, 'login', state);
  const taken = await takeLogin(visit, state, callbackURL);
  const outcome = await afterKakao(visit, taken, state).catch(failure);
  noteError(visit.message, outcome);
  endLogin(visit, taken, state, outcome);
  const retry = planRetry(visit, taken, outcome);
  if (retry !== undefined) return beginAgain(visit, taken.pending, retry);
  const { needed, silent } = taken.pending;
  if (needed !== undefined) rememberAsked(request, needed, resultOf(outcome));
  if (silent === true) return silentOutcome(taken.pending, outcome);
  return outcome.kind === 'signup' ? signupsOf(visit).begin(visit, outcome.login) : outcome;
}

/** Finds the login that this browser started. */
async function takeLogin(
  { parts, request }: Visit,
  state: string | undefined,
  callbackURL: string,
): Promise<TakenLogin> {
  const { settings, store, finished } = parts;
  if (settings.state && state === undefined) throw new KakaoLoginError('state_missing');
  try {
    const taken = await store.take(request, state ?? '', callbackURL);
    if (!isListed(taken.pending.callbackURL, settings.callbackURLs)) throw new KakaoLoginError('state_mismatch');
    return taken;
  } catch (error) {
    const replayed = state !== undefined && error instanceof KakaoLoginError && finished.has(state);
    throw replayed ? new KakaoLoginError('state_replayed') : error;
  }
}

/** Logs in with the code, only once even if the browser sends it several times. */
async function afterKakao(
  visit: Visit,
  { pending, over }: TakenLogin,
  state: string | undefined,
): Promise<LoginOutcome> {
  const { settings, finished } = visit.parts;
  await checkMember(visit, pending);
  noteStep(visit, 'code');
  const code = codeOf(visit, pending);
  if (!settings.state || state === undefined) return logIn(visit, pending, code);
  if (!over) return finished.once(state, code, () => logIn(visit, pending, code).catch(failure));
  const before = isQuiet(visit, pending) ? await finished.before(state, code) : undefined;
  if (before?.kind === 'success') return before;
  throw new KakaoLoginError('state_replayed');
}

/** @throws {KakaoLoginError} when Kakao sent an error instead of a code */
function codeOf({ request }: Visit, { needed }: PendingLogin): string {
  const error = parameter(request, 'error');
  if (error !== undefined) {
    const kakaoMessage = parameter(request, 'error_description');
    const declined = error === 'access_denied' && asksConsent(needed);
    throw new KakaoLoginError(declined ? 'consent_declined' : error, { kakaoMessage });
  }
  const code = parameter(request, 'code');
  if (code === undefined) throw new KakaoLoginError('code_missing');
  return code;
}

function resultOf(outcome: LoginOutcome): AskedResult {
  if (outcome.kind === 'success' || outcome.kind === 'signup') return 'done';
  return outcome.kind === 'refused' && outcome.error.code === 'consent_declined' ? 'declined' : 'failed';
}

function endLogin({ parts }: Visit, taken: TakenLogin, state: string | undefined, outcome: LoginOutcome): void {
  if (outcome.kind !== 'refused' || !isUnsent(outcome.error)) return taken.end();
  // The code was not sent, so the same callback may work in a moment.
  if (state !== undefined) parts.finished.forget(state);
}

/** The user did not ask for this login, so its failure is not shown. It is logged, unless it is one of Kakao's normal answers. */
function silentOutcome({ returnTo }: PendingLogin, outcome: LoginOutcome): Outcome {
  if (outcome.kind === 'success') return outcome;
  if (outcome.kind === 'error' || (outcome.kind === 'refused' && outcome.error.kind !== 'login')) warn(outcome.error);
  return { kind: 'redirect', url: returnTo ?? '/' };
}
