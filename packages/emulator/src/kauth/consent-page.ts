import { takeTransaction } from '../accounts/browser.js';
import { accountLabel } from '../accounts/person-choice.js';
import type { Context } from '../context.js';
import { TRANSACTION_LIFE } from '../guesses.js';
import { htmlAnswer, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { langHeaders, langOf } from '../http/lang.js';
import { consentPage, messagePage, paths } from '../pages/index.js';
import { isUnder14 } from '../store/person.js';
import { opaque } from '../store/random.js';
import { Refusal } from '../refusal.js';
import type { Person } from '../store/entities.js';
import type { AuthorizeRequest, Consent, ConsentAsk, Transaction } from '../store/transactions.js';
import { splitList } from './authorize-request.js';
import { agree, consentToAll, lacksRequired } from './consent.js';
import { GUARDIAN_PATH, continueUrl } from './authorize-urls.js';
import { finish, finishWithCode } from './finish.js';

/** Shows the consent page for a new transaction. */
export function showConsent(
  { store, call }: Context,
  request: AuthorizeRequest,
  ask: ConsentAsk,
  person: Person,
  sessionId: string,
): Answer {
  const transaction = opaque(24);
  store.transactions.set(transaction, {
    kind: 'consent',
    sessionId,
    personId: person.id,
    request,
    ask,
    expiresAt: store.clock.now() + TRANSACTION_LIFE,
  });
  const query = new URLSearchParams(request.query);
  const { app } = request;
  const page = consentPage({
    lang: langOf(call),
    here: { method: 'get', action: paths.consent, fields: [...query] },
    transaction,
    kind: ask.kind,
    app: { name: app.name, ...(app.company !== undefined && { company: app.company }) },
    account: { label: accountLabel(person), nickname: person.nickname },
    ...(ask.kind === 'first' && {
      changeAccountHref: `${paths.login}?continue=${encodeURIComponent(continueUrl(call, query))}`,
    }),
    items: ask.items,
    ...(ask.terms.length > 0 && { terms: ask.terms }),
    ...(ask.channels.length > 0 && { channels: ask.channels }),
  });
  return htmlAnswer(page, 200, langHeaders(call));
}

function answered(form: URLSearchParams, ask: ConsentAsk): Consent {
  if (form.get('agree_all') === 'on') return consentToAll(ask);
  const ticked = (name: string): string[] => form.getAll(name).flatMap(splitList);
  const [scopes, terms, channels] = [ticked('scope'), ticked('terms'), ticked('channel')];
  return { scopes, terms, channels };
}

function accept(
  context: Context,
  transaction: Extract<Transaction, { ask: ConsentAsk }>,
  person: Person,
  consent: Consent,
): Promise<Answer> {
  const { request, ask } = transaction;
  agree(context, request.app, person, ask, consent);
  // A login by `agt` has no session, even if another user is logged in in this browser.
  return finishWithCode(context, request, person, context.store.sessions.get(transaction.sessionId));
}

/** `POST /oauth/authorize`: the form of the consent page. */
export async function consentForm(context: Context): Promise<Answer> {
  const { store, call } = context;
  const transaction = takeTransaction(context, 'consent', given(call.form, 'transaction'));
  const { request, ask } = transaction;
  const person = store.people.get(transaction.personId);
  if (!person) throw Refusal.message('expired', 400);
  if (call.form.get('action') === 'cancel') {
    const outcome = { error: 'access_denied', error_description: 'User denied access' };
    return finish(context, request, outcome, store.sessions.get(transaction.sessionId));
  }
  // The user was unlinked in the meantime. A first consent asks for more, so authorize shows a new page.
  if (ask.kind !== 'first' && !store.link(request.app.appId, person.id)) {
    return redirect(`${paths.consent}?${request.query}`);
  }
  const consent = answered(call.form, ask);
  if (lacksRequired(ask, consent)) throw Refusal.koe('KOE203', request.app.name);
  if (ask.kind === 'first' && isUnder14(person, store.clock.now())) {
    const id = opaque(24);
    store.transactions.set(id, {
      ...transaction,
      kind: 'guardian',
      consent,
      expiresAt: store.clock.now() + TRANSACTION_LIFE,
    });
    return guardianPage(context, id, request.app.name);
  }
  return accept(context, transaction, person, consent);
}

function guardianPage({ call }: Context, transaction: string, appName: string): Answer {
  const page = messagePage({
    lang: langOf(call),
    here: { method: 'get', action: GUARDIAN_PATH, fields: [['transaction', transaction]] },
    kind: 'guardian_consent',
    appName,
    nextHref: `${GUARDIAN_PATH}?agree=${transaction}`,
  });
  return htmlAnswer(page, 200, langHeaders(call));
}

/** Not Kakao's: `agree` is the guardian's consent; `transaction` shows the page again. */
export async function guardian(context: Context): Promise<Answer> {
  const { store, call } = context;
  // A link checker must not use up the link.
  if (call.method === 'HEAD') return htmlAnswer('');
  const open = given(call.query, 'transaction');
  if (open !== undefined) {
    const waiting = store.transactions.get(open);
    if (waiting?.kind !== 'guardian') throw Refusal.message('expired', 400);
    return guardianPage(context, open, waiting.request.app.name);
  }
  const transaction = takeTransaction(context, 'guardian', given(call.query, 'agree'));
  const person = store.people.get(transaction.personId);
  if (!person) throw Refusal.message('expired', 400);
  return accept(context, transaction, person, transaction.consent);
}
