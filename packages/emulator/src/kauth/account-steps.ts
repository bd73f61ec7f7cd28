import { createHash } from 'node:crypto';

import type { Context } from '../context.js';
import { ACCOUNT_STEPS } from '../guesses.js';
import { langHeaders, pageStart } from '../http/lang.js';
import { instant } from '../store/clock.js';
import { htmlAnswer, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { paths } from '../pages/models.js';
import { Refusal } from '../refusal.js';
import type { App, Person } from '../store/entities.js';
import type { AuthorizeRequest, ConsentAsk } from '../store/transactions.js';
import { readAuthorizeRequest } from './authorize-request.js';
import { ACCOUNT_STEP_PATH } from './authorize-urls.js';
import { whoIs } from './who-is.js';

/** What the Kakao Account requires before a login can continue. */
export type AccountStep = 'wake_up' | 'account_terms' | 'verify_age' | 'verify_identity';

/** The next step. An app that requires CI has users verify their identity before they consent. */
export function openStep(app: App, person: Person, ask: ConsentAsk | undefined): AccountStep | undefined {
  const wantsCi = ask?.items.some(({ id, required }) => id === 'account_ci' && required) ?? false;
  const open: Record<AccountStep, boolean> = {
    wake_up: person.dormant,
    account_terms: person.accountTermsDue,
    verify_age: app.ageVerification && !person.ageVerified,
    verify_identity: wantsCi && person.ci === undefined,
  };
  return ACCOUNT_STEPS.find((step) => open[step]);
}

/** At Kakao each step is its own procedure. Here it is one button. */
export async function showStep({ call }: Context, request: AuthorizeRequest, kind: AccountStep): Promise<Answer> {
  const { messagePage } = await import('../pages/message.js');
  const nextHref = `${ACCOUNT_STEP_PATH}?${new URLSearchParams({ step: kind, onward: request.query }).toString()}`;
  return htmlAnswer(
    messagePage({ ...pageStart(call), kind, appName: request.app.name, nextHref }),
    200,
    langHeaders(call),
  );
}

export function takeStep(step: string | undefined, person: Person, now: number): void {
  if (step === 'wake_up') person.dormant = false;
  else if (step === 'account_terms') person.accountTermsDue = false;
  else if (step === 'verify_age') person.ageVerified = true;
  else if (step === 'verify_identity') {
    // As long as Kakao's, and the same each time for a user.
    person.ci ??= createHash('sha512').update(`emulator ${person.id}`).digest('base64');
    person.ciAuthenticatedAt ??= instant(now);
  } else throw Refusal.message('bad_request', 400);
}

/** Not Kakao's: the button of such a page. Completes the step and continues the login. */
export function accountStep({ store, call }: Context): Answer {
  const request = readAuthorizeRequest(store, new URLSearchParams(call.query.get('onward') ?? ''));
  const who = whoIs(store, call, request);
  if (!who) throw Refusal.message('expired', 400);
  takeStep(given(call.query, 'step'), who.person, store.clock.now());
  return redirect(`${paths.consent}?${request.query}`);
}
